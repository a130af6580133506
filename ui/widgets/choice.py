"""Choosing one of many by typing a few letters, with or without diacritics."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from kiosk.procedures import Choice
from kiosk.text import clean, fold
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.widgets.field import Field

_FOLDED = int(Qt.ItemDataRole.UserRole) + 1
_SEEN_AT_ONCE = 12
_LEAST_LETTERS = 8                     # a list may be narrower than its longest line; it then shows the beginning


class _FoldingCompleter(QCompleter):
    """Looks for the folded text, so that "nguyen" finds Nguyễn; puts the written one in."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class SearchCombo(QComboBox):
    """The control: a line to type into and a list that narrows."""

    def __init__(self) -> None:
        super().__init__()
        # A line of our own: the one Qt makes is known to shiboken by its address only. Measured: at the address of a dead
        # form's line it was taken for that one, and was no more to be used once that form's garbage was collected.
        self._line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_SEEN_AT_ONCE)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        completer = _FoldingCompleter(self._lines, self)
        completer.setCompletionRole(_FOLDED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SEEN_AT_ONCE)
        popup = completer.popup()
        assert popup is not None
        popup.setObjectName("choices")
        self.setCompleter(completer)

    def edit_line(self) -> QLineEdit:
        return self._line

    def fill(self, choices: Iterable[Choice]) -> None:
        self._lines.clear()
        for choice in choices:
            line = QStandardItem(choice.label)
            line.setData(choice.code, Qt.ItemDataRole.UserRole)
            line.setData(fold(choice.label), _FOLDED)
            line.setData(choice.label, Qt.ItemDataRole.ToolTipRole)
            self._lines.appendRow(line)
        self.setCurrentIndex(-1)
        self.setEditText("")

    def code(self) -> str:
        """Of the line that stands in the field; what fits no line is given as typed."""
        row = self.findText(self.currentText(), Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        return str(self.itemData(row)) if row >= 0 else clean(self.currentText())

    def show_code(self, code: str) -> None:
        row = self.findData(code)
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText(code)
        self.edit_line().setCursorPosition(0)

    def settle(self) -> None:
        """Takes the one line that was meant: the same but for case and marks, or the only one containing it."""
        wanted = fold(self.currentText())
        if not wanted:
            return
        rows = range(self.count())
        same = [row for row in rows if self.itemData(row, _FOLDED) == wanted]
        near = same or [row for row in rows if wanted in self.itemData(row, _FOLDED)]
        if len(near) == 1:
            self.setCurrentIndex(near[0])
            self.setEditText(self.itemText(near[0]))
            self.edit_line().setCursorPosition(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Rolling through a form must not change its answers."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = look().measures.px(16)
        box = QRectF(self.width() - size - look().measures.px(8), (self.height() - size) / 2, size, size)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, Icon.DOWN, box, look().colour("text2"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


class ChoiceField(Field):
    """One of several. Value: the code, "" for none, or what was typed when it fits no line."""

    def __init__(
        self, label: str, choices: Iterable[Choice] = (), *, hint: str = "", required: bool = False, placeholder: str = ""
    ) -> None:
        self.combo = SearchCombo()
        super().__init__(label, self.combo, hint=hint, required=required)
        self.combo.fill(choices)
        self.combo.edit_line().setPlaceholderText(placeholder)
        self._take_part(self.combo)
        self._take_part(self.combo.edit_line())
        self.combo.activated.connect(self._on_edited)
        self.combo.edit_line().textEdited.connect(self._on_edited)
        completer = self.combo.completer()
        assert completer is not None
        completer.activated.connect(self._on_edited)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Another list; the value goes."""
        self.combo.fill(choices)

    def value(self) -> object:
        return self.combo.code()

    def shown(self) -> str:
        return self.combo.currentText()

    def set_value(self, value: object) -> None:
        self.combo.show_code(value if isinstance(value, str) else "")

    def _tidy(self) -> None:
        before = self.value()
        self.combo.settle()
        if self.value() != before:
            self.edited.emit()
