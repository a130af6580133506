"""Which paper is each page of a stack: proposed from codes, separator sheets, the order of the checklist and page counts.

Nothing here decides anything. What an officer said of a page stands; every page gets exactly one proposal, with why and how sure;
separator sheets and blank pages are proposed to be left out, never taken out. A page is judged by what came before it and by
itself alone, so pages that are added at the end change nothing of what was proposed already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.page_codes import Meaning, NextDossier, NextPaper, OfCard, OfDossier, meaning_of
from kiosk.page_ports import PageFault, PageLook
from kiosk.page_titles import headings_of
from kiosk.page_titles import titled as title_of
from kiosk.procedures import Requirement
from kiosk.text import fold


class Sure(StrEnum):
    """How sure, in steps people can tell apart; nobody can honestly say a percentage."""

    CERTAIN = "certain"                # an officer, or a code made for it, says so
    LIKELY = "likely"                  # look, then accept
    GUESS = "guess"                    # only the order of the checklist speaks for it


class Why(StrEnum):
    """What speaks for a proposal."""

    BY_HAND = "by_hand"                # an officer said so
    NAMED = "named"                    # a separator sheet names the paper
    SEPARATED = "separated"            # a separator sheet before it, and the order of the checklist
    CARD = "card"                      # the code of an identity card
    CARD_SHAPE = "card_shape"          # as small as a card
    TITLE = "title"                    # what is written at its head
    SAME_SHEET = "same_sheet"          # the other side of the sheet before
    GOES_ON = "goes_on"                # the paper before goes on
    COUNTED = "counted"                # the paper before has all its pages
    ORDER = "order"                    # nothing but the order of the checklist
    NO_PAPER_LEFT = "no_paper_left"    # every paper of the checklist has pages already
    NOT_ASKED = "not_asked"            # it names a paper that is not asked for in this case
    OTHER_DOSSIER = "other_dossier"    # belongs to another dossier, or begins one


class LeaveOut(StrEnum):
    """What need not be kept."""

    SEPARATOR = "separator"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper pages can belong to, in the order of the checklist.

    Attributes:
        pages: how many it has, 0 where nobody knows
        identity: a copy of an identity card or of what stands for one
        optional: it may be missing, so the order says less
        shown_only: looked at and given back; pages come under it only when a code, a title or an officer says so
        titles: what may be written at its head (kiosk.page_titles)
    """

    key: str
    name: str
    pages: int = 0
    identity: bool = False
    optional: bool = False
    shown_only: bool = False
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StackPage:
    """A page as it lies in the stack.

    Attributes:
        by_hand: the paper an officer put it under ("": under none), None while nobody did
        back: the other side of the sheet before
        stack: which run of the scanner it came with, "" for any other page
        title: the lines text recognition read at its head, "" while there is none
    """

    id: str
    look: PageLook | None = None
    by_hand: str | None = None
    back: bool = False
    stack: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one page.

    Attributes:
        paper: key of the paper, "" for none; where it is to be left out, the paper it would belong to if it is kept
        part: 0 belongs to the dossier being captured; 1, 2, ... to others that lie behind it in the stack
        dossier: number of that other dossier, where a code tells it
        heading: what was read at its head, where that speaks for it
    """

    page: str
    paper: str
    why: Why
    sure: Sure
    leave_out: LeaveOut | None = None
    part: int = 0
    dossier: str = ""
    heading: str = ""


@dataclass(slots=True)
class _Stack:
    """What is known after the pages so far."""

    paper: str = ""                    # the one that goes on
    why: Why = Why.ORDER
    sure: Sure = Sure.GUESS
    pages: int = 0                     # of it so far
    begun: set[str] = field(default_factory=set)
    opened: bool = False               # a paper was begun at all
    boundary: NextPaper | None = None  # a separator sheet came, and no page since
    section: bool = False              # the paper stands behind a separator sheet
    card_before: bool = False          # the page before was of a card, and no section holds it
    last: Proposal | None = None
    stack: str = ""
    part: int = 0
    dossier: str = ""


def propose(
    pages: Sequence[StackPage], wanted: Sequence[WantedPaper], *, procedure: str = "", own_number: str = ""
) -> tuple[Proposal, ...]:
    """One proposal for every page, in their order. `procedure` is its code, `own_number` the dossier's, where it has one."""
    proposer = _Proposer(wanted, procedure, own_number)
    return tuple(proposer.page(page) for page in pages)


def wanted_papers(requirements: Iterable[Requirement]) -> tuple[WantedPaper, ...]:
    """The checklist as proposals need it; what must not be asked for is left out."""
    return tuple(
        WantedPaper(
            one.key, one.name, identity=is_identity(one.name), optional=one.optional, shown_only=one.shown_only,
            titles=headings_of(one),
        )
        for one in requirements if not one.forbidden
    )  # fmt: skip


def is_identity(name: str) -> bool:
    """Whether a paper of this name is a copy of an identity card or of what stands for one."""
    return any(words in fold(name) for words in _IDENTITY)


_IDENTITY = ("can cuoc", "giay to tuy than", "chung minh nhan dan", "ho chieu")


class _Proposer:
    def __init__(self, wanted: Sequence[WantedPaper], procedure: str, own_number: str) -> None:
        self._wanted, self._procedure, self._own_number = wanted, procedure, own_number
        self._pages_of = {one.key: one.pages for one in wanted}
        self._now = _Stack()

    def page(self, page: StackPage) -> Proposal:
        now = self._now
        new_stack = bool(page.stack and now.stack and page.stack != now.stack)
        now.stack = page.stack or now.stack
        now.last = self._by_hand(page, page.by_hand) if page.by_hand is not None else self._judged(page, new_stack)
        return now.last

    def _judged(self, page: StackPage, new_stack: bool) -> Proposal:
        now, look = self._now, page.look or PageLook()
        meanings = [meaning_of(code.text) for code in look.codes]
        sheet = next((one for one in meanings if isinstance(one, NextPaper | NextDossier)), None)
        if sheet is not None:
            return self._separator(page, sheet)
        if PageFault.BLANK in look.faults and not look.codes:
            return self._out(page, LeaveOut.BLANK, Sure.LIKELY)
        if page.back and now.last and now.last.leave_out is LeaveOut.SEPARATOR:
            return self._out(page, LeaveOut.SEPARATOR, Sure.LIKELY)
        other = self._other_dossier(meanings)
        if other and now.part and not now.dossier:
            now.dossier = other
        elif other:
            self._other(other, Sure.LIKELY)
        if now.part:
            return self._kept(page)
        return self._own(page, look, meanings, new_stack)

    def _own(self, page: StackPage, look: PageLook, meanings: Sequence[Meaning], new_stack: bool) -> Proposal:
        """A page with something on it, of the dossier being captured."""
        now = self._now
        if page.back and now.last and now.boundary is None:
            return self._same_sheet(page, now.last)
        if now.boundary is not None and now.boundary.paper:
            self._begin_named(now.boundary)
            return self._kept(page)
        card = any(isinstance(one, OfCard) for one in meanings)
        if (card or look.card_sized) and not (now.section and now.why is Why.NAMED):
            return self._card(page, Why.CARD if card else Why.CARD_SHAPE)
        titled = title_of(page.title, [(one.key, one.titles) for one in self._wanted]) if page.title else None
        if titled is not None:
            self._begin(titled.paper, Why.TITLE, Sure.LIKELY, section=now.section)
            return replace(self._kept(page), heading=titled.heading)
        if now.boundary is not None:
            self._begin_next(Why.SEPARATED, section=True)
        elif not now.opened or new_stack or now.card_before:
            self._begin_next(Why.ORDER)
        elif not now.section and 0 < self._pages_of.get(now.paper, 0) <= now.pages:
            self._begin_next(Why.COUNTED)
        else:
            return self._goes_on(page)
        return self._kept(page)

    # ---- beginning a paper ------------------------------------------------------------------------------------------

    def _begin(self, paper: str, why: Why, sure: Sure, *, section: bool = False) -> None:
        now = self._now
        now.paper, now.why, now.sure, now.section = paper, why, sure, section
        now.pages, now.opened, now.card_before = 0, True, False
        now.begun.add(paper)

    def _begin_named(self, sheet: NextPaper) -> None:
        paper = next((one.key for one in self._wanted if sheet.names(self._procedure, one.key)), None)
        if paper is None:
            self._begin("", Why.NOT_ASKED, Sure.GUESS, section=True)
        else:
            self._begin(paper, Why.NAMED, Sure.CERTAIN, section=True)

    def _begin_next(self, why: Why, *, section: bool = False) -> None:
        """The first paper of the checklist that has no pages; one that may be missing makes the order a guess."""
        waiting = [one for one in self._wanted if one.key not in self._now.begun and not one.shown_only]
        if not waiting:
            self._begin("", Why.NO_PAPER_LEFT, Sure.GUESS, section=section)
            return
        clear = why is Why.SEPARATED and not waiting[0].optional
        self._begin(waiting[0].key, why, Sure.LIKELY if clear else Sure.GUESS, section=section)

    # ---- proposals --------------------------------------------------------------------------------------------------

    def _by_hand(self, page: StackPage, paper: str) -> Proposal:
        now = self._now
        now.part, now.dossier = 0, ""
        if paper != now.paper or not now.opened or now.boundary is not None:
            self._begin(paper, Why.BY_HAND, Sure.LIKELY, section=now.boundary is not None)
        now.boundary, now.card_before = None, False
        now.pages += 1
        return Proposal(page.id, paper, Why.BY_HAND, Sure.CERTAIN)

    def _separator(self, page: StackPage, sheet: NextPaper | NextDossier) -> Proposal:
        now = self._now
        first = not now.opened and not now.part
        if isinstance(sheet, NextPaper):
            now.boundary = sheet
        elif sheet.number and sheet.number == self._own_number:
            now.part, now.dossier, now.boundary = 0, "", NextPaper()
        elif sheet.number or not first:          # on top of everything it stands for the dossier in hand
            self._other(sheet.number, Sure.CERTAIN)
            now.boundary = None
        return self._out(page, LeaveOut.SEPARATOR, Sure.CERTAIN)

    def _other(self, number: str, sure: Sure) -> None:
        now = self._now
        now.part, now.dossier = now.part + 1, number
        self._begin("", Why.OTHER_DOSSIER, sure)

    def _card(self, page: StackPage, why: Why) -> Proposal:
        """A page of a card goes on with no other paper; one that lies inside a section does not end it."""
        now = self._now
        papers = [one for one in self._wanted if one.identity]
        papers = [one for one in papers if not one.shown_only] or papers
        paper = papers[0].key if papers else ""
        told = why if papers else Why.NOT_ASKED
        sure = Sure.GUESS if not papers else Sure.CERTAIN if why is Why.CARD and len(papers) == 1 else Sure.LIKELY
        if now.section and now.boundary is None:
            now.begun.add(paper)
            return Proposal(page.id, paper, told, sure)
        section = now.boundary is not None
        if not (now.card_before and now.paper == paper):
            self._begin(paper, told, sure, section=section)
        now.why, now.sure, now.card_before = told, sure, not section
        return self._kept(page)

    def _same_sheet(self, page: StackPage, front: Proposal) -> Proposal:
        now = self._now
        now.pages += front.paper == now.paper
        now.opened = True
        sure = Sure.LIKELY if front.sure is Sure.CERTAIN and not now.section else front.sure
        return Proposal(page.id, front.paper, Why.SAME_SHEET if front.paper else front.why, sure)

    def _goes_on(self, page: StackPage) -> Proposal:
        """Without separator sheets nothing says where one paper ends and the next begins."""
        now = self._now
        sure = now.sure if now.section else Sure.GUESS
        return self._put(page, Why.GOES_ON if now.paper else now.why, sure)

    def _kept(self, page: StackPage) -> Proposal:
        return self._put(page, self._now.why, self._now.sure)

    def _put(self, page: StackPage, why: Why, sure: Sure) -> Proposal:
        now = self._now
        now.pages += 1
        now.boundary = None
        return Proposal(page.id, now.paper, why, sure, None, now.part, now.dossier)

    def _out(self, page: StackPage, what: LeaveOut, sure: Sure) -> Proposal:
        now = self._now
        return Proposal(page.id, now.paper, now.why, sure, what, now.part, now.dossier)

    def _other_dossier(self, meanings: Sequence[Meaning]) -> str:
        """The number of another dossier that a page names, "" where it names none, this one, or the one it lies in."""
        here = {self._own_number, self._now.dossier}
        return next((one.number for one in meanings if isinstance(one, OfDossier) and one.number not in here), "")
