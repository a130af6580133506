"""A question before something that cannot be taken back. Enter and Esc give the safe answer, until somebody moves the cursor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import IconLabel, Role, Text


class Confirm(QDialog):
    """Open with `open()`, never `exec()`: no nested event loop. `answered` brings whether to do it."""

    answered = Signal(bool)

    def __init__(
        self, question: str, consequence: str, do: str, *, keep: str = "", danger: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.section, measures.section, measures.wide)
        room.setSpacing(measures.wide)
        top = QHBoxLayout()
        top.setSpacing(measures.wide)
        tone = Tone.DANGER if danger else Tone.WARNING
        top.addWidget(IconLabel(Icon.WARNING, tone, measures.px(28)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(Text(question, Role.HEADING))
        words.addWidget(Text(consequence))
        top.addLayout(words, 1)
        room.addLayout(top)
        self.keep_button = Button(keep or _("Không, quay lại"), Kind.PLAIN)
        self.do_button = Button(do, Kind.DANGER if danger else Kind.PRIMARY)
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.do_button)
        room.addLayout(foot)
        self.setMinimumWidth(measures.px(440))
        self.setAccessibleName(question)
        self.setAccessibleDescription(consequence)
        self.finished.connect(lambda result: self.answered.emit(result == int(QDialog.DialogCode.Accepted)))
        self.keep_button.setFocus()
