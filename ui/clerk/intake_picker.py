"""Choosing a procedure: a few letters, with or without marks, or its code; arrows and Enter."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.catalogue import Entry
from kiosk.counter import Intakes
from kiosk.problems import Problem
from kiosk.words import _
from ui.tasks import Tasks
from ui.theme.fonts import letters
from ui.theme.style import look
from ui.widgets.card import Card
from ui.widgets.page_strip import Index
from ui.widgets.text import Role, Text

_ENTRY = int(Qt.ItemDataRole.UserRole)
_TYPING_MS = 120


class ProcedurePicker(QWidget):
    """A search line over a list. `chosen` brings the procedure's code."""

    chosen = Signal(str)
    failed = Signal(object)            # Problem

    def __init__(self, intakes: Intakes, tasks: Tasks) -> None:
        super().__init__()
        self._intakes, self._tasks, self._asked = intakes, tasks, 0
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.wide, measures.wide, measures.wide, measures.wide)
        card = Card(_("Chọn thủ tục"))
        room.addWidget(card)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Gõ tên hoặc mã thủ tục, không cần dấu: khai sinh, ket hon, 1.001193"))
        self.search.setAccessibleName(_("Tìm thủ tục"))
        self.search.setClearButtonEnabled(False)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các thủ tục tìm thấy"))
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = Text("", Role.HINT)
        card.body.addWidget(self.search)
        card.body.addWidget(self._none)
        card.body.addWidget(self.list, 1)
        self._soon = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._soon.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self.setFocusProxy(self.search)
        self._find()

    def start_anew(self) -> None:
        """Empty, with the cursor in it."""
        self.search.setText("")
        self._find()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, row, last = event.key(), self.list.currentRow(), self.list.count() - 1
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and last >= 0:
                self.list.setCurrentRow(min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), last))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_enter()
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self) -> None:
        if self._soon.isActive():          # faster than the list: look first, then open what it finds
            self._soon.stop()
            self._find(then_open=True)
        elif self.list.currentItem() is not None:
            self._on_activated(self.list.currentItem())

    def _find(self, then_open: bool = False) -> None:
        self._asked += 1
        number, text = self._asked, self.search.text()
        self._tasks.run(
            lambda _progress: (number, then_open, self._intakes.procedures(text)), self._on_found, self._on_failed, owner=self
        )

    def _on_found(self, found: tuple[int, bool, tuple[Entry, ...]]) -> None:
        number, then_open, entries = found
        if number != self._asked:
            return
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(f"{entry.name}, {entry.code}, {entry.sector}")
            item.setData(_ENTRY, entry)
            item.setToolTip(entry.name)
            self.list.addItem(item)
        self.list.setVisible(bool(entries))
        none = _("Không thấy thủ tục nào có những chữ này. Thử ít chữ hơn, hoặc gõ mã thủ tục.")
        self._none.setText(none if not entries else "")
        self._none.setVisible(not entries)
        if entries:
            self.list.setCurrentRow(0)
        if then_open and len(entries) == 1:
            self.chosen.emit(entries[0].code)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ENTRY).code)

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)


class _Lines(QStyledItemDelegate):
    """The name, and below it code and sector."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, look().measures.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, measures, entry = look(), look().measures, index.data(_ENTRY)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        if chosen or hovered:
            painter.setPen(QPen(now.colour("primary"), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(box, measures.field_radius, measures.field_radius)
        inner = box.adjusted(measures.apart, measures.px(4), -measures.apart, -measures.px(4))
        half = inner.height() / 2
        for words, font, colour, top in (
            (entry.name, letters(measures.body, QFont.Weight.Medium), "text", inner.y()),
            (f"{entry.code} · {entry.sector}", letters(measures.hint), "text2", inner.y() + half),
        ):
            painter.setFont(font)
            painter.setPen(now.colour("on_selection" if chosen else colour))
            line = QRectF(inner.x(), top, inner.width(), half)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)
        painter.restore()
