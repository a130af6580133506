"""One question. What is answered is checked when going on; the same mistake twice offers another way."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.answers import is_blank
from kiosk.form_problems import FormProblem, Severity
from kiosk.moments import day_of
from kiosk.procedures import FieldKind, Provenance
from kiosk.selfservice.asks import Ask, value_of
from kiosk.selfservice.questions import answered, asks, faults
from kiosk.words import N_, _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.inputs import Input, input_for
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.page import LongText, Page, Turn
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.text import Role, Text

_SOURCES = {
    Provenance.CARD: N_("đọc từ thẻ căn cước"),
    Provenance.QR: N_("quét từ mã QR trên thẻ"),
    Provenance.DATABASE: N_("lấy từ VNeID"),
}
_TRIES = 2                             # of the same mistake; then another way is offered


class QuestionPage(Page):
    """`then` hears which question was answered, and what was open before it was."""

    def __init__(self, turn: Turn, filling: Filling, ask: Ask, then: Callable[[Ask, tuple[Ask, ...]], None],
                 leave: Callable[[], None]) -> None:  # fmt: skip
        self._open = asks(filling.told, filling.intake)
        ask = next((one for one in self._open if one.id == ask.id), ask)     # the page may stand there in another language now
        super().__init__(turn, _("Ông/Bà có cam đoan không?") if ask.question.must_be_yes else ask.title)
        self.filling, self.ask, self._then = filling, ask, then
        self._mistake, self._tries, self._warned = "", 0, ""
        self._put_beside()
        self.notice = PageNotice()
        self.body.addWidget(self.notice)
        self.input = self._input()
        self.body.addWidget(self.input, 1)
        self.other_way = BigButton(_("Dừng ở đây, lấy phiếu tới quầy nhờ cán bộ"), Looks.PLAIN, Icon.PEOPLE)
        self.other_way.clicked.connect(leave)
        self.other_way.hide()
        self.body.addWidget(self.other_way)
        self.first = self.input.first
        self._on_changed()

    def _put_beside(self) -> None:
        ids, ask = [one.id for one in self._open], self.ask
        if ask.id in ids:
            where = _("Câu {number} trong khoảng {all}").format(number=ids.index(ask.id) + 1, all=len(ids))
            self.body.insertWidget(0, Text(f"{ask.section} · {where}" if ask.section else where, Role.HINT))
        if ask.question.must_be_yes:
            vow = Text(ask.question.label)
            vow.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.body.addWidget(LongText(vow), 1)
        source = self.filling.intake.provenance.get(ask.path)
        if source is not None:
            self.body.addWidget(PageNotice(_("Máy đã biết ({source}). Ông/Bà xem lại rồi bấm Tiếp tục.").format(
                source=said_by(source)), Tone.INFO))  # fmt: skip
        if _helps(ask):
            self.body.addWidget(Text(ask.question.hint, Role.HINT))

    def _input(self) -> Input:
        kiosk, intake, ask = self.turn.kiosk, self.filling.intake, self.ask
        province = kiosk.settings.office.province
        if ask.part == "commune":
            province = str(value_of(intake, Ask(ask.path, ask.question, "", part="province")))
        made = input_for(ask, day_of(kiosk.clock.now_ms()), province)
        if not ask.more:
            made.put(value_of(intake, ask))
        made.changed.connect(self._on_changed)
        made.decided.connect(self.go_forward)
        made.entered.connect(self.go_forward)
        return made

    def _on_changed(self) -> None:
        blank = is_blank(self.input.value())
        skips = blank and not self.input.unfinished and not self._wrong(self.input.value())
        self.offer_forward(_("Bỏ qua") if skips and not self.ask.more else _("Tiếp tục"))

    def go_forward(self) -> None:
        value = self.input.value()
        undone = _("Xin chọn Có hoặc Không.") if self.ask.more and value is None else self.input.unfinished
        if undone:
            self._say(undone, Tone.WARNING)
            return
        found = self._wrong(value)
        errors = [one for one in found if one.severity is Severity.ERROR]
        doubts = " ".join(one.sentence for one in found if one.severity is Severity.WARNING)
        if errors:
            self._refuse(errors)
        elif doubts and doubts != self._warned:
            self._warned = doubts
            self._say(_("{doubts} Nếu đúng, Ông/Bà bấm Tiếp tục lần nữa.").format(doubts=doubts), Tone.WARNING)
        else:
            self.filling.change(answered(self.filling.procedure, self.filling.intake, self.ask, value))
            self._then(self.ask, self._open)

    def _wrong(self, value: object) -> tuple[FormProblem, ...]:
        today = day_of(self.turn.kiosk.clock.now_ms())
        return faults(self.filling.told, self.filling.intake, self.ask, value, today)

    def _refuse(self, errors: list[FormProblem]) -> None:
        mistake = errors[0].code
        self._tries = self._tries + 1 if mistake == self._mistake else 1
        self._mistake = mistake
        self._say(errors[0].sentence, Tone.DANGER)
        if self._tries >= _TRIES:
            self.other_way.show()

    def _say(self, text: str, tone: Tone) -> None:
        self.notice.say(text, tone)

    @property
    def typed(self) -> str:
        return self.input.typed

    def retype(self, text: str) -> None:
        if text:
            self.input.retype(text)

    def take_key(self, event: QKeyEvent) -> bool:
        return self.input.take_key(event)


def _helps(ask: Ask) -> bool:
    """Whether the form's hint is for a citizen: what must be asked anew tells the officer so, and a date's page says its own."""
    question = ask.question
    for_officer = question.ask_anew and question.kind is FieldKind.SELECT
    return bool(question.hint) and ask.part in ("", "detail") and question.kind is not FieldKind.PARTIAL_DATE and not for_officer


def said_by(source: Provenance) -> str:
    """Where a known answer came from."""
    return _(_SOURCES.get(source, N_("đã có trên máy")))
