"""A QR code on the screen, for the camera of a phone: black on white whatever colours the page wears."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.words import _

_QUIET = 4                             # modules of white around (ISO/IEC 18004)


class QrView(QWidget):
    """Draws rows of 1 and 0, each module a whole number of pixels."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._rows: Sequence[bytes] = ()
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Mã QR"))

    def show_rows(self, rows: Sequence[bytes]) -> None:
        self._rows = rows
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        if self._rows:
            module = max(self.width() // (len(self._rows) + 2 * _QUIET), 1)
            start = (self.width() - module * len(self._rows)) // 2
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        painter.fillRect(QRectF(start + x * module, start + y * module, module, module), Qt.GlobalColor.black)
        painter.end()
