"""What was played, noted as an officer would on paper beside the keyboard: one line for everything done, on disk at once."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done. Amounts in đồng, worked out by hand in the plan; `machine` are seconds in which the officer waited."""

    visit: int
    what: str                          # "copies", "signature", "extract", "full", "lacks", "refused", "collects", "refund", …
    number: str = ""                   # the dossier's, as printed
    taken: int = 0
    transfer: bool = False
    refunded: int = 0
    entries: int = 0                   # of the certification ledger
    struck: int = 0
    original_kept: bool = False
    original_returned: bool = False
    keys: int = 0
    machine: float = 0.0


class Notebook:
    """Lines appended to a file; another process of the same day reads what the one before it noted."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.touch()

    def note(self, act: Act) -> None:
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(act), ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())

    def acts(self) -> tuple[Act, ...]:
        """Everything noted so far."""
        return tuple(Act(**json.loads(line)) for line in self._file.read_text(encoding="utf-8").splitlines())

    def number_of(self, visit: int) -> str:
        """The dossier of an earlier visitor, as printed."""
        return next(act.number for act in self.acts() if act.visit == visit and act.number)


@dataclass(frozen=True, slots=True)
class Sums:
    """A day added up."""

    cash_in: int
    cash_out: int
    transfers: int
    entries: int
    struck: int
    received: int
    collected: int
    originals_here: int


def sums_of(acts: Iterable[Act]) -> Sums:
    """By hand: nothing of the program is asked."""
    noted = tuple(acts)
    return Sums(
        cash_in=sum(act.taken for act in noted if not act.transfer),
        cash_out=sum(act.refunded for act in noted),
        transfers=sum(act.taken for act in noted if act.transfer),
        entries=sum(act.entries for act in noted),
        struck=sum(act.struck for act in noted),
        received=sum(act.what in RECEIVED for act in noted),
        collected=sum(act.what == "collects" for act in noted),
        originals_here=sum(act.original_kept for act in noted) - sum(act.original_returned for act in noted),
    )


RECEIVED = ("copies", "signature", "extract", "full")
