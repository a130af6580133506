"""A slip printed once more: of what was submitted at this machine, for whoever has the slip's code or is proven by a card."""

from functools import partial

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.identify.my_dossiers import ByCard
from ui.selfservice.look_up import NumberPage
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text


class AgainPage(Page):
    """Two ways to show whose it is. A bare number is none: numbers can be counted up."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("In lại phiếu bằng cách nào?"))
        self.body.addWidget(Text(_("Máy in lại phiếu của hồ sơ đã nộp ở chính máy này.")))
        self.body.addWidget(Text(_("Giấy hẹn nhận ở quầy: xin tới quầy, cán bộ in lại cho Ông/Bà."), Role.HINT))
        self.body.addWidget(MomentPicture(Moment.SLIP), 1)
        self.by_card = ByCard(turn, self)
        self.body.addWidget(self.by_card)
        self.by_code = BigButton(
            _("Quét mã QR trên phiếu hoặc ảnh chụp"), Looks.PLAIN, Icon.SCAN, _("Đưa mã vào trước mắt đọc")
        )
        self.by_code.clicked.connect(lambda: turn.open(partial(NumberPage, turn)))
        self.body.addWidget(self.by_code)
        self.by_code.setVisible(turn.kiosk.settings.selfservice.code_reader)
        self.none = Text(_("Máy này chưa đọc được thẻ hay mã. Xin tới quầy, cán bộ in lại cho Ông/Bà."), Role.STRONG)
        self.body.addWidget(self.none)
        self.none.setVisible(turn.cards is None and not turn.kiosk.settings.selfservice.code_reader)
