"""Closing the day (F12): what was done, what is still open, the lists that go along, one key that closes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kiosk.closing import DayRecord, DayView, Matter, Open, counts
from kiosk.counter import Counter
from kiosk.device_ports import PrintState
from kiosk.moments import show_moment
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.closing_parts import FiguresCard, open_columns
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.confirm import Confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.record_table import RecordTable
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text


class ClosingScreen(QWidget):
    """`dossier_opened` and `draft_opened` bring what is open; `count_wanted`, `hand_back_wanted`: the screen where it is done."""

    dossier_opened = Signal(str)
    draft_opened = Signal(str)
    count_wanted = Signal()
    hand_back_wanted = Signal()
    left = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._officer = Officer("", "")
        self._view: DayView | None = None
        self._asked, self._busy = 0, False
        self._jobs = tuple(ReceiptJob(counter.printer, self) for _paper in range(2))
        for job in self._jobs:
            job.told.connect(self._on_printing)
        self._build()
        install(self, Where.CLOSING, {
            Action.CLOSE_DAY: self.close_day, Action.PRINT_HAND_OVER: self.print_lists, Action.PRINT_RECORD: self.print_record,
            Action.LEAVE_CLOSING: self.left.emit,
        })  # fmt: skip

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    # ---- how it stands -------------------------------------------------------------------------------

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        self.figures, self.since = FiguresCard(), Text("", Role.HINT)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.banner.acted.connect(self.count_wanted)
        self.open_title = Text(_("Việc còn lại"), Role.STRONG)
        self.table: RecordTable[Open] = RecordTable(_("Việc còn lại"), open_columns())
        self.table.setMinimumHeight(measures.control * 4)
        self.table.opened.connect(self._on_opened)
        nothing = EmptyState(Icon.CHECK, _("Không còn việc nào dở dang"), _("Bấm Ctrl+Enter để chốt ngày."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        for part in (Text(_("Chốt ngày"), Role.TITLE), self.since, self.figures, self.banner, self.open_title):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().measures.near)
        self.record_button = Button(_("In lại biên bản"), Kind.PLAIN, Icon.PRINTER, Action.PRINT_RECORD)
        self.lists_button = Button(_("In phiếu bàn giao"), Kind.PLAIN, Icon.LIST, Action.PRINT_HAND_OVER)
        self.close_button = Button(_("Chốt ngày và in"), Kind.PRIMARY, Icon.LOCK, Action.CLOSE_DAY)
        for button, act in (
            (self.record_button, self.print_record), (self.lists_button, self.print_lists), (self.close_button, self.close_day),
        ):  # fmt: skip
            button.clicked.connect(act)
        row.addStretch(1)
        for button in (self.record_button, self.lists_button, self.close_button):
            row.addWidget(button)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        shown = self.table if self._view is not None and self._view.open else self.close_button
        shown.setFocus(event.reason())

    # ---- what is shown -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the day anew."""
        self._asked += 1
        self._tasks.run(partial(_read, self._counter), partial(self._on_read, self._asked), self.banner.say_problem, owner=self)

    def _on_read(self, asked: int, view: DayView) -> None:
        if asked != self._asked:
            return
        had_focus = self.table.hasFocus() or self.close_button.hasFocus() or self.hasFocus()
        self._view = view
        self.since.setText(_since(view))
        self.figures.show_view(view)
        self.table.show_records(view.open)
        self._stack.setCurrentIndex(0 if view.open else 1)
        self.open_title.setText(_open_said(view))
        self.lists_button.setEnabled(bool(view.to_hand_over))
        self.record_button.setEnabled(bool(view.today))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, one: Open) -> None:
        match one.matter:
            case Matter.DRAWER:
                self.count_wanted.emit()
            case Matter.DRAFTS:
                self.draft_opened.emit(one.key)
            case Matter.RESULTS | Matter.ORIGINALS:
                self.hand_back_wanted.emit()
            case _:
                self.dossier_opened.emit(one.key)

    # ---- closing -------------------------------------------------------------------------------------

    def close_day(self) -> None:
        """Ctrl+Enter: at once where nothing is open, else after a question that names what stays open."""
        view = self._view
        if view is None or self._busy:
            return
        if view.drawer is not None:
            self.banner.say(_("Ngăn tiền chưa kiểm đếm nên chưa chốt được ngày."), Tone.WARNING, act=_("Kiểm đếm ngăn tiền"))
            self.banner.show()
            return
        open_now = counts(view.open)
        if not open_now:
            self._close(True)
            return
        left = "; ".join(f"{Matter(name).shown()}: {count}" for name, count in open_now.items())
        text = _("{left}. Việc còn lại được ghi vào biên bản và ngày mai vẫn ở đây.").format(left=left)
        ask = Confirm(_("Chốt ngày khi còn việc dở?"), text, _("Chốt ngày"), keep=_("Chưa chốt"), parent=self)
        ask.answered.connect(self._close)
        ask.open()

    def _close(self, go_on: bool) -> None:
        if not go_on:
            return
        self._set_busy(True)
        self._tasks.run(partial(_closed, self._counter, self._officer), self._on_closed, self._on_failed, Lane.WRITER, self)

    def _on_closed(self, record: DayRecord) -> None:
        self._set_busy(False)
        text = _("Đã chốt lúc {moment}. Biên bản và phiếu bàn giao đang in.").format(moment=show_moment(record.closed_at))
        self.banner.say(text, Tone.SUCCESS)
        self.banner.show()
        announce(self, text)
        self._print(0, _("Biên bản chốt ngày"), partial(_record, self._counter, record, self._officer))
        self._print(1, _("Phiếu bàn giao hồ sơ"), partial(_lists, self._counter, record, self._officer))
        self.refresh()

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(False)
        self.banner.say_problem(problem)
        self.refresh()

    # ---- papers --------------------------------------------------------------------------------------

    def print_lists(self) -> None:
        """Of what was received since the last closing."""
        if self.lists_button.isEnabled():
            self._print(1, _("Phiếu bàn giao hồ sơ"), partial(_lists, self._counter, None, self._officer))

    def print_record(self) -> None:
        """Today's last one, once more."""
        if self._view is not None and self._view.today:
            self._print(0, _("Biên bản chốt ngày"), partial(_record, self._counter, self._view.today[-1], self._officer))

    def _print(self, job: int, title: str, draw: Callable[[Progress], bytes]) -> None:
        self._tasks.run(draw, partial(self._send, job, title), self.banner.say_problem, owner=self)

    def _send(self, job: int, title: str, pdf: bytes) -> None:
        if pdf:
            self._jobs[job].forget()
            self._jobs[job].send(title, pdf, 1)

    def _on_printing(self, state: PrintState) -> None:
        text, tone = words_of(state)
        if tone is Tone.WARNING:               # what goes well leaves the word of what was closed
            self.banner.say(text, tone)
            self.banner.show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.close_button.setEnabled(not busy)


def _since(view: DayView) -> str:
    if not view.since:
        return _("Biên bản đầu tiên của quầy: mọi việc từ trước tới giờ.")
    return _("Những việc từ lần chốt trước, {moment}.").format(moment=show_moment(view.since))


def _open_said(view: DayView) -> str:
    """“Việc còn lại: 3 bản chính chưa trả · 2 hồ sơ nhập dở”."""
    said = " · ".join(f"{Matter(name).shown()}: {count}" for name, count in counts(view.open).items())
    return f"{_('Việc còn lại')}. {said}" if said else _("Việc còn lại")


# ---- in a worker ----


def _read(counter: Counter, _progress: Progress) -> DayView:
    return counter.closing.view()


def _closed(counter: Counter, officer: Officer, _progress: Progress) -> DayRecord:
    return counter.closing.close("", officer)


def _record(counter: Counter, record: DayRecord, officer: Officer, _progress: Progress) -> bytes:
    return counter.closing.record_sheet(record, officer)


def _lists(counter: Counter, record: DayRecord | None, officer: Officer, _progress: Progress) -> bytes:
    return counter.closing.hand_over_lists(officer, record)
