"""The frame that says what stays of a page: over the sheet, by hand, or with Tab, arrows, Enter and Esc."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from kiosk.words import N_, _
from ui.theme.style import look
from ui.widgets.page_area import WHOLE
from ui.widgets.spoken import announce

STEP, LONG_STEP = 0.005, 0.05          # of a side of the page; the long one with Shift
_TARGET = 24                           # pixels a handle can be taken hold of in
_MARK = 12                             # pixels of it that are seen
_SHADE = 170


class Edge(StrEnum):
    """In the order Tab goes round."""

    LEFT = "left"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"

    def shown(self) -> str:
        return _(_EDGES[self])


_EDGES = {Edge.LEFT: N_("Cạnh trái"), Edge.TOP: N_("Cạnh trên"), Edge.RIGHT: N_("Cạnh phải"), Edge.BOTTOM: N_("Cạnh dưới")}
_UPRIGHT = frozenset({Edge.LEFT, Edge.RIGHT})
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_HANDLES = tuple(
    frozenset(edges)
    for edges in (
        (Edge.LEFT, Edge.TOP), (Edge.RIGHT, Edge.TOP), (Edge.LEFT, Edge.BOTTOM), (Edge.RIGHT, Edge.BOTTOM),
        (Edge.LEFT,), (Edge.TOP,), (Edge.RIGHT,), (Edge.BOTTOM,),
    )
)  # fmt: skip
_CURSORS = {
    frozenset({Edge.LEFT, Edge.TOP}): Qt.CursorShape.SizeFDiagCursor,
    frozenset({Edge.RIGHT, Edge.BOTTOM}): Qt.CursorShape.SizeFDiagCursor,
    frozenset({Edge.RIGHT, Edge.TOP}): Qt.CursorShape.SizeBDiagCursor,
    frozenset({Edge.LEFT, Edge.BOTTOM}): Qt.CursorShape.SizeBDiagCursor,
    frozenset({Edge.LEFT}): Qt.CursorShape.SizeHorCursor,
    frozenset({Edge.RIGHT}): Qt.CursorShape.SizeHorCursor,
    frozenset({Edge.TOP}): Qt.CursorShape.SizeVerCursor,
    frozenset({Edge.BOTTOM}): Qt.CursorShape.SizeVerCursor,
    frozenset(Edge): Qt.CursorShape.SizeAllCursor,
}


class CropFrame(QWidget):
    """Lies over the viewport of `view`; `page_box` says where in it the page is now."""

    accepted = Signal()
    given_up = Signal()
    moved = Signal(QPointF)            # where on the page (in fractions) the active edge is now

    def __init__(self, view: QAbstractScrollArea, page_box: Callable[[], QRectF]) -> None:
        super().__init__(view)
        self._view, self._page_box = view, page_box
        self.area, self.edge = WHOLE, Edge.LEFT
        self._held: frozenset[Edge] = frozenset()
        self._from, self._area_before = QPointF(), WHOLE
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)         # nobody comes here with Tab
        self.setMouseTracking(True)
        self.setAccessibleName(_("Khung cắt trang"))
        self.hide()

    def begin(self) -> None:
        """The frame round the whole page, with the keyboard."""
        self.area, self.edge, self._held = WHOLE, Edge.LEFT, frozenset()
        self.fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def fit(self) -> None:
        """The sheet below was moved or magnified."""
        self.setGeometry(self._view.viewport().geometry())
        self.update()

    def box(self) -> QRectF:
        """The frame in this widget."""
        page = self._page_box()
        corner = QPointF(page.x() + self.area.left * page.width(), page.y() + self.area.top * page.height())
        wide, high = self.area.right - self.area.left, self.area.bottom - self.area.top
        return QRectF(corner, QSizeF(wide * page.width(), high * page.height()))

    def handle(self, edges: frozenset[Edge]) -> QRectF:
        """Where a handle can be taken hold of: always whole inside the widget, also when the page fills it."""
        box, size = self.box(), max(_TARGET, look().measures.px(_TARGET))
        x = box.left() if Edge.LEFT in edges else box.right() if Edge.RIGHT in edges else box.center().x()
        y = box.top() if Edge.TOP in edges else box.bottom() if Edge.BOTTOM in edges else box.center().y()
        x = min(max(x, size / 2), self.width() - size / 2)
        y = min(max(y, size / 2), self.height() - size / 2)
        return QRectF(x - size / 2, y - size / 2, size, size)

    # ---- keys ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of the screen behind (R, Del, Esc, digits ...) do nothing to the page while the frame has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return False                   # Tab goes round the edges; Enter and Esc lead out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._step(*_ARROWS[key], LONG_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            edges = list(Edge)
            ahead = 1 if key == Qt.Key.Key_Tab and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier else -1
            self.edge = edges[(edges.index(self.edge) + ahead) % len(edges)]
            self._changed()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.area = WHOLE
            self._changed()
        else:
            super().keyPressEvent(event)       # plus, minus, 0, W: the sheet's

    def _step(self, across: int, down: int, step: float) -> None:
        amount = (across if self.edge in _UPRIGHT else down) * step
        if amount:
            self.area = self.area.stretched(**{self.edge.value: amount})
            self._changed()

    # ---- by hand -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._at(event.position())
            self._from, self._area_before = event.position(), self.area
            self.edge = next((edge for edge in Edge if edge in self._held), self.edge) if len(self._held) < 4 else self.edge
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._held:
            self.setCursor(_CURSORS.get(self._at(event.position()), Qt.CursorShape.ArrowCursor))
            return
        page, way = self._page_box(), event.position() - self._from
        across, down = way.x() / max(page.width(), 1), way.y() / max(page.height(), 1)
        if len(self._held) == len(Edge):
            self.area = self._area_before.shifted(across, down)
        else:
            pulls = {edge.value: across if edge in _UPRIGHT else down for edge in self._held}
            self.area = self._area_before.stretched(**pulls)
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._held:
            self._held = frozenset()
            self._say()

    def wheelEvent(self, event: QWheelEvent) -> None:
        QCoreApplication.sendEvent(self._view.viewport(), event)

    def _at(self, place: QPointF) -> frozenset[Edge]:
        """The handle there; along an edge that edge; inside, once something is cut off, all four: the frame moves whole."""
        near = [edges for edges in _HANDLES if self.handle(edges).contains(place)]
        if near:
            return min(near, key=lambda edges: (self.handle(edges).center() - place).manhattanLength())
        box, reach = self.box(), max(_TARGET, look().measures.px(_TARGET)) / 2
        if not box.adjusted(-reach, -reach, reach, reach).contains(place):
            return frozenset()
        away = {
            Edge.LEFT: abs(place.x() - box.left()), Edge.RIGHT: abs(place.x() - box.right()),
            Edge.TOP: abs(place.y() - box.top()), Edge.BOTTOM: abs(place.y() - box.bottom()),
        }  # fmt: skip
        nearest = min(away, key=lambda edge: away[edge])
        if away[nearest] <= reach:
            return frozenset({nearest})
        return frozenset() if self.area.is_whole else frozenset(Edge)

    # ---- showing -------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.update()
        middle = QPointF((self.area.left + self.area.right) / 2, (self.area.top + self.area.bottom) / 2)
        if self.edge in _UPRIGHT:
            middle.setX(self.area.left if self.edge is Edge.LEFT else self.area.right)
        else:
            middle.setY(self.area.top if self.edge is Edge.TOP else self.area.bottom)
        self.moved.emit(middle)
        self._say()

    def _say(self) -> None:
        cut = {
            Edge.LEFT: self.area.left, Edge.TOP: self.area.top, Edge.RIGHT: 1 - self.area.right,
            Edge.BOTTOM: 1 - self.area.bottom,
        }[self.edge]  # fmt: skip
        said = _("{edge}: cắt {percent} %").format(edge=self.edge.shown(), percent=f"{cut * 100:.1f}".replace(".", ","))
        self.setAccessibleDescription(said)
        announce(self, said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, now = self.box(), look()
        shade = QColor(now.colour("sunken"))
        shade.setAlpha(_SHADE)
        painter.save()
        painter.setClipRegion(QRegion(self.rect()) - QRegion(box.toAlignedRect()))
        painter.fillRect(self._page_box(), shade)
        painter.restore()
        painter.setPen(QPen(now.colour("surface"), 4))
        painter.drawRect(box)
        painter.setPen(QPen(now.colour("primary"), 2))
        painter.drawRect(box)
        self._paint_active(painter, box)
        painter.setPen(QPen(now.colour("surface"), 2))
        painter.setBrush(now.colour("primary"))
        size = now.measures.px(_MARK)
        for edges in _HANDLES:
            mark = QRectF(0, 0, size, size)
            mark.moveCenter(self.handle(edges).center())
            painter.drawRect(mark)
        painter.end()

    def _paint_active(self, painter: QPainter, box: QRectF) -> None:
        """The edge the arrows move: thick, not only of another colour."""
        painter.setPen(QPen(look().colour("focus"), 7))
        match self.edge:
            case Edge.LEFT:
                painter.drawLine(box.topLeft(), box.bottomLeft())
            case Edge.RIGHT:
                painter.drawLine(box.topRight(), box.bottomRight())
            case Edge.TOP:
                painter.drawLine(box.topLeft(), box.topRight())
            case Edge.BOTTOM:
                painter.drawLine(box.bottomLeft(), box.bottomRight())


def _is_mine(event: QKeyEvent) -> bool:
    """All but function keys and the keys with Ctrl or Alt that mean no page."""
    if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
        return False
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return not held or event.key() in (*_ARROWS, Qt.Key.Key_Z, Qt.Key.Key_R)
