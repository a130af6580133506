"""A QR code on the screen, for the camera of a phone: black on white whatever colours the page wears."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.words import _

_QUIET = 4                             # modules of white around (ISO/IEC 18004)
_LEAST = 3                             # pixels a module: less is nothing for the camera of a phone at arm's length


class QrView(QWidget):
    """Draws rows of 1 and 0, each module a whole number of pixels; smaller where letters leave no room, never cut off."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._code: QImage | None = None
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Mã QR"))

    def show_rows(self, rows: Sequence[bytes]) -> None:
        self._code = code_picture(rows)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        least = min(_LEAST * self._code.width(), self._side) if self._code is not None else 0
        return QSize(least, least)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = min(self.width(), self.height())
        painter.fillRect((self.width() - side) // 2, (self.height() - side) // 2, side, side, QColor(Qt.GlobalColor.white))
        if self._code is not None:
            paint_code(painter, self.size(), self._code)
        painter.end()


def code_picture(rows: Sequence[Sequence[int]]) -> QImage | None:
    """A pixel for each module, with the white around; None without rows."""
    if not rows:
        return None
    side = len(rows) + 2 * _QUIET
    picture = QImage(side, side, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                picture.setPixel(x + _QUIET, y + _QUIET, 0)
    return picture


def paint_code(painter: QPainter, room: QSize, code: QImage) -> None:
    """In the middle, as large as the room lets whole pixels for each module be."""
    side = min(room.width(), room.height())
    side -= side % code.width()
    painter.drawImage(QRectF((room.width() - side) / 2, (room.height() - side) / 2, side, side), code)
