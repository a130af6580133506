"""A dossier that cannot be received (yet): form 02 or 03, seen while it is filled, given out with one key.

Form 02 leaves the draft waiting for the citizen. Form 03 leaves it too, until the officer says that it is closed.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter, Notices
from kiosk.moments import show_moment
from kiosk.notice_problems import AlreadyGuided
from kiosk.notices import Forbidden, Lacking, NoticeForm
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.receive_draft import DraftGone
from kiosk.slip_sheet import Slip
from kiosk.store.drafts import Draft
from kiosk.store.notices import Notice
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.clerk.notice_sides import RefusalSide, SupplementSide
from ui.clerk.paper_view import PaperView
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import scrolling
from ui.widgets.confirm import Confirm
from ui.widgets.text import Role, Text

TITLES = {
    NoticeForm.SUPPLEMENT: N_("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    NoticeForm.REFUSAL: N_("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
}
Known = tuple[tuple[Lacking, ...], tuple[Forbidden, ...], tuple[Notice, ...]]


def known(notices: Notices, draft: Draft, _progress: Progress) -> Known:
    """What the panel must know before it opens: for a worker."""
    return notices.lacking(draft), notices.forbidden(draft), notices.of(draft.id)


class NoticePanel(QWidget):
    """One notice about one draft. Esc goes back to the form, and nothing was given out unless it was printed."""

    closed = Signal()                  # back to the form
    parked = Signal()                  # form 02 is out: the draft waits for the citizen
    ended = Signal()                   # the draft is closed for good

    def __init__(
        self, counter: Counter, tasks: Tasks, officer: Officer, draft: Draft, form: NoticeForm, facts: Known
    ) -> None:  # fmt: skip
        super().__init__()
        self._notices, self._tasks, self._officer, self._draft, self._form = counter.notices, tasks, officer, draft, form
        lacking, forbidden, earlier = facts
        self._earlier = tuple(notice for notice in earlier if notice.form is form)
        self._issued: Slip | None = None
        self._busy = False
        self.side: SupplementSide | RefusalSide = (
            SupplementSide(lacking, forbidden) if form is NoticeForm.SUPPLEMENT else RefusalSide(self._notices.refusal_reasons)
        )
        self.view = PaperView(self._notices.draw, counter.printer, tasks, _(TITLES[form]))
        self._lay_out()
        self._connect()
        self._tell_earlier()
        self._on_edited()

    @property
    def draft(self) -> str:
        """The id of the draft it is about."""
        return self._draft.id

    @property
    def issued(self) -> Slip | None:
        """The notice that was given out here."""
        return self._issued

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.side.first().setFocus(event.reason())

    def _lay_out(self) -> None:
        measures = look().measures
        supplement = self._form is NoticeForm.SUPPLEMENT
        self.title = Text(_(TITLES[self._form]), Role.TITLE)
        self.told, self.guided = Banner(can_close=True), Banner()
        self.told.hide()
        self.guided.hide()
        self.back_button = Button(_("Trở lại tờ khai"), Kind.PLAIN, Icon.BACK, Action.LEAVE_NOTICE)
        self.print_button = Button(_("Cấp phiếu và in"), Kind.PRIMARY, Icon.PRINTER, Action.PRINT_NOTICE)
        self.next_button = Button(_("Để hồ sơ chờ bổ sung") if supplement else _("Đóng hồ sơ…"), Kind.PLAIN, Icon.FORWARD)
        self.next_button.hide()
        area = scrolling(self.side)
        area.setFixedWidth(measures.px(470))
        middle = QHBoxLayout()
        middle.setSpacing(measures.wide)
        middle.addWidget(area)
        middle.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.print_button)
        foot.addWidget(self.next_button)
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        room.setSpacing(measures.near)
        for part in (self.title, self.told, self.guided):
            room.addWidget(part)
        room.addLayout(middle, 1)
        room.addLayout(foot)

    def _connect(self) -> None:
        install(self, Where.NOTICE, {Action.PRINT_NOTICE: self._on_print, Action.LEAVE_NOTICE: self._on_leave})
        self.side.edited.connect(self._on_edited)
        self.view.shown.connect(self._on_shown)
        self.view.failed.connect(self._on_failed)
        self.back_button.clicked.connect(self._on_leave)
        self.print_button.clicked.connect(self._on_print)
        self.next_button.clicked.connect(self._on_next)
        self.guided.acted.connect(self._on_earlier)

    # ---- before it is given out ----------------------------------------------------------------------

    def _tell_earlier(self) -> None:
        if not self._earlier:
            return
        last = self._earlier[-1]
        text = _("Đã cấp phiếu số {number} lúc {when} cho hồ sơ này.")
        detail = _("Việc hướng dẫn bổ sung chỉ được làm một lần, đầy đủ. Nếu công dân làm mất phiếu thì in lại phiếu đã cấp.")
        self.guided.say(
            text.format(number=last.number, when=show_moment(last.issued_at)), Tone.WARNING,
            detail=detail if self._form is NoticeForm.SUPPLEMENT else "", act=_("In lại phiếu đã cấp"),
        )  # fmt: skip
        self.guided.show()

    def _on_earlier(self) -> None:
        slip = self._earlier[-1].slip
        self.view.print_slip(lambda: slip)

    def _on_edited(self) -> None:
        if self._issued is None:
            self.view.show_slip(self._preview())

    def _preview(self) -> Callable[[], Slip]:
        notices, draft, officer = self._notices, self._draft, self._officer
        if isinstance(self.side, SupplementSide):
            demands, also = self.side.demands(), str(self.side.also.value())
            return lambda: notices.preview_supplement(draft, demands, also, officer)
        reason, details = str(self.side.reason.value()), str(self.side.details.value())
        return lambda: notices.preview_refusal(draft, reason, details, officer)

    def _on_shown(self, slip: Slip) -> None:
        if slip.number and self._busy:
            self._on_issued(slip)

    def _on_failed(self, problem: Problem) -> None:
        """A preview that cannot be drawn yet says why in its place; a notice that was not given out says it aloud."""
        if not self._busy:
            self.view.clear(problem.for_person())
            return
        self._set_busy(False)
        if isinstance(problem, AlreadyGuided):
            self._ask_again(problem)
        else:
            self.told.say_problem(problem)
            self.setFocus(Qt.FocusReason.OtherFocusReason)     # what was switched off lost the cursor

    # ---- giving it out -------------------------------------------------------------------------------

    def _on_print(self) -> None:
        if self._issued is not None:
            self.view.print_again()
        elif not self._busy:
            self._issue(again=False)

    def _issue(self, *, again: bool) -> None:
        self._set_busy(True)
        self.told.hide()
        self.view.print_slip(self._giving_out(again=again))

    def _giving_out(self, *, again: bool) -> Callable[[], Slip]:
        notices, draft, officer = self._notices, self._draft, self._officer
        if isinstance(self.side, SupplementSide):
            demands, also = self.side.demands(), str(self.side.also.value())
            return lambda: notices.supplement(draft, demands, also, officer, again=again).slip
        reason, details = str(self.side.reason.value()), str(self.side.details.value())
        return lambda: notices.refusal(draft, reason, details, officer).slip

    def _ask_again(self, problem: AlreadyGuided) -> None:
        ask = Confirm(
            _("Cấp thêm một phiếu hướng dẫn?"), f"{problem.for_person()} {problem.for_operator()}", _("Cấp thêm phiếu"),
            keep=_("Không cấp"), parent=self,
        )  # fmt: skip
        ask.answered.connect(self._on_asked_again)
        ask.open()

    def _on_asked_again(self, again: bool) -> None:
        if again:
            self._issue(again=True)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_issued(self, slip: Slip) -> None:
        self._issued = slip
        self._set_busy(False)
        self.guided.hide()
        self.title.setText(f"{_(TITLES[self._form])} · {_('số {number}').format(number=slip.number)}")
        self.print_button.set_kind(Kind.PLAIN)
        self.print_button.say(_("In lại"))
        self.next_button.show()
        self.next_button.set_kind(Kind.PRIMARY if self._form is NoticeForm.SUPPLEMENT else Kind.PLAIN)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.side.setEnabled(not busy and self._issued is None)
        self.print_button.setEnabled(not busy)

    # ---- afterwards ----------------------------------------------------------------------------------

    def _on_leave(self) -> None:
        if not self._busy:
            self.closed.emit()

    def _on_next(self) -> None:
        if self._form is NoticeForm.SUPPLEMENT:
            self.parked.emit()
            return
        ask = Confirm(
            _("Đóng hồ sơ đã từ chối?"),
            _("Bản nháp và các trang đã quét bị xóa, không lấy lại được. Phiếu từ chối vẫn được lưu."),
            _("Đóng hồ sơ"), keep=_("Giữ lại bản nháp"), danger=True, parent=self,
        )  # fmt: skip
        ask.answered.connect(self._on_end_answered)
        ask.open()

    def _on_end_answered(self, end: bool) -> None:
        if end:
            close = partial(self._notices.close, self._draft.id, self._officer)
            self._tasks.run(
                lambda _progress: close(), lambda _done: self.ended.emit(), self._on_not_ended, Lane.WRITER, self
            )

    def _on_not_ended(self, problem: Problem) -> None:
        if isinstance(problem, DraftGone):
            self.ended.emit()
        else:
            self.told.say_problem(problem)
