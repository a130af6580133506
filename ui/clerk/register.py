"""The register of dossiers (F10): form 07 as a living list. Filtered, added up, opened, printed, saved as XLSX, CSV or PDF."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.counter.register import RegisterView
from kiosk.device_ports import PrintState
from kiosk.moments import day_of
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.register import Period, RegisterFilter
from kiosk.register_sheet import RegisterFormat
from kiosk.words import N_, _
from kiosk.work import Cancelled, Progress
from ui.clerk.files import save_file, save_whole
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.clerk.register_columns import GIVE_WAY, Listed, columns, counted, listed, summed
from ui.clerk.register_filter import RegisterFilterBar
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page import page_column
from ui.widgets.progress_line import ProgressLine
from ui.widgets.record_table import RecordTable
from ui.widgets.text import Role, Text

_KINDS = {RegisterFormat.XLSX: N_("Tệp Excel"), RegisterFormat.CSV: N_("Tệp CSV"), RegisterFormat.PDF: N_("Tệp PDF")}
_BUTTONS = (
    (RegisterFormat.XLSX, "Excel", Action.SAVE_XLSX), (RegisterFormat.CSV, "CSV", Action.SAVE_CSV),
    (RegisterFormat.PDF, "PDF", Action.SAVE_PDF),
)  # fmt: skip


class RegisterScreen(QWidget):
    """`dossier_opened` brings the dossier of a line. `data_folder`: where no file may be saved."""

    dossier_opened = Signal(str)

    def __init__(
        self, counter: Counter, tasks: Tasks, data_folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._counter, self._tasks, self._data_folder = counter, tasks, data_folder
        self._officer = Officer("", "")
        self._asked = 0
        self._reading: Task | None = None
        self._making: Task | None = None
        self._wanted: RegisterFilter | None = None       # of what is listed
        self._job = ReceiptJob(counter.printer, self)
        self._job.told.connect(self._on_printing)
        self._build()
        install(self, Where.REGISTER, {
            Action.FIND_IN_REGISTER: self._on_find, Action.PRINT_REGISTER: self.print_register,
            **{action: partial(self.ask_where, kind) for kind, _name, action in _BUTTONS},
        })  # fmt: skip
        install_row(self, Action.PERIOD, lambda number: self.filter.period_buttons[list(Period)[number - 1]].click())
        self.refresh()

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        top = QHBoxLayout()
        self.count = Text("", Role.HINT, wrap=False)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(Text(_("Sổ theo dõi hồ sơ"), Role.TITLE, wrap=False))
        top.addWidget(self.count, 1)
        self.filter = RegisterFilterBar()
        self.filter.changed.connect(self.refresh)
        self.filter.search.line.returnPressed.connect(self._on_enter)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.progress = ProgressLine()
        self.table: RecordTable[Listed] = RecordTable(_("Các hồ sơ trong sổ"), columns())
        self.table.opened.connect(self._on_opened)
        hint = _("Chọn khoảng ngày khác, hoặc bỏ bớt điều kiện lọc.")
        self.nothing = EmptyState(Icon.LIST, _("Không có hồ sơ nào trong khoảng này"), hint)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(measures.control * 3)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self.sums = Text("", Role.HINT)
        column.addLayout(top)
        column.addWidget(self.filter)
        column.addWidget(self.banner)
        column.addWidget(self.progress)
        column.addWidget(self._stack, 1)
        column.addWidget(self.sums)
        column.addWidget(self._acts())

    def _acts(self) -> QWidget:
        row = QWidget()
        across = FlowLayout(row)
        self.save_buttons: dict[RegisterFormat, Button] = {}
        for kind, name, action in _BUTTONS:
            button = Button(_("Lưu {kind}").format(kind=name), Kind.PLAIN, Icon.SAVE, action)
            button.clicked.connect(partial(self.ask_where, kind))
            self.save_buttons[kind] = button
            across.addWidget(button)
        self.print_button = Button(_("In Mẫu số 07"), Kind.PLAIN, Icon.PRINTER, Action.PRINT_REGISTER)
        self.print_button.clicked.connect(self.print_register)
        across.addWidget(self.print_button)
        return row

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Not a focus proxy: Tab would pass over the periods."""
        (self.table if self._stack.currentWidget() is self.table else self.filter.search.line).setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = event.size().width() / look().measures.body
        for place, wanted in GIVE_WAY.items():
            self.table.setColumnHidden(place, letters < wanted)

    # ---- what is shown ----

    def refresh(self) -> None:
        """Reads the register anew, by the filter as it stands."""
        wanted = self.filter.wanted(self._counter.clock.now_ms())
        if wanted is None:
            return
        self._asked += 1
        if self._reading is not None:
            self._reading.cancel()
        work = partial(_read, self._counter, wanted)
        self._reading = self._tasks.run(work, partial(self._on_read, self._asked, wanted), self._on_failed, owner=self)
        self._reading.ended.connect(self._on_reading_ended)

    def _on_reading_ended(self) -> None:
        if self.sender() is self._reading:
            self._reading = None

    def _on_read(self, asked: int, wanted: RegisterFilter, found: tuple[RegisterView, tuple[Listed, ...]]) -> None:
        if asked != self._asked:
            return
        view, lines = found
        self._wanted = wanted
        focused: QWidget | None = QApplication.focusWidget()
        had_cursor = focused is not None and self._stack.isAncestorOf(focused)
        self.filter.show_choices(view)
        self.table.show_records(lines)
        self._stack.setCurrentWidget(self.table if lines else self.nothing)
        if had_cursor and not lines:
            self.filter.search.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.count.setText(counted(view))
        self.sums.setText(summed(view))
        self.sums.setVisible(bool(summed(view)))

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self.banner.say_problem(problem)

    def _on_find(self) -> None:
        self.filter.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.search.line.selectAll()

    def _on_enter(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, one: Listed) -> None:
        if one.row.is_notice:
            text = _("Phiếu {number} cấp cho hồ sơ chưa được tiếp nhận nên không có gì để mở.")
            self.banner.say(text.format(number=one.row.number), Tone.INFO)
            self.banner.show()
        else:
            self.dossier_opened.emit(one.row.dossier)

    # ---- what leaves the screen ----

    def ask_where(self, kind: RegisterFormat, _checked: bool = False) -> None:
        """Where the list is to be saved as a file of this kind."""
        wanted = self._wanted
        if wanted is None or self._making is not None:
            return
        first, last = day_of(wanted.since), day_of(wanted.until - 1)
        name = f"so-theo-doi-ho-so-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
        dialog = save_file(self, _("Lưu sổ theo dõi hồ sơ"), _(_KINDS[kind]), name, kind.value)
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path), kind))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path, kind: RegisterFormat) -> None:
        """Writes what is listed to a file, whole or not at all."""
        if self._wanted is not None and self._making is None:
            work = partial(_saved, self._counter, self._wanted, kind, self._officer, path, self._data_folder)
            self._watch(self._tasks.run(work, self._on_saved, self._on_not_made, owner=self))

    def print_register(self) -> None:
        if self._wanted is not None and self._making is None:
            work = partial(_made, self._counter, self._wanted, RegisterFormat.PDF, self._officer)
            self._watch(self._tasks.run(work, self._on_drawn, self._on_not_made, owner=self))

    def _watch(self, task: Task) -> None:
        self._making = task
        self.banner.hide()
        self.progress.watch(task, _("Đang lập sổ"))
        task.ended.connect(self._on_made)

    def _on_made(self) -> None:
        self._making = None

    def _on_saved(self, path: Path) -> None:
        self.banner.say(_("Đã lưu sổ vào {file}.").format(file=path), Tone.SUCCESS)
        self.banner.show()

    def _on_not_made(self, problem: Problem) -> None:
        if isinstance(problem, Cancelled):
            self.banner.say(_("Đã dừng, chưa có tệp nào được ghi."), Tone.INFO)
            self.banner.show()
        else:
            self.banner.say_problem(problem)

    def _on_drawn(self, pdf: bytes) -> None:
        self._job.forget()
        self._job.send(_("Sổ theo dõi hồ sơ"), pdf, 1)

    def _on_printing(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.banner.say(text, tone)
        self.banner.show()


# ---- in a worker ----


def _read(counter: Counter, wanted: RegisterFilter, progress: Progress) -> tuple[RegisterView, tuple[Listed, ...]]:
    progress.step("", 0, 1)            # called off while it waited for its turn
    view = counter.registers.view(wanted)
    return view, listed(view, wanted.now)


def _made(counter: Counter, wanted: RegisterFilter, kind: RegisterFormat, officer: Officer, progress: Progress) -> bytes:
    data = counter.registers.file(wanted, kind, officer, progress)
    counter.registers.exported(wanted, kind, officer)
    return data


def _saved(
    counter: Counter, wanted: RegisterFilter, kind: RegisterFormat, officer: Officer, path: Path, data_folder: Path | None,
    progress: Progress,
) -> Path:  # fmt: skip
    data = counter.registers.file(wanted, kind, officer, progress)
    progress.step("", 0, 0)            # the last moment to call it off
    save_whole(path, data, data_folder)
    counter.registers.exported(wanted, kind, officer)
    return path
