"""Parts of the look-up: its search box, and the columns of what was found at this counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.moments import day_of, show_date
from kiosk.store.dossiers import DossierLine
from kiosk.words import _
from ui.clerk.words_of_dossiers import Said
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import IconLabel, Role, Text

PROCEDURE, RECEIVED = 2, 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the list; equal to itself as long as it is the same dossier in the same state."""

    line: DossierLine
    due: Said
    state: Said


class SearchBox(QFrame):
    """The line with its sign and its key."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("search")
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.near, 0, measures.near, 0)
        row.setSpacing(measures.near)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Mã hồ sơ, tên, số định danh, điện thoại hoặc thủ tục"))
        self.line.setAccessibleName(_("Tìm hồ sơ đã tiếp nhận"))
        self.line.setClearButtonEnabled(False)
        self.line.installEventFilter(self)
        row.addWidget(IconLabel(Icon.SEARCH))
        row.addWidget(self.line, 1)
        row.addWidget(Text(shortcut_of(Action.FIND).key_text(), Role.KEYS, wrap=False))
        self.setFixedHeight(measures.control + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return super().eventFilter(watched, event)


def columns() -> tuple[RecordColumn[Hit], ...]:
    return (
        RecordColumn(_("Mã hồ sơ"), lambda hit: hit.line.number, 26, strong=True),
        RecordColumn(_("Người nộp"), lambda hit: hit.line.submitter, 0),
        RecordColumn(_("Thủ tục"), lambda hit: hit.line.procedure_name, 0),
        RecordColumn(_("Tiếp nhận"), lambda hit: show_date(day_of(hit.line.received_at)), 11,
                     sort_key=lambda hit: hit.line.received_at),
        RecordColumn(_("Hẹn trả"), lambda hit: hit.due.text, 17, tone=lambda hit: hit.due.tone, icon=lambda hit: hit.due.icon,
                     sort_key=lambda hit: (hit.line.due_at is None, hit.line.due_at or 0)),
        RecordColumn(_("Tình trạng"), lambda hit: hit.state.text, 21, tone=lambda hit: hit.state.tone,
                     icon=lambda hit: hit.state.icon),
    )  # fmt: skip


def above(upper: QWidget, *lower: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(upper, 1)
    for one in lower:
        column.addWidget(one)
    return box


def turn(stack: QStackedWidget, page: QWidget) -> None:
    """The page that is not seen takes no room."""
    for one in (stack.widget(number) for number in range(stack.count())):
        if one is not None:
            vertical = QSizePolicy.Policy.Preferred if one is page else QSizePolicy.Policy.Ignored
            one.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
    stack.setCurrentWidget(page)


def choose_none(table: RecordTable[Any]) -> None:
    table.setCurrentIndex(QModelIndex())
    table.clearSelection()


def crossed(tables: Sequence[RecordTable[Any]], watched: QObject, key: int) -> bool:
    """Down from the last row of one list leads into the next that has rows, and up again."""
    filled = [table for table in tables if table.records.rowCount()]
    place = next((place for place, table in enumerate(filled) if table is watched), -1)
    if place < 0:
        return False
    row, last = filled[place].currentIndex().row(), filled[place].records.rowCount() - 1
    to = place + 1 if key == Qt.Key.Key_Down and row == last else place - 1 if key == Qt.Key.Key_Up and row == 0 else -1
    if not 0 <= to < len(filled):
        return False
    if to < place:
        filled[to].selectRow(filled[to].records.rowCount() - 1)
    filled[to].setFocus(Qt.FocusReason.OtherFocusReason)
    return True
