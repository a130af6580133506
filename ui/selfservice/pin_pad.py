"""Ten large keys for a PIN. What was pressed is never shown, read aloud or kept longer than until it is handed on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.selfservice.maintenance import LONGEST_PIN
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.pad import TenKeys
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

_DOT = "●"


class PinPad(QWidget):
    """`entered` with the PIN, once; nothing of it is left here then."""

    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        now = sizes()
        self._pressed = ""
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(now.gap)
        self.shown = Text("", Role.HEADING)
        self.shown.setMinimumHeight(now.target)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setStyleSheet(
            f"background: {look().tokens.surface}; border: 3px solid {look().tokens.border}; border-radius: 8px;"
        )
        lines.addWidget(self.shown)
        self.erase_key = BigButton(_("Xóa"), Looks.KEY, Icon.BACK)
        self.erase_key.clicked.connect(self.erase)
        self.go = BigButton(_("Vào"), Looks.PRIMARY)
        self.go.clicked.connect(self._hand_on)
        keys = TenKeys(self.press, self.erase_key, self.go, now.gap)
        keys.set_height(now.high(120))
        self.keys = keys.keys
        lines.addLayout(keys)
        self._show()

    def press(self, key: str) -> None:
        if len(self._pressed) < LONGEST_PIN:
            self._pressed += key
            self._show()

    def erase(self) -> None:
        self._pressed = self._pressed[:-1]
        self._show()

    def clear(self) -> None:
        self._pressed = ""
        self._show()

    def take_key(self, event: QKeyEvent) -> None:
        """Of a keyboard with figures."""
        if not self.isEnabled():
            return
        if event.text() in self.keys:
            self.press(event.text())
            self.go.setFocus()             # Enter hands it on, and presses no figure once more
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hand_on()

    def _hand_on(self) -> None:
        pin, self._pressed = self._pressed, ""
        self._show()
        if pin:
            self.entered.emit(pin)

    def _show(self) -> None:
        """How many, never which."""
        self.shown.setText(" ".join(_DOT * len(self._pressed)))
        self.shown.setAccessibleName(_("Đã nhập {count} chữ số").format(count=len(self._pressed)))
        self.go.setEnabled(bool(self._pressed))
