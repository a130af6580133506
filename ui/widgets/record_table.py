"""Many records in rows: the queue, the outbox, what was found. A hundred thousand of them scroll as smoothly as ten."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme.fonts import letters
from ui.theme.icons import TONE_ICONS, Icon, qt_icon
from ui.theme.style import look
from ui.theme.tokens import Tone

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MARKED = int(Qt.ItemDataRole.UserRole) + 1     # of a cell: its text in parts, and which of them are marked (marked.py)
_LOOKED_AT = 200                       # records, for the width of a column


@dataclass(frozen=True, slots=True)
class RecordColumn(Generic[T]):
    """One column: its heading, what it shows of a record, and how. `letters` is its greatest width in digits; 0 takes the rest.

    It is as wide as what stands in it needs.
    """

    heading: str
    text: Callable[[T], str]
    letters: int = 12
    tone: Callable[[T], Tone] | None = None       # a state: its sign is drawn before the word
    icon: Callable[[T], Icon] | None = None
    right: bool = False
    strong: bool = False
    sort_key: Callable[[T], Any] | None = None    # without one the column cannot be sorted
    tip: Callable[[T], str] | None = None         # in full, where the column says it in short
    parts: Callable[[T], Sequence[tuple[str, bool]]] | None = None    # of the text, and which of them are marked


class RecordModel(QAbstractTableModel, Generic[T]):
    """Records as Qt's tables want them. Only the rows on the screen are ever asked for."""

    def __init__(self, columns: Sequence[RecordColumn[T]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._records: list[T] = []
        self._icons: dict[tuple[Icon, str, int], QIcon] = {}

    def show(self, records: Sequence[T]) -> None:
        self.beginResetModel()
        self._records = list(records)
        self.endResetModel()

    def record(self, row: int) -> T:
        return self._records[row]

    def row_of(self, record: T) -> int:
        return self._records.index(record) if record in self._records else -1

    def replace(self, row: int, record: T) -> None:
        """One record changed."""
        self._records[row] = record
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, record = self.columns[index.column()], self._records[index.row()]
        match role:
            case Qt.ItemDataRole.ToolTipRole if column.tip:
                return column.tip(record)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(record)
            case _ if role == MARKED:
                return column.parts(record) if column.parts else ()
            case Qt.ItemDataRole.DecorationRole:
                return self._icon(column, record)
            case Qt.ItemDataRole.ForegroundRole if column.tone:
                return look().tone(column.tone(record))
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole if column.strong or column.tone:
                return letters(look().measures.body, QFont.Weight.Medium)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        key = self.columns[column].sort_key if 0 <= column < len(self.columns) else None
        if key is None:
            return
        self.layoutAboutToBeChanged.emit()
        self._records.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def _icon(self, column: RecordColumn[T], record: T) -> QIcon | None:
        if column.tone is None and column.icon is None:
            return None
        tone = column.tone(record) if column.tone else Tone.NEUTRAL
        icon = column.icon(record) if column.icon else TONE_ICONS[tone]
        key = (icon, look().tone(tone).name(), look().measures.px(16))
        if key not in self._icons:
            self._icons[key] = qt_icon(icon, look().tone(tone), key[2], look().colour("on_selection"))
        return self._icons[key]


class RecordTable(QTableView, Generic[T]):
    """Rows to choose from. Enter or a double click opens; the chosen record is told."""

    opened = Signal(object)
    selected = Signal(object)          # the record, or None

    def __init__(self, name: str, columns: Sequence[RecordColumn[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.records = RecordModel(columns)
        self.setModel(self.records)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(look().measures.px(16), look().measures.px(16)))
        self._given: dict[int, int] = {}
        self._wide: dict[tuple[str, bool], int] = {}       # how wide each text of the last rows is, by its weight
        self._set_headers()
        self.doubleClicked.connect(self._on_opened)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)

    def show_records(self, records: Sequence[T]) -> None:
        """Other rows; what was chosen stays chosen if it is still there."""
        before = self.current()
        self.records.show(records)
        self._fit_columns()
        row = self.records.row_of(before) if before is not None else -1
        if self.records.rowCount():
            self.selectRow(max(row, 0))
        else:
            self.selected.emit(None)

    def current(self) -> T | None:
        row = self.currentIndex().row()
        return self.records.record(row) if 0 <= row < self.records.rowCount() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_opened()
            return
        super().keyPressEvent(event)

    def _set_headers(self) -> None:
        measures = look().measures
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(measures.control)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setMinimumHeight(measures.control)
        sortable = False
        for place, column in enumerate(self.records.columns):
            if column.letters:
                self._given[place] = self._greatest(column)
                self.setColumnWidth(place, self._given[place])
            else:
                across.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            sortable = sortable or column.sort_key is not None
        if sortable:
            across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    def column_given(self, place: int) -> int:
        """The width of a column, be it hidden."""
        return self._given[place]

    def _fit_columns(self) -> None:
        """One somebody drew to another width keeps it."""
        measures = look().measures
        heading, least = QFontMetrics(letters(measures.hint, QFont.Weight.DemiBold)), self.horizontalHeader().minimumSectionSize()
        headed, sign = heading.horizontalAdvance, measures.px(34)          # of sorting
        known: dict[tuple[str, bool], int] = {}
        for place, given in self._given.items():
            column = self.records.columns[place]
            if self.columnWidth(place) not in (0, given):
                continue
            needed = max(self._widest_cell(place, known), headed(column.heading) + sign, least)
            self._given[place] = min(needed, self._greatest(column))
            self.setColumnWidth(place, self._given[place])
        self._wide = known

    def _widest_cell(self, place: int, known: dict[tuple[str, bool], int]) -> int:
        """Only the cell with the widest text is asked for its size: that asks the model seven times, and lists come anew with
        every dossier that is sent. `known` gathers the widths for the next time."""
        column = self.records.columns[place]
        strong = column.strong or column.tone is not None
        metrics = QFontMetrics(letters(look().measures.body, QFont.Weight.Medium)) if strong else self.fontMetrics()
        widest, row_of_it = -1, -1
        for row in range(min(self.records.rowCount(), _LOOKED_AT)):
            key = (column.text(self.records.record(row)), strong)
            if key not in known:
                known[key] = self._wide.get(key) or metrics.horizontalAdvance(key[0])
            if known[key] > widest:
                widest, row_of_it = known[key], row
        return self.sizeHintForIndex(self.records.index(row_of_it, place)).width() if row_of_it >= 0 else 0

    def _greatest(self, column: RecordColumn[T]) -> int:
        measures = look().measures
        sign = measures.px(22) if column.tone or column.icon else 0
        return column.letters * QFontMetrics(letters(measures.body)).horizontalAdvance("0") + sign + measures.px(18)

    def _on_opened(self) -> None:
        record = self.current()
        if record is not None:
            self.opened.emit(record)

    def _on_row_changed(self) -> None:
        self.selected.emit(self.current())
