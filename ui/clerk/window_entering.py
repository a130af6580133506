"""The copy assistant beside the clerk's window: one at a time, gone with the officer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.officers import Officer
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.clerk.copy_assistant import CopyAssistantWindow


class EnteringBeside(QObject):
    """`done` brings the dossier that was just typed in."""

    done = Signal(str)

    def __init__(self, counter: Counter, tasks: Tasks, officer: Officer, window: QWidget) -> None:
        super().__init__(window)
        self._counter, self._tasks, self._officer, self._window = counter, tasks, officer, window
        self.assistant: CopyAssistantWindow | None = None
        window.installEventFilter(self)

    def open(self, dossier: str) -> "CopyAssistantWindow":
        """For this dossier; there already, it hands out the next field."""
        if self.assistant is not None and self.assistant.dossier == dossier:
            self.assistant.copy_next()
            return self.assistant
        self.put_away()
        from ui.clerk.copy_assistant import CopyAssistantWindow  # loaded when first wanted

        self.assistant = made = CopyAssistantWindow(self._counter, self._tasks, self._officer, dossier)
        made.closed.connect(self._on_closed)
        made.done.connect(self.done)
        made.show()
        made.activateWindow()
        return made

    def put_away(self) -> None:
        if self.assistant is not None:
            self.assistant.close()

    def _on_closed(self) -> None:
        if self.sender() is self.assistant:
            self.assistant = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Locked or left, nobody's fields stand on the screen; the window merely put aside, they stay."""
        if watched is self._window and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.put_away()
        return super().eventFilter(watched, event)
