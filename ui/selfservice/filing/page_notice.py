"""Something to know before going on: a sign and a sentence, in the size of the kiosk."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.selfservice.sizes import sizes
from ui.theme.icons import TONE_ICONS
from ui.theme.style import restyle
from ui.theme.tokens import Tone
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text


class PageNotice(QFrame):
    """Hidden while it has nothing to say."""

    def __init__(self, text: str = "", tone: Tone = Tone.INFO) -> None:
        super().__init__()
        self.setObjectName("banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(*4 * (sizes().gap,))
        line.setSpacing(sizes().gap)
        self._sign = IconLabel(TONE_ICONS[tone], tone, sizes().high(36))
        self.words = Text("", Role.STRONG)
        line.addWidget(self._sign)
        line.addWidget(self.words, 1)
        self._show(text, tone)

    def say(self, text: str, tone: Tone) -> None:
        self._show(text, tone)
        if text:
            announce(self, text, urgent=tone is Tone.DANGER)

    def _show(self, text: str, tone: Tone) -> None:
        self._sign.set_icon(TONE_ICONS[tone], tone)
        self.words.setText(text)
        if not text or self.parentWidget() is not None:    # without a page it would be a window of its own
            self.setVisible(bool(text))
        self.setProperty("tone", tone.value)
        self.setAccessibleName(text)
        restyle(self)
