"""One device in the status line or beside the button that needs it: what it is, how it is, in a sign and a word."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme.icons import TONE_ICONS, Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text


class DeviceLine(QWidget):
    """"Máy in: hết giấy, sẽ in khi có giấy"."""

    def __init__(self, device: str, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._device = device
        self._shown: tuple[str, Tone] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.px(6))
        small = look().measures.px(15)
        self._sign = IconLabel(TONE_ICONS[Tone.NEUTRAL], Tone.NEUTRAL, small)
        self._words = Text("", Role.HINT, wrap=False)
        row.addWidget(IconLabel(icon, Tone.NEUTRAL, small))
        row.addWidget(self._words)
        row.addWidget(self._sign)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state("", Tone.NEUTRAL)

    def show_state(self, state: str, tone: Tone) -> None:
        if self._shown == (state, tone):
            return                         # readers speak many times a second; the whole window would be laid out anew
        self._shown = (state, tone)
        text = f"{self._device}: {state}" if state else self._device
        self._words.setText(text)
        self._words.set_tone(tone)
        self._sign.set_icon(TONE_ICONS[tone], tone)
        self._sign.setVisible(tone is not Tone.NEUTRAL)
        self.setAccessibleName(text)
