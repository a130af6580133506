"""A paper before and after it is given out: the sheet in the middle, its size, and how its printing stands."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.device_ports import Printer, PrintState
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.slip_sheet import Slip
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk import page_images
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.clerk.receipt_view import PAPERS
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import icon_button
from ui.widgets.checks import RadioField
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_preview import PagePreview
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text

_AGAIN_AFTER_MS = 250                  # while somebody types nothing is drawn
_DENSITY = 1.5

Draw = Callable[[Slip, str], bytes]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A drawn slip. `asked` numbers the asking, so that a late one is known."""

    asked: int
    slip: Slip
    pdf: bytes
    pages: tuple[QImage, ...]
    print_it: bool


class PaperView(QWidget):
    """`show_slip` shows what a piece of work brings, `print_slip` sends it to the printer as well."""

    shown = Signal(object)             # the Slip
    failed = Signal(object)            # Problem
    print_told = Signal(object)        # PrintState

    def __init__(self, draw: Draw, printer: Printer, tasks: Tasks, title: str) -> None:
        super().__init__()
        self._draw, self._tasks, self._title = draw, tasks, title
        self._asked, self._page = 0, 0
        self._sheet: _Sheet | None = None
        self._work: Callable[[], Slip] | None = None
        self._job = ReceiptJob(printer, self)
        self._job.told.connect(self._on_print_told)
        self._soon = QTimer(self, singleShot=True, interval=_AGAIN_AFTER_MS)
        self._soon.timeout.connect(self._begin)
        self._build()

    @property
    def slip(self) -> Slip | None:
        """What is shown."""
        return self._sheet.slip if self._sheet else None

    def show_slip(self, work: Callable[[], Slip], *, at_once: bool = False) -> None:
        """`work` runs in a worker; the last asked for wins."""
        self._work = work
        if at_once:
            self._begin()
        else:
            self._soon.start()

    def print_slip(self, work: Callable[[], Slip]) -> None:
        """`work` may write (it runs in the writers' lane); what it brings is shown and printed."""
        self._soon.stop()
        self._work = None
        self._ask(work, Lane.WRITER, print_it=True)

    def print_again(self) -> None:
        """What is shown, once more."""
        if self._sheet is not None:
            self._job.send(self._title, self._sheet.pdf, 1)

    def clear(self, why: str) -> None:
        """There is nothing to show yet."""
        self._asked += 1
        self._soon.stop()
        self._sheet = None
        self.preview.show_image(None)
        self._nothing.say(_("Chưa có gì để xem trước"), why)
        self._stack.setCurrentWidget(self._nothing)
        self._show_pages()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, perhaps for good, nothing more is drawn."""
        super().hideEvent(event)
        self._soon.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._work is not None and self._sheet is None:
            self._soon.start()

    def _build(self) -> None:
        measures = look().measures
        self.preview = PagePreview()
        self.preview.setMinimumHeight(measures.px(110))
        self.page_said = Text("", Role.HINT, wrap=False)
        self.before = icon_button(_("Trang trước"), Icon.BACK)
        self.after = icon_button(_("Trang sau"), Icon.FORWARD)
        self.before.clicked.connect(lambda: self._turn_to(self._page - 1))
        self.after.clicked.connect(lambda: self._turn_to(self._page + 1))
        for part in (self.before, self.page_said, self.after):
            self.preview.tools.addWidget(part)
        self.paper = RadioField(_("Khổ giấy"), tuple(Choice(paper, paper) for paper in PAPERS))
        self.paper.set_value(PAPERS[0])
        self.paper.edited.connect(self._on_paper)
        self.print_state = Banner()
        self.print_state.hide()
        foot = QHBoxLayout()
        foot.setSpacing(measures.wide)
        foot.addWidget(self.paper)
        foot.addWidget(self.print_state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        self._nothing = EmptyState(Icon.RECEIPT, "", "")
        self._nothing.give_way()
        self._stack = QStackedWidget()
        for page in (self._nothing, self.preview):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self._show_pages()

    def _begin(self) -> None:
        self._soon.stop()
        if self._work is not None:
            self._ask(self._work, Lane.POOL, print_it=False)

    def _ask(self, work: Callable[[], Slip], lane: Lane, *, print_it: bool) -> None:
        self._asked += 1
        errand = partial(_drawn, work, self._draw, str(self.paper.value() or PAPERS[0]), self._asked, print_it)
        self._tasks.run(errand, self._on_drawn, partial(self._on_failed, self._asked), lane, self)

    def _on_drawn(self, sheet: _Sheet) -> None:
        if sheet.asked != self._asked and not sheet.print_it:
            return
        self._sheet, self._page = sheet, 0
        self._turn_to(0)
        self.shown.emit(sheet.slip)
        if sheet.print_it:
            self._job.forget()
            self._job.send(self._title, sheet.pdf, 1)

    def _on_failed(self, asked: int, problem: Problem) -> None:
        if asked == self._asked:
            self.failed.emit(problem)

    def _on_paper(self) -> None:
        slip = self.slip
        if slip is not None:
            self._work = lambda: slip
            self._begin()

    def _turn_to(self, page: int) -> None:
        sheet = self._sheet
        if sheet is not None and 0 <= page < len(sheet.pages):
            self._page = page
            self._stack.setCurrentWidget(self.preview)
            self.preview.show_image(sheet.pages[page], _("{title}, trang {number}").format(title=self._title, number=page + 1))
        self._show_pages()

    def _show_pages(self) -> None:
        count = len(self._sheet.pages) if self._sheet else 0
        self.page_said.setText(_("Trang {number}/{count}").format(number=self._page + 1, count=count) if count else "")
        for part in (self.before, self.after, self.page_said):
            part.setVisible(count > 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < count)

    def _on_print_told(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.print_state.say(text, tone)
        self.print_state.show()
        announce(self.print_state, text, urgent=tone is Tone.WARNING)
        self.print_told.emit(state)


def _drawn(work: Callable[[], Slip], draw: Draw, paper: str, asked: int, print_it: bool, _progress: Progress) -> _Sheet:
    slip = work()
    pdf = draw(slip, paper)
    pages = tuple(page_images.pdf_page(pdf, page, _DENSITY) for page in range(page_images.pdf_pages(pdf)))
    return _Sheet(asked, slip, pdf, pages, print_it)
