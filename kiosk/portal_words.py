"""What the portal says of a dossier, one event at a time, as it is kept at a counter."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.elsewhere import DossierElsewhere
from kiosk.result_files import ResultFile


class Kind(StrEnum):
    """What an event is about. A gateway may know kinds this program does not: they are kept by their status alone."""

    REGISTERED = "registered"
    STATUS = "status"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    RESULT = "result"
    NOTE = "note"                      # of an officer: the status stays as it was
    CORRECTED = "corrected"            # by the counter that received it: the status stays as it was


WITHOUT_STATUS = frozenset({Kind.NOTE, Kind.CORRECTED})


@dataclass(frozen=True, slots=True)
class Said:
    """One event. `event` names it for ever; `card` comes with registration and correction where this device may see it."""

    event: str
    dossier: str
    status: int
    note: str
    by: str
    at: int                            # epoch ms
    kind: str = Kind.STATUS
    wanted: tuple[str, ...] = ()
    files: tuple[ResultFile, ...] = ()
    number: str = ""
    received_at: int = 0
    due_at: int | None = None
    card: DossierElsewhere | None = None
    revision: int = 0                  # of a correction


@dataclass(frozen=True, slots=True)
class Heard:
    """One event as it was kept, for people to read. `expected`: it fitted the course of the dossier."""

    kind: str
    status: int
    note: str
    by: str
    at: int
    wanted: tuple[str, ...]
    files: tuple[ResultFile, ...]
    expected: bool
    received_at: int
    revision: int = 0
