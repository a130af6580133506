"""The pages of a dossier as small pictures, grouped under their papers. Only those on the screen are ever loaded."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kiosk.problems import Problem
from kiosk.words import _
from ui.tasks import Tasks
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_KEPT = 90                             # pictures of pages; a strip of hundreds holds what is near the eye
_KEPT_SMALL = 64                       # pictures as small as they are shown: more than any screen holds
_PAGE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class PageItem:
    """One page. `key` names its picture; `paper` is the heading it stands under; `note` what is wrong with it; `sign` a word or
    two behind its number.
    """

    key: str
    number: int
    paper: str = ""
    note: str = ""
    sign: str = ""


Loader = Callable[[str, int], QImage]      # key, longest side in pixels; called in a worker thread


class PageStrip(QListView):
    """Chooses a page. Alt+arrows ask to move it, Delete to remove it; the screen decides and shows the pages again."""

    selected = Signal(str)             # key
    opened = Signal(str)
    remove_wanted = Signal(str)
    move_wanted = Signal(str, int)     # key, -1 or +1

    def __init__(self, tasks: Tasks, load: Loader, *, across: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Các trang giấy tờ"))
        self._pages = _Pages(tasks, load)
        self.setModel(self._pages)
        self.setItemDelegate(_PageDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(not across)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        if across:
            self.setFixedHeight(item_size().height() + 20)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.activated.connect(lambda index: self.opened.emit(self._pages.page(index.row()).key))

    def show_pages(self, pages: Sequence[PageItem]) -> None:
        """Other pages; the chosen one stays chosen, else the one in its place."""
        before, row = self.current_key(), self.currentIndex().row()
        self._pages.show(pages)
        keys = [page.key for page in pages]
        if before in keys:
            row = keys.index(before)
        row = max(min(row, len(keys) - 1), 0)
        if keys and self.currentIndex().row() != row:
            self.choose_row(row)

    def select(self, key: str) -> None:
        self.choose_row(self._pages.row_of(key))

    def choose_row(self, row: int) -> None:
        """That page alone: `setCurrentIndex` would choose it beside others, or let go of it, while Ctrl is down for Ctrl+Z."""
        self.selectionModel().setCurrentIndex(self._pages.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def current_key(self) -> str:
        row = self.currentIndex().row()
        return self._pages.page(row).key if 0 <= row < self._pages.rowCount() else ""

    def forget(self, key: str) -> None:
        """The picture of a page changed: load it again."""
        self._pages.forget(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = event.key(), self.current_key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if chosen and event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps:
            self.move_wanted.emit(chosen, steps[Qt.Key(key)])
        elif chosen and key == Qt.Key.Key_Delete:
            self.remove_wanted.emit(chosen)
        else:
            super().keyPressEvent(event)

    def _on_current_changed(self) -> None:
        if self.current_key():
            self.selected.emit(self.current_key())


def item_size() -> QSize:
    measures = look().measures
    return QSize(measures.px(112), measures.px(172))


class _Pages(QAbstractListModel):
    def __init__(self, tasks: Tasks, load: Loader) -> None:
        super().__init__()
        self._tasks, self._load = tasks, load
        self._items: list[PageItem] = []
        self._pictures: OrderedDict[str, QPixmap | None] = OrderedDict()      # None: on its way, or unreadable

    def show(self, pages: Sequence[PageItem]) -> None:
        """A page more at the end, or another word under one, disturbs nothing else: a stack of hundreds comes in like that."""
        known = len(self._items)
        if known and [page.key for page in pages[:known]] == [page.key for page in self._items]:
            self._go_on(list(pages))
            return
        self.beginResetModel()
        self._items = list(pages)
        here = {page.key for page in pages}
        for key in [key for key in self._pictures if key not in here]:
            del self._pictures[key]        # pages of the dossier before: nobody's papers are kept longer than shown
        self.endResetModel()

    def _go_on(self, pages: list[PageItem]) -> None:
        before, known = self._items, len(self._items)
        if len(pages) > known:
            self.beginInsertRows(NOWHERE, known, len(pages) - 1)
            self._items = pages
            self.endInsertRows()
        self._items = pages
        for row in (row for row, page in enumerate(before) if page != pages[row]):
            self.dataChanged.emit(self.index(row), self.index(min(row + 1, len(pages) - 1)))     # the next one's heading too

    def page(self, row: int) -> PageItem:
        return self._items[row]

    def row_of(self, key: str) -> int:
        return next((row for row, page in enumerate(self._items) if page.key == key), -1)

    def forget(self, key: str) -> None:
        self._pictures.pop(key, None)
        self._changed(key)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        page = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = (_("Trang {number}").format(number=page.number), page.paper, page.note)
            return ". ".join(part for part in said if part)
        if role == _PAGE:
            return page
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(page.key)
        return None

    def begins_paper(self, row: int) -> bool:
        """Whether the page is the first of its paper, where the heading stands."""
        return row == 0 or self._items[row - 1].paper != self._items[row].paper

    def _picture(self, key: str) -> QPixmap | None:
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        self._pictures[key] = None
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        longest = item_size().height() * 2     # enough for a dense screen
        self._tasks.run(lambda _progress: (key, self._load(key, longest)), self._on_loaded, self._on_failed)
        return None

    def _on_loaded(self, loaded: tuple[str, QImage]) -> None:
        key, image = loaded
        if key in self._pictures and not image.isNull():
            self._pictures[key] = QPixmap.fromImage(image)
            self._changed(key)

    def _on_failed(self, _problem: Problem) -> None:
        """The empty sheet stays, with the number on it; the preview says why when the page is opened."""

    def _changed(self, key: str) -> None:
        row = self.row_of(key)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))


class _PageDelegate(QStyledItemDelegate):
    """A sheet, its number, the heading of its paper; a thick frame and a tick on the chosen one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._small: OrderedDict[tuple[int, int, int, float], QPixmap] = OrderedDict()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return item_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        page = index.data(_PAGE)
        model = index.model()
        measures = look().measures
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect).adjusted(measures.tight, 0, -measures.tight, 0)
        if isinstance(model, _Pages) and page.paper and model.begins_paper(index.row()):
            self._heading(painter, box, page.paper)
        sheet = box.adjusted(measures.tight, measures.px(22), -measures.tight, -measures.px(24))
        self._sheet(painter, sheet, index.data(Qt.ItemDataRole.DecorationRole), chosen)
        self._foot(painter, box, page, chosen)
        painter.restore()

    def _heading(self, painter: QPainter, box: QRectF, paper: str) -> None:
        measures = look().measures
        painter.setFont(letters(measures.px(12), QFont.Weight.DemiBold))
        painter.setPen(look().colour("text"))
        words = painter.fontMetrics().elidedText(paper, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(QRectF(box.x(), box.y(), box.width(), measures.px(20)), Qt.AlignmentFlag.AlignVCenter, words)

    def _sheet(self, painter: QPainter, sheet: QRectF, picture: QPixmap | None, chosen: bool) -> None:
        now = look()
        shown = sheet
        if picture is not None:
            size = picture.size().scaled(sheet.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRectF(0, 0, size.width(), size.height())
            shown.moveCenter(sheet.center())
        painter.setPen(QPen(now.colour("primary" if chosen else "border"), 3 if chosen else 1))
        painter.setBrush(now.colour("sunken"))
        painter.drawRect(shown)
        if picture is not None:
            painter.drawPixmap(shown.toRect(), self._fitted(picture, shown.toRect().size(), painter.device().devicePixelRatioF()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shown)
        else:
            mark = QRectF(0, 0, now.measures.icon, now.measures.icon)
            mark.moveCenter(shown.center())
            paint_icon(painter, Icon.DOSSIER, mark, now.colour("text2"))

    def _fitted(self, picture: QPixmap, size: QSize, dense: float) -> QPixmap:
        """Made as small as it is shown once, not with every frame of a strip that is scrolled."""
        key = (picture.cacheKey(), size.width(), size.height(), dense)
        if key not in self._small:
            self._small[key] = picture.scaled(
                size * dense, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._small[key].setDevicePixelRatio(dense)
            while len(self._small) > _KEPT_SMALL:
                self._small.popitem(last=False)
        self._small.move_to_end(key)
        return self._small[key]

    def _foot(self, painter: QPainter, box: QRectF, page: PageItem, chosen: bool) -> None:
        now, measures = look(), look().measures
        foot = QRectF(box.x(), box.bottom() - measures.px(22), box.width(), measures.px(20))
        painter.setFont(letters(measures.px(12), QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(now.colour("text" if chosen else "text2"))
        words = " ".join(part for part in (_("Trang {number}").format(number=page.number), page.sign) if part)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)
        sign = Icon.WARNING if page.note else Icon.DONE if chosen else None
        if sign is not None:
            size = measures.px(14)
            colour = now.tone(Tone.WARNING) if page.note else now.colour("primary")
            paint_icon(painter, sign, QRectF(foot.x() + 2, foot.center().y() - size / 2, size, size), colour)
