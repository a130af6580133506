"""What the waiting screen says of the machine itself, in both languages at once: nobody has chosen one yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.selfservice.condition import Condition, not_now, still, where_else, why
from kiosk.words import N_, said_in
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text

_NOT_NOW = N_("Lúc này máy chưa làm được: {jobs}.")
_STILL = N_("Vẫn làm được: {jobs}.")


def sentences(condition: Condition, language: str) -> tuple[str, ...]:
    """Nothing while all is well."""
    said = [said_in(language, why(condition))]
    for frame, jobs in ((_NOT_NOW, not_now(condition)), (_STILL, still(condition))):
        said.append(said_in(language, frame).format(jobs=", ".join(said_in(language, job) for job in jobs)) if jobs else "")
    said.append(said_in(language, where_else(condition)))
    return tuple(sentence for sentence in said if sentence)


class MachineNotice(QWidget):
    """A quiet box: a sign, what is wrong and what still works, the same smaller in English below."""

    def __init__(self) -> None:
        super().__init__()
        now = sizes()
        tokens = look().tokens
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#notice {{ background: {tokens.warning_background}; border: 2px solid {tokens.warning};"
            f" border-radius: {now.radius}px; }}"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(now.gap * 2, now.gap * 2, now.gap * 2, now.gap * 2)
        line.setSpacing(now.gap * 2)
        line.addWidget(IconLabel(Icon.WARNING, Tone.WARNING, now.px(56)))
        words = QVBoxLayout()
        words.setSpacing(now.gap)
        self.said = Text("", Role.BODY)
        self.said_in_english = Text("", Role.HINT)
        words.addWidget(self.said)
        words.addWidget(self.said_in_english)
        line.addLayout(words, 1)
        self.hide()

    def show_condition(self, condition: Condition) -> None:
        vietnamese, english = sentences(condition, "vi"), sentences(condition, "en")
        self.said.setText("\n".join(vietnamese))
        self.said_in_english.setText("\n".join(english))
        more = condition.code and f" [{condition.code}]"
        self.setAccessibleName(" ".join(vietnamese) + more)
        self.said_in_english.setText("\n".join(english) + more)
        self.setVisible(bool(vietnamese))
