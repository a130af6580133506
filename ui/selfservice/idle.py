"""The warning before a turn ends by itself: whoever is still there needs only touch anything."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.widgets.text import Role, Text


class IdlePage(QWidget):
    """Counts down. Nothing of what was done before is shown meanwhile."""

    stay = Signal()
    passed = Signal()

    def __init__(self, seconds: int, *, loses: bool = False) -> None:
        """`loses`: a dossier under way would go for good."""
        super().__init__()
        self._left, self._loses = seconds, loses
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*4 * (sizes().margin,))
        lines.setSpacing(sizes().gap)
        lines.addStretch(3)
        lines.addWidget(Text(_("Ông/Bà còn ở đây không?"), Role.TITLE))
        self._told = Text("", Role.HEADING)
        lines.addWidget(self._told)
        self.first = BigButton(_("Tôi vẫn đang dùng"), Looks.PRIMARY)
        self.first.setMinimumHeight(sizes().high(160))
        self.first.clicked.connect(self.stay)
        lines.addStretch(2)
        lines.addWidget(self.first)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._say()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self.passed.emit()
        else:
            self._say()

    def _say(self) -> None:
        words = _("Thông tin của Ông/Bà sẽ được xóa sau {seconds} giây.")
        if self._loses:
            words = _("Hồ sơ đang làm chưa được nộp và sẽ bị xóa hẳn sau {seconds} giây.")
        self._told.setText(words.format(seconds=self._left))
