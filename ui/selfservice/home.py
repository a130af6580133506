"""What there is to do: only what works here and now."""

from functools import partial

from PySide6.QtWidgets import QGridLayout

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.page import Page, Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon

_ACROSS = 2


class HomePage(Page):
    """The tiles stand in the lower part, where everybody reaches them."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Ông/Bà cần làm gì?"))
        self.body.insertStretch(0, 1)
        self.body.addSpacing(sizes().gap)
        tiles = QGridLayout()
        tiles.setSpacing(sizes().gap)
        self.guide = BigButton(_("Cần giấy tờ gì?"), Looks.TILE, Icon.LIST, _("Giấy tờ phải mang theo, lệ phí, thời gian"))
        self.guide.clicked.connect(lambda: turn.open(partial(ProceduresPage, turn)))
        found = []
        if turn.kiosk.standings is not None:
            self.look_up = BigButton(_("Xem hồ sơ của tôi"), Looks.TILE, Icon.SEARCH, _("Bằng số hồ sơ trên giấy hẹn"))
            self.look_up.clicked.connect(lambda: turn.open(partial(NumberPage, turn)))
            found.append(self.look_up)
        for place, tile in enumerate([*found, self.guide]):
            tile.setMinimumHeight(sizes().px(220))
            tiles.addWidget(tile, place // _ACROSS, place % _ACROSS)
        for column in range(_ACROSS):
            tiles.setColumnStretch(column, 1)
        self.body.addLayout(tiles)
        self.first = (found or [self.guide])[0]
