"""The way through the papers of a dossier: one after the other, and nothing kept of those the answers no longer ask for."""

from collections.abc import Callable
from functools import partial

from kiosk.problems import Problem
from kiosk.selfservice.papers import next_paper, settled
from kiosk.store.drafts import DraftPage
from ui.selfservice.filing.filling import Filling
from ui.selfservice.papers.page import PaperPage
from ui.tasks import Lane


def paper_by_paper(filling: Filling, then: Callable[[], None]) -> None:
    """Each paper of which nothing was said yet, then `then`. To be called again whenever answers changed: a paper that is asked
    for since then comes up, one that is not asked for any more goes with its pages."""
    settle(filling, partial(_next, filling, then))


def settle(filling: Filling, then: Callable[[], None]) -> None:
    """Drops what is said of papers no longer asked for, and their pages; `then` also where that could not be done now: what is
    left over is found when the dossier is checked."""
    draft, turn = filling.draft.id, filling.turn

    def found(pages: tuple[DraftPage, ...]) -> None:
        intake, gone = settled(filling, pages)
        if intake != filling.intake:
            filling.change(intake)
        if gone:
            remove = partial(filling.filings.remove_pages, draft, gone)
            turn.tasks.run(lambda _progress: remove(), lambda _none: then(), failed, Lane.WRITER, turn.owner)
        else:
            then()

    def failed(_problem: Problem) -> None:
        then()

    turn.tasks.run(lambda _progress: filling.filings.pages(draft), found, failed, Lane.WRITER, turn.owner)


def _next(filling: Filling, then: Callable[[], None]) -> None:
    paper = next_paper(filling)
    if paper is None:
        then()
        return
    onwards = partial(paper_by_paper, filling, then)
    filling.turn.open(partial(PaperPage, filling.turn, filling, paper.requirement, onwards))
