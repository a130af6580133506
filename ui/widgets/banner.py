"""Something the person should know now, across the page: a sign, a sentence, what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.problems import Problem
from kiosk.words import _
from ui.theme.icons import TONE_ICONS, Icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text


class Banner(QFrame):
    """A message that stays until it is put away or is true no longer."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self, text: str = "", tone: Tone = Tone.INFO, *, detail: str = "", act: str = "", can_close: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("banner")
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, measures.near, measures.near, measures.near)
        row.setSpacing(measures.apart)
        self._sign = IconLabel(Icon.INFO, tone)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._text = Text("", Role.STRONG)
        self._detail = Text("", Role.BODY)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        self.button = Button(act, Kind.PLAIN)
        self.button.clicked.connect(self.acted)
        self._close = icon_button(_("Đóng thông báo"), Icon.CLOSE)
        self._close.clicked.connect(self._on_close)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self._close.setVisible(can_close)
        self.say(text, tone, detail=detail, act=act)

    def say(self, text: str, tone: Tone, *, detail: str = "", act: str = "") -> None:
        """Another message."""
        self._sign.set_icon(TONE_ICONS[tone], tone)
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.button.say(act)
        self.button.setVisible(bool(act))
        self.setProperty("tone", tone.value)
        restyle(self)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)

    def say_problem(self, problem: Problem, act: str = "") -> None:
        """What went wrong, with its code and what to do."""
        detail = f"{problem.for_operator()} ({problem.code})"
        self.say(problem.for_person(), Tone.DANGER, detail=detail, act=act)
        self._close.show()
        self.show()
        announce(self, f"{problem.for_person()} {detail}", urgent=True)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
