"""What there is to do: only what works here and now."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.problems import Problem
from kiosk.selfservice.today import Today
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.box import Box
from ui.selfservice.day_leaf import DayLeaf
from ui.selfservice.filing.choose import EventsPage
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.hall import Hall, by_day
from ui.selfservice.look_up import NumberPage
from ui.selfservice.page import Page, Turn
from ui.selfservice.reprint import AgainPage
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_ACROSS = 2
_HALL = 420


class HomePage(Page):
    """The tiles stand in the lower part, where everybody reaches them."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Ông/Bà cần làm gì?"))
        self.today = _TodayCard()
        self.body.insertWidget(0, self.today)
        self.body.insertWidget(1, Hall(by_day(), highest=sizes().high(_HALL)), 3)
        tiles = QGridLayout()
        tiles.setSpacing(sizes().gap * 5 // 4)
        self.guide = BigButton(_("Cần giấy tờ gì?"), Looks.TILE, Icon.LIST, _("Giấy tờ phải mang theo, lệ phí, thời gian"))
        self.guide.clicked.connect(lambda: turn.open(partial(ProceduresPage, turn)))
        found = []
        if turn.kiosk.standings is not None:
            by = _("Bằng số hồ sơ trên giấy hẹn") if turn.kiosk.cards is None else _("Bằng số hồ sơ, hoặc bằng thẻ")
            self.look_up = BigButton(_("Xem hồ sơ của tôi"), Looks.TILE, Icon.SEARCH, by)
            self.look_up.clicked.connect(lambda: turn.open(partial(NumberPage, turn)))
            found.append(self.look_up)
        if turn.kiosk.filings is not None and turn.kiosk.desk is not None:
            self.file = BigButton(_("Nộp hồ sơ"), Looks.TILE, Icon.NEW_DOSSIER, _("Tự khai, tự quét giấy tờ tại máy này"))
            self.file.clicked.connect(lambda: turn.open(partial(EventsPage, turn)))
            found.append(self.file)
        tiles_here = [*found, self.guide]
        if turn.kiosk.standings is not None and turn.kiosk.desk is not None and turn.kiosk.printer is not None:
            self.again = BigButton(_("In lại phiếu"), Looks.TILE, Icon.PRINTER, _("Phiếu của hồ sơ đã nộp tại máy này"))
            self.again.clicked.connect(lambda: turn.open(partial(AgainPage, turn)))
            tiles_here.append(self.again)
        for place, tile in enumerate(tiles_here):
            tile.setMinimumHeight(sizes().high(264))
            tiles.addWidget(tile, place // _ACROSS, place % _ACROSS)
        for column in range(_ACROSS):
            tiles.setColumnStretch(column, 1)
        self.body.addLayout(tiles)
        self.body.addStretch(1)
        self.first = (found or [self.guide])[0]
        ask = turn.kiosk.today
        if ask is not None:
            turn.tasks.run(lambda _progress: ask(), self.today.say, self.today.say_nothing, owner=self)


class _TodayCard(Box):
    """The day, the hours; in amber where the kiosk is cut off."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = {"day": Text("", Role.HEADING), "hours": Text(""), "closed": Text("")}
        beside = QHBoxLayout()
        beside.setSpacing(sizes().gap * 3 // 2)
        self.leaf = DayLeaf()
        if not sizes().roomy:
            self.leaf.hide()
        beside.addWidget(self.leaf)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        for line in self._lines.values():
            words.addWidget(line)
        words.addStretch(1)
        beside.addLayout(words, 1)
        self.body.addLayout(beside)
        self.cut_off = PageNotice("", Tone.WARNING)
        self.body.addWidget(self.cut_off)
        self.setVisible(False)

    def say(self, today: Today) -> None:
        for name, line in self._lines.items():
            line.setText(getattr(today, name))
            line.setVisible(bool(line.text()))
        self.leaf.show_number(today.number)
        self.cut_off.say(today.cut_off, Tone.WARNING)
        self.setVisible(True)

    def say_nothing(self, _problem: Problem) -> None:
        """What cannot be told is not there."""
        self.setVisible(False)
