"""Over the clerk's window: two contents of a dossier side by side, or a sealed form being corrected. Gone with the officer."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kiosk.counter import Counter
from kiosk.counter.corrections import Correctable
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.work import Progress
from ui.clerk.window_screens import Screens
from ui.shortcuts import Action
from ui.tasks import Tasks


class ContentsOver(QObject):
    """`settled` and `corrected` bring the dossier of which another content counts now."""

    settled = Signal(str)
    corrected = Signal(str)
    receipt_wanted = Signal(str)
    failed = Signal(object)            # Problem

    def __init__(self, counter: Counter, tasks: Tasks, officer: Officer, window: QWidget) -> None:
        super().__init__(window)
        self._counter, self._tasks, self._officer, self._window = counter, tasks, officer, window
        self.dialog: QDialog | None = None
        window.installEventFilter(self)

    def compare(self, dossier: str) -> None:
        from ui.clerk.comparing import CompareDialog  # loaded when first wanted

        made = CompareDialog(self._counter, self._tasks, dossier, self._officer, self._window)
        made.settled.connect(partial(self.settled.emit, dossier))
        self._show(made)

    def correct(self, dossier: str) -> None:
        """Once its newest content is read."""
        work = partial(_opened, self._counter, dossier)
        self._tasks.run(work, self._on_opened, self._on_failed, owner=self)

    def refresh(self, screens: Screens) -> None:
        """The screens that show contents read them anew."""
        if screens.built(Action.OUTBOX):
            screens.outbox.refresh()
        if screens.built(Action.LOOK_UP):
            screens.look_up.refresh()

    def put_away(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _on_opened(self, opened: Correctable) -> None:
        if not self._window.isVisible():
            return
        from ui.clerk.correcting import CorrectDialog  # loaded when first wanted

        made = CorrectDialog(self._counter, self._tasks, opened, self._officer, self._window)
        made.corrected.connect(self.corrected)
        made.receipt_wanted.connect(self.receipt_wanted)
        self._show(made)

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def _show(self, dialog: QDialog) -> None:
        self.put_away()
        self.dialog = dialog
        dialog.finished.connect(partial(self._on_finished, dialog))
        dialog.open()

    def _on_finished(self, dialog: QDialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Locked or left, nobody's form stands on the screen."""
        if watched is self._window and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.put_away()
        return super().eventFilter(watched, event)


def _opened(counter: Counter, dossier: str, _progress: Progress) -> Correctable:
    return counter.corrections.open(dossier)
