"""A sign large enough to be understood from two steps away: a drawing on a soft ground. The words beside it say the same."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Theme, Tone

_SHARE = 0.56                          # of the ground the drawing takes
_CORNER = 0.24


class Sign(QWidget):
    """`side`: how large. A disc, or a square with round corners like the signs of tiles."""

    def __init__(self, icon: Icon, tone: Tone, side: int, *, disc: bool = True) -> None:
        super().__init__()
        self._icon, self._tone, self._side, self._disc = icon, tone, side, disc
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_sign(self, icon: Icon, tone: Tone) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = tone_colours(self._tone)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_ground(painter, box, box.width() * (0.5 if self._disc else _CORNER), ground, ink)
        within = box.width() * (1 - _SHARE) / 2
        paint_icon(painter, self._icon, box.adjusted(within, within, -within, -within), ink)
        painter.end()


def tone_colours(tone: Tone) -> tuple[QColor, QColor]:
    """Ground and drawing."""
    now = look()
    return now.tone_background(tone), now.tone(tone)


def paint_ground(painter: QPainter, box: QRectF, radius: float, ground: QColor, ink: QColor) -> None:
    """Soft; where contrast is asked for, its edge is drawn."""
    painter.setPen(QPen(ink, 4) if look().theme is Theme.HIGH_CONTRAST else QPen(ground, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, radius, radius)
