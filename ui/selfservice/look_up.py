"""How far a dossier has come: by the number on the receipt or slip, typed, or its QR code held to a reader that types."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.moments import show_moment
from kiosk.numbers import with_signs
from kiosk.problems import Problem
from kiosk.receipt_token import Kind
from kiosk.selfservice.standing import Answer, Paper
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.identify.my_dossiers import ByCard
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import Page, Turn
from ui.selfservice.sizes import sizes
from ui.selfservice.standing import LeftPage, StandingPage
from ui.selfservice.typing_pad import TypedLine, Typing, TypingPad
from ui.theme.tokens import Tone
from ui.widgets.text import Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TRIES = 2                             # then another way is offered
_SHORTEST = 6                          # fewer letters are no whole number
_FIRST_WORDS = {
    Paper.NUMBER: N_("Chưa thấy hồ sơ có số này. Xin xem lại từng chữ, từng số trên giấy hẹn."),
    Paper.BADLY_READ: N_("Máy chưa đọc được cả mã. Xin giữ giấy phẳng, đưa lại mã QR, hoặc gõ số in dưới mã."),
    Paper.NOT_GENUINE: N_("Mã trên giấy này không phải do cơ quan cấp, hoặc đã bị sửa. Xin gõ số in trên giấy."),
}
_ANOTHER_WAY = {
    Paper.NUMBER: N_("Vẫn chưa thấy. Xin mang giấy hẹn tới quầy, cán bộ tra giúp Ông/Bà."),
    Paper.BADLY_READ: N_("Mã vẫn chưa đọc được. Xin mang giấy tới quầy, cán bộ tra giúp Ông/Bà."),
    Paper.NOT_GENUINE: N_("Xin mang giấy này tới quầy để cán bộ xem cùng Ông/Bà."),
}


class NumberPage(Page):
    """Asks for the number. What was typed goes when the page goes."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Số hồ sơ của Ông/Bà?"))
        self._tries = 0
        told = _("Số in ở đầu giấy tiếp nhận và hẹn trả, hoặc phiếu nộp. Không cần gõ dấu chấm, dấu gạch.")
        if turn.kiosk.settings.selfservice.code_reader:
            told += " " + _("Hoặc đưa mã QR trên giấy vào trước mắt đọc.")
        self.told = Text(told)
        self.body.addWidget(self.told)
        self.by_card = ByCard(turn, self)
        self.body.addWidget(self.by_card)
        self.body.addWidget(MomentPicture(Moment.RECEIPT), 1)
        self.said = PageNotice()
        self.body.addWidget(self.said)
        self.line = TypedLine(_("Gõ số hồ sơ"))
        self.body.addWidget(self.line)
        self.pad: TypingPad = TypingPad(typing=Typing.NUMBER)
        self.pad.edited.connect(self.line.say)
        self.body.addWidget(self.pad)
        self.go = BigButton(_("Xem hồ sơ"), Looks.PRIMARY)
        self.go.clicked.connect(self.look)
        self.body.addWidget(self.go)
        self.first = self.go

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() not in _ENTER:
            return self.pad.take_key(event)
        self.look()
        return True

    def look(self) -> None:
        text, standings = self.pad.text, self.turn.kiosk.standings
        if len(text) < _SHORTEST or standings is None:
            self._say(_("Hãy gõ cả số, ví dụ H99.01.02-261124-0001."))
            return
        self.turn.tasks.run(lambda _progress: standings.find(text), self._found, self._on_failed, owner=self)

    def _found(self, answer: Answer) -> None:
        if answer.tells:
            self._tries = 0
            office = self.turn.kiosk.settings.office.code
            typed = with_signs(self.pad.text, office) if self._was_typed() else ""
            self.turn.open(partial(LeftPage, self.turn, answer) if answer.left is not None
                           else partial(StandingPage, self.turn, answer, typed))
            return
        self._tries += 1
        words = _FIRST_WORDS if self._tries < _TRIES else _ANOTHER_WAY
        if answer.kind is Kind.LEFT:
            self._say(_("Đây là mã hồ sơ làm dở. Xin mang mã này tới quầy: cán bộ mở được phần Ông/Bà đã điền."))
        elif answer.paper is Paper.BADLY_READ and self._was_typed():
            self._say(_("Hãy gõ cả số, ví dụ H99.01.02-261124-0001.") if self._tries < _TRIES else _(_ANOTHER_WAY[Paper.NUMBER]))
        else:
            self._say(_(words[answer.paper]) + self._as_of(answer))
        if answer.paper in (Paper.BADLY_READ, Paper.NOT_GENUINE) and not self._was_typed():
            self.pad.put("")               # the next reading begins anew

    def _was_typed(self) -> bool:
        return not self.pad.text.upper().startswith("MC1")

    def _as_of(self, answer: Answer) -> str:
        if answer.paper is not Paper.NUMBER or not answer.as_of:
            return ""
        return " " + _("(Tin máy có tính đến {moment}.)").format(moment=show_moment(answer.as_of))

    def _on_failed(self, _problem: Problem) -> None:
        self._say(_("Máy chưa tra được lúc này. Xin mang giấy hẹn tới quầy, cán bộ tra giúp Ông/Bà."))

    def _say(self, text: str) -> None:
        self.said.say(text, Tone.WARNING)
        self.told.setVisible(sizes().roomy)
