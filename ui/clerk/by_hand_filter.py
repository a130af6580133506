"""In the look-up: only what still has to be typed into another system, and how many those are."""

from kiosk.counter import Counter
from kiosk.search_words import answers, words_in
from kiosk.store.dossiers import DossierLine
from kiosk.words import _
from ui.theme.icons import Icon
from ui.widgets.buttons import Button


class ByHandFilter(Button):
    def __init__(self) -> None:
        super().__init__(_("Chờ nhập tay"), icon=Icon.KEYBOARD)
        self.setCheckable(True)

    def count(self, waiting: int) -> None:
        self.say(_("Chờ nhập tay ({count})").format(count=waiting) if waiting else _("Chờ nhập tay"))


def found(counter: Counter, text: str, limit: int, *, by_hand: bool) -> tuple[tuple[DossierLine, ...], int]:
    """What answers to the words, and how many dossiers wait to be typed in. For a worker."""
    waiting = counter.entering.waiting()
    if not by_hand:
        return counter.records.search(text, limit), len(waiting)
    words = words_in(text)
    lines = [line for line in waiting if answers(words, words_in(f"{line.number} {line.submitter} {line.procedure_name}"))]
    return tuple(lines[:limit]), len(waiting)
