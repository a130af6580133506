"""The top of an intake: which procedure, since when it is saved, in which tray the paper lies."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kiosk.procedures import Procedure
from kiosk.text import clean
from kiosk.words import _
from ui.clerk.header import Elided
from ui.theme.icons import TONE_ICONS
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.composing import Composing
from ui.widgets.text import IconLabel, Role, Text


class IntakeHead(QWidget):
    """Two lines, one where `fit` says that the screen is low. What is cut stands in full in the tool tip."""

    changed = Signal()                 # the tray

    def __init__(self, procedure: Procedure, tray: str) -> None:
        super().__init__()
        measures = look().measures
        self._code = procedure.code
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.apart)
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(0)
        self._name = Elided(procedure.name, measures.heading, strong=True, least=measures.px(96))
        self._about = Elided("", measures.hint, colour="text2")
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)    # the name comes first
        self._words.addWidget(self._name)
        self._words.addWidget(self._about, 1)
        row.addLayout(self._words, 1)
        self._saved_sign = IconLabel(TONE_ICONS[Tone.SUCCESS], Tone.SUCCESS, measures.px(16))
        self.saved = Text("", Role.HINT, wrap=False)
        row.addWidget(self._saved_sign)
        row.addWidget(self.saved)
        label = Text(_("Khay số"), Role.LABEL, wrap=False)
        self.tray = QLineEdit(tray)
        self.tray.setAccessibleName(_("Khay số"))
        self.tray.setMaxLength(12)
        for part in (label, self.tray):
            part.setToolTip(_("Số ghi trên khay đựng giấy tờ của hồ sơ này, để tìm lại khi làm tiếp. Không có khay: để trống."))
        Composing(self.tray)
        self.tray.setFixedWidth(measures.px(84))
        self.tray.textEdited.connect(lambda _text: self.changed.emit())
        label.setBuddy(self.tray)
        row.addWidget(label)
        row.addWidget(self.tray)
        self.say_term("")

    def fit(self, *, low: bool) -> None:
        self._words.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(look().measures.apart if low else 0)

    def tray_number(self) -> str:
        return clean(self.tray.text())

    def say_term(self, term: str) -> None:
        parts = (_("Mã thủ tục {code}").format(code=self._code), _("Thời hạn: {term}").format(term=term) if term else "")
        self._about.say(" · ".join(part for part in parts if part))

    def say_saved(self, text: str, tone: Tone) -> None:
        self._saved_sign.set_icon(TONE_ICONS[tone], tone)
        self.saved.setText(text)
