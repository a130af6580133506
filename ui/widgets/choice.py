"""Choosing one of many by typing a few letters, with or without diacritics."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from kiosk.procedures import Choice
from kiosk.text import clean, fold
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.widgets.field import Field

_FOLDED = int(Qt.ItemDataRole.UserRole) + 1
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SEEN_AT_ONCE = 12
_LEAST_LETTERS = 8                     # a list may be narrower than its longest line; it then shows the beginning


class _FoldingCompleter(QCompleter):
    """Looks for the folded text, so that "nguyen" finds Nguyễn; puts the written one in."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


def _leaves(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and event.key() in _LEAVING


class SearchCombo(QComboBox):
    """The control: a line to type into and a list that narrows."""

    def __init__(self) -> None:
        super().__init__()
        # Made here, not by Qt: PySide may declare dead what Qt made itself, while it lives and is typed into.
        self._line = QLineEdit(self)
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
        self._popup = popup
        popup.installEventFilter(self)

    def edit_line(self) -> QLineEdit:
        return self._line

    def fill(self, choices: Iterable[Choice]) -> None:
        self._list(choices)
        self.setCurrentIndex(-1)
        self.setEditText("")

    def fill_late(self, choices: Iterable[Choice]) -> None:
        """The list has only come now: what stands in the line stays, and so does the cursor of whoever is writing there."""
        line = self._line
        text, at = line.text(), line.cursorPosition()
        with QSignalBlocker(line):
            self._list(choices)
            self.setCurrentIndex(self._row(text))
            if line.text() != text:
                line.setText(text)
            line.setCursorPosition(at)
        if not line.hasFocus():
            self.settle()

    def _list(self, choices: Iterable[Choice]) -> None:
        self._lines.clear()
        for choice in choices:
            line = QStandardItem(choice.label)
            line.setData(choice.code, Qt.ItemDataRole.UserRole)
            line.setData(fold(choice.label), _FOLDED)
            line.setData(choice.label, Qt.ItemDataRole.ToolTipRole)
            self._lines.appendRow(line)

    def _row(self, text: str) -> int:
        return self.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)

    def code(self) -> str:
        """Of the line that stands in the field; what fits no line is given as typed."""
        row = self._row(self.currentText())
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's list swallows the Enter that closes it, and what is typed next (a PIN) would land in this very field."""
        if isinstance(event, QKeyEvent) and watched is self._popup and _leaves(event):
            self._take_chosen()
            again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            QCoreApplication.sendEvent(self._line, again)
            return True
        return super().eventFilter(watched, event)

    def _take_chosen(self) -> None:
        """The line lit up in the list, else the one that was meant."""
        lit = self._popup.currentIndex()
        self._popup.hide()
        if lit.isValid():
            self.setEditText(str(lit.data(Qt.ItemDataRole.DisplayRole)))
        self.settle()
        if self.currentIndex() >= 0:
            self.activated.emit(self.currentIndex())

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

    def bring_choices(self, choices: Iterable[Choice]) -> None:
        """The list the field had to wait for; what was typed meanwhile stays."""
        self.combo.fill_late(choices)

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
