"""One dossier handed over: what stands in the way, the fields, the one key that records it and prints the paper."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.hand_backs import HandBackCase
from kiosk.hand_back import (
    AlreadyHanded,
    Handed,
    HandOrder,
    Lack,
    NotRecordable,
    Readiness,
    Seen,
    lacks,
    tidied,
)
from kiosk.moments import show_moment
from kiosk.officers import Officer
from kiosk.people import Citizen
from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.hand_back_form import HandOverForm
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.results_over import ResultsOver
from ui.clerk.words_of_portal import may_fetch_again, results_in_short
from ui.shortcuts import Action
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import scrolling
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Role, Text


class HandOver(QWidget):
    """Made anew for every dossier, so that Tab goes as it is read. `handed` brings the record of what was just handed over;
    `stale` that the dossier must be read again, and why; `reprint_wanted` the dossier whose paper is wanted again."""

    closed = Signal()
    handed = Signal(object)
    stale = Signal(object)
    reprint_wanted = Signal(str)
    dossier_opened = Signal(str)

    def __init__(
        self, counter: Counter, tasks: Tasks, officer: Officer, case: HandBackCase, *, with_receipt: bool = False,
        seen: Seen | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._counter, self._tasks, self._officer, self.case = counter, tasks, officer, case
        self._busy = False
        self.form = HandOverForm(case, with_receipt=with_receipt, seen=seen)
        self._build()
        self.form.setVisible(case.handed is None)
        self._show_state()
        if case.refused is not None:
            self._say_refusal(case.refused)

    def _build(self) -> None:
        measures, line = look().measures, self.case.line
        title = Text(_("Trả kết quả {number}").format(number=line.number), Role.TITLE)
        about = Text(" · ".join(filter(None, (
            line.procedure_name, line.submitter, self.case.readiness.shown(), results_in_short(self.case.results)
        ))), Role.HINT)
        self.banner, self.printing = Banner(), Text("", Role.HINT)
        self._area = scrolling(self.form)
        self.back_button = Button(_("Trở lại danh sách"), Kind.PLAIN, Icon.BACK, Action.LEAVE_HAND_BACK)
        self.open_button = Button(_("Xem hồ sơ"), Kind.PLAIN, Icon.SEARCH)
        self.reprint_button = Button(_("In lại giấy biên nhận"), Kind.PLAIN, Icon.PRINTER, Action.PRINT_HAND_BACK)
        self.do_button = Button(_("Trả và in giấy biên nhận"), Kind.PRIMARY, Icon.HAND_BACK, Action.HAND_OVER)
        self.back_button.clicked.connect(self.leave)
        self._results = ResultsOver(self._counter, self._tasks, self)
        self.result_button = Button(_("Xem, in tệp kết quả"), Kind.PLAIN, Icon.DOSSIER)
        self.fetch_button = Button(_("Tải lại tệp kết quả"), Kind.PLAIN, Icon.SYNC)
        self.result_button.clicked.connect(lambda: self._results.open(self.case.results))
        self.fetch_button.clicked.connect(lambda: self._results.fetch(line.id, self._officer))
        self._results.asked.connect(self._on_fetching)
        self._results.failed.connect(self._on_not_fetched)
        self.result_button.setVisible(any(one.state == "here" for one in self.case.results))
        self.fetch_button.setVisible(may_fetch_again(self.case.results))
        self.open_button.clicked.connect(lambda: self.dossier_opened.emit(line.id))
        self.reprint_button.clicked.connect(self.reprint)
        self.do_button.clicked.connect(self.hand_over)
        foot: FlowLayout | QHBoxLayout = FlowLayout() if look().scale >= LARGE_LETTERS else QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addWidget(self.back_button)
        foot.addWidget(self.open_button)
        foot.addWidget(self.result_button)
        foot.addWidget(self.fetch_button)
        if isinstance(foot, QHBoxLayout):
            foot.addStretch(1)
        foot.addWidget(self.reprint_button)
        foot.addWidget(self.do_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.near)
        for part in (title, about, self.banner, self.printing):
            column.addWidget(part)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        self.banner.hide()
        self.printing.hide()
        self.reprint_button.setVisible(self.case.handed is not None)
        self.do_button.setVisible(self.case.handed is None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the work is: the first field that says nothing yet, else the button."""
        self.first().setFocus(event.reason())

    def first(self) -> QWidget:
        """Where the cursor belongs."""
        if not self.may:
            return self.reprint_button if self.case.handed is not None else self.back_button
        asked = (self.form.receipt, self.form.result)
        return next((field.parts()[0] for field in asked if field.isVisibleTo(self) and not field.value()), self.do_button)

    @property
    def may(self) -> bool:
        """Whether it can be handed over now."""
        return self.case.refused is None and not self._busy

    def say_printing(self, text: str) -> None:
        """How the paper printed again comes out."""
        self.printing.setText(text)
        self.printing.show()

    def take_card(self, holder: Citizen) -> None:
        if self.may:
            self.form.take_card(holder)

    def rate(self, score: int) -> None:
        if self.may:
            self.form.rate(score)

    def _say_refusal(self, problem: Problem) -> None:
        if not isinstance(problem, AlreadyHanded):
            self.banner.say_problem(problem)
            return
        before = problem.handed
        one, papers = before.collector, "; ".join(before.originals)
        text = _("Đã trả lúc {when} cho {name} ({role}).")
        self.banner.say(
            text.format(when=show_moment(before.handed_at), name=one.name, role=one.who.shown()), Tone.WARNING,
            detail=_("Bản chính đã trả: {papers}").format(papers=papers) if papers else "",
        )  # fmt: skip
        self.banner.show()

    # ---- what is done --------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Ctrl+Enter: recorded whole, or the cursor is where something is missing."""
        if not self.may:
            return
        order = self.form.order()
        judged = replace(order, collector=tidied(order.collector))
        papers_only = self.case.readiness is Readiness.PAPERS
        if not self._complains(tuple(lacks(judged, self.case.people, papers_only=papers_only))):
            self._set_busy(True)
            work = partial(_handed, self._counter, order, self._officer)
            self._tasks.run(work, self._on_handed, self._on_failed, Lane.WRITER, self)

    def _complains(self, found: tuple[Lack, ...]) -> bool:
        field = self.form.complain(found)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(field)
        return field is not None

    def _on_handed(self, handed: Handed) -> None:
        self._set_busy(False)
        self.handed.emit(handed)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(False)
        if isinstance(problem, NotRecordable):
            self._complains(problem.lacks)
        else:
            self.stale.emit(problem)

    def _on_fetching(self, _dossier: str) -> None:
        self.fetch_button.setEnabled(False)
        self.say_printing(_("Đang tải lại tệp kết quả; mở lại hồ sơ này khi tệp đã về."))

    def _on_not_fetched(self, problem: Problem) -> None:
        self.banner.say_problem(problem)

    def reprint(self) -> None:
        if self.case.handed is not None:
            self.reprint_wanted.emit(self.case.line.id)

    def leave(self) -> None:
        if not self._busy:
            self.closed.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show_state()

    def _show_state(self) -> None:
        self.form.setEnabled(self.may)
        self.do_button.setEnabled(self.may)


# ---- in a worker ----


def _handed(counter: Counter, order: HandOrder, officer: Officer, _progress: Progress) -> Handed:
    return counter.hand_backs.hand_over(order, officer)
