"""The intakes that lie open: where the paper lies, whose it is, what it is for, when it was last saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kiosk.words import _
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look

_DRAFT = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft as it is listed; all texts as they are shown."""

    id: str
    tray: str
    name: str
    procedure: str
    saved: str


class DraftList(QListWidget):
    """Enter or a click opens."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Hồ sơ đang làm dở"))
        self.setItemDelegate(_Lines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_picked)

    def show_drafts(self, drafts: Sequence[DraftLine]) -> None:
        row = self.currentRow()
        before = self.item(row).data(_DRAFT).id if row >= 0 else ""
        self.clear()
        for draft in drafts:
            tray = _("Khay {tray}").format(tray=draft.tray) if draft.tray else ""
            item = QListWidgetItem(", ".join(text for text in (tray, draft.name, draft.procedure, draft.saved) if text))
            item.setData(_DRAFT, draft)
            item.setToolTip(f"{draft.name}\n{draft.procedure}")
            self.addItem(item)
            if draft.id == before:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self._on_picked(self.item(self.currentRow()))
            return
        super().keyPressEvent(event)

    def _on_picked(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_DRAFT).id)


class _Lines(QStyledItemDelegate):
    """The tray in a box of its own, as its number stands on the tray itself; two lines beside it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, look().measures.px(54))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        draft, now, measures = index.data(_DRAFT), look(), look().measures
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and focused
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        painter.setPen(now.colour("focus") if focused else Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("selection" if chosen else "hover" if hovered else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        ink = now.colour("on_selection" if chosen else "text")
        faint = now.colour("on_selection" if chosen else "text2")
        side = measures.px(36)
        place = QRectF(box.x() + 8, box.center().y() - side / 2, side, side)
        frame = QPainterPath()
        frame.addRoundedRect(place, 4, 4)
        painter.setPen(now.colour("border"))
        painter.setBrush(now.colour("sunken"))
        painter.drawPath(frame)
        self._tray(painter, place, draft.tray)
        words = box.adjusted(side + 18, measures.px(5), -8, -measures.px(5))
        painter.setFont(letters(measures.body, QFont.Weight.Medium))
        painter.setPen(ink)
        _line(painter, words, Qt.AlignmentFlag.AlignTop, draft.name)
        painter.setFont(letters(measures.hint))
        painter.setPen(faint)
        saved = painter.fontMetrics().horizontalAdvance(draft.saved)
        _line(painter, words.adjusted(0, 0, -saved - 10, 0), Qt.AlignmentFlag.AlignBottom, draft.procedure)
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, draft.saved)
        painter.restore()

    def _tray(self, painter: QPainter, place: QRectF, tray: str) -> None:
        if not tray:
            paint_icon(painter, Icon.DOSSIER, place.adjusted(9, 9, -9, -9), look().colour("text2"))
            return
        font = letters(look().measures.heading, QFont.Weight.DemiBold)
        if QFontMetrics(font).horizontalAdvance(tray) > place.width() - 4:
            font = letters(look().measures.px(11), QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(look().colour("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tray)


def _line(painter: QPainter, box: QRectF, where: Qt.AlignmentFlag, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, where | Qt.AlignmentFlag.AlignLeft, shown)
