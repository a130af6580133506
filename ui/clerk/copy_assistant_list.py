"""The fields to copy into another system, one under the other: what each is called there, its value, whether it was copied."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.copy_assistant import CopyLine
from kiosk.words import _
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.page_strip import Index

_LINE = int(Qt.ItemDataRole.UserRole)
_COPIED = _LINE + 1


class CopyList(QListWidget):
    """Enter, the space bar or a double click choose a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Các mục cần nhập"))
        self.setItemDelegate(_Lines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(look().measures.px(120 if look().scale < 150 else 90))     # three lines: it scrolls

    def show_lines(self, lines: Sequence[CopyLine]) -> None:
        self.clear()
        section = ""
        for line in lines:
            if line.section != section:
                section = line.section
                heading = QListWidgetItem(section)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(heading)
            item = QListWidgetItem(f"{line.label}: {line.value}")
            item.setData(_LINE, line)
            item.setData(_COPIED, False)
            item.setToolTip(line.value)
            self.addItem(item)
        self.setCurrentRow(next(iter(self._rows()), -1))

    def current(self) -> CopyLine | None:
        row = self.currentRow()
        found = self.item(row).data(_LINE) if row >= 0 else None
        return found if isinstance(found, CopyLine) else None

    def copied(self) -> int:
        return sum(bool(self.item(row).data(_COPIED)) for row in self._rows())

    def total(self) -> int:
        return len(self._rows())

    def tick_and_go_on(self) -> None:
        """The chosen one is done; on to the next that is not, from the top again when those below are."""
        now = self.currentRow()
        item = self.item(now)
        if not item.data(_COPIED):
            item.setText(_("{line} (đã chép)").format(line=item.text()))
        item.setData(_COPIED, True)
        left = [row for row in self._rows() if not self.item(row).data(_COPIED)]
        if left:
            self.setCurrentRow(next((row for row in left if row > now), left[0]))
            self.scrollToItem(self.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def _rows(self) -> list[int]:
        return [row for row in range(self.count()) if self.item(row).data(_LINE) is not None]


class _Lines(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, look().measures.px(26 if index.data(_LINE) is None else 44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, measures, line = look(), look().measures, index.data(_LINE)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line is None:
            painter.setPen(now.colour("text2"))
            painter.setFont(letters(measures.hint, QFont.Weight.DemiBold))
            where = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(8, 0, -8, -2), where, str(index.data()))
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("selection" if chosen else "surface"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        side = measures.icon
        if index.data(_COPIED):
            sign = QRectF(box.right() - side - 10, box.center().y() - side / 2, side, side)
            paint_icon(painter, Icon.DONE, sign, now.tone(Tone.SUCCESS) if not chosen else now.colour("on_selection"))
        words = box.adjusted(10, measures.px(3), -side - 18, -measures.px(3))
        for text, font, colour, where in (
            (line.label, letters(measures.hint), "text2", Qt.AlignmentFlag.AlignTop),
            (line.value.replace("\n", " "), letters(measures.body, QFont.Weight.Medium), "text", Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(now.colour("on_selection" if chosen else colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, where | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
