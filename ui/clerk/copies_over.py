"""Pages of a dossier from any screen, opened over it: finished copies of its papers, or what was left unfinished at a kiosk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from kiosk.copy_ports import MEDIA_TYPE
from kiosk.counter import Counter
from kiosk.result_files import ResultFile
from kiosk.store.copies.standing import PaperCopy
from kiosk.words import _
from ui.clerk.elsewhere_words import ElsewhereView, LeftSheet
from ui.clerk.look_up_detail import DetailView
from ui.clerk.result_dialog import ResultDialog
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy as the dialog takes files."""

    copy: int
    file: ResultFile


class Pane(Protocol):
    """What stands in the look-up, as far as it has pages."""

    @property
    def view(self) -> DetailView | None: ...

    @property
    def elsewhere(self) -> ElsewhereView | None: ...


def open_shown(
    counter: Counter, tasks: Tasks, pane: Pane, over: QWidget, paper: int = 0
) -> ResultDialog[_Copy] | ResultDialog[LeftSheet] | None:
    """Whatever pages the one that stands there has."""
    if pane.view is not None:
        return open_copies(counter, tasks, pane.view.detail.paper_copies, over, paper)
    return open_left(counter, tasks, pane.elsewhere.left, over) if pane.elsewhere is not None else None


def open_left(counter: Counter, tasks: Tasks, sheets: Sequence[LeftSheet], over: QWidget) -> ResultDialog[LeftSheet] | None:
    """Pages left at a kiosk; they lie in memory as long as they are looked at, and nowhere on this machine."""
    if not sheets:
        return None
    dialog = ResultDialog(sheets, lambda one: one.content, counter.printer, tasks, over, title=_("Trang quét ở ki-ốt"))
    dialog.open()
    return dialog


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
