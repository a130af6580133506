"""What the search box found, in groups under their headings: a sheet over the window, moved through with the arrows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.words import _
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

_FOUND = int(Qt.ItemDataRole.UserRole)
_WIDEST, _HEAD, _LINE = 620, 26, 48
_MARGIN = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found; `what` is handed back when it is chosen. `why` says what answered when the line does not show it."""

    title: str
    detail: str
    icon: Icon
    what: object
    group: str = ""
    keys: str = ""
    why: str = ""

    def read(self) -> str:
        return ". ".join(text for text in (self.title, self.why, self.detail, self.keys) if text)


class FoundList(QFrame):
    """No window of its own: the cursor stays in the box."""

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
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(_("Kết quả tìm"))
        self._none = Text(_("Không tìm thấy."), Role.HINT)
        room.addWidget(self.list)
        room.addWidget(self._none)
        self.hide()

    def fill(self, found: Sequence[Found]) -> None:
        self.list.clear()
        group = ""
        for one in found:
            if one.group != group:
                group = one.group
                self._add_heading(group)
            item = QListWidgetItem(one.read())
            item.setData(_FOUND, one)
            self.list.addItem(item)
        self.move_by(1)
        self.list.setVisible(bool(found))
        self._none.setHidden(bool(found))

    def place_under(self, bar: QWidget) -> None:
        window, measures = bar.window(), look().measures
        self.setParent(window)
        at = bar.mapTo(window, QPoint(0, bar.height() + 2))
        width = max(bar.width(), min(measures.px(_WIDEST), window.width() - at.x() - _MARGIN))
        rows = range(self.list.count())
        tall = sum(self.list.sizeHintForRow(row) for row in rows) + 12 if rows else measures.px(40)
        self.setGeometry(at.x(), at.y(), width, min(tall, window.height() - at.y() - _MARGIN))
        self.show()
        self.raise_()
        self.list.scrollToTop()

    def move_by(self, rows: int) -> None:
        """Over headings, and round the ends."""
        places = [row for row in range(self.list.count()) if self.list.item(row).data(_FOUND) is not None]
        if places:
            now = self.list.currentRow()
            place = (places.index(now) + rows) % len(places) if now in places else 0
            self.list.setCurrentRow(places[place])
            if place == 0:
                self.list.scrollToTop()

    def current(self) -> Found | None:
        row = self.list.currentRow()
        return found_in(self.list.item(row)) if row >= 0 else None

    def _add_heading(self, group: str) -> None:
        heading = QListWidgetItem(group)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)


def found_in(item: QListWidgetItem) -> Found | None:
    """What an item stands for; None for a heading."""
    found = item.data(_FOUND)
    return found if isinstance(found, Found) else None


class _Lines(QStyledItemDelegate):
    """Title and detail under each other, with the drawing of their kind; the key of a command at its end; headings."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, look().measures.px(_HEAD if index.data(_FOUND) is None else _LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        found = index.data(_FOUND)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if found is None:
            self._heading(painter, QRectF(option.rect), str(index.data()))
        else:
            self._line(painter, QRectF(option.rect), found, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, box: QRectF, text: str) -> None:
        painter.setPen(look().colour("text2"))
        painter.setFont(letters(look().measures.hint, QFont.Weight.DemiBold))
        painter.drawText(box.adjusted(10, 0, -10, -2), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)

    def _line(self, painter: QPainter, box: QRectF, found: Found, chosen: bool) -> None:
        now, measures = look(), look().measures
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("selection" if chosen else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        ink, faint = (now.colour("on_selection" if chosen else name) for name in ("text", "text2"))
        drawing = QRectF(box.x() + 10, box.center().y() - measures.icon / 2, measures.icon, measures.icon)
        paint_icon(painter, found.icon, drawing, ink)
        words = box.adjusted(measures.icon + 22, measures.px(4), -10, -measures.px(4))
        words.setRight(words.right() - self._keys(painter, words, found.keys, faint))
        _text(painter, words, Qt.AlignmentFlag.AlignTop, found.title, letters(measures.body, QFont.Weight.Medium), ink)
        why = letters(measures.hint, QFont.Weight.Medium)
        if found.why:
            _text(painter, words, Qt.AlignmentFlag.AlignBottom, found.why, why, ink)
            words.setLeft(min(words.right(), words.left() + QFontMetrics(why).horizontalAdvance(found.why)))
        detail = f" · {found.detail}" if found.why and found.detail else found.detail
        _text(painter, words, Qt.AlignmentFlag.AlignBottom, detail, letters(measures.hint), faint)

    def _keys(self, painter: QPainter, box: QRectF, keys: str, colour: QColor) -> float:
        """The room they take."""
        if not keys:
            return 0
        font = letters(look().measures.hint, QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        return QFontMetrics(font).horizontalAdvance(keys) + 12


def _text(painter: QPainter, box: QRectF, where: Qt.AlignmentFlag, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, where | Qt.AlignmentFlag.AlignLeft, shown)
