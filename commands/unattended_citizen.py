"""A citizen without hands: touches what a finger would, looks at every page that comes, in every dress a page can wear."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from time import monotonic
from typing import Any

from commands.story import StoryBroken
from kiosk.selfservice import Kiosk
from kiosk.selfservice.invented_answers import an_answer
from kiosk.words import _
from ui.screens_filing import give
from ui.selfservice.big_button import BigButton
from ui.selfservice.filing.consent import ConsentPage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.slip import SlipPage, ThanksPage
from ui.selfservice.identify.card_page import CardPage
from ui.selfservice.identify.choose import IdentifyPage
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.take_card import TakeCardPage
from ui.selfservice.page import Page
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.standing import StandingPage
from ui.selfservice.waiting import at_rest, comes_true
from ui.selfservice.window import Dress, KioskWindow
from ui.shots import put_away
from ui.tasks import Tasks
from ui.theme.tokens import TEXT_SCALES

_SENT_S, _DEVICE_S = 30, 20


@dataclass(slots=True)
class Notebook:
    """What goes from one citizen to the next: pages seen in every dress, the number last given out."""

    seen: set[str] = field(default_factory=set)
    number: str = ""
    code: str = ""                     # of its slip


class Citizen:
    """Before one window. `drawing` is the time its pictures took, which is no part of a journey."""

    def __init__(self, kiosk: Kiosk, folder: Path, language: str, notebook: Notebook) -> None:
        self.kiosk, self.folder, self.online, self.notebook = kiosk, folder, False, notebook
        self.touches, self.pages, self.drawing = 0, 0, 0.0
        self._plain = Dress(language)
        self._tasks = Tasks()
        self._window = KioskWindow(kiosk, self._tasks, self._plain)
        folder.mkdir(parents=True, exist_ok=True)
        self._window.show()
        self.arrive()

    @classmethod
    @contextmanager
    def before(cls, kiosk: Kiosk, folder: Path, language: str, notebook: Notebook) -> Iterator["Citizen"]:
        one = cls(kiosk, folder, language, notebook)
        try:
            yield one
        finally:
            one._window.end()
            put_away(one._window)
            one._tasks.close()

    # ---- hands ---------------------------------------------------------------------------------------

    def touch(self, name: str) -> None:
        """A button of the page by its name in the code."""
        self._press(getattr(self._window.page, name))

    def touch_of(self, group: str, key: str) -> None:
        self._press(getattr(self._window.page, group)[key])

    def touch_of_part(self, key: str) -> None:
        """Of the step a paper is at."""
        page = self._window.page
        self._expect(isinstance(page, PaperPage), "no paper is asked for")
        part: Any = page.part if isinstance(page, PaperPage) else None
        self._press(part.buttons[key])

    def touch_entry(self, code: str) -> None:
        """The first procedure of a list, or the one of a code."""
        name = _(self.kiosk.guides.name_of(code)) if code else ""
        entries = getattr(self._window.page, "entries", [])
        found = next((button for button in entries if name in button.text()), None)
        self._expect(found is not None, "procedure not in the list")
        assert found is not None
        self._press(found)

    def touch_slip(self) -> None:
        """Its print button, once the printer said that it is there."""
        page: Any = self._window.page
        self.waits(lambda _page: page.slip.isVisible(), "no slip to print again")
        self._press(page.slip.button)

    def touch_end(self) -> None:
        self._press(self._window.end_button)

    def forward(self) -> None:
        self._expect(self._window.forward_button.isEnabled(), "cannot go on")
        self._press(self._window.forward_button)

    def agrees(self) -> None:
        """To the consent, up to who stands here."""
        while not isinstance(self._window.page, IdentifyPage):
            self.forward()

    def puts_card(self, then: type) -> None:
        """An invented card on the reader, opened by its six digits, confirmed and taken back."""
        hands = self.kiosk.card_hands
        self._expect(hands is not None, "no reader")
        assert hands is not None
        card = hands.cards()[0]
        self.waits(lambda page: isinstance(page, CardPage), "no page for a card")
        hands.put(card.id)
        self.waits(lambda page: isinstance(page, CardPage) and page.pad.isVisible(), "the card asks for no number")
        self.types(card.number[-6:])
        self.forward()
        self.waits(lambda page: isinstance(page, PersonPage), "the card was not read")
        self.arrive()
        self.forward()
        self.waits(lambda page: isinstance(page, TakeCardPage), "nobody asks for the card to be taken back")
        self.arrive()
        hands.lift()
        self.waits(lambda page: isinstance(page, then), "it does not go on")
        self.arrive()

    def reads(self, code: str) -> None:
        """A code held to the reader, which types."""
        page: Any = self._window.page
        page.pad.put(code)
        page.look()
        self.waits(lambda shown: isinstance(shown, StandingPage), "the code leads nowhere")
        self.arrive()

    def calls_officer(self) -> None:
        """And says after a while that nobody is needed any more."""
        self._press(self._window.call_button)
        self._expect(self._window.covered, "no call")
        self._take(f"{self.pages:02d}-OfficerCalledPage")
        calling = self._window.calling
        assert calling is not None
        calling.give_up()
        self.touches += 1
        self._settle()
        self._expect(not self._window.covered, "the call does not go")

    def consents(self) -> None:
        """Through whatever stands before the questions."""
        while not isinstance(self._window.page, QuestionPage):
            if isinstance(self._window.page, ConsentPage):
                self.forward()
            else:
                self.touch("by_hand")

    def types(self, text: str) -> None:
        for letter in text:
            pad: Any = getattr(self._window.page, "pad", None)
            self._expect(pad is not None, "no keyboard")
            pad.press(letter)
            self.touches += 1
        self._settle()
        self._look()

    def answers(self, at_most: int = 1_000) -> None:
        """The questions, one after the other."""
        for _question in range(at_most):
            page = self._window.page
            if not isinstance(page, QuestionPage):
                return
            value = an_answer(page.ask)
            self.touches += len(str(value)) + 1 if page.input.typed == "" and isinstance(value, str) else 1
            give(page, value)
            self._settle()
            if self._window.page is page:  # a doubt was told: said again
                self.forward()
            else:
                self.arrive()

    def prints(self) -> None:
        printing = getattr(self._window.page, "printing", None)
        if printing is not None and printing.isVisible():
            self._press(printing.button)

    # ---- eyes ----------------------------------------------------------------------------------------

    def some_number(self) -> str:
        """Of the dossier filed before."""
        return self.notebook.number

    def expects_slip(self) -> None:
        page = self._window.page
        self._expect(isinstance(page, SlipPage), "no slip")
        assert isinstance(page, SlipPage)
        self.notebook.number, self.notebook.code = page.number.text(), page.token
        way = getattr(page, "way", None)
        if self.online and way is not None:
            before = way.text()
            self._expect(comes_true(lambda: way.text() != before, _SENT_S), "not sent within half a minute")
            self._look()

    def goes(self) -> None:
        """Past the slip and the thanks, which end by themselves."""
        self.forward()
        if isinstance(self._window.page, ThanksPage):
            self.forward()

    def expects_over(self) -> None:
        self._expect(self._window.page is None, "the turn is not over")

    def expects(self, kind: type) -> None:
        self._expect(isinstance(self._window.page, kind), f"not {kind.__name__}")

    def waits(self, holds: Callable[[object], bool], what: str, seconds: float = _DEVICE_S) -> None:
        """For a device, which takes its time."""
        self._expect(comes_true(lambda: holds(self._window.page), seconds), what)
        self._settle()

    def arrive(self) -> None:
        """A page has come: it is looked at."""
        self._settle()
        if self._window.page is not None:
            self.pages += 1
            self._look()

    # ---- inside --------------------------------------------------------------------------------------

    def _press(self, button: BigButton) -> None:
        self._expect(button.isEnabled() and not button.isHidden(), f"{button.text()!r} cannot be touched")
        button.click()
        self.touches += 1
        self._settle()
        self.arrive()


    def _settle(self) -> None:
        self._expect(at_rest(self._tasks), "nothing happens any more")

    def _look(self) -> None:
        """A picture; of a page not seen before one in every text size, in both contrasts, as long as it stays."""
        began, page = monotonic(), self._window.page
        if page is None:
            return
        kind, name = _kind_of(page), f"{self.pages:02d}-{_name_of(page)}"
        self._take(name)
        if kind not in self.notebook.seen and not isinstance(page, SlipPage | ThanksPage):
            self.notebook.seen.add(kind)
            for contrast, scale in product((False, True), TEXT_SCALES):
                self._window.wear(replace(self._plain, contrast=contrast, scale=scale))
                self._settle()
                if self._window.page is None or _kind_of(self._window.page) != kind:
                    break
                self._take(f"{name}-{'contrast' if contrast else 'light'}-{scale}")
            self._window.wear(self._plain)
            self._settle()
        self.drawing += monotonic() - began

    def _take(self, name: str) -> None:
        self._window.grab().save(str(self.folder / f"{name}.png"))

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            raise StoryBroken(what=f"{self.folder.name}: {what}")


def _kind_of(page: Page) -> str:
    """Pages of one kind look alike."""
    if isinstance(page, PaperPage):
        return f"{_name_of(page)}-{len(page.work.faults)}"
    return type(page.input if isinstance(page, QuestionPage) else page).__name__


def _name_of(page: Page) -> str:
    return f"{type(page).__name__}-{page.work.step}" if isinstance(page, PaperPage) else type(page).__name__
