"""A QR code on the screen, for the camera of a phone: black on white whatever colours the page wears."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.words import _

_QUIET = 4                             # modules of white around (ISO/IEC 18004)
_LEAST = 3                             # pixels a module: less is nothing for the camera of a phone at arm's length


class QrView(QWidget):
    """Draws rows of 1 and 0, each module a whole number of pixels; smaller where letters leave no room, never cut off."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._rows: Sequence[bytes] = ()
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Mã QR"))

    def show_rows(self, rows: Sequence[bytes]) -> None:
        self._rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        least = min(_LEAST * (len(self._rows) + 2 * _QUIET), self._side)
        return QSize(least, least)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = min(self.width(), self.height())
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter.fillRect(left, top, side, side, QColor(Qt.GlobalColor.white))
        if self._rows:
            module = max(side // (len(self._rows) + 2 * _QUIET), 1)
            start = (side - module * len(self._rows)) // 2
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        place = QRectF(left + start + x * module, top + start + y * module, module, module)
                        painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()
