"""Originals of citizens that lie at this counter until they are given back: the ledger of bản chính. Plain rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from kiosk.dossier import Form, HowMet, PaperRecord
from kiosk.problems import Problem
from kiosk.words import _

# A paper shown, or looked up, goes straight back into the citizen's hand: only what is taken or compared can stay here.
MAY_STAY = frozenset({HowMet.ORIGINAL, HowMet.COMPARED})


@dataclass(frozen=True, slots=True)
class OriginalHeld:
    """One paper, or several of one kind, of one dossier. `returned_at` is None while it lies here."""

    dossier: str
    requirement: str
    name: str
    copies: int
    held_since: int
    number: str                        # of the dossier
    procedure_name: str
    submitter: str
    returned_at: int | None = None
    returned_by: str = ""              # officer id


def kept_of(form: Form) -> tuple[PaperRecord, ...]:
    """The papers whose original stays at the counter."""
    return tuple(paper for paper in form.papers if paper.to_return and paper.how in MAY_STAY)


def count_of(held: Iterable[OriginalHeld]) -> int:
    """How many sheets of paper people wait for."""
    return sum(one.copies for one in held if one.returned_at is None)


def said(held: Iterable[OriginalHeld]) -> str:
    """“3 bản chính chưa trả”; "" when everything went back."""
    count = count_of(held)
    return _("{count} bản chính chưa trả").format(count=count) if count else ""


class NotHeld(Problem):
    """No such original lies here, or it went back already."""

    code: ClassVar[str] = "HANDBACK-05"
    sentence: ClassVar[str] = "Bản chính này không còn ở quầy: có thể vừa được trả ở cửa sổ khác."
    remedy: ClassVar[str] = "Xem lại danh sách bản chính đang giữ ở Trả kết quả (Ctrl+H)."
