"""Where there is nothing: why, and what one can do now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.text import IconLabel, Role, Text


class EmptyState(QWidget):
    """A drawing, a line, an explanation, perhaps a button."""

    acted = Signal()

    def __init__(
        self, icon: Icon, title: str, text: str = "", *, act: str = "", action: Action | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.section, measures.section, measures.section)
        room.setSpacing(measures.near)
        room.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        room.addWidget(IconLabel(icon, Tone.NEUTRAL, measures.px(40)), 0, middle)
        self._title, self._text = Text("", Role.HEADING), Text("", Role.HINT)
        for line in (self._title, self._text):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            room.addWidget(line)
        self.say(title, text)
        if act:
            button = Button(act, action=action)
            button.clicked.connect(self.acted)
            room.addWidget(button, 0, middle)
        room.addStretch(1)

    def give_way(self) -> None:
        """In the place of a list it is no taller than the list must be: what one can do below stays in sight."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def say(self, title: str, text: str = "") -> None:
        """Another reason why nothing is there."""
        for line, words in ((self._title, title), (self._text, text)):
            line.setText(words)
            line.setVisible(bool(words))
