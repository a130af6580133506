"""What the look-up reads, in a worker: the lists, and all of one dossier."""

from kiosk.counter import Counter
from kiosk.elsewhere import DossierElsewhere
from kiosk.left_drafts import LeftDraft
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.store.dossiers import DossierLine
from kiosk.work import Progress
from ui.clerk.by_hand_filter import found
from ui.clerk.elsewhere_words import ElsewhereView, elsewhere_view
from ui.clerk.left_shown import left_view
from ui.clerk.look_up_detail import DetailView, detail_view
from ui.clerk.look_up_parts import Hit
from ui.clerk.words_of_dossiers import due_of, in_short

LIMIT = 100                            # more nobody reads; the rest is found by typing on


def find(counter: Counter, text: str, by_hand: bool, progress: Progress) -> tuple[tuple[Hit, ...], int]:
    progress.step("", 0, 1)            # called off while it waited for its turn
    now = counter.clock.now_ms()
    lines, waiting = found(counter, text, LIMIT + 1, by_hand=by_hand)
    return tuple(hit_of(line, now) for line in lines), waiting


def find_one(counter: Counter, dossier: str, _progress: Progress) -> tuple[Hit, DetailView]:
    view = detail_view(counter, dossier)
    return hit_of(view.detail.line, counter.clock.now_ms()), view


def read_detail(counter: Counter, dossier: str, _progress: Progress) -> DetailView:
    return detail_view(counter, dossier)


def read_elsewhere(
    counter: Counter, there: DossierElsewhere, asked_at: int, kept: bool, left: LeftDraft | None, _progress: Progress
) -> ElsewhereView:
    if there.left_until is not None:
        return left_view(there, asked_at, left, _procedure(counter, there.procedure))
    records = counter.records
    return elsewhere_view(there, asked_at, records.history(there.id), records.results_of(there.id), kept=kept)


def _procedure(counter: Counter, code: str) -> Procedure | None:
    """None where it is no longer in force: the answers are then told under their keys."""
    try:
        return counter.intakes.procedure(code)
    except Problem:
        return None


def hit_of(line: DossierLine, now: int) -> Hit:
    return Hit(line, due_of(line, now), in_short(line))
