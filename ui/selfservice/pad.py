"""What every pad of the kiosk has in common: large keys, and the text they made so far."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.selfservice.big_button import BigButton, Looks

_FIGURES = "123456789"
_ACROSS = 3


class Pad(QWidget):
    """Keys of a real keyboard, or of a code reader that types, go the same way. `secret`: a bystander must not hear what is
    typed."""

    edited = Signal(str)
    keys: dict[str, BigButton]
    clear_key: BigButton
    erase_key: BigButton

    def __init__(self, text: str = "", *, secret: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.secret = text, secret

    def all_keys(self) -> tuple[BigButton, ...]:
        return (*self.keys.values(), self.clear_key, self.erase_key)

    def types(self, key: QWidget) -> bool:
        """It is one of the keys that write something."""
        return key in self.keys.values()

    def order_said(self) -> str:
        """In which order the keys are walked through, where that is quickly said."""
        return ""

    def press(self, key: str) -> None:
        """One key."""
        raise NotImplementedError

    def erase(self) -> None:
        self.put(self.text[:-1])

    def put(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.edited.emit(text)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether it was one to type with."""
        if event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.text().isprintable() and event.text():
            self.press(event.text())
        else:
            return False
        return True


class TenKeys(QGridLayout):
    """Ten figures as on a telephone, `left` and `right` beside the nought."""

    def __init__(self, press: Callable[[str], None], left: BigButton, right: BigButton, between: int) -> None:
        super().__init__()
        self.keys: dict[str, BigButton] = {}
        self._press = press
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(between)
        for place, figure in enumerate(_FIGURES):
            self.addWidget(self._key(figure), place // _ACROSS, place % _ACROSS)
        for column, key in enumerate((left, self._key("0"), right)):
            self.addWidget(key, len(_FIGURES) // _ACROSS, column)
            self.setColumnStretch(column, 1)
        self._all = (*self.keys.values(), left, right)

    def _key(self, figure: str) -> BigButton:
        button = BigButton(figure, Looks.KEY)
        button.clicked.connect(lambda: self._press(figure))
        self.keys[figure] = button
        return button

    def set_height(self, pixels: int) -> None:
        """Of every key, at least."""
        for key in self._all:
            key.setMinimumHeight(pixels)
