"""The leaf of a calendar with today's number on it, as it hangs on every office's wall."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.selfservice.sizes import sizes
from ui.theme.fonts import letters
from ui.theme.style import look

_SIDE = 104
_HEAD = 0.28                           # of it, in red


class DayLeaf(QWidget):
    """The words beside it say which day it is; this is seen from afar."""

    def __init__(self) -> None:
        super().__init__()
        self._number = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str) -> None:
        self._number = number
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sizes().high(_SIDE), sizes().high(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 8, -4, -3)
        radius, head = box.width() * 0.13, box.height() * _HEAD
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("brand"))
        painter.drawRoundedRect(box, radius, radius)
        below = box.adjusted(0, head, 0, 0)
        painter.setBrush(now.colour("surface"))
        painter.drawRect(below.adjusted(0, 0, 0, -radius))
        painter.drawRoundedRect(below, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.colour("border"), 2.5))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(QPen(now.colour("text"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for share in (0.3, 0.7):
            x = box.x() + box.width() * share
            painter.drawLine(QPointF(x, box.y() - 4), QPointF(x, box.y() + 8))
        painter.setPen(now.colour("text"))
        painter.setFont(letters(round(below.height() * 0.66), QFont.Weight.DemiBold))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._number)
        painter.end()
