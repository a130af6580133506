"""A person's own dossiers at this machine, once the chip of the card has proven who stands there."""

from functools import partial

from PySide6.QtWidgets import QWidget

from kiosk.moments import day_of, show_date
from kiosk.problems import Problem
from kiosk.selfservice.identified import Identified
from kiosk.selfservice.standing import Answer, DossierStep
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.identify.card_page import CardPage
from ui.selfservice.identify.purpose import Purpose
from ui.selfservice.moment import Moment, MomentPicture
from ui.selfservice.page import LongList, Page, Turn
from ui.selfservice.standing import StandingPage, step_said
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text


class ByCard(BigButton):
    """Offered while cards can be read here. Only the chip opens the list: neither a printed code nor a number typed."""

    def __init__(self, turn: Turn, page: QWidget) -> None:
        super().__init__(_("Dùng thẻ căn cước"), Looks.PLAIN, Icon.CARD)
        self.setParent(page)               # shown before it stands anywhere it would be a window
        self._turn = turn
        self.hide()
        self.clicked.connect(self._on_clicked)
        if turn.cards is not None and turn.kiosk.standings is not None:
            turn.cards.changed.connect(self._on_changed)
            turn.cards.start()
            self._on_changed()

    def _on_changed(self) -> None:
        watch = self._turn.cards
        self.setVisible(watch is not None and watch.heard is not None and watch.works)

    def _on_clicked(self) -> None:
        if self._turn.cards is not None:
            purpose = Purpose(partial(_look_up, self._turn), by_code=False, by_vneid=False)
            self._turn.open(partial(CardPage, self._turn, self._turn.cards, purpose))


def _look_up(turn: Turn, who: Identified) -> None:
    turn.open(partial(MyDossiersPage, turn, who))


class MyDossiersPage(Page):
    """The newest first, as large rows; what was received at a counter may not be known to this machine, and it says so."""

    def __init__(self, turn: Turn, who: Identified) -> None:
        super().__init__(turn, _("Hồ sơ của Ông/Bà nộp tại máy này"))
        content = LongList()
        self._list = content.lines
        self._list.addWidget(MomentPicture(Moment.KEPT), 1)
        self.body.addWidget(content, 1)
        self.rows: list[BigButton] = []
        self.said = PageNotice()
        self.body.addWidget(self.said)
        self.body.addWidget(Text(_("Hồ sơ nộp ở quầy: xin quét mã QR hoặc gõ số trên giấy hẹn."), Role.HINT))
        standings, proof = turn.kiosk.standings, who.proof
        if standings is not None and proof is not None:
            turn.tasks.run(lambda _progress: standings.of_person(proof), self._show, self._on_failed, owner=self)

    def _show(self, steps: tuple[DossierStep, ...]) -> None:
        for step in steps:
            told = _("Ngày nộp: {day}").format(day=show_date(day_of(step.came_in_at)))
            row = BigButton(_(step.procedure) or step.number, Looks.PLAIN, Icon.DOSSIER, f"{step_said(step)} · {told}")
            row.clicked.connect(partial(self._open, step))
            self.rows.append(row)
            self._list.addWidget(row)
        self.said.say("" if steps else _("Máy này chưa giữ hồ sơ nào của Ông/Bà."), Tone.INFO)

    def _open(self, step: DossierStep) -> None:
        """As of when is told by whoever is asked by number."""
        standings = self.turn.kiosk.standings
        if standings is not None:
            shown = partial(self._opened, step)
            self.turn.tasks.run(lambda _progress: standings.find(step.number), shown, self._on_failed, owner=self)

    def _opened(self, step: DossierStep, answer: Answer) -> None:
        self.turn.open(partial(StandingPage, self.turn, Answer(answer.paper, answer.as_of, step=step)))

    def _on_failed(self, problem: Problem) -> None:
        self.said.say(f"{_(problem.sentence)} {_(problem.remedy)}" if problem.code == "FILING-02" else _(
            "Máy chưa tra được lúc này. Xin mang giấy hẹn tới quầy, cán bộ tra giúp Ông/Bà."), Tone.WARNING)  # fmt: skip
