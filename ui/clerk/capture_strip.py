"""The strip of the capture screen: several pages may be chosen, and pages are put elsewhere by dragging."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from ui.tasks import Tasks
from ui.theme.style import look
from ui.widgets.page_strip import Loader, PageItem, PageStrip

_PAGE = int(Qt.ItemDataRole.UserRole)


class CaptureStrip(PageStrip):
    """Ctrl and Shift choose several; `dropped` asks to put them before another page ("" for the end)."""

    dropped = Signal(list, str)
    touched = Signal()                 # a person went to a page

    def __init__(self, tasks: Tasks, load: Loader) -> None:
        super().__init__(tasks, load)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._pressed: QPoint | None = None
        self._anchor = -1              # where choosing with Shift began
        self._gap = -1                 # the row before which the pages in hand would go

    def selected_keys(self) -> list[str]:
        """In reading order."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._key(row) for row in rows]

    def show_and_choose(self, pages: Sequence[PageItem], chosen: str) -> None:
        """Other pages; those chosen stay so, or `chosen` alone if it was not among them."""
        kept = self.selected_keys()
        self.show_pages(pages)
        keys = [page.key for page in pages]
        if chosen in keys and chosen not in kept:
            self.select(chosen)
            return
        rows = [keys.index(key) for key in kept if key in keys]
        if len(rows) > 1:
            for row in rows:
                self.selectionModel().select(self.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select)

    def go(self, steps: int) -> None:
        """To another page."""
        row = self.currentIndex().row() + steps
        if 0 <= row < self.model().rowCount():
            self.touched.emit()
            self.choose_row(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        self.touched.emit()
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._stretch(steps[Qt.Key(event.key())])
        else:
            self._anchor = -1
            super().keyPressEvent(event)

    def _stretch(self, steps: int) -> None:
        """From where Shift went down to here. Qt would begin where the mouse last was, perhaps in another list of pages."""
        row, last = self.currentIndex().row(), self.model().rowCount() - 1
        if row < 0:
            return
        if not 0 <= self._anchor <= last:
            self._anchor = row
        row = min(max(row + steps, 0), last)
        first, final = sorted((self._anchor, row))
        range_of = QItemSelection(self.model().index(first, 0), self.model().index(final, 0))
        self.selectionModel().select(range_of, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._make_current(row)
        self.scrollTo(self.currentIndex())

    # ---- by hand ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = event.position().toPoint() if index.isValid() and event.button() is Qt.MouseButton.LeftButton else None
        self.touched.emit()
        self._anchor = -1
        if self._pressed is not None and index in self.selectionModel().selectedIndexes() and not event.modifiers():
            self._make_current(index.row())       # a drag may begin: the others stay chosen
            return
        super().mousePressEvent(event)

    def _make_current(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        if self._gap >= 0 or (here - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._gap = self._gap_at(here)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll_near_edge(here)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gap, pressed, self._gap, self._pressed = self._gap, self._pressed, -1, None
        self.viewport().unsetCursor()
        self.viewport().update()
        if gap >= 0:
            before = self._key(gap) if gap < self.model().rowCount() else ""
            self.dropped.emit(self.selected_keys(), before)
            return
        if pressed is not None and not event.modifiers():
            self.setCurrentIndex(self.indexAt(pressed))    # a click on one of several means this one
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        last = self.model().rowCount() - 1
        box = self.visualRect(self.model().index(min(self._gap, last), 0))
        x = box.left() if self._gap <= last else box.right()
        painter = QPainter(self.viewport())
        painter.fillRect(x - 2, box.top() + 8, 4, box.height() - 16, look().colour("primary"))
        painter.end()

    def _gap_at(self, here: QPoint) -> int:
        index = self.indexAt(here)
        if not index.isValid():
            return self.model().rowCount()
        after = here.x() > self.visualRect(index).center().x()
        return index.row() + int(after)

    def _scroll_near_edge(self, here: QPoint) -> None:
        edge, bar = look().measures.px(30), self.verticalScrollBar()
        if here.y() < edge:
            bar.setValue(bar.value() - edge)
        elif here.y() > self.viewport().height() - edge:
            bar.setValue(bar.value() + edge)

    def _key(self, row: int) -> str:
        return cast(PageItem, self.model().index(row, 0).data(_PAGE)).key
