"""What can be handed back, the originals that lie here, what was handed over today, what was found: the lists of Ctrl+H."""

from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.counter.hand_backs import HandBackLists, HandedLine, Waiting
from kiosk.hand_back import MAY_BE_HANDED, Readiness
from kiosk.moments import show_moment
from kiosk.originals import OriginalHeld, count_of
from kiosk.words import N_, _
from ui.clerk.words_of_dossiers import due_of
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text_fields import TextField


class Shelf(StrEnum):
    """The four lists."""

    WAITING = "waiting"
    HELD = "held"
    TODAY = "today"
    FOUND = "found"

    def shown(self) -> str:
        return _(_SHELVES[self])


_SHELVES = {
    Shelf.WAITING: N_("Chờ trả"), Shelf.HELD: N_("Bản chính đang giữ"), Shelf.TODAY: N_("Đã trả hôm nay"),
    Shelf.FOUND: N_("Tìm thấy"),
}  # fmt: skip
_EMPTY = {
    Shelf.WAITING: (N_("Không có kết quả nào chờ trả"), N_("Kết quả hiện ở đây khi Cổng báo đã xử lý xong.")),
    Shelf.HELD: (N_("Quầy không giữ bản chính nào"), N_("Khi tiếp nhận, chọn “Giữ bản chính để trả” ở giấy tờ được giữ lại.")),
    Shelf.TODAY: (N_("Hôm nay chưa trả hồ sơ nào"), N_("Hồ sơ đã trả nằm ở đây; in lại giấy biên nhận được.")),
    Shelf.FOUND: (N_("Không có hồ sơ nào khớp"), N_("Thử mã hồ sơ, số định danh, hoặc một phần của tên; không cần dấu.")),
}


class HandBackList(QWidget):
    """`case_wanted` brings a dossier, `original_chosen` a paper, `reprint_wanted` a dossier handed over, `searched` a text."""

    case_wanted = Signal(str)
    original_chosen = Signal(object)
    reprint_wanted = Signal(str)
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._now = Shelf.WAITING, 0
        self._listed: dict[Shelf, int] = dict.fromkeys(Shelf, 0)
        self._build()
        self._show_shelf()

    def _build(self) -> None:
        measures = look().measures
        hint = _("Quét mã QR trên giấy hẹn hoặc trên thẻ, đặt thẻ lên đầu đọc, hoặc gõ rồi bấm Enter")
        self.search = TextField(_("Mã hồ sơ, số định danh, họ tên"), hint=hint)
        self.search.line.returnPressed.connect(lambda: self.searched.emit(self.search.text()))
        self.waiting: RecordTable[Waiting] = RecordTable(Shelf.WAITING.shown(), _waiting_columns(self))
        self.found: RecordTable[Waiting] = RecordTable(Shelf.FOUND.shown(), _waiting_columns(self))
        self.held: RecordTable[OriginalHeld] = RecordTable(Shelf.HELD.shown(), _held_columns())
        self.today: RecordTable[HandedLine] = RecordTable(Shelf.TODAY.shown(), _today_columns())
        for table in (self.waiting, self.found):
            table.opened.connect(lambda row: self.case_wanted.emit(row.line.id))
        self.held.opened.connect(self.original_chosen)
        self.today.opened.connect(lambda row: self.case_wanted.emit(row.line.id))
        self._tables: dict[Shelf, QWidget] = {
            Shelf.WAITING: self.waiting, Shelf.HELD: self.held, Shelf.TODAY: self.today, Shelf.FOUND: self.found,
        }  # fmt: skip
        self._empty = {shelf: EmptyState(Icon.INBOX, _(title), _(text)) for shelf, (title, text) in _EMPTY.items()}
        for empty in self._empty.values():
            empty.give_way()
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(measures.px(100))
        for page in (*self._tables.values(), *self._empty.values()):
            self._stack.addWidget(page)
        self.open_button = Button(_("Trả hồ sơ này"), icon=Icon.HAND_BACK)
        self.tick_button = Button(_("Trả bản chính này"), icon=Icon.HAND_BACK)
        self.reprint_button = Button(_("In lại giấy biên nhận"), icon=Icon.PRINTER, action=Action.PRINT_HAND_BACK)
        self.open_button.clicked.connect(self._on_open)
        self.tick_button.clicked.connect(self._on_tick)
        self.reprint_button.clicked.connect(self.reprint)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.open_button, self.tick_button, self.reprint_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        column.addWidget(self.search)
        column.addLayout(self._shelf_row())
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _shelf_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().measures.near)
        group = QButtonGroup(self)
        self.shelf_buttons: dict[Shelf, Button] = {}
        for shelf in Shelf:
            button = Button(shelf.shown())
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_shelf, shelf))
            group.addButton(button)
            self.shelf_buttons[shelf] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A scanner types where the cursor is: into the search, always."""
        self.search.line.setFocus(event.reason())
        self.search.line.selectAll()

    # ---- what is shown -------------------------------------------------------------------------------

    def show_lists(self, lists: HandBackLists) -> None:
        self._now = lists.now
        self.waiting.show_records(lists.waiting)
        self.held.show_records(lists.held)
        self.today.show_records(lists.today)
        self._listed |= {
            Shelf.WAITING: len(lists.waiting), Shelf.HELD: count_of(lists.held), Shelf.TODAY: len(lists.today),
        }  # fmt: skip
        self._show_shelf()

    def show_found(self, rows: tuple[Waiting, ...]) -> None:
        self.found.show_records(rows)
        self._listed[Shelf.FOUND] = len(rows)
        self._shelf = Shelf.FOUND
        self._show_shelf()
        if rows:
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_search(self) -> None:
        """The next citizen."""
        self.search.set_value("")
        self.found.show_records(())
        self._listed[Shelf.FOUND] = 0
        if self._shelf is Shelf.FOUND:
            self._shelf = Shelf.WAITING
        self._show_shelf()

    def show_shelf(self, shelf: Shelf, _checked: bool = False) -> None:
        self._shelf = shelf
        self._show_shelf()

    def now(self) -> int:
        return self._now

    def _show_shelf(self) -> None:
        shelf = self._shelf
        for each, button in self.shelf_buttons.items():
            button.say(f"{each.shown()} ({self._listed[each]})")
        self.shelf_buttons[Shelf.FOUND].setVisible(shelf is Shelf.FOUND)
        self.shelf_buttons[shelf].setChecked(True)
        focused: QWidget | None = QApplication.focusWidget()
        had_cursor = focused is not None and self._stack.isAncestorOf(focused)
        there = bool(self._listed[shelf])
        self._stack.setCurrentWidget(self._tables[shelf] if there else self._empty[shelf])
        if had_cursor:
            (self._tables[shelf] if there else self.search.line).setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_button.setVisible(shelf in (Shelf.WAITING, Shelf.FOUND))
        self.tick_button.setVisible(shelf is Shelf.HELD)
        self.reprint_button.setVisible(shelf is Shelf.TODAY)
        for button in (self.open_button, self.tick_button, self.reprint_button):
            button.setEnabled(there)

    # ---- what is done --------------------------------------------------------------------------------

    def _on_open(self) -> None:
        row = (self.found if self._shelf is Shelf.FOUND else self.waiting).current()
        if row is not None:
            self.case_wanted.emit(row.line.id)

    def _on_tick(self) -> None:
        one = self.held.current()
        if one is not None:
            self.original_chosen.emit(one)

    def reprint(self) -> None:
        row = self.today.current() if self._shelf is Shelf.TODAY else None
        if row is not None:
            self.reprint_wanted.emit(row.line.id)


def _waiting_columns(of: HandBackList) -> tuple[RecordColumn[Waiting], ...]:
    return (
        RecordColumn(_("Mã hồ sơ"), lambda row: row.line.number, 26, strong=True),
        RecordColumn(_("Người nộp"), lambda row: row.line.submitter, 0),
        RecordColumn(_("Thủ tục"), lambda row: row.line.procedure_name, 0),
        RecordColumn(_("Hẹn trả"), lambda row: due_of(row.line, of.now()).text, 15, sort_key=lambda row: row.line.due_at or 0),
        RecordColumn(_("Bản chính"), lambda row: str(row.originals or ""), 10, right=True),
        RecordColumn(_("Kết quả"), _ready_said, 25, tone=_ready_tone),
    )


def _ready_said(row: Waiting) -> str:
    return _("Đã trả") if row.line.handed_at is not None else row.readiness.shown()


def _ready_tone(row: Waiting) -> Tone:
    if row.line.handed_at is not None or row.readiness not in MAY_BE_HANDED:
        return Tone.NEUTRAL
    return Tone.SUCCESS if row.readiness in (Readiness.RESULT, Readiness.MADE_HERE) else Tone.INFO


def _held_columns() -> tuple[RecordColumn[OriginalHeld], ...]:
    return (
        RecordColumn(_("Giữ từ"), lambda one: show_moment(one.held_since), 17, sort_key=lambda one: one.held_since),
        RecordColumn(_("Bản chính"), lambda one: one.name, 0, strong=True),
        RecordColumn(_("Số bản"), lambda one: str(one.copies), 7, right=True),
        RecordColumn(_("Mã hồ sơ"), lambda one: one.number, 26),
        RecordColumn(_("Người nộp"), lambda one: one.submitter, 0),
    )


def _today_columns() -> tuple[RecordColumn[HandedLine], ...]:
    return (
        RecordColumn(_("Lúc"), lambda row: show_moment(row.handed.handed_at), 17, sort_key=lambda row: row.handed.handed_at),
        RecordColumn(_("Mã hồ sơ"), lambda row: row.line.number, 26, strong=True),
        RecordColumn(_("Người nhận"), lambda row: row.handed.collector.name, 0),
        RecordColumn(_("Là"), lambda row: row.handed.collector.who.shown(), 20),
        RecordColumn(_("Nhờ"), lambda row: row.handed.collector.seen.shown(), 21),
        RecordColumn(_("Hài lòng"), lambda row: str(row.handed.satisfaction or "–"), 9, right=True),
    )
