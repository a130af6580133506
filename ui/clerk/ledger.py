"""The certification ledger (Shift+F5): the books of this counter, every entry, struck ones struck; printed as a whole."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.device_ports import PrintState
from kiosk.ledger import LedgerBook, LedgerEntry
from kiosk.moments import show_moment
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.express_rows import money
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.choice import ChoiceField
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.question import Question, complain
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The books, and one of them opened."""

    books: tuple[LedgerBook, ...]
    book: str
    entries: tuple[LedgerEntry, ...]


class LedgerScreen(QWidget):
    """`dossier_opened` brings the dossier an entry belongs to; `closed` leads back to the desk's express path."""

    dossier_opened = Signal(str)
    closed = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._officer = Officer("", "")
        self._view = LedgerView((), "", ())
        self._asked, self._seen = 0, False
        self._dialog: StrikeDialog | None = None
        self._job = ReceiptJob(counter.printer, self)
        self._job.told.connect(self._on_printing)
        self._build()
        install(self, Where.LEDGER, {
            Action.STRIKE: self.strike, Action.PRINT_LEDGER: self.print_book, Action.CLOSE_LEDGER: self.closed.emit,
        })  # fmt: skip
        self.refresh()

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        top = QHBoxLayout()
        top.setSpacing(measures.near)
        self.print_button = Button(_("In sổ"), Kind.PLAIN, Icon.PRINTER, Action.PRINT_LEDGER)
        self.print_button.clicked.connect(self.print_book)
        self.strike_button = Button(_("Gạch bỏ"), Kind.PLAIN, Icon.REMOVE, Action.STRIKE)
        self.strike_button.clicked.connect(self.strike)
        top.addWidget(Text(_("Sổ chứng thực"), Role.TITLE, wrap=False), 1)
        top.addWidget(self.strike_button)
        top.addWidget(self.print_button)
        self.book = ChoiceField(_("Quyển sổ"))
        self.book.edited.connect(self._on_book)
        self.count = Text("", Role.HINT)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.table: RecordTable[LedgerEntry] = RecordTable(_("Các số trong quyển"), _columns())
        self.table.setMinimumHeight(measures.control * 4)
        self.table.opened.connect(lambda entry: self.dossier_opened.emit(entry.dossier))
        self.table.selected.connect(self._on_selected)
        self.reason = Text("", Role.WARNING)
        hint = _("Quyển sổ mở ra khi chứng thực việc đầu tiên ở màn hình Chứng thực nhanh.")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._nothing = EmptyState(Icon.INBOX, _("Chưa có quyển sổ nào"), hint)
        self._stack.addWidget(self._nothing)
        column.addLayout(top)
        column.addWidget(self.book)
        column.addWidget(self.count)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.table.setFocus(event.reason())

    # ---- what is shown ----

    def refresh(self) -> None:
        """The books again, the one that was open still open; the newest in use for the first time."""
        self._load(self._view.book)

    def _load(self, book: str) -> None:
        self._asked += 1
        work = partial(_read, self._counter, book)
        self._tasks.run(work, partial(self._on_read, self._asked), self.banner.say_problem, owner=self)

    def _on_read(self, asked: int, view: LedgerView) -> None:
        if asked != self._asked:
            return
        if view.books != self._view.books:
            self.book.set_choices(Choice(book.id, _book_said(book)) for book in view.books)
        self._view = view
        self.book.set_value(view.book)
        before = self.table.current() if self._seen else None      # what was read ahead nobody has chosen in
        self._seen = self._seen or self.isVisible()
        self.table.show_records(view.entries)
        self._keep(before)
        self._stack.setCurrentWidget(self.table if view.books else self._nothing)
        struck = sum(entry.struck is not None for entry in view.entries)
        fees = sum(entry.line.fee for entry in view.entries if entry.struck is None)
        text = _("{count} số, gạch bỏ {struck}; phí của các số còn hiệu lực {fees}")
        self.count.setText(text.format(count=len(view.entries), struck=struck, fees=money(fees)))
        self.book.setEnabled(bool(view.books))
        self.print_button.setEnabled(bool(view.books))
        self._on_selected(self.table.current())

    def _keep(self, before: LedgerEntry | None) -> None:
        """The cursor stays on its number, struck meanwhile or not; in a book just opened it is on the last one."""
        entries = self._view.entries
        same = [entry for entry in entries if before and (entry.book.id, entry.number) == (before.book.id, before.number)]
        if wanted := (same or entries)[-1:]:
            self.table.selectRow(self.table.records.row_of(wanted[0]))

    def _on_book(self) -> None:
        chosen = str(self.book.value())
        if any(book.id == chosen for book in self._view.books):
            self._load(chosen)

    def _on_selected(self, entry: LedgerEntry | None) -> None:
        struck = entry.struck if entry else None
        self.strike_button.setEnabled(entry is not None and struck is None)
        text = _("Gạch bỏ lúc {when}: {reason}")
        self.reason.setText(text.format(when=show_moment(struck.at), reason=struck.reason) if struck else "")
        self.reason.setVisible(struck is not None)

    # ---- what is done ----

    def strike(self) -> None:
        """Asks why, then strikes the chosen entry through for good."""
        entry = self.table.current()
        if entry is None or entry.struck is not None:
            return
        self._dialog = StrikeDialog(entry, self)
        self._dialog.answered.connect(partial(self._on_reason, entry))
        self._dialog.open()

    def _on_reason(self, entry: LedgerEntry, reason: str) -> None:
        work = partial(_strike, self._counter, entry, reason, self._officer)
        self._tasks.run(work, lambda _entry: self.refresh(), self._on_failed, Lane.WRITER, self)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem)
        self.refresh()

    def print_book(self) -> None:
        if self._view.book:
            work = partial(_drawn, self._counter, self._view.book, self._officer)
            self._tasks.run(work, self._on_drawn, self.banner.say_problem, owner=self)

    def _on_drawn(self, pdf: bytes) -> None:
        self._job.forget()
        self._job.send(_("Sổ chứng thực"), pdf, 1)

    def _on_printing(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.banner.say(text, tone)
        self.banner.show()


class StrikeDialog(Question):
    """Why an entry is struck through: answers the reason."""

    def __init__(self, entry: LedgerEntry, parent: QWidget | None = None) -> None:
        consequence = _("Số vẫn nằm trong sổ, có gạch ngang và lý do; không lấy lại được. Hồ sơ và tiền đã thu không đổi.")
        about = (f"{entry.line.person} · {entry.line.subject}", consequence)
        super().__init__(_("Gạch bỏ số {number}").format(number=entry.number), about, parent)
        self.reason = TextField(_("Lý do gạch bỏ"), required=True)
        self._ask(_("Gạch bỏ"), self.reason, danger=True)

    def _answer(self) -> str | None:
        reason = str(self.reason.value())
        if not reason:
            complain(self.reason, _("Ghi lý do trước khi gạch bỏ."))
        return reason or None


def _columns() -> tuple[RecordColumn[LedgerEntry], ...]:
    return (
        RecordColumn(_("Số"), lambda entry: str(entry.number), 6, right=True, strong=True, sort_key=lambda entry: entry.number),
        RecordColumn(_("Lúc"), lambda entry: show_moment(entry.entered_at), 17, sort_key=lambda entry: entry.entered_at),
        RecordColumn(_("Người yêu cầu"), lambda entry: entry.line.person, 0),
        RecordColumn(_("Giấy tờ"), lambda entry: entry.line.subject, 0),
        RecordColumn(_("Trang"), lambda entry: str(entry.line.pages), 7, right=True),
        RecordColumn(_("Bản"), lambda entry: str(entry.line.copies), 6, right=True),
        RecordColumn(_("Phí"), lambda entry: money(entry.line.fee), 11, right=True),
        RecordColumn(_("Tình trạng"), _state_said, 13, tone=lambda entry: Tone.DANGER if entry.struck else Tone.SUCCESS),
    )


def _state_said(entry: LedgerEntry) -> str:
    return _("Đã gạch bỏ") if entry.struck else _("Có hiệu lực")


def _book_said(book: LedgerBook) -> str:
    if book.closed_at is None:
        return book.name
    return _("{book} (đã khóa {when})").format(book=book.name, when=show_moment(book.closed_at))


# ---- in a worker ----


def _read(counter: Counter, book: str, _progress: Progress) -> LedgerView:
    books = counter.ledgers.books()
    known = next((one.id for one in books if one.id == book), "")
    newest = next((one.id for one in books if one.closed_at is None), books[0].id if books else "")
    wanted = known or newest
    return LedgerView(books, wanted, counter.ledgers.entries(wanted) if wanted else ())


def _strike(counter: Counter, entry: LedgerEntry, reason: str, officer: Officer, _progress: Progress) -> LedgerEntry:
    return counter.ledgers.strike(entry.book.id, entry.number, reason, officer)


def _drawn(counter: Counter, book: str, officer: Officer, _progress: Progress) -> bytes:
    return counter.ledgers.print_book(book, officer)
