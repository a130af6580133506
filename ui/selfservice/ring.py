"""Seconds running out, as a ring and a number: drawn once a second, the words beside it say the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.fonts import letters
from ui.theme.style import look

_TURN, _TOP = 360 * 16, 90 * 16        # as Qt counts angles
_HURRY = 10                            # seconds from which it is amber


class Ring(QWidget):
    """`whole`: how many seconds there are in all."""

    def __init__(self, whole: int, side: int) -> None:
        super().__init__()
        self._whole, self._left, self._side = max(whole, 1), whole, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_left(self, seconds: int) -> None:
        self._left = seconds
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, now = QPainter(self), look()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self._side * 0.075
        box = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        painter.setBrush(now.colour("surface"))
        painter.setPen(QPen(now.colour("sunken"), thick))
        painter.drawEllipse(box)
        ink = now.colour("warning" if self._left <= _HURRY else "primary")
        painter.setPen(QPen(ink, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, _TOP, round(_TURN * min(self._left / self._whole, 1)))
        painter.setPen(now.colour("text"))
        painter.setFont(letters(round(self._side * 0.34), QFont.Weight.DemiBold))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._left))
        painter.end()
