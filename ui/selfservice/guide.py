"""What papers a procedure needs: find it by a few words, then read what to bring, what it costs, how long it takes."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.catalogue import Entry
from kiosk.problems import Problem
from kiosk.selfservice.guides import Guide, GuidePaper
from kiosk.words import _
from ui.selfservice.big_button import BigButton
from ui.selfservice.box import Box
from ui.selfservice.page import LongList, Page, Turn, walk_through
from ui.selfservice.print_button import PrintButton
from ui.selfservice.typing_pad import TypedLine, Typing, TypingPad
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text

_SHOWN = 30


class ProceduresPage(Page):
    """The list answers while words are typed."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Ông/Bà muốn làm thủ tục gì?"))
        self.entries: list[BigButton] = []
        self._list = LongList()
        self.body.addWidget(self._list, 1)
        self.line = TypedLine(_("Gõ vài chữ, ví dụ: khai sinh"))
        self.body.addWidget(self.line)
        how = _("Gõ dấu: aa thành â, dd thành đ, uw thành ư; s sắc, f huyền, r hỏi, x ngã, j nặng.")
        self.body.addWidget(Text(how, Role.HINT))
        self.pad: TypingPad = TypingPad(typing=Typing.SEARCH)
        self.pad.edited.connect(self._on_edited)
        self.body.addWidget(self.pad)
        self.first = self.pad.keys["1"]
        self._on_edited("")

    def _on_edited(self, text: str) -> None:
        self.line.say(text)
        search = self.search
        self.turn.tasks.run(lambda _progress: search(text), partial(self._show, text), self._on_failed, owner=self)

    def search(self, text: str) -> tuple[Entry, ...]:
        """What answers to the words, on a worker thread."""
        return self.turn.kiosk.guides.search(text)

    def chosen(self, entry: Entry) -> None:
        self.turn.open(partial(GuidePage, self.turn, entry.code, entry.name))

    def _show(self, text: str, found: tuple[Entry, ...]) -> None:
        """What was asked before the last letter is no answer any more."""
        if text != self.pad.text:
            return
        self._list.clear()
        self._list.lines.addStretch(1)     # what is found stands next to what was typed
        self.entries = [self._button(entry) for entry in found[:_SHOWN]]
        for button in self.entries:
            self._list.lines.addWidget(button)
        walk_through(self._list.more, self.entries)
        if not found:
            self._list.lines.addWidget(Text(_("Chưa thấy thủ tục nào có chữ ấy. Hãy bớt chữ, hoặc hỏi cán bộ tại quầy.")))

    def _button(self, entry: Entry) -> BigButton:
        button = BigButton(_(entry.name), icon=Icon.DOSSIER)
        button.clicked.connect(lambda: self.chosen(entry))
        return button

    def _on_failed(self, _problem: Problem) -> None:
        self._list.lines.addWidget(Text(_("Chưa mở được danh sách. Hãy hỏi cán bộ tại quầy.")))


class GuidePage(Page):
    """One procedure."""

    def __init__(self, turn: Turn, code: str, name: str) -> None:
        super().__init__(turn, _(name))
        content = LongList()
        self._parts = content.lines
        self.body.addWidget(content, 1)
        self.printing = PrintButton(turn)
        self.body.addWidget(self.printing)
        guides = turn.kiosk.guides
        turn.tasks.run(lambda _progress: guides.open(code), self._show, self._on_failed, owner=self)

    def _show(self, guide: Guide) -> None:
        for part in guide_cards(guide):
            self._parts.addWidget(part)
        self._parts.addStretch(1)
        self.printing.offer(guide)

    def _on_failed(self, _problem: Problem) -> None:
        self._parts.addWidget(Text(_("Chưa mở được thủ tục này. Hãy hỏi cán bộ tại quầy.")))


def guide_cards(guide: Guide) -> tuple[Box, Box, Box]:
    """Papers, fees, time."""
    papers = Box(_("Giấy tờ mang theo"))
    for paper in guide.papers:
        papers.body.addWidget(_paper(paper))
    if not guide.papers:
        papers.body.addWidget(Text(_("Không phải nộp giấy tờ nào.")))
    fees = Box(_("Lệ phí"))
    for fee in guide.fees or (_("Không mất tiền."),):
        fees.body.addWidget(Text(fee))
    terms = Box(_("Thời gian"))
    for term in guide.terms or (_("Hỏi cán bộ tại quầy."),):
        terms.body.addWidget(Text(term))
    return papers, fees, terms


def _paper(paper: GuidePaper) -> QWidget:
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 4, 0, 8)
    lines.setSpacing(2)
    lines.addWidget(Text(paper.name, Role.STRONG))
    if paper.told():
        lines.addWidget(Text(paper.told(), Role.HINT))
    return box
