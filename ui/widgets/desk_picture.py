"""What a document camera sees, with the page it found in a frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskView
from kiosk.words import _
from ui.theme.style import look

_SIZE, _LEAST = (720, 420), (360, 220)


class DeskPicture(QWidget):
    """What the camera sees, with the page it found in a frame."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Hình từ camera"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look().measures.px(_LEAST[0]), look().measures.px(_LEAST[1]))
        self._picture = QPixmap()
        self._view = DeskView(CameraState.OFF)

    @property
    def corners(self) -> int:
        """How many corners of a page are shown."""
        return len(self._view.corners)

    def show_view(self, view: DeskView) -> None:
        self._view = view
        if view.picture:
            self._picture.loadFromData(view.picture)
        elif view.state is not CameraState.LOOKING:
            self._picture = QPixmap()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().measures.px(_SIZE[0]), look().measures.px(_SIZE[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), now.colour("sunken"))
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(QRectF(self.rect()).center())
            painter.drawPixmap(box.toRect(), self._picture)
            self._paint_page(painter, box)
        painter.end()

    def _paint_page(self, painter: QPainter, box: QRectF) -> None:
        """A ready page has a whole line round it, any other a broken one: colour alone says nothing."""
        ready = self._view.steady and not self._view.warnings
        corners = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in self._view.corners]
        style = Qt.PenStyle.SolidLine if ready else Qt.PenStyle.DashLine
        for colour, width in (("surface", 6), ("success" if ready else "warning", 3)):
            painter.setPen(QPen(look().colour(colour), width, style))
            painter.drawPolygon(QPolygonF(corners))
