"""How will you tell who you are? By the chip of the card, by VNeID, or typed: only what works here now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from kiosk.card_qr import read_card_qr
from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.selfservice.identified import Identified, filled, identified
from kiosk.selfservice.questions import settled
from kiosk.vneid_ports import Vneid
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.identify.card_page import CardPage
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.purpose import Purpose
from ui.selfservice.identify.vneid_page import VneidPage
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST_CODE = 2_000


class WaysPage(Page):
    """The ways as large buttons, always in the same order. A subclass says what is typed instead, if anything."""

    def __init__(self, turn: Turn, title: str, purpose: Purpose) -> None:
        super().__init__(turn, title)
        self._purpose, self._code = purpose, ""
        self.told = Text("")
        self.body.addWidget(self.told)
        self.body.addWidget(MomentPicture(Moment.WHO), 1)
        self.ways = QVBoxLayout()
        self.ways.setSpacing(sizes().gap)
        self.body.addLayout(self.ways)
        self.chip = self.offer(_("Đặt thẻ căn cước lên ô đọc"), Icon.CARD, _("Nhanh nhất: máy tự điền, không phải gõ."))
        self.chip.clicked.connect(self._by_chip)
        if turn.kiosk.vneid is not None and turn.kiosk.draw_code is not None and purpose.by_vneid:
            more = _("Quét mã trên màn hình rồi bấm đồng ý.")
            self.vneid = self.offer(_("Dùng VNeID trên điện thoại"), Icon.SCAN, more)
            self.vneid.clicked.connect(partial(self._by_vneid, turn.kiosk.vneid))
        self.said = PageNotice()
        self.body.addWidget(self.said)
        watch = turn.cards
        self.chip.setVisible(watch is not None)
        if watch is not None:
            watch.changed.connect(self._on_changed)
            watch.start()
            self._on_changed()

    def offer(self, text: str, icon: Icon, more: str) -> BigButton:
        button = BigButton(text, Looks.TILE, icon, more)
        button.setMinimumHeight(sizes().high(150))
        self.ways.addWidget(button)
        self.first = self.first or button
        return button

    def _on_changed(self) -> None:
        watch = self.turn.cards
        if watch is None:
            return
        self.chip.setVisible(watch.works)
        if watch.tried_enough:
            self.said.say(_("Thẻ chưa đọc được. Mời Ông/Bà dùng cách khác, hoặc hỏi cán bộ tại quầy."), Tone.WARNING)

    def _by_chip(self) -> None:
        if self.turn.cards is not None:
            self.turn.open(partial(CardPage, self.turn, self.turn.cards, self._purpose))

    def _by_vneid(self, vneid: Vneid) -> None:
        self.turn.open(partial(VneidPage, self.turn, vneid, self._purpose))

    # ---- the code of a card, typed by a reader ---------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            code, self._code = read_card_qr(self._code), ""
            if code is not None and self._purpose.by_code:
                now, counter = self.turn.kiosk.clock.now_ms(), self.turn.kiosk.settings.office.counter
                find_out = partial(identified, code.as_card(), day_of(now), counter, now)
                self.turn.tasks.run(lambda _progress: find_out(), self._found, self._on_failed, owner=self)
            return True
        if event.text().isprintable() and event.text() and len(self._code) < _LONGEST_CODE:
            self._code += event.text()
            return True
        return False

    def _found(self, who: Identified) -> None:
        self.turn.open(partial(PersonPage, self.turn, who, self._purpose))

    def _on_failed(self, _problem: Problem) -> None:
        self.said.say(_("Máy chưa dùng được mã này. Mời Ông/Bà dùng cách khác."), Tone.WARNING)


class IdentifyPage(WaysPage):
    """For a dossier: who submits it. `then` goes on, whatever way was taken."""

    def __init__(self, turn: Turn, filling: Filling, then: Callable[[], None]) -> None:
        super().__init__(turn, _("Ông/Bà cho biết mình là ai bằng cách nào?"), Purpose(self._take))
        self._filling, self._then = filling, then
        self.told.setText(_("Máy chỉ dùng thông tin này cho hồ sơ đang làm."))
        self.told.setVisible(sizes().roomy)
        more = _("Họ tên, số định danh, ngày sinh. Cán bộ sẽ kiểm tra thêm.")
        if turn.kiosk.settings.selfservice.code_reader:
            more = _("Hoặc đưa mã QR trên thẻ vào trước mắt đọc. Cán bộ sẽ kiểm tra thêm.")
        self.by_hand = self.offer(_("Tôi tự gõ"), Icon.KEYBOARD, more)
        self.by_hand.clicked.connect(self._type)

    def _take(self, who: Identified) -> None:
        filling = self._filling
        filling.proof, filling.by_qr = who.proof, who.proof is None
        was = filling.intake
        filling.change(settled(filling.procedure, filled(was, filling.procedure, who), was=was))
        self._then()

    def _type(self) -> None:
        self._filling.proof, self._filling.by_qr = None, False
        self._then()
