"""A cell of a table in which parts of the text are marked: what somebody looked for, inside the words around it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme.fonts import letters
from ui.theme.style import look
from ui.widgets.record_table import MARKED

_ASIDE = 8
_BEFORE = 0.3                                  # of the room may stand before the first mark

Parts = Sequence[tuple[str, bool]]


class MarkedCells(QStyledItemDelegate):
    """What is marked is always seen: where there is little room, words before it go first."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        table = option.widget
        table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, table)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(_ASIDE, 0, -_ASIDE, 0)
        painter.save()
        painter.setClipRect(box)
        self._draw(painter, box, index.data(MARKED) or (), chosen)
        painter.restore()

    def _draw(self, painter: QPainter, box: QRectF, parts: Parts, chosen: bool) -> None:
        now = look()
        plain, strong = letters(now.measures.body), letters(now.measures.body, QFont.Weight.DemiBold)
        left = box.left()
        for place, (text, mark) in enumerate(parts):
            font = strong if mark else plain
            metrics = QFontMetricsF(font)
            if not mark:
                room = box.width() * _BEFORE if place == 0 and len(parts) > 1 else box.right() - left
                side = Qt.TextElideMode.ElideLeft if place == 0 and len(parts) > 1 else Qt.TextElideMode.ElideRight
                text = metrics.elidedText(text, side, max(room, 0))
            width = metrics.horizontalAdvance(text)
            if mark and not chosen:
                ground = QRectF(left - 1, box.center().y() - metrics.height() / 2, width + 2, metrics.height())
                painter.fillRect(ground, now.colour("selection"))
            painter.setFont(font)
            painter.setPen(now.colour("on_selection" if chosen or mark else "text"))
            painter.drawText(QPointF(left, box.center().y() + (metrics.ascent() - metrics.descent()) / 2), text)
            left += width
