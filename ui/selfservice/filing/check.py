"""All that was answered, each line to be mended by a touch; what stands in the way is named first and leads to its question."""

from collections.abc import Callable, Sequence

import shiboken6

from kiosk.form_problems import FormProblem, Severity
from kiosk.problems import Problem
from kiosk.selfservice.aloud_words import aloud
from kiosk.selfservice.answers_list import Line, lines_of
from kiosk.submit import Submitted
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.box import Box
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.page_notice import PageNotice
from ui.selfservice.page import LongList, Page, Turn
from ui.tasks import Lane
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


class CheckPage(Page):
    """`mend` leads to the page of a line or of a problem's field; `sent` goes on once it is sealed."""

    def __init__(self, turn: Turn, filling: Filling, mend: Callable[[str], None], sent: Callable[[Submitted], None]) -> None:
        super().__init__(turn, _("Ông/Bà xem lại, đã đúng chưa?"))
        self._filling, self._mend, self._sent = filling, mend, sent
        self.problems: dict[str, BigButton] = {}
        self.edits: dict[str, BigButton] = {}
        self.notice = PageNotice(_("Đang kiểm tra…"), Tone.INFO)
        self.body.addWidget(self.notice)
        content = LongList()
        self._lines = content.lines
        for heading, lines in lines_of(filling.told, filling.intake, turn.kiosk.clock.now_ms()):
            self._lines.addWidget(self._card(heading, lines))
        self._lines.addStretch(1)
        self.body.addWidget(content, 1)
        self.offer_forward(_("Nộp hồ sơ"), enabled=False)
        draft, filings = filling.draft, filling.filings
        turn.tasks.run(
            lambda _progress: filings.problems(draft), self._on_checked, self._on_failed, owner=self, lane=Lane.WRITER
        )

    def _card(self, heading: str, lines: Sequence[Line]) -> Box:
        card = Box(heading)
        for line in lines:
            button = BigButton(line.value or _("(chưa trả lời)"), Looks.PLAIN, more=line.said())
            button.setAccessibleName(_("Sửa: {what}").format(what=f"{line.label}, {aloud(line.value)}"))
            button.clicked.connect(lambda _on=False, field=line.field: self._mend(field))
            self.edits[line.field] = button
            card.body.addWidget(button)
        return card

    def _on_checked(self, found: tuple[FormProblem, ...]) -> None:
        errors = [one for one in found if one.severity is Severity.ERROR]
        if not errors:
            self.notice.say(_("Chạm vào dòng nào để sửa dòng ấy. Đúng cả rồi thì bấm Nộp hồ sơ."), Tone.INFO)
            self.offer_forward(_("Nộp hồ sơ"))
            return
        self.notice.say(_("Còn {count} chỗ phải làm tiếp. Chạm vào từng chỗ:").format(count=len(errors)), Tone.WARNING)
        for place, problem in enumerate(errors):
            button = BigButton(problem.sentence, Looks.PLAIN, Icon.WARNING)
            button.clicked.connect(lambda _on=False, field=problem.field: self._mend(field))
            self.problems[problem.field] = button
            self._lines.insertWidget(place, button)

    def go_forward(self) -> None:
        self.offer_forward(_("Nộp hồ sơ"), enabled=False)
        self.notice.say(_("Đang lưu hồ sơ…"), Tone.INFO)
        draft, agreed, filings = self._filling.draft, self._filling.agreed, self._filling.filings
        self.turn.tasks.run(
            lambda _progress: filings.submit(draft, agreed), self._on_submitted, self._on_failed, owner=self.turn.owner,
            lane=Lane.WRITER,
        )  # fmt: skip

    def _on_submitted(self, submitted: Submitted) -> None:
        self._filling.done = True
        self.turn.when_leaving(None)
        self._sent(submitted)

    def _on_failed(self, problem: Problem) -> None:
        if shiboken6.isValid(self):        # else made anew meanwhile, with larger letters or in another language
            self.notice.say(problem.for_person(), Tone.DANGER)
            self.offer_forward(_("Thử nộp lại"))
