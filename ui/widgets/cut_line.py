"""The line along which one page becomes two: over the sheet, by hand, or with arrows, Tab, Enter and Esc."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from kiosk.words import _
from ui.theme.style import look
from ui.widgets.crop_frame import LONG_STEP, STEP
from ui.widgets.page_area import LEAST
from ui.widgets.spoken import announce

_TARGET = 24                           # pixels the line can be taken hold of in
_BACK, _ON = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
_DIRECTION = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CutLine(QWidget):
    """Lies over the viewport of `view`; `page_box` says where in it the page is now."""

    accepted = Signal()
    given_up = Signal()

    def __init__(self, view: QAbstractScrollArea, page_box: Callable[[], QRectF]) -> None:
        super().__init__(view)
        self._view, self._page_box = view, page_box
        self.at, self.across = 0.5, False
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)         # nobody comes here with Tab
        self.setMouseTracking(True)
        self.setAccessibleName(_("Đường tách trang"))
        self.hide()

    def begin(self) -> None:
        """In the middle of the longer side, with the keyboard."""
        page = self._page_box()
        self.at, self.across, self._held = 0.5, page.height() > page.width(), False
        self.fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def fit(self) -> None:
        """The sheet below was moved or magnified."""
        self.setGeometry(self._view.viewport().geometry())
        self.update()

    def line(self) -> QRectF:
        """The line in this widget, as thick as a finger needs it."""
        page = self._page_box()
        size = max(_TARGET, look().measures.px(_TARGET))
        if self.across:
            return QRectF(page.x(), page.y() + self.at * page.height() - size / 2, page.width(), size)
        return QRectF(page.x() + self.at * page.width() - size / 2, page.y(), size, page.height())

    def event(self, event: QEvent) -> bool:
        """Keys of the screen behind do nothing to the page while the line has the keyboard."""
        overriding = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overriding and not _leads_elsewhere(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False                   # Tab turns the line; Enter and Esc lead out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = LONG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        if key in (*_BACK, *_ON):
            self._put(self.at + (step if key in _ON else -step))
        elif key in _DIRECTION:
            self.across = not self.across
            self._changed()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)       # plus, minus, 0, W: the sheet's

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.button() is Qt.MouseButton.LeftButton
        if self._held:
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._follow(event.position())
            return
        pulls = Qt.CursorShape.SplitVCursor if self.across else Qt.CursorShape.SplitHCursor
        self.setCursor(pulls if self.line().contains(event.position()) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = False
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        QCoreApplication.sendEvent(self._view.viewport(), event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, line = QPainter(self), self.line()
        ends = (line.left(), line.center().y(), line.right(), line.center().y()) if self.across else (
            line.center().x(), line.top(), line.center().x(), line.bottom())
        for colour, width, style in (("surface", 6, Qt.PenStyle.SolidLine), ("primary", 3, Qt.PenStyle.DashLine)):
            painter.setPen(QPen(look().colour(colour), width, style))
            painter.drawLine(QPointF(*ends[:2]), QPointF(*ends[2:]))
        painter.end()

    def _follow(self, place: QPointF) -> None:
        page = self._page_box()
        way = (place.y() - page.y()) / max(page.height(), 1) if self.across else (place.x() - page.x()) / max(page.width(), 1)
        self._put(way)

    def _put(self, at: float) -> None:
        self.at = min(max(at, LEAST), 1 - LEAST)
        self._changed()

    def _changed(self) -> None:
        self.update()
        said = _("{percent} % chiều cao") if self.across else _("{percent} % chiều ngang")
        self.setAccessibleDescription(said.format(percent=round(self.at * 100)))
        announce(self, self.accessibleDescription())


def _leads_elsewhere(event: QEvent) -> bool:
    """A function key: another screen, or a scan."""
    return isinstance(event, QKeyEvent) and Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
