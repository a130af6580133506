"""A state in a word and a sign, in a small rounded box. One that can be pressed leads to where more is said."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme.fonts import letters
from ui.theme.icons import TONE_ICONS, Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.pressing import PressedByEnter


class Pill(PressedByEnter, QAbstractButton):
    """Painted by itself, so that lists can be full of them."""

    def __init__(
        self, text: str, tone: Tone = Tone.NEUTRAL, icon: Icon | None = None, *, pressable: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tone, self._icon, self._pressable = tone, icon, pressable
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pressable else Qt.FocusPolicy.NoFocus)
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say(text, tone, icon)

    def say(self, text: str, tone: Tone, icon: Icon | None = None) -> None:
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        measures = look().measures
        words = QFontMetrics(letters(measures.hint, QFont.Weight.Medium)).horizontalAdvance(self.text())
        height = measures.control if self._pressable else measures.px(26)
        return QSize(words + self._sign_size() + measures.px(6) + 2 * measures.px(10), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, measures = look(), look().measures
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = now.tone(self._tone)
        hovered = self._pressable and self.underMouse()
        painter.setBrush(now.colour("hover") if hovered else now.tone_background(self._tone))
        wide = 2.0 if self.hasFocus() else 1.0
        outlined = self.hasFocus() or self._pressable or now.tone_background(self._tone) == now.colour("background")
        painter.setPen(QPen(now.colour("focus") if self.hasFocus() else colour, wide) if outlined else Qt.PenStyle.NoPen)
        inset = wide / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        radius = measures.card_radius if self._pressable else box.height() / 2
        painter.drawRoundedRect(box, radius, radius)
        size, left = self._sign_size(), measures.px(10)
        sign = self._icon or TONE_ICONS[self._tone]
        paint_icon(painter, sign, QRectF(left, (self.height() - size) / 2, size, size), colour)
        painter.setFont(letters(measures.hint, QFont.Weight.Medium))
        painter.setPen(colour if self._tone is not Tone.NEUTRAL else now.colour("text"))
        words = QRectF(left + size + measures.px(6), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

    def _sign_size(self) -> int:
        return look().measures.px(15)
