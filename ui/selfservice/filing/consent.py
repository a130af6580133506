"""The consent: what this machine does with what it is told, agreed to or not, before a question is asked."""

from collections.abc import Callable
from functools import partial

from kiosk.filing import FILING_CONSENT
from kiosk.words import _, spoken
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.box import Box
from ui.selfservice.filing.filling import Filling
from ui.selfservice.hall import Hall, by_day
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import LongList, Page, Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text


class ConsentPage(Page):
    """Whoever agreed before and comes back has agreed still."""

    def __init__(self, turn: Turn, filling: Filling, then: Callable[[], None]) -> None:
        super().__init__(turn, _("Ông/Bà có đồng ý không?"))
        self._filling, self._then = filling, then
        content = LongList()
        lines = content.lines
        lines.addWidget(MomentPicture(Moment.AGREE), 1)
        for paragraph in FILING_CONSENT.paragraphs:
            card = Box()
            card.body.addWidget(Text(_(paragraph)))
            lines.addWidget(card)
        self.body.addWidget(content, 1)
        self.refuse = BigButton(_("Tôi không đồng ý"), Looks.PLAIN, Icon.CLOSE)
        self.refuse.clicked.connect(lambda: turn.open(partial(RefusedPage, turn, filling)))
        self.body.addWidget(self.refuse)
        self.first = self.refuse
        self.offer_forward(_("Tôi đồng ý"))

    def go_forward(self) -> None:
        self._filling.consent = FILING_CONSENT.given(spoken(), self.turn.kiosk.clock.now_ms())
        self._then()


class RefusedPage(Page):
    """What can be done without agreeing. The draft goes once this page stands there."""

    def __init__(self, turn: Turn, filling: Filling) -> None:
        super().__init__(turn, _("Ông/Bà muốn làm gì tiếp?"))
        self._filling = filling
        self.body.addWidget(Text(_("Không đồng ý thì máy không giữ lại gì. Ông/Bà vẫn nộp được hồ sơ giấy tại quầy.")))
        self.body.addWidget(Text(_("Bấm “Quay lại” nếu Ông/Bà muốn đọc lại."), Role.HINT))
        self.body.addWidget(Hall(by_day(), highest=sizes().high(420)), 1)
        self.home = BigButton(_("Về trang đầu"), Looks.TILE, Icon.DESK, _("Máy xóa những gì đã nhập"))
        self.home.clicked.connect(lambda: filling.throw_away(turn.home))
        self.body.addWidget(self.home)
        self.first = self.home
