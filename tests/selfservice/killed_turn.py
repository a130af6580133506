"""A turn of the kiosk as `main.py selfservice --turn` runs it, with a citizen who files a dossier with one paper, and a death.

`python -m tests.selfservice.killed_turn DIR TOLD [STEP]`: a step is one of the citizen's or a checkpoint of the store. Killed as
soon as STEP is done; without one it stands still after every step, until it is told to go on. What the screen said by then
stands in the file TOLD, line by line.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

import ui.selfservice.app
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.words import speak
from tests.selfservice.citizens import page_of
from ui.screens_filing import an_answer, give
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.choose import EventPage, EventsPage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.filing.sent import SentPage
from ui.selfservice.home import HomePage
from ui.selfservice.identify.choose import IdentifyPage
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.take_card import TakeCardPage
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import Step
from ui.selfservice.waiting import at_rest, comes_true
from ui.selfservice.window import KioskWindow

NAME = "Đàm Thị Qxẫvkp"                # nobody else is called so
BY_CARD = "identity by card"           # as a step: the citizen has one
_DEVICE_S = 40
Real = ui.selfservice.app.TurnProcess


class Death:
    """Of this process, at `step`; without one, its standing still at every step. `armed`: checkpoints count, too."""

    def __init__(self, told: Path, step: str) -> None:
        self._told, self._step, self.armed = told, step, Event()

    def after(self, step: str, number: str = "") -> None:
        with self._told.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"step": step, "number": number}) + "\n")
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)
        elif not self._step:
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)     # before this thread does anything more

    def __call__(self, checkpoint: str) -> None:
        if self.armed.is_set():
            self.after(checkpoint)


class Citizen:
    """Hands at one window. Every step is told when it is done, and what was typed by then is on disk."""

    def __init__(self, window: KioskWindow, death: Death, by_card: bool) -> None:
        self._window, self._death, self._by_card = window, death, by_card

    def steps(self) -> Iterator[str]:
        self._press(page_of(self._window, HomePage).file)
        self._press(page_of(self._window, EventsPage).tiles["papers"])
        self._press(next(one for one in page_of(self._window, EventPage).entries if "trích lục" in one.text()))
        self._forward()
        yield "begun"
        self._forward()
        yield "consent"
        self._identify()
        yield BY_CARD if self._by_card else "identity"
        yield from self._questions()
        self._death.armed.set()
        yield from self._paper()
        page_of(self._window, CheckPage)
        yield "checked"
        self._forward()
        page_of(self._window, SentPage)
        yield "sent"

    def _identify(self) -> None:
        page = page_of(self._window, IdentifyPage)
        if not self._by_card:
            self._press(page.by_hand)
            return
        hands = self._window.kiosk.card_hands
        card = hands.cards()[0]
        self._press(page.chip)
        hands.put(card.id)
        self._wait(lambda: getattr(self._window.page, "pad", None) is not None and self._window.page.pad.isVisible())
        for digit in card.number[-6:]:
            self._window.page.pad.press(digit)
        self._forward()
        self._wait(lambda: isinstance(self._window.page, PersonPage))
        self._forward()
        self._wait(lambda: isinstance(self._window.page, TakeCardPage))
        hands.lift()
        self._wait(lambda: isinstance(self._window.page, QuestionPage))

    def _questions(self) -> Iterator[str]:
        asked = 0
        while isinstance(page := self._window.page, QuestionPage):
            give(page, self._answer(page))
            self._rest()
            if self._window.page is page:  # a doubt was told: said again
                self._forward()
            asked += 1
            yield f"question {asked}"
        yield "questions"

    def _answer(self, page: QuestionPage) -> object:
        if page.ask.id == "answers.requester_relation":
            return "authorised"            # which wants a paper
        return NAME if page.ask.id.endswith("full_name") else an_answer(page.ask)

    def _paper(self) -> Iterator[str]:
        page = page_of(self._window, PaperPage)
        self._forward()
        self._wait(lambda: page.work.step is Step.SEEN and page.work.shown is not None)
        yield "page scanned"
        self._forward()
        self._rest()
        self._forward()                    # taken back
        self._wait(lambda: isinstance(self._window.page, CheckPage) and self._window.forward_button.isEnabled())

    def _press(self, button: QWidget) -> None:
        button.click()
        self._rest()

    def _forward(self) -> None:
        assert self._window.forward_button.isEnabled()
        self._press(self._window.forward_button)

    def _rest(self) -> None:
        assert at_rest(self._window.tasks)

    def _wait(self, holds) -> None:
        assert comes_true(holds, _DEVICE_S), type(self._window.page).__name__
        self._rest()


class DyingTurn(Real):
    """`Real`, and the citizen at it."""

    def _on_begun(self) -> None:
        super()._on_begun()
        QTimer.singleShot(0, self._play)

    def _play(self) -> None:
        for step in Citizen(self._window, death, by_card=BY_CARD in sys.argv).steps():
            page = self._window.page
            death.after(step, page.number.text() if isinstance(page, SentPage) else "")


if __name__ == "__main__":
    data, told, *steps = sys.argv[1:]
    speak("vi")
    death = Death(Path(told), steps[0] if steps else "")
    ui.selfservice.app.TurnProcess = DyingTurn
    sys.exit(run_command("selfservice", ["--turn"], Workplace(Profile.DEMO, Path(data), checkpoint=death)))
