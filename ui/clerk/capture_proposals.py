"""What is proposed for the pages of one draft, and what of it an officer has still to accept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.card_qr import CardQr
from kiosk.page_codes import OfCard, OfDossier, meaning_of
from kiosk.page_ports import PageFault, PageLook
from kiosk.proposing import LeaveOut, Proposal, StackPage, Sure, WantedPaper, propose
from kiosk.same_pages import same_sheet
from kiosk.store.drafts import DraftPage


@dataclass(frozen=True, slots=True)
class Advice:
    """For the pages as they lay when it was made."""

    proposals: Mapping[str, Proposal] = field(default_factory=dict)    # by page, only what is not so already
    settled: Mapping[str, str] = field(default_factory=dict)           # the paper of each page once all is accepted
    cards: Mapping[str, CardQr] = field(default_factory=dict)          # codes of identity cards, by page
    dossiers: Mapping[str, str] = field(default_factory=dict)          # numbers of other dossiers, by page
    repeated: frozenset[str] = frozenset()

    @property
    def moves(self) -> dict[str, str]:
        """The paper of each page that would go elsewhere."""
        return {page: one.paper for page, one in self.proposals.items() if not _goes(one)}

    @property
    def out(self) -> tuple[str, ...]:
        """Separator sheets. A page that is probably blank stays until somebody takes it out."""
        return tuple(page for page, one in self.proposals.items() if _goes(one))


@dataclass(frozen=True, slots=True)
class Case:
    """What the pages are for."""

    procedure: str
    wanted: tuple[WantedPaper, ...]


def advise(
    pages: Sequence[DraftPage], looks: Mapping[str, PageLook], case: Case, repeated: "Repeated",
    heads: Mapping[str, str] | None = None,
) -> Advice:  # fmt: skip
    """Takes a moment for a long stack: for a worker. Nothing is proposed for what was put somewhere by hand. `heads`: the lines
    read at the top of pages."""
    heads = heads or {}
    of_stack = Counter(page.stack for page in pages)
    stack = [
        StackPage(page.id, looks.get(page.id), page.paper if page.by_hand else None, page.back,
                  page.stack if of_stack[page.stack] > 1 else "",      # sheet after sheet on the glass is no new stack each
                  heads.get(page.id, ""))
        for page in pages
    ]
    proposed = propose(stack, case.wanted, procedure=case.procedure)
    here = {page.id: page for page in pages}
    news = {one.page: one for one in proposed if not here[one.page].by_hand and _is_news(one, here[one.page])}
    settled = {
        one.page: one.paper if one.page in news else here[one.page].paper
        for one in proposed if not here[one.page].by_hand and not _goes(one)
    }
    cards: dict[str, CardQr] = {}
    dossiers: dict[str, str] = {}
    for page in pages:
        for code in looks[page.id].codes if page.id in looks else ():
            match meaning_of(code.text):
                case OfCard(card):
                    cards.setdefault(page.id, card)
                case OfDossier(number):
                    dossiers.setdefault(page.id, number)
    return Advice(news, settled, cards, dossiers, repeated.among(pages, looks))


def _is_news(proposal: Proposal, page: DraftPage) -> bool:
    """The order of the checklist alone moves nothing that lies somewhere already."""
    if _goes(proposal):
        return True
    guessed = proposal.sure is Sure.GUESS and not proposal.part
    return proposal.paper != page.paper and not (guessed and page.paper)


def _goes(proposal: Proposal) -> bool:
    return proposal.leave_out is LeaveOut.SEPARATOR


class Repeated:
    """Remembers which pages are of the same sheet: comparing takes a moment for each pair, and a stack grows page by page."""

    def __init__(self) -> None:
        self._same: dict[tuple[str, str], bool] = {}

    def among(self, pages: Sequence[DraftPage], looks: Mapping[str, PageLook]) -> frozenset[str]:
        """The pages that probably came before already: for one thread at a time."""
        found: set[str] = set()
        for row, page in enumerate(pages):
            said = PageFault.REPEATED in looks.get(page.id, PageLook()).faults
            if said or any(self._alike(before, page, looks) for before in pages[:row]):
                found.add(page.id)
        return frozenset(found)

    def _alike(self, one: DraftPage, other: DraftPage, looks: Mapping[str, PageLook]) -> bool:
        if one.sha256 == other.sha256:
            return True
        if one.id not in looks or other.id not in looks:
            return False
        pair = one.id, other.id
        if pair not in self._same:
            self._same[pair] = same_sheet(looks[one.id].likeness, looks[other.id].likeness)
        return self._same[pair]
