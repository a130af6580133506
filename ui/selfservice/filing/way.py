"""The order of filing, known here alone: before -> consent -> identify -> questions -> papers -> check -> sent.

A step that has nothing to do, or no device to do it with, is passed over.
"""

from collections.abc import Callable
from functools import partial

from kiosk.answers import is_blank
from kiosk.procedures import Requirement
from kiosk.selfservice import Kiosk
from kiosk.selfservice.asks import Ask, value_of
from kiosk.selfservice.papers import next_paper
from kiosk.selfservice.questions import ask_of, asks, finished, needs_province, next_after
from kiosk.submit import Submitted
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.consent import ConsentPage
from ui.selfservice.filing.filling import Filling
from ui.selfservice.filing.leaving import LeavePage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.identify.choose import IdentifyPage
from ui.selfservice.papers.page import PaperPage


def can_scan(kiosk: Kiosk) -> bool:
    """Whether papers can be scanned here."""
    return kiosk.paper_desk is not None and kiosk.paper_desk.usable


def can_read_cards(kiosk: Kiosk) -> bool:
    """Whether a chip card can be read here."""
    return kiosk.cards is not None


def begin(filling: Filling) -> None:
    """From the first page after "before you start"."""
    filling.turn.when_leaving(partial(LeavePage, filling.turn, filling))
    consent(filling)


def consent(filling: Filling) -> None:
    filling.turn.open(partial(ConsentPage, filling.turn, filling, partial(identify, filling)))


def identify(filling: Filling) -> None:
    """Nobody's card is read before they agreed to it."""
    kiosk = filling.turn.kiosk
    if kiosk.cards is None and kiosk.vneid is None:
        questions(filling)
    else:
        filling.turn.open(partial(IdentifyPage, filling.turn, filling, partial(questions, filling)))


def questions(filling: Filling) -> None:
    """The first that is not known yet."""
    found = asks(filling.told, filling.intake)
    _to(filling, next((ask for ask in found if not _is_known(filling, ask)), None))


def papers(filling: Filling) -> None:
    """One paper after the other; where nothing can be scanned, the check says what is missing."""
    wanted = next_paper(filling) if can_scan(filling.turn.kiosk) else None
    if wanted is None:
        check(filling)
    else:
        filling.turn.open(partial(PaperPage, filling.turn, filling, wanted.requirement, partial(papers, filling)))


def check(filling: Filling) -> None:
    filling.change(finished(filling.procedure, filling.intake))
    filling.turn.open(partial(CheckPage, filling.turn, filling, partial(mend, filling), partial(sent, filling)))


def sent(filling: Filling, submitted: Submitted) -> None:
    filling.turn.settle(partial(SentPage, filling.turn, filling, submitted))


def mend(filling: Filling, field: str) -> None:
    """From the check to one question, and straight back."""
    paper = _paper_of(filling, field)
    ask = ask_of(asks(filling.told, filling.intake), field)
    if paper is not None:
        filling.turn.open(partial(PaperPage, filling.turn, filling, paper, filling.turn.back))
    elif ask is not None:
        filling.turn.open(_page(filling, ask, partial(_mended, filling)))


def _answered(filling: Filling, ask: Ask, _before: tuple[Ask, ...]) -> None:
    found = asks(filling.told, filling.intake)
    following = next_after(found, ask)
    while following is not None and (_is_known(filling, following) or needs_province(filling.intake, following)):
        following = next_after(found, following)
    _to(filling, following)


def _mended(filling: Filling, ask: Ask, before: tuple[Ask, ...]) -> None:
    """A change may open questions that must be answered before going back: the rest of an address, a row, a branch."""
    known = {one.id for one in before}
    found = asks(filling.told, filling.intake)
    following = next_after(found, ask)
    same = following is not None and not needs_province(filling.intake, following) and (
        following.path == ask.path or following.path.startswith(f"{ask.path}.")
    )
    opened = [one for one in found if one.id not in known and not one.more and is_blank(value_of(filling.intake, one))]
    onwards = following if same else next(iter(opened), None)
    if onwards is None:
        filling.change(finished(filling.procedure, filling.intake))
        filling.turn.back()
    else:
        filling.turn.instead(_page(filling, onwards, partial(_mended, filling)))


def _to(filling: Filling, ask: Ask | None) -> None:
    if ask is None:
        papers(filling)
    else:
        filling.turn.open(_page(filling, ask, partial(_answered, filling)))


def _page(filling: Filling, ask: Ask, then: Callable[[Ask, tuple[Ask, ...]], None]) -> Callable[[], QuestionPage]:
    leave = partial(filling.turn.open, partial(LeavePage, filling.turn, filling))
    return partial(QuestionPage, filling.turn, filling, ask, then, leave)


def _is_known(filling: Filling, ask: Ask) -> bool:
    """Said by a card or VNeID, and shown when it was."""
    return ask.mark in filling.intake.provenance and not is_blank(value_of(filling.intake, ask))


def _paper_of(filling: Filling, field: str) -> Requirement | None:
    """The paper a problem is about: "requirements.KEY", or "papers[N]" and what stands below."""
    head, _dot, key = field.partition(".")
    if head.startswith("papers["):
        key = filling.intake.papers[int(head[7:-1])].requirement
    elif head != "requirements":
        return None
    return next((needed for needed in filling.procedure.requirements if needed.key == key), None)
