"""A card was left on the reader: said large on the waiting screen, in both languages, and aloud, until it is gone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.selfservice.voice import Voice
from kiosk.words import N_, said_in
from ui.selfservice.identify.aloud import Reminder
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text

_LIES = N_("Có thẻ căn cước còn nằm trên ô đọc. Chủ thẻ xin lấy lại, hoặc đưa cho cán bộ tại quầy.")


class CardNotice(QWidget):
    """Knows no more than that a card lies there."""

    def __init__(self) -> None:
        super().__init__()
        now, tokens = sizes(), look().tokens
        self.setObjectName("cardNotice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#cardNotice {{ background: {tokens.warning_background}; border: 4px solid {tokens.warning};"
            f" border-radius: {now.radius}px; }}"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(now.gap, now.gap, now.gap, now.gap)
        line.setSpacing(now.gap)
        line.addWidget(IconLabel(Icon.CARD, Tone.WARNING, now.px(72)))
        words = QVBoxLayout()
        words.addWidget(Text(said_in("vi", _LIES), Role.HEADING))
        words.addWidget(Text(said_in("en", _LIES), Role.BODY))
        line.addLayout(words, 1)
        self._reminder: Reminder | None = None
        self.hide()

    def speak_with(self, voice: Voice | None) -> None:
        self._reminder = Reminder(voice, said_in("vi", _LIES), self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._reminder is not None:
            self._reminder.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._reminder is not None:
            self._reminder.stop()
