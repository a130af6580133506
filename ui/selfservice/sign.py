"""A sign large enough to be understood from two steps away: a drawing on a soft ground. The words beside it say the same."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Theme, Tone

_SHARE = 0.56                          # of the ground the drawing takes
_CORNER = 0.24
_BADGE = 0.34


class Sign(QWidget):
    """`side`: how large. A disc, or a square with round corners like the signs of tiles."""

    def __init__(
        self, icon: Icon, tone: Tone, side: int, *, disc: bool = True, badge: tuple[Icon, Tone] | None = None
    ) -> None:  # fmt: skip
        """`badge`: a small sign at its lower right."""
        super().__init__()
        self._icon, self._tone, self._side, self._disc, self._badge = icon, tone, side, disc, badge
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
        if self._badge is not None:
            side = box.width() * _BADGE
            paint_badge(painter, QRectF(box.right() - side, box.bottom() - side, side, side), *self._badge)
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


def paint_badge(painter: QPainter, box: QRectF, icon: Icon, tone: Tone) -> None:
    """A strong small disc, set off from what it lies on."""
    ink, page = look().tone(tone), look().colour("background")
    around = box.width() * 0.06
    painter.setPen(QPen(page, around * 2))
    painter.setBrush(ink)
    painter.drawEllipse(box)
    within = box.width() * 0.2
    paint_icon(painter, icon, box.adjusted(within, within, -within, -within), page)
