"""Where something stands: the steps of a job in a row, and the state of a dossier with whose turn it is and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.words import N_, _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.pill import Pill
from ui.widgets.text import IconLabel, Role, Text


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    FAILED = "failed"


_SIGNS = {
    StepState.DONE: (Icon.DONE, Tone.SUCCESS, N_("xong")),
    StepState.NOW: (Icon.NOW, Tone.INFO, N_("đang làm")),
    StepState.WAITING: (Icon.OPEN, Tone.NEUTRAL, N_("chưa đến")),
    StepState.FAILED: (Icon.DANGER, Tone.DANGER, N_("cần sửa")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `detail` replaces the word of its state: "09:14", "còn 2 giấy tờ"."""

    title: str
    state: StepState
    detail: str = ""


class Steps(QWidget):
    """Steps side by side, or under each other."""

    def __init__(self, steps: Sequence[Step] = (), *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look().measures.near if upright else look().measures.section)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            old = item.widget() if item else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for step in steps:
            self._row.addWidget(_step(step), 1)
        said = [f"{step.title}: {step.detail or _(_SIGNS[step.state][2])}" for step in steps]
        self.setAccessibleName("; ".join(said))


class StateLine(QWidget):
    """A dossier's state in one word, who acts next, and by when: a state without those leaves people waiting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.apart)
        self._pill = Pill("")
        self._who = Text("", Role.BODY)
        row.addWidget(self._pill)
        row.addWidget(self._who, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_state(self, state: str, tone: Tone, turn: str, icon: Icon | None = None) -> None:
        """`turn`: see `turn_said`; "" where there is nothing to say."""
        self._pill.say(state, tone, icon)
        self._who.setText(turn)
        self.setAccessibleName(f"{state}. {turn}" if turn else state)


def turn_said(who: str, by: str = "") -> str:
    """Who acts next; `by`: a date or time as people read it, "" where there is none."""
    return _("{who} xử lý tiếp, trước {by}").format(who=who, by=by) if by else _("{who} xử lý tiếp").format(who=who)


def _step(step: Step) -> QWidget:
    icon, tone, word = _SIGNS[step.state]
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look().measures.near)
    row.addWidget(IconLabel(icon, tone, look().measures.px(20)))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(step.title, Role.STRONG if step.state is StepState.NOW else Role.BODY))
    words.addWidget(Text(step.detail or _(word), Role.HINT))
    row.addLayout(words, 1)
    return box
