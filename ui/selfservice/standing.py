"""How one dossier stands, told to whoever holds its paper or knows its number. No name: who stands behind may read it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.moments import day_of, local, show_date, show_moment
from kiosk.receipt_token import Kind, ReceiptFacts
from kiosk.selfservice.standing import Answer, DossierStep, Paper
from kiosk.states import Actor, actor_label, portal_label
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton
from ui.selfservice.box import Box
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import LongList, Page, Turn
from ui.selfservice.print_button import PrintButton
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_WHAT_NEXT = {
    Actor.CITIZEN: N_("Ông/Bà cần làm tiếp. Hãy mang giấy hẹn tới quầy để cán bộ chỉ giấy tờ còn thiếu."),
    Actor.OFFICER: N_("Cán bộ một cửa làm tiếp."),
    Actor.AUTHORITY: N_("Cơ quan giải quyết làm tiếp. Ông/Bà không phải làm gì."),
    Actor.NOBODY: N_("Hồ sơ đã xong."),
}
_SIGN = 112
_GOES_ON, _KEPT = (Icon.CLOCK, Tone.INFO), (Icon.ARCHIVE, Tone.WARNING)
_SIGNS: dict[Actor | None, tuple[Icon, Tone]] = {
    Actor.CITIZEN: (Icon.WARNING, Tone.WARNING),
    Actor.NOBODY: (Icon.DOSSIER, Tone.INFO),         # granted or not
}
_BY_ITSELF = N_("Máy tự gửi khi có mạng. Ông/Bà không phải làm gì.")


class _Told(Page):
    """One answer; from here another may be asked for."""

    def __init__(self, turn: Turn, title: str, answer: Answer) -> None:
        super().__init__(turn, title)
        self._answer = answer
        content = LongList()
        self._parts = content.lines
        self.body.addWidget(content, 1)
        self._tell()
        if answer.paper is Paper.UNDECIDED:
            told = _("Máy này chưa kiểm được giấy do ai ký. Cần chắc chắn, xin hỏi cán bộ ở quầy.")
            self._parts.addWidget(Text(told, Role.HINT))
        if answer.as_of:
            self._parts.addWidget(Text(_("Tính đến {moment}.").format(moment=self._soon(answer.as_of)), Role.HINT))
        self._parts.addWidget(MomentPicture(Moment.KEPT), 1)
        another = BigButton(_("Xem hồ sơ khác"), icon=Icon.SEARCH)
        another.clicked.connect(turn.back)
        self.body.addWidget(another)
        self.first = another

    def _tell(self) -> None:
        raise NotImplementedError

    def _soon(self, moment: int) -> str:
        """Of today the hour is enough."""
        then = local(moment)
        if then.date() == day_of(self.turn.kiosk.clock.now_ms()):
            return _("{hour} hôm nay").format(hour=f"{then:%H:%M}")
        return show_moment(moment)

    def _card(self, *lines: Text, sign: tuple[Icon, Tone] | None = None) -> None:
        """`sign`: beside them, where letters leave the room."""
        card, words = Box(), QVBoxLayout()
        words.setSpacing(card.body.spacing())
        beside = QHBoxLayout()
        beside.setSpacing(sizes().gap * 3 // 2)
        if sign is not None and sizes().roomy:
            beside.addWidget(Sign(*sign, sizes().high(_SIGN)), 0, Qt.AlignmentFlag.AlignTop)
        for line in lines:
            words.addWidget(line)
        beside.addLayout(words, 1)
        card.body.addLayout(beside)
        self._parts.addWidget(card)


class StandingPage(_Told):
    """The step, who acts next and by when; of a paper nothing is known of here yet, what it promises."""

    def __init__(self, turn: Turn, answer: Answer, typed: str = "") -> None:
        """`typed`: the number asked for, which a slip still bears when the dossier has another by now."""
        number = answer.step.number if answer.step else answer.promised.number if answer.promised else ""
        super().__init__(turn, _("Hồ sơ {number}").format(number=number), answer)
        if typed and answer.step is not None and typed != number:
            self._parts.insertWidget(0, Text(_("Trên phiếu ghi số {number}; nay hồ sơ mang số này.").format(number=typed)))

    def _tell(self) -> None:
        if self._answer.step is not None:
            self._tell_step(self._answer.step)
            self._offer_slip(self._answer.step)
        elif self._answer.promised is not None:
            self._tell_promised(self._answer.promised)

    def _offer_slip(self, step: DossierStep) -> None:
        """Once more, for whoever held the slip before the machine, or was proven by their card."""
        kiosk = self.turn.kiosk
        filings, desk = kiosk.filings, kiosk.desk
        if step.slip_of and filings is not None and desk is not None:
            self.slip = PrintButton(self.turn, _("In lại phiếu nộp hồ sơ"))
            self.slip.offer_paper(step.number, lambda: desk.draw_slip(filings.slip_again(step.slip_of)))
            self.body.addWidget(self.slip)

    def _tell_step(self, step: DossierStep) -> None:
        self._card(
            Text(_("Đang ở bước"), Role.HINT), Text(step_said(step, self._soon), Role.TITLE),
            Text(_(_WHAT_NEXT[step.turn] if step.turn is not None else _BY_ITSELF)), sign=_SIGNS.get(step.turn, _GOES_ON),
        )  # fmt: skip
        lines = [Text(_(step.procedure), Role.STRONG)] if step.procedure else []
        turn = step.turn if step.turn is not None else Actor.OFFICER
        if step.turn is None:              # else it stands under the step
            lines.append(Text(_("Người làm tiếp: {who}").format(who=actor_label(turn))))
        lines.append(Text(_("Ngày nộp: {day}").format(day=show_date(day_of(step.came_in_at)))))
        if step.due_at is not None and turn is not Actor.NOBODY:
            lines.append(Text(_("Hẹn trả: {moment}").format(moment=show_moment(step.due_at)), Role.STRONG))
        lines.append(Text(_("Nơi nộp: {office}").format(office=step.office)))
        self._card(*lines)

    def _tell_promised(self, promised: ReceiptFacts) -> None:
        self._card(
            Text(_("Máy này chưa có tin về hồ sơ"), Role.TITLE),
            Text(_("Có thể máy chưa nối được mạng từ lúc Ông/Bà nộp. Xin xem lại sau, hoặc hỏi cán bộ ở quầy.")),
        )  # fmt: skip
        lines = [Text(_("Trên giấy của Ông/Bà ghi"), Role.HINT)]
        if self._answer.procedure:
            lines.append(Text(_(self._answer.procedure), Role.STRONG))
        lines.append(Text(_("Ngày nộp: {day}").format(day=show_date(day_of(promised.received * 1000)))))
        if promised.due is not None and self._answer.kind is Kind.RECEIPT:
            lines.append(Text(_("Hẹn trả: {moment}").format(moment=show_moment(promised.due * 1000)), Role.STRONG))
        self._card(*lines)


class LeftPage(_Told):
    """Something left unfinished: until when it is kept, and that an officer can open it."""

    def __init__(self, turn: Turn, answer: Answer) -> None:
        super().__init__(turn, _("Hồ sơ làm dở"), answer)

    def _tell(self) -> None:
        left = self._answer.left
        if left is None:
            return
        if left.over:
            self._card(
                Text(_("Đã quá ngày giữ"), Role.TITLE),
                Text(_("Giữ đến {moment}, sau đó máy đã xóa hết. Ông/Bà có thể làm lại từ đầu.").format(
                    moment=show_moment(left.forget_at))),
            )  # fmt: skip
            return
        self._card(
            Text(_("Chưa nộp. Đang được giữ"), Role.TITLE),
            Text(_("Mang mã {code} tới quầy: cán bộ mở được phần Ông/Bà đã điền.").format(code=left.code)), sign=_KEPT,
        )  # fmt: skip
        lines = [Text(_(left.procedure), Role.STRONG)] if left.procedure else []
        lines.append(Text(_("Dừng lúc: {moment}").format(moment=show_moment(left.left_at))))
        lines.append(Text(_("Giữ đến: {moment}").format(moment=show_moment(left.forget_at)), Role.STRONG))
        self._card(*lines)


def step_said(step: DossierStep, soon: Callable[[int], str] = show_moment) -> str:
    if step.received:
        return portal_label(step.status) if step.status is not None else _("Đã nộp, chờ cơ quan xem")
    if step.look_by is not None:
        return _("Đã nộp, chờ cán bộ xem trước {moment}").format(moment=soon(step.look_by))
    return _("Đã nộp, chờ cán bộ xem")
