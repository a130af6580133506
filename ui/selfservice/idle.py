"""The warning before a turn ends by itself: whoever is still there needs only touch anything."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.head import under_strip
from ui.selfservice.ring import Ring
from ui.selfservice.sizes import sizes
from ui.theme.fonts import letters
from ui.widgets.text import Role, Text

_RING = 380


class IdlePage(QWidget):
    """Counts down. Nothing of what was done before is shown meanwhile."""

    stay = Signal()
    passed = Signal()

    def __init__(self, seconds: int, *, loses: bool = False) -> None:
        """`loses`: a dossier under way would go for good."""
        super().__init__()
        self._left, self._loses = seconds, loses
        lines = under_strip(self)
        lines.addStretch(3)
        self.ring = Ring(seconds, sizes().high(_RING))
        lines.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addSpacing(sizes().margin)
        self._told = Text("", Role.HEADING)
        for text in (Text(_("Ông/Bà còn ở đây không?"), Role.TITLE), self._told):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(text)
        self.first = _Stay(_("Tôi vẫn đang dùng"), Looks.PRIMARY)
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
        self.ring.show_left(self._left)


class _Stay(BigButton):
    """Read at a glance."""

    def _font(self) -> QFont:
        return letters(sizes().heading, QFont.Weight.DemiBold)
