"""The scanner as it stands before the citizen, drawn: a sheet being scanned, or a sheet to be taken back. Nobody's paper."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.style import look

_SIDE = 360                            # of the picture, in its own measures
_BODY = QRectF(40, 20, 280, 330)
_GLASS = QRectF(68, 48, 224, 274)
_SHEET = QRectF(84, 62, 168, 236)
_LIFT = QPointF(62, -50)               # how far a sheet is out when it is being taken
_LINES = (0.9, 0.75, 0.85, 0.6, 0.8, 0.7, 0.85, 0.45)     # how long the lines of print are
_PASS_MS = 2_400
_TRAIL = 46                            # of light behind the lamp


class Doing(StrEnum):
    SCANNING = "scanning"
    TAKING = "taking"


class GlassPicture(QWidget):
    """`side`: how large. The lamp goes over the sheet as long as it is shown."""

    def __init__(self, doing: Doing, side: int) -> None:
        super().__init__()
        self._doing, self._side = doing, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._lamp = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_PASS_MS)
        self._lamp.setLoopCount(-1)
        self._lamp.valueChanged.connect(lambda _value: self.update())
        if doing is Doing.SCANNING:
            self._lamp.start()
            self._lamp.setCurrentTime(_PASS_MS // 3)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._side / _SIDE, self._side / _SIDE)
        painter.setPen(QPen(now.colour("border"), 4))
        painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(_BODY, 22, 22)
        painter.setPen(QPen(now.colour("border"), 2))
        painter.setBrush(now.colour("sunken"))
        painter.drawRoundedRect(_GLASS, 6, 6)
        if self._doing is Doing.SCANNING:
            _paint_sheet(painter, _SHEET)
            self._paint_lamp(painter)
        else:
            _paint_sheet(painter, _SHEET.translated(_LIFT))
            _paint_arrow(painter, now.colour("warning"), now.colour("surface"))
        painter.end()

    def _paint_lamp(self, painter: QPainter) -> None:
        colour, at = look().colour("primary"), _GLASS.top() + float(self._lamp.currentValue()) * _GLASS.height()
        trail = QRectF(_GLASS.left(), max(at - _TRAIL, _GLASS.top()), _GLASS.width(), min(_TRAIL, at - _GLASS.top()))
        light = QLinearGradient(trail.topLeft(), trail.bottomLeft())
        light.setColorAt(0, QColor(colour.red(), colour.green(), colour.blue(), 0))
        light.setColorAt(1, QColor(colour.red(), colour.green(), colour.blue(), 110))
        painter.fillRect(trail, QBrush(light))
        painter.setPen(QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(_GLASS.left() - 6, at), QPointF(_GLASS.right() + 6, at))


def _paint_sheet(painter: QPainter, sheet: QRectF) -> None:
    """White with dark print in every look: paper is."""
    painter.setPen(QPen(QColor("#78858F"), 2))
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawRect(sheet)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#3A4653"))
    for row, share in enumerate(_LINES):
        painter.drawRoundedRect(QRectF(sheet.left() + 20, sheet.top() + 28 + row * 25, (sheet.width() - 40) * share, 8), 4, 4)


def _paint_arrow(painter: QPainter, ink: QColor, ground: QColor) -> None:
    """Up and out, over the sheet's corner."""
    painter.save()
    painter.translate(_SHEET.right() + _LIFT.x() - 12, _SHEET.top() + _LIFT.y() + 66)
    painter.rotate(38)
    painter.setPen(QPen(ground, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ink)
    points = (0, -62), (40, -14), (16, -14), (16, 50), (-16, 50), (-16, -14), (-40, -14)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.restore()
