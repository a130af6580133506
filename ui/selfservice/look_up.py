"""How far a dossier has come: by the number on the receipt, typed, or its QR code held to a reader that types."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.moments import day_of, show_date, show_moment
from kiosk.problems import Problem
from kiosk.selfservice.standing import SHORTEST, DossierStanding
from kiosk.states import Actor, actor_label
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.page import Page, Turn
from ui.selfservice.typing_pad import TypedLine, Typing, TypingPad
from ui.theme.icons import Icon
from ui.widgets.card import Card
from ui.widgets.text import Role, Text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TRIES = 2                             # then another way is offered
_WHAT_NEXT = {
    Actor.CITIZEN: N_("Ông/Bà cần làm tiếp. Hãy mang giấy hẹn tới quầy để cán bộ chỉ giấy tờ còn thiếu."),
    Actor.OFFICER: N_("Cán bộ một cửa làm tiếp."),
    Actor.AUTHORITY: N_("Cơ quan giải quyết làm tiếp. Ông/Bà không phải làm gì."),
    Actor.NOBODY: N_("Hồ sơ đã xong."),
}


class NumberPage(Page):
    """Asks for the number. What was typed goes when the page goes."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Số hồ sơ của Ông/Bà?"))
        self._tries = 0
        told = _("Số in ở đầu giấy tiếp nhận và hẹn trả.")
        if turn.kiosk.settings.selfservice.code_reader:
            told += " " + _("Hoặc đưa mã QR trên giấy hẹn vào trước mắt đọc.")
        self.body.addWidget(Text(told))
        self.body.addStretch(1)
        self.said = Text("", Role.STRONG)
        self.said.hide()
        self.body.addWidget(self.said)
        self.line = TypedLine(_("Gõ số hồ sơ"))
        self.body.addWidget(self.line)
        self.pad = TypingPad(typing=Typing.NUMBER)
        self.pad.edited.connect(self.line.say)
        self.body.addWidget(self.pad)
        self.go = BigButton(_("Xem hồ sơ"), Looks.PRIMARY)
        self.go.clicked.connect(self.look)
        self.body.addWidget(self.go)
        self.first = self.go

    @property
    def typed(self) -> str:
        return self.pad.text

    def retype(self, text: str) -> None:
        self.pad.put(text)

    def take_key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self.look()
        elif event.key() == Qt.Key.Key_Backspace:
            self.pad.erase()
        elif event.text().isprintable() and event.text():
            self.pad.press(event.text())
        else:
            return False
        return True

    def look(self) -> None:
        text, standings = self.pad.text, self.turn.kiosk.standings
        if len(text) < SHORTEST or standings is None:
            self._say(_("Hãy gõ cả số, ví dụ H99.01.02-261124-0001."))
            return
        self.turn.tasks.run(lambda _progress: standings.find(text), self._found, self._on_failed, owner=self)

    def _found(self, standing: DossierStanding | None) -> None:
        if standing is not None:
            self._tries = 0
            self.turn.open(partial(StandingPage, self.turn, standing))
            return
        self._tries += 1
        if self._tries < _TRIES:
            self._say(_("Chưa thấy hồ sơ có số này. Xin xem lại từng chữ, từng số trên giấy hẹn."))
        else:
            self._say(_("Vẫn chưa thấy. Xin mang giấy hẹn tới quầy, cán bộ tra giúp Ông/Bà."))

    def _on_failed(self, _problem: Problem) -> None:
        self._say(_("Máy chưa tra được lúc này. Xin mang giấy hẹn tới quầy, cán bộ tra giúp Ông/Bà."))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()


class StandingPage(Page):
    """The step, who acts next and by when. No name: who stands behind may read it."""

    def __init__(self, turn: Turn, standing: DossierStanding) -> None:
        super().__init__(turn, _("Hồ sơ {number}").format(number=standing.number))
        step = Card()
        step.body.addWidget(Text(_("Đang ở bước"), Role.HINT))
        step.body.addWidget(Text(standing.step(), Role.TITLE))
        step.body.addWidget(Text(_(_WHAT_NEXT[standing.next])))
        self.body.addWidget(step)
        dates = Card()
        dates.body.addWidget(Text(_("Người làm tiếp: {who}").format(who=actor_label(standing.next))))
        dates.body.addWidget(Text(_("Ngày nộp: {day}").format(day=show_date(day_of(standing.received_at)))))
        if standing.due_at is not None and standing.next is not Actor.NOBODY:
            dates.body.addWidget(Text(_("Hẹn trả: {moment}").format(moment=show_moment(standing.due_at)), Role.STRONG))
        dates.body.addWidget(Text(_("Nơi nộp: {office}").format(office=turn.kiosk.settings.office.name)))
        self.body.addWidget(dates)
        if standing.as_of:
            self.body.addWidget(Text(_("Tính đến {moment}.").format(moment=show_moment(standing.as_of)), Role.HINT))
        self.body.addStretch(1)
        another = BigButton(_("Xem hồ sơ khác"), icon=Icon.SEARCH)
        another.clicked.connect(lambda: turn.open(partial(NumberPage, turn)))
        self.body.addWidget(another)
        self.first = another
