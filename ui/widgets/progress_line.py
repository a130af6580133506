"""How far a piece of work is, and a way to call it off. Work done within a fifth of a second shows nothing."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kiosk.words import _
from ui.tasks import Task
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import Role, Text

SHOWN_AFTER_MS = 200


class ProgressLine(QWidget):
    """Watches one task at a time; hidden while there is nothing to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.apart)
        words = QVBoxLayout()
        words.setSpacing(look().measures.tight)
        self._words = Text("", Role.BODY)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        words.addWidget(self._words)
        words.addWidget(self._bar)
        self.cancel_button = Button(_("Dừng"), Kind.PLAIN, Icon.CLOSE)
        self.cancel_button.clicked.connect(self._on_cancel)
        row.addLayout(words, 1)
        row.addWidget(self.cancel_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_AFTER_MS)
        self._wait.timeout.connect(self._on_slow)
        self.hide()

    def watch(self, task: Task, what: str) -> None:
        """Follows a task from now on."""
        self._task = task
        self.show_progress(what, 0, 0)
        self.cancel_button.setEnabled(True)
        task.progressed.connect(self._on_progressed)
        task.ended.connect(self._on_ended)
        if not task.over:
            self._wait.start()

    def show_progress(self, what: str, done: int, total: int) -> None:
        """`total` 0: nobody knows how much there is."""
        text = f"{what} ({done}/{total})" if total else what
        self._words.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleName(what)

    def _on_progressed(self, what: str, done: int, total: int) -> None:
        if self.sender() is self._task:
            self.show_progress(what, done, total)

    def _on_slow(self) -> None:
        if self._task is not None and not self._task.over:
            self.show()

    def _on_ended(self) -> None:
        if self.sender() is self._task:
            self._wait.stop()
            self._task = None
            self.hide()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self._words.setText(_("Đang dừng…"))
