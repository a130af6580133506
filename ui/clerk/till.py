"""The till (F11): today's payments, receipts still to come, fees still owed, the drawer added up, opened and counted."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.counter.till import Entry, TillView
from kiosk.device_ports import PrintState
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.till import Drawer, Kind, Owed, Payment, TakenFee
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.clerk.receipt_job import words_of
from ui.clerk.till_dialogs import CountDrawer, OpenDrawer, OwedDialog, ReceiptDialog, RefundDialog
from ui.clerk.till_parts import DOSSIER, DrawerCard, owed_columns, payment_columns
from ui.clerk.till_slips import SlipPrinter
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.question import Question
from ui.widgets.record_table import RecordTable
from ui.widgets.text import Role, Text

_ROOM_FOR_DOSSIER = 95                 # so many letters wide, the list has room for the dossier's number; Enter opens it anyway


class TillShelf(StrEnum):
    """The three lists."""

    TODAY = "today"
    MISSING = "missing"
    OWED = "owed"

    def shown(self) -> str:
        return _(_SHELVES[self])


_SHELVES = {
    TillShelf.TODAY: N_("Thu, hoàn hôm nay"),
    TillShelf.MISSING: N_("Chưa có biên lai"),
    TillShelf.OWED: N_("Thu sau, chưa thu"),
}
_EMPTY = {
    TillShelf.TODAY: (N_("Hôm nay chưa thu khoản nào"), N_("Phí thu khi tiếp nhận hồ sơ sẽ hiện ở đây.")),
    TillShelf.MISSING: (N_("Khoản thu nào cũng đã có biên lai"), N_("Số biên lai điện tử ghi ở đây khi hệ thống phát hành.")),
    TillShelf.OWED: (N_("Không có hồ sơ nào còn nợ phí"), N_("Hồ sơ chọn “Thu sau” sẽ nằm ở đây tới khi thu.")),
}


class TillScreen(QWidget):
    """`dossier_opened` brings the dossier of a payment."""

    dossier_opened = Signal(str)

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._officer = Officer("", "")
        self._view: TillView | None = None
        self._asked, self._shelf = 0, TillShelf.TODAY
        self._led_to_drawer = self._drawer_next = False
        self.dialog: Question | None = None
        self._slips = SlipPrinter(counter, tasks, self)
        self._slips.told.connect(self._on_printing)
        self._slips.failed.connect(self._on_failed)
        self._build()
        install(self, Where.TILL, {
            Action.TILL_DRAWER: self.open_or_count, Action.REFUND: self.refund, Action.RECORD_RECEIPT: self.record_receipt,
            Action.PRINT_SLIP: self.print_slip,
        })  # fmt: skip
        self.refresh()

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    # ---- how it stands -------------------------------------------------------------------------------

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        self.drawer_button = Button(_("Mở ngăn tiền"), icon=Icon.MONEY, action=Action.TILL_DRAWER)
        self.drawer_button.clicked.connect(self.open_or_count)
        top = QHBoxLayout()
        top.setSpacing(measures.near)
        top.addWidget(Text(_("Thu phí"), Role.TITLE, wrap=False), 1)
        top.addWidget(self.drawer_button)
        self.drawer = DrawerCard()
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(measures.control * 3)
        self._make_lists()
        column.addLayout(top)
        column.addWidget(self.drawer)
        column.addLayout(self._shelf_row())
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addLayout(self._acts())

    def _make_lists(self) -> None:
        self.tables: dict[TillShelf, RecordTable[Entry]] = {
            shelf: RecordTable(shelf.shown(), payment_columns()) for shelf in (TillShelf.TODAY, TillShelf.MISSING)
        }
        self.owed: RecordTable[Owed] = RecordTable(TillShelf.OWED.shown(), owed_columns())
        self._empty = {shelf: EmptyState(Icon.INBOX, _(title), _(text)) for shelf, (title, text) in _EMPTY.items()}
        for table in self.tables.values():
            table.opened.connect(lambda entry: self.dossier_opened.emit(entry.payment.dossier))
            table.selected.connect(lambda _entry: self._show_acts())
            self._stack.addWidget(table)
        self.owed.opened.connect(self._ask_owed)
        self.owed.selected.connect(lambda _owed: self._show_acts())
        self._stack.addWidget(self.owed)
        for empty in self._empty.values():
            empty.give_way()
            self._stack.addWidget(empty)

    def _shelf_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().measures.near)
        group = QButtonGroup(self)
        self.shelf_buttons: dict[TillShelf, Button] = {}
        for shelf in TillShelf:
            button = Button(shelf.shown())
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_shelf, shelf))
            group.addButton(button)
            self.shelf_buttons[shelf] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().measures.near)
        self.refund_button = Button(_("Hoàn tiền"), icon=Icon.HAND_BACK, action=Action.REFUND)
        self.receipt_button = Button(_("Ghi số biên lai"), icon=Icon.RECEIPT, action=Action.RECORD_RECEIPT)
        self.print_button = Button(_("In lại phiếu"), icon=Icon.PRINTER, action=Action.PRINT_SLIP)
        self.owed_button = Button(_("Thu phí hồ sơ này"), icon=Icon.MONEY)
        self.owed_button.clicked.connect(lambda: self._ask_owed(self.owed.current()))
        for button, act in (
            (self.refund_button, self.refund), (self.receipt_button, self.record_receipt), (self.print_button, self.print_slip),
        ):  # fmt: skip
            button.clicked.connect(act)
        row.addStretch(1)
        for button in (self.owed_button, self.refund_button, self.receipt_button, self.print_button):
            row.addWidget(button)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Not a focus proxy: Tab would pass over the buttons before the table. Nothing listed: the drawer is the next thing."""
        lists: tuple[QWidget, ...] = (*self.tables.values(), self.owed)
        shown = next((each for each in lists if each is self._stack.currentWidget()), self.drawer_button)
        self._led_to_drawer = shown is self.drawer_button
        shown.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for table in self.tables.values():
            table.setColumnHidden(DOSSIER, event.size().width() < _ROOM_FOR_DOSSIER * look().measures.body)

    # ---- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the till anew."""
        self._asked += 1
        self._tasks.run(partial(_read, self._counter), partial(self._on_read, self._asked), self._on_failed, owner=self)

    def _on_read(self, asked: int, view: TillView) -> None:
        if asked != self._asked:
            return
        self._view = view
        self.drawer.show_view(view)
        self.drawer_button.say(_("Kiểm đếm và đóng ngăn") if view.drawer else _("Mở ngăn tiền"))
        self.tables[TillShelf.TODAY].show_records(view.today)
        self.tables[TillShelf.MISSING].show_records(view.missing)
        self.owed.show_records(view.owed)
        for shelf, button in self.shelf_buttons.items():
            button.say(f"{shelf.shown()} ({len(self._listed(shelf))})")
        self._show_shelf()
        if self._drawer_next:
            self._drawer_next = False
            self.open_or_count()

    def _listed(self, shelf: TillShelf) -> tuple[object, ...]:
        view = self._view
        if view is None:
            return ()
        return {TillShelf.TODAY: view.today, TillShelf.MISSING: view.missing, TillShelf.OWED: view.owed}[shelf]

    def _on_shelf(self, shelf: TillShelf) -> None:
        self._shelf = shelf
        self._show_shelf()

    def _show_shelf(self) -> None:
        shelf = self._shelf
        self.shelf_buttons[shelf].setChecked(True)
        page: QWidget = self.owed if shelf is TillShelf.OWED else self.tables[shelf]
        focused: QWidget | None = QApplication.focusWidget()
        had_cursor = focused is not None and (self._stack.isAncestorOf(focused) or focused is self)
        had_cursor = had_cursor or (self._led_to_drawer and focused is self.drawer_button)     # nothing was listed yet
        self._stack.setCurrentWidget(page if self._listed(shelf) else self._empty[shelf])
        if had_cursor:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_acts()

    def _show_acts(self) -> None:
        entry = self._entry()
        payment = entry.payment if entry else None
        self.owed_button.setVisible(self._shelf is TillShelf.OWED)
        self.owed_button.setEnabled(self.owed.current() is not None)
        for button in (self.refund_button, self.receipt_button, self.print_button):
            button.setVisible(self._shelf is not TillShelf.OWED)
        self.print_button.setEnabled(payment is not None)
        self.refund_button.setEnabled(payment is not None and payment.left > 0)
        self.receipt_button.setEnabled(payment is not None and payment.kind is Kind.CHARGE and not payment.receipt)

    def _entry(self) -> Entry | None:
        """The payment chosen; None on the list of fees owed."""
        return None if self._shelf is TillShelf.OWED else self.tables[self._shelf].current()

    # ---- what hands do -------------------------------------------------------------------------------

    def open_or_count(self) -> None:
        """Opens a drawer, or counts the one in use."""
        if self._view is None:
            return
        if self._view.balance is None:
            self._ask(OpenDrawer(self), self._open)
        else:
            self._ask(CountDrawer(self._view.balance, self), self._close)

    def count_next(self) -> None:
        """From another screen: the drawer is asked about as soon as it is known how it stands."""
        self._drawer_next = True
        self.refresh()

    def refund(self) -> None:
        entry = self._entry()
        if entry is not None and entry.payment.left > 0:
            self._ask(RefundDialog(entry, self), partial(self._refund, entry))

    def record_receipt(self) -> None:
        entry = self._entry()
        if entry is not None and entry.payment.kind is Kind.CHARGE and not entry.payment.receipt:
            self._ask(ReceiptDialog(entry, self), partial(self._record, entry))

    def print_slip(self) -> None:
        entry = self._entry()
        if entry is not None:
            self._slips.print_slip(entry.payment.id)

    def _ask_owed(self, owed: Owed | None) -> None:
        if owed is not None:
            self._ask(OwedDialog(owed, self), partial(self._take_owed, owed))

    def _ask(self, dialog: Question, answered: Callable[..., None]) -> None:
        self.dialog = dialog
        dialog.answered.connect(answered)
        dialog.open()

    # ---- what is written -----------------------------------------------------------------------------

    def _open(self, amount: int) -> None:
        self._write(partial(_opened, self._counter, amount, self._officer), lambda _drawer: self._done(_("Đã mở ngăn tiền.")))

    def _close(self, counted: tuple[int, str]) -> None:
        self._write(partial(_closed, self._counter, counted, self._officer), self._on_closed)

    def _on_closed(self, drawer: Drawer) -> None:
        self._done(_("Đã đóng ngăn tiền."))
        self._slips.print_drawer(drawer.id, self._officer)

    def _refund(self, entry: Entry, wanted: tuple[int, str, bool]) -> None:
        self._write(partial(_refunded, self._counter, entry, wanted, self._officer), self._on_paid)

    def _take_owed(self, owed: Owed, taken: TakenFee) -> None:
        self._write(partial(_taken, self._counter, owed, taken, self._officer), self._on_paid)

    def _on_paid(self, payment: Payment) -> None:
        self._done(_("Đã ghi phiếu {slip}.").format(slip=payment.slip))
        self._slips.print_slip(payment.id)

    def _record(self, entry: Entry, number: str) -> None:
        done = _("Đã ghi số biên lai {number}.").format(number=number)
        self._write(partial(_recorded, self._counter, entry, number, self._officer), lambda _nothing: self._done(done))

    def _write(self, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        self._tasks.run(work, done, self._on_failed, Lane.WRITER, self)

    def _done(self, text: str) -> None:
        self.banner.say(text, Tone.SUCCESS)
        self.banner.show()
        self.refresh()

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem)
        self.refresh()

    def _on_printing(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.banner.say(text, tone)
        self.banner.show()


# ---- in a worker ----


def _read(counter: Counter, _progress: Progress) -> TillView:
    return counter.till.view()


def _opened(counter: Counter, amount: int, officer: Officer, _progress: Progress) -> Drawer:
    return counter.till.open_drawer(amount, officer)


def _closed(counter: Counter, counted: tuple[int, str], officer: Officer, _progress: Progress) -> Drawer:
    return counter.till.close(*counted, officer)


def _refunded(
    counter: Counter, entry: Entry, wanted: tuple[int, str, bool], officer: Officer, _progress: Progress
) -> Payment:
    amount, reason, again = wanted
    return counter.till.refund(entry.payment.id, amount, reason, officer, again=again)


def _taken(counter: Counter, owed: Owed, taken: TakenFee, officer: Officer, _progress: Progress) -> Payment:
    return counter.till.take_owed(owed.dossier, taken, officer)


def _recorded(counter: Counter, entry: Entry, number: str, officer: Officer, _progress: Progress) -> None:
    counter.till.record_receipt(entry.payment.slip, number, officer.id)
