"""The line under a field that offers a value: what it is, where it is from, and the words that take it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text
from ui.widgets.wrapped import Link


class Offer(QWidget):
    """Nothing is taken unasked. `differs`: another thing stands in the field, so the words warn and Tab stops at them;
    else one key takes it where the cursor is, the whole line is there for the mouse, and Tab goes on to the next field."""

    taken = Signal()

    def __init__(self, words: str, use_words: str, take: Callable[[], None], *, differs: bool = True) -> None:
        super().__init__()
        self.words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        if differs:
            row.addWidget(IconLabel(Icon.INFO, Tone.WARNING, look().measures.px(14)))
            row.addWidget(Text(words, Role.WARNING), 1)
        use = Link(_("Dùng") if differs else words)
        use.setAccessibleName(use_words)
        if not differs:
            use.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        use.clicked.connect(take)
        use.clicked.connect(self.taken)
        row.addWidget(use, 0 if differs else 1)
