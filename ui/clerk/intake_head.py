"""The top of an intake: which procedure, since when it is saved, in which tray the paper lies."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.procedures import Procedure
from kiosk.text import clean
from kiosk.words import _
from ui.theme.icons import TONE_ICONS
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.composing import Composing
from ui.widgets.text import IconLabel, Role, Text


class IntakeHead(QWidget):
    """One line, two where the name of the procedure is long."""

    changed = Signal()                 # the tray

    def __init__(self, procedure: Procedure, tray: str) -> None:
        super().__init__()
        measures = look().measures
        self._code = procedure.code
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.apart)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Text(procedure.name, Role.HEADING)
        self._about = Text("", Role.HINT)
        words.addWidget(self._name)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        self._saved_sign = IconLabel(TONE_ICONS[Tone.SUCCESS], Tone.SUCCESS, measures.px(16))
        self.saved = Text("", Role.HINT, wrap=False)
        row.addWidget(self._saved_sign)
        row.addWidget(self.saved)
        label = Text(_("Khay số"), Role.LABEL, wrap=False)
        self.tray = QLineEdit(tray)
        self.tray.setAccessibleName(_("Khay số"))
        self.tray.setMaxLength(12)
        Composing(self.tray)
        self.tray.setFixedWidth(measures.px(84))
        self.tray.textEdited.connect(lambda _text: self.changed.emit())
        label.setBuddy(self.tray)
        row.addWidget(label)
        row.addWidget(self.tray)
        self.say_term("")

    def tray_number(self) -> str:
        return clean(self.tray.text())

    def say_term(self, term: str) -> None:
        parts = (_("Mã thủ tục {code}").format(code=self._code), _("Thời hạn: {term}").format(term=term) if term else "")
        self._about.setText(" · ".join(part for part in parts if part))

    def say_saved(self, text: str, tone: Tone) -> None:
        self._saved_sign.set_icon(TONE_ICONS[tone], tone)
        self.saved.setText(text)
