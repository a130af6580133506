"""Two ways to lay things out that Qt lacks: a row that breaks, and a form in columns that folds when letters grow."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QWidget, QWidgetItem

from ui.theme.style import look
from ui.widgets.field import Field

COLUMNS = 12


class FlowLayout(QLayout):
    """Things side by side, going on in a new row where there is no more room.

    Its items are made here: those Qt makes may be declared dead while Qt still asks for them, which ends the program.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(look().measures.near)

    def addWidget(self, widget: QWidget) -> None:
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() + self.spacing() for item in self._items if not item.isEmpty())
        return QSize(max(width - self.spacing(), 0), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        """Lays out row by row, each thing in the middle of its row; says how high it all became."""
        y = rect.y()
        for row in self._rows(rect.width()):
            high = max(size.height() for _item, size in row)
            x = rect.x()
            for item, size in row:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self.spacing()
        return max(y - self.spacing() - rect.y(), 0)

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if size.width() > width > 0:
                high = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
                size = QSize(width, high)
            if not rows or size.width() > left:
                rows.append([])
                left = width
            rows[-1].append((item, size))
            left -= size.width() + self.spacing()
        return rows


class FormGrid(QWidget):
    """Fields in twelve columns; six when the width is small for the letters, one field a row when it is very small.

    The controls of a row stand on one line, however many lines their labels need.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        measures = look().measures
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.wide)
        self._grid.setVerticalSpacing(measures.apart)
        self._fields: list[tuple[QWidget, int]] = []
        self._rows: list[list[tuple[QWidget, int]]] = [[]]
        self._factor = 1
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def add(self, field: QWidget, columns: int = COLUMNS) -> None:
        """The next field, so many of twelve columns wide."""
        self._fields.append((field, columns))
        if self._factor > 1:
            self._arrange()
            return
        filled = sum(span for _field, span in self._rows[-1])
        if filled + columns > COLUMNS:
            self._rows.append([])
            filled = 0
        self._grid.addWidget(field, len(self._rows) - 1, filled, 1, columns)
        self._rows[-1].append((field, columns))
        if self.isVisible():
            self._even_labels()

    def fields(self) -> list[QWidget]:
        return [field for field, _columns in self._fields]

    def rearrange(self) -> None:
        """After fields were shown or hidden."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        factor = self._factor_for(event.size().width())
        if factor != self._factor:
            self._factor = factor
            self._arrange()
        self._even_labels()

    def _factor_for(self, width: int) -> int:
        letters = width / look().measures.body
        if letters >= 46:
            return 1
        return 2 if letters >= 26 else COLUMNS

    def _arrange(self) -> None:
        for field, _columns in self._fields:
            self._grid.removeWidget(field)
        self._rows = self._in_rows()
        for number, row in enumerate(self._rows):
            column = 0
            for field, span in row:
                last = self._factor > 1 and field is row[-1][0]      # folded, the end of a row would look forgotten
                self._grid.addWidget(field, number, column, 1, COLUMNS - column if last else span)
                column += span
        self._even_labels()

    def _in_rows(self) -> list[list[tuple[QWidget, int]]]:
        rows: list[list[tuple[QWidget, int]]] = [[]]
        column = 0
        for field, columns in self._fields:
            if field.isHidden() and field.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                continue
            span = min(columns * self._factor, COLUMNS)
            if column + span > COLUMNS:
                rows.append([])
                column = 0
            rows[-1].append((field, span))
            column += span
        return rows

    def _even_labels(self) -> None:
        for row in self._rows:
            fields = [field for field, _span in row if isinstance(field, Field)]
            if fields:
                highest = max(field.label_height(field.width()) for field in fields)
                for field in fields:
                    field.set_label_height(highest)
