"""Ten large keys for a PIN. What was pressed is never shown, read aloud or kept longer than until it is handed on."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.selfservice.maintenance import LONGEST_PIN
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

_KEYS = "123456789"
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
        keys = QGridLayout()
        keys.setSpacing(now.gap)
        self.keys: dict[str, BigButton] = {}
        for place, key in enumerate(_KEYS):
            keys.addWidget(self._key(key), place // 3, place % 3)
        self.erase_key = BigButton(_("Xóa"), Looks.KEY, Icon.BACK)
        self.erase_key.clicked.connect(self.erase)
        keys.addWidget(self.erase_key, 3, 0)
        keys.addWidget(self._key("0"), 3, 1)
        self.go = BigButton(_("Vào"), Looks.PRIMARY)
        self.go.clicked.connect(self._hand_on)
        keys.addWidget(self.go, 3, 2)
        for column in range(3):
            keys.setColumnStretch(column, 1)
        lines.addLayout(keys)
        self._show()

    def _key(self, key: str) -> BigButton:
        button = BigButton(key, Looks.KEY)
        button.setMinimumHeight(sizes().high(120))
        button.clicked.connect(partial(self.press, key))
        self.keys[key] = button
        return button

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
