"""Leaving before it is submitted: go on, take a slip under which an officer finds what is there, or throw it away."""

from functools import partial

import shiboken6

from kiosk.leave import Left
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.submission_sheet import left_sheet
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.filing.slip import SIGN, SlipPage
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.selfservice.sign import Sign
from ui.selfservice.sizes import sizes
from ui.tasks import Lane
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Text


class LeavePage(Page):
    """Three ways, none of them chosen beforehand."""

    asks_to_leave = True

    def __init__(self, turn: Turn, filling: Filling) -> None:
        super().__init__(turn, _("Ông/Bà muốn dừng?"))
        self._filling = filling
        self.body.addWidget(Text(_("Hồ sơ chưa được nộp.")))
        self.notice = PageNotice()
        self.body.addWidget(self.notice)
        self.body.addWidget(MomentPicture(Moment.KEPT), 1)
        days = turn.kiosk.settings.filing.left_days
        self.stay = BigButton(_("Làm tiếp"), Looks.TILE, Icon.BACK, _("Trở lại chỗ đang làm"))
        self.stay.clicked.connect(turn.back)
        told = _("Cán bộ tìm thấy bằng mã trên phiếu, trong {days} ngày").format(days=days)
        self.slip = BigButton(_("Dừng và lấy phiếu"), Looks.TILE, Icon.TICKET, told)
        self.slip.clicked.connect(self.leave)
        self.discard = BigButton(_("Bỏ hẳn"), Looks.TILE, Icon.REMOVE, _("Máy xóa hết những gì đã nhập và đã quét"))
        self.discard.clicked.connect(lambda: filling.throw_away(turn.end))
        for tile in (self.stay, self.slip, self.discard):
            tile.setMinimumHeight(sizes().high(150))
            self.body.addWidget(tile)
        self.first = self.stay
        turn.when_leaving(partial(LeavePage, turn, filling))

    def leave(self) -> None:
        draft, filings = self._filling.draft, self._filling.filings
        self.turn.tasks.run(
            lambda _progress: filings.leave(draft), self._on_left, self._on_failed, owner=self.turn.owner, lane=Lane.WRITER
        )

    def _on_left(self, left: Left) -> None:
        self._filling.done = True
        self.turn.when_leaving(None)
        self.turn.settle(partial(LeftPage, self.turn, self._filling, left))

    def _on_failed(self, problem: Problem) -> None:
        if shiboken6.isValid(self):        # else made anew meanwhile, with larger letters or in another language
            self.notice.say(problem.for_person(), Tone.DANGER)


class LeftPage(SlipPage):
    """The code, until somebody has it in the hand."""

    def __init__(self, turn: Turn, filling: Filling, left: Left) -> None:
        told = (
            _("Hồ sơ chưa được nộp. Đưa mã này cho cán bộ ở quầy: cán bộ xem được những gì Ông/Bà đã nhập."),
            _("Mã dùng được đến {moment}; sau đó máy xóa hết.").format(moment=show_moment(left.forget_at)),
        )
        sheet = left_sheet(left, filling.draft, filling.procedure.name, turn.kiosk.settings.office)
        sign = Sign(Icon.TICKET, Tone.INFO, sizes().high(SIGN))
        super().__init__(turn, _("Đây là mã của Ông/Bà"), left.code, left.token, sheet, told, sign)
        if turn.kiosk.desk is not None:
            turn.kiosk.desk.carry_now()        # whoever goes to the counter now is to be found there
