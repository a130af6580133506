"""The house of the people's committee, drawn: what one sees on the way in. No office in particular, and it says nothing."""

from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.selfservice.livery import livery
from ui.theme.style import look
from ui.theme.tokens import Theme

_WIDE, _HIGH = 1000, 380               # the drawing's own units
_FLOOR = 364
_LEAST_HIGH = 190                      # lower it is no picture any more, and the room is better left empty
_FLAG, _STAR = QColor("#DA251D"), QColor("#FFEB3B")        # of the country, whatever the colours around it
_WINGS = (QRectF(130, 178, 280, 186), QRectF(590, 178, 280, 186))
_MIDDLE = QRectF(390, 140, 220, 224)
_TREES = ((76, 66), (924, 66), (30, 46), (970, 46))


@dataclass(frozen=True, slots=True)
class Inks:
    """`line` for what is drawn, grounds for walls, roofs and windows, leaves for trees."""

    line: QColor
    wall: QColor
    roof: QColor
    glass: QColor
    leaves: QColor


def by_day() -> Inks:
    """On a page."""
    now = look()
    if now.theme is Theme.HIGH_CONTRAST:
        black = now.colour("background")
        return Inks(now.colour("text"), black, black, black, black)
    return Inks(now.colour("primary"), now.colour("surface"), now.colour("primary"), now.colour("info_background"),
                now.colour("success_background"))  # fmt: skip


def at_night() -> Inks:
    """On the deep blue of the waiting screen: quiet, behind the words."""
    worn = livery()
    return Inks(*(_between(worn.ground, worn.ink, share) for share in (0.6, 0.08, 0.22, 0.3 if worn.blue else 0.14, 0.06)))


def _between(ground: QColor, ink: QColor, share: float) -> QColor:
    """So much of the ink over the ground."""
    parts = zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(under + (over - under) * share) for under, over in parts))


class Hall(QWidget):
    """Takes the room that is left, and goes where there is too little."""

    def __init__(self, inks: Inks, *, highest: int) -> None:
        super().__init__()
        self._inks, self._highest = inks, highest
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def paintEvent(self, _event: QPaintEvent) -> None:
        high = min(self.height(), self._highest)
        scale = min(self.width() / _WIDE, high / _HIGH)
        if scale * _HIGH < _LEAST_HIGH:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - _WIDE * scale) / 2, self.height() - _HIGH * scale)
        painter.scale(scale, scale)
        _paint(painter, self._inks)
        painter.end()


def _paint(painter: QPainter, inks: Inks) -> None:
    pen = QPen(inks.line, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for x, radius in _TREES:
        _paint_tree(painter, inks, x, radius)
    for wing in _WINGS:
        _paint_wing(painter, inks, wing)
    _paint_middle(painter, inks)
    _paint_flag(painter, pen)
    painter.setPen(pen)
    painter.drawLine(QPointF(2, _FLOOR), QPointF(_WIDE - 2, _FLOOR))


def _paint_tree(painter: QPainter, inks: Inks, x: float, radius: float) -> None:
    painter.setBrush(inks.leaves)
    painter.drawLine(QPointF(x, _FLOOR), QPointF(x, _FLOOR - radius))
    painter.drawEllipse(QPointF(x, _FLOOR - radius * 1.75), radius * 0.62, radius * 0.86)


def _paint_wing(painter: QPainter, inks: Inks, wing: QRectF) -> None:
    painter.setBrush(inks.wall)
    painter.drawRect(wing)
    painter.setBrush(inks.roof)
    painter.drawRoundedRect(QRectF(wing.x() - 12, wing.y() - 14, wing.width() + 24, 16), 3, 3)
    painter.setBrush(inks.glass)
    first = 20 if wing.x() < _WIDE / 2 else 36      # clear of the middle
    for row in range(2):
        for column in range(4):
            painter.drawRoundedRect(QRectF(wing.x() + first + column * 61, wing.y() + 24 + row * 82, 42, 52), 3, 3)


def _paint_middle(painter: QPainter, inks: Inks) -> None:
    middle = _MIDDLE
    painter.setBrush(inks.wall)
    painter.drawRect(middle)
    painter.drawPolygon(QPolygonF([QPointF(378, 126), QPointF(500, 78), QPointF(622, 126)]))
    painter.setBrush(inks.roof)
    painter.drawRoundedRect(QRectF(374, 124, 252, 18), 3, 3)
    painter.drawRoundedRect(QRectF(430, 166, 140, 26), 4, 4)       # the board with its name
    painter.setBrush(inks.glass)
    painter.drawRect(QRectF(462, 244, 76, 102))
    painter.drawLine(QPointF(500, 244), QPointF(500, 346))
    painter.setBrush(inks.wall)
    painter.drawRect(QRectF(402, 214, 196, 14))
    for x in (410, 436, 550, 576):
        painter.drawRect(QRectF(x, 228, 14, 118))
    for step in range(2):
        painter.drawRect(QRectF(392 - step * 14, 346 + step * 9, 216 + step * 28, 9))


def _paint_flag(painter: QPainter, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(QPointF(500, 78), QPointF(500, 4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_FLAG)
    cloth = QPainterPath(QPointF(502, 6))
    cloth.cubicTo(QPointF(524, -4), QPointF(548, 16), QPointF(572, 6))
    cloth.lineTo(572, 50)
    cloth.cubicTo(QPointF(548, 60), QPointF(524, 40), QPointF(502, 50))
    cloth.closeSubpath()
    painter.drawPath(cloth)
    painter.setBrush(_STAR)
    painter.drawPolygon(QPolygonF([_point(corner) for corner in range(10)]))


def _point(corner: int) -> QPointF:
    """Of a star with five, inner ones between."""
    reach, angle = (14.0 if corner % 2 == 0 else 5.6), corner * pi / 5 - pi / 2
    return QPointF(537 + reach * cos(angle), 28 + reach * sin(angle))
