"""The sheet of shortcuts (Ctrl+/): the whole table of `ui/shortcuts.py`, by where each works."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.words import _
from ui.shortcuts import SHORTCUTS, Where
from ui.theme.style import look
from ui.widgets.buttons import Button
from ui.widgets.card import scrolling
from ui.widgets.text import Role, Text


class ShortcutTable(QWidget):
    """The table itself, in two columns of groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.section * 2)
        columns = (QVBoxLayout(), QVBoxLayout())
        for column in columns:
            column.setSpacing(measures.wide)
            row.addLayout(column, 1)
        for where in Where:
            columns[0 if where is Where.EVERYWHERE else 1].addLayout(_group(where))
        for column in columns:
            column.addStretch(1)


class ShortcutSheet(QDialog):
    """The table in a window that Esc closes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Bảng phím tắt"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.section, measures.wide, measures.wide)
        room.setSpacing(measures.wide)
        room.addWidget(Text(_("Bảng phím tắt"), Role.TITLE))
        room.addWidget(scrolling(ShortcutTable()), 1)
        close = Button(_("Đóng"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        room.addLayout(foot)
        self.resize(measures.px(860), measures.px(560))


def _group(where: Where) -> QVBoxLayout:
    group = QVBoxLayout()
    group.setSpacing(look().measures.near)
    group.addWidget(Text(where.shown(), Role.HEADING))
    grid = QGridLayout()
    grid.setHorizontalSpacing(look().measures.wide)
    grid.setVerticalSpacing(look().measures.tight)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, look().measures.px(104))
    for row, line in enumerate(entry for entry in SHORTCUTS if entry.where is where):
        grid.addWidget(_key(line.key_text()), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Text(line.shown()), row, 1, Qt.AlignmentFlag.AlignVCenter)
    group.addLayout(grid)
    return group


def _key(keys: str) -> QWidget:
    cap = QLabel(keys)
    cap.setObjectName("key")
    cap.setFrameShape(QFrame.Shape.NoFrame)
    return cap
