"""What stands on the separator sheets (tờ ngăn) laid between papers before a stack is scanned. Filled, not laid out."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.page_codes import NextDossier, NextPaper, separator_text
from kiosk.procedures import Procedure, Requirement


@dataclass(frozen=True, slots=True)
class SeparatorSheet:
    """One sheet. `paper` and `procedure` are names, "" on a general one; `dossier`: another dossier begins behind it."""

    code: str
    paper: str = ""
    procedure: str = ""
    dossier: bool = False
    number: str = ""


def general_sheets() -> tuple[SeparatorSheet, ...]:
    """For every procedure: the next paper, the next dossier."""
    return SeparatorSheet(separator_text(NextPaper())), SeparatorSheet(separator_text(NextDossier()), dossier=True)


def dossier_sheet(number: str) -> SeparatorSheet:
    """Before the papers of the dossier `number`."""
    return SeparatorSheet(separator_text(NextDossier(number)), dossier=True, number=number)


def sheets_of(procedure: Procedure, wanted: Iterable[Requirement] | None = None) -> tuple[SeparatorSheet, ...]:
    """One for every paper of a procedure that can be scanned, or of those `wanted`, in the order of the checklist."""
    papers = procedure.requirements if wanted is None else wanted
    return tuple(
        SeparatorSheet(separator_text(NextPaper(procedure.code, one.key)), one.name, procedure.name)
        for one in papers if not one.forbidden and not one.shown_only
    )  # fmt: skip
