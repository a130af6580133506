"""The box that finds anything: a dossier, a person, a procedure. Ctrl+K, a few letters, Enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look, restyle
from ui.widgets.text import IconLabel, Role, Text

_PAUSE_MS = 150
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found; `what` is handed back when it is chosen."""

    title: str
    detail: str
    icon: Icon
    what: object


class CommandBar(QFrame):
    """`searched` fires when typing pauses; answer with `show_found`. `chosen` brings what was picked."""

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.near, 0, measures.near, 0)
        row.setSpacing(measures.near)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Tìm hồ sơ, công dân, thủ tục…"))
        self.line.setAccessibleName(_("Tìm hồ sơ, công dân, thủ tục"))
        self.line.installEventFilter(self)
        row.addWidget(IconLabel(Icon.SEARCH))
        row.addWidget(self.line, 1)
        row.addWidget(Text(shortcut_of(Action.SEARCH).key_text(), Role.KEYS, wrap=False))
        self.setFixedHeight(measures.control + 2)
        self.setFocusProxy(self.line)
        self._popup = _Popup(self)
        self._popup.list.itemClicked.connect(self._on_picked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.line.textEdited.connect(lambda _text: self._pause.start())

    def show_found(self, text: str, found: Sequence[Found]) -> None:
        """Lists what was found for `text`; too late an answer, for what stands there no more, is ignored."""
        if text == self.line.text().strip() and text:
            self._popup.fill(found)
            self._popup.place_under(self)

    def clear(self) -> None:
        self.line.setText("")              # clear() would leave the last name to undo
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
            if event.type() == QEvent.Type.FocusOut:
                self._popup.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._popup.isVisible():
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in moves:
            self._popup.move_by(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self._popup.list.currentItem()
            if item is not None:
                self._on_picked(item)
        elif key == Qt.Key.Key_Escape:
            self._popup.hide()
        else:
            return False
        return True

    def _on_pause(self) -> None:
        text = self.line.text().strip()
        if text:
            self.searched.emit(text)
        else:
            self._popup.hide()

    def _on_picked(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        self.clear()
        if isinstance(found, Found):
            self.chosen.emit(found.what)


class _Popup(QFrame):
    """A sheet over the window below the box. No window of its own: the cursor stays in the box."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self.setObjectName("popup")
        room = QVBoxLayout(self)
        room.setContentsMargins(4, 4, 4, 4)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Kết quả tìm"))
        self._none = Text(_("Không tìm thấy."), Role.HINT)
        room.addWidget(self.list)
        room.addWidget(self._none)
        self.hide()

    def fill(self, found: Sequence[Found]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(f"{one.title}. {one.detail}")
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._none.setHidden(bool(found))

    def place_under(self, bar: QWidget) -> None:
        window = bar.window()
        self.setParent(window)
        line = look().measures.px(48)
        height = min(self.list.count(), _AT_ONCE) * line + 12 if self.list.count() else look().measures.px(40)
        at = bar.mapTo(window, QPoint(0, bar.height() + 2))
        self.setGeometry(at.x(), at.y(), bar.width(), height)
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + rows) % self.list.count())


class _Lines(QStyledItemDelegate):
    """Title and detail under each other, with the drawing of their kind."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, look().measures.px(48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        now, measures = look(), look().measures
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("selection" if chosen else "surface"))
        box = QRectF(option.rect)
        painter.drawRoundedRect(box, 4, 4)
        colour = now.colour("on_selection" if chosen else "text")
        drawing = QRectF(box.x() + 10, box.center().y() - measures.icon / 2, measures.icon, measures.icon)
        paint_icon(painter, found.icon, drawing, colour)
        words = box.adjusted(measures.icon + 22, measures.px(4), -8, -measures.px(4))
        painter.setPen(colour)
        painter.setFont(letters(measures.body, QFont.Weight.Medium))
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, found.title)
        painter.setPen(now.colour("on_selection" if chosen else "text2"))
        painter.setFont(letters(measures.hint))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, found.detail)
        painter.restore()
