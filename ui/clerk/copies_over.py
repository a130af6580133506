"""Finished copies of a dossier's papers from any screen: opened over it, to be looked at and printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kiosk.copy_ports import MEDIA_TYPE
from kiosk.counter import Counter
from kiosk.result_files import ResultFile
from kiosk.store.copies.standing import PaperCopy
from kiosk.words import _
from ui.clerk.result_dialog import ResultDialog
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy as the dialog takes files."""

    copy: int
    file: ResultFile


def open_copies(
    counter: Counter, tasks: Tasks, copies: Iterable[PaperCopy], over: QWidget, paper: int = 0
) -> ResultDialog[_Copy] | None:
    """Those that are on this machine, beginning with that of `paper`; None where there is none."""
    here = [one for one in copies if one.here]
    if not here:
        return None
    files = [_Copy(one.copy, ResultFile(f"{one.title}.pdf", MEDIA_TYPE, 0, "")) for one in here]
    first = next((place for place, one in enumerate(here) if one.paper == paper), 0)
    records = counter.records
    dialog = ResultDialog(
        files, lambda one: records.copy(one.copy), counter.printer, tasks, over, title=_("Bản sao điện tử"), first=first,
        checker=counter.signatures,
    )  # fmt: skip
    dialog.open()
    return dialog
