"""What to do with the card, drawn: laid down, left lying, lifted and laid down again, taken away."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look

_STEP_MS = 1_100
_WIDE, _HIGH = 440, 300                # the drawing's own units
_PLACE = QRectF(60, 170, 320, 110)     # of the reader
_CARD = QSize(190, 116)


class Doing(StrEnum):
    PUT = "put"
    LIES = "lies"
    AGAIN = "again"                    # lift it, lay it down again
    TAKE = "take"
    NOT_THIS = "not_this"
    DONE = "done"


_HEIGHTS = {                           # where the card is, from lying (0) to held above (1), in two steps
    Doing.PUT: (1.0, 0.45), Doing.LIES: (0.0, 0.0), Doing.AGAIN: (0.0, 1.0), Doing.TAKE: (0.0, 1.0),
    Doing.NOT_THIS: (0.0, 0.0), Doing.DONE: (0.0, 0.0),
}  # fmt: skip
_SIGNS = {Doing.NOT_THIS: (Icon.DANGER, "danger"), Doing.DONE: (Icon.DONE, "success")}


class CardPicture(QWidget):
    """Moves in two slow steps; what it shows is also said in words beside it."""

    def __init__(self, doing: Doing = Doing.PUT) -> None:
        super().__init__()
        self._doing, self._step = doing, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._move)
        self._timer.start()

    @property
    def doing(self) -> Doing:
        return self._doing

    def show_doing(self, doing: Doing) -> None:
        if doing is not self._doing:
            self._doing, self._step = doing, 0
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, sizes().px(_HIGH))

    def _move(self) -> None:
        low, high = _HEIGHTS[self._doing]
        if low != high:
            self._step = 1 - self._step
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / _WIDE, self.height() / _HIGH)
        painter.translate((self.width() - _WIDE * scale) / 2, (self.height() - _HIGH * scale) / 2)
        painter.scale(scale, scale)
        self._paint_reader(painter)
        raised = _HEIGHTS[self._doing][self._step]
        top = 156 - 146 * raised
        self._paint_card(painter, QRectF((_WIDE - _CARD.width()) / 2, top, _CARD.width(), _CARD.height()))
        if self._doing in (Doing.PUT, Doing.AGAIN, Doing.TAKE):
            down = self._doing is Doing.PUT or (self._doing is Doing.AGAIN and self._step == 1)
            for x in (70, 370):
                _arrow(painter, x, now.colour("primary"), down=down)
        if self._doing in _SIGNS:
            icon, colour = _SIGNS[self._doing]
            paint_icon(painter, icon, QRectF(174, 40, 92, 92), now.colour(colour))
        painter.end()

    def _paint_reader(self, painter: QPainter) -> None:
        now = look()
        painter.setPen(QPen(now.colour("border"), 4))
        painter.setBrush(now.colour("sunken"))
        painter.drawRoundedRect(_PLACE, 22, 22)
        painter.setPen(QPen(now.colour("primary"), 4, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_PLACE.adjusted(54, 10, -54, -10), 12, 12)

    def _paint_card(self, painter: QPainter, box: QRectF) -> None:
        now = look()
        painter.setPen(QPen(now.colour("text"), 4))
        painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(box, 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("brand"))
        painter.drawRect(QRectF(box.x() + 16, box.y() + 14, 26, 16))
        painter.setBrush(now.colour("text2"))
        painter.drawRect(QRectF(box.x() + 16, box.y() + 40, 44, 58))
        for line, wide in enumerate((96, 76, 88)):
            painter.drawRect(QRectF(box.x() + 76, box.y() + 44 + 20 * line, wide, 7))
        painter.setBrush(now.colour("warning"))
        painter.drawRoundedRect(QRectF(box.right() - 50, box.y() + 12, 32, 24), 4, 4)


def _arrow(painter: QPainter, x: float, colour: QColor, *, down: bool) -> None:
    tip, tail, turn = (128.0, 48.0, -26.0) if down else (48.0, 128.0, 26.0)
    painter.setPen(QPen(colour, 12, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawLine(QPointF(x, tail), QPointF(x, tip))
    painter.drawPolyline(QPolygonF([QPointF(x - 26, tip + turn), QPointF(x, tip), QPointF(x + 26, tip + turn)]))
