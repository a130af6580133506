"""Ten figures, large: for a number. Keys of a real keyboard, or of a code reader that types, go the same way."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon

_ROWS = ("123", "456", "789")
_BETWEEN_KEYS = 6


class DigitPad(QWidget):
    """What is typed is at most `longest` figures."""

    edited = Signal(str)

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.text, self._longest = "", longest
        self.keys: dict[str, BigButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_BETWEEN_KEYS)
        for row, digits in enumerate(_ROWS):
            for column, digit in enumerate(digits):
                grid.addWidget(self._key(digit), row, column)
        self.clear_key = BigButton(_("Xóa hết"), Looks.KEY)
        self.clear_key.clicked.connect(lambda: self.put(""))
        self.erase_key = BigButton(_("Xóa"), Looks.KEY, Icon.BACK)
        self.erase_key.clicked.connect(self.erase)
        for column, key in enumerate((self.clear_key, self._key("0"), self.erase_key)):
            grid.addWidget(key, len(_ROWS), column)
            grid.setColumnStretch(column, 1)
        lines = len(_ROWS) + 1
        self.setMinimumHeight(lines * sizes().target + (lines - 1) * _BETWEEN_KEYS)

    def _key(self, digit: str) -> BigButton:
        button = BigButton(digit, Looks.KEY)
        button.clicked.connect(lambda: self.press(digit))
        self.keys[digit] = button
        return button

    def grow(self) -> None:
        """Keys as high as a page lets them be that has nothing else on it."""
        high = sizes().high(110) if sizes().roomy else sizes().target
        for key in (*self.keys.values(), self.clear_key, self.erase_key):
            key.setMinimumHeight(high)

    def press(self, digit: str) -> None:
        if digit.isascii() and digit.isdigit() and len(self.text) < self._longest:
            self.put(self.text + digit)

    def erase(self) -> None:
        self.put(self.text[:-1])

    def put(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.edited.emit(text)
