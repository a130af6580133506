"""What every way of answering has in common."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.selfservice.pad import Pad
from ui.selfservice.sizes import sizes

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Input(QWidget):
    """Gives an answer. `decided` when the touch that gave it is to go on by itself; `entered` for the key that does."""

    changed = Signal()
    decided = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(sizes().gap)
        self.first: QWidget | None = None

    def value(self) -> Any:
        """As it is kept in the form; None or "" for no answer."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Shows what is known already."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """What must survive another text size."""
        return ""

    @property
    def unfinished(self) -> str:
        """What is still to be done with what was typed, which is no answer yet; "" where nothing is."""
        return ""

    def retype(self, _text: str) -> None: ...

    def take_key(self, _event: QKeyEvent) -> bool:
        return False


class PadInput(Input):
    """Typed on a pad; the keys of a real keyboard, or of a code reader that types, go the same way."""

    pad: Pad

    @property
    def typed(self) -> str:
        return self.pad.text

    def retype(self, text: str) -> None:
        self.pad.put(text)

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() not in ENTER:
            return self.pad.take_key(event)
        self.entered.emit()
        return True
