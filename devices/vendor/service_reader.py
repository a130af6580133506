"""The card reader of a vendor's program: asked again and again what it has, and believed only as far as two answers agree.

The program reads by itself, so a card left over from the citizen before looks like a new one. What it holds when it is first
heard, or holds on to for too long, is never shown. Nor is it ever called proven, whatever the program says of it.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event, RLock, Thread

from devices.vendor.answers import Answer, photo_of, understood
from devices.vendor.description import Description
from devices.vendor.exchange import Exchange, exchange_with
from devices.vendor.problems import OldCard, PeopleMixedUp, ServiceDown, ServiceSlow, VendorProblem
from devices.watched import Watched
from kiosk.device_ports import CardData, CardKey, ReaderEvent, ReaderState

Told = Callable[[ReaderEvent], None]


class VendorReader:
    """The `CardReader` port over one program. Its thread ends with `close`, or with the process."""

    def __init__(
        self, program: Description, exchange: Exchange | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._program, self._exchange, self._clock = program, exchange or exchange_with(program), clock
        self._events: Watched[ReaderEvent] = Watched()
        self._said: tuple[object, ...] = ()
        self._newcomers: SimpleQueue[Told] = SimpleQueue()
        self._wake, self._over, self._speaking = Event(), Event(), RLock()
        self._in_touch = False
        self._read: Answer | None = None   # the card that is shown
        self._left_behind = ""             # the key of one that is not to be shown any more
        self._until = 0.0
        Thread(target=self._run, name="vendor-reader", daemon=True).start()

    # ---- the port ----

    def watch(self, told: Told) -> None:
        self._newcomers.put(told)
        self._wake.set()

    def open_with(self, key: CardKey) -> None:
        """The program asks for what it needs by itself."""

    def cancel(self) -> None:
        """The program cannot be stopped; lifting the card does."""

    def close(self) -> None:
        """At once: an answer still on its way is heard by nobody."""
        with self._speaking:
            self._over.set()
        self._wake.set()

    # ---- the thread ----

    def _run(self) -> None:
        while not self._over.is_set():
            self._welcome()
            self._look()
            self._wake.wait(self._program.every_ms / 1000)
            self._wake.clear()

    def _welcome(self) -> None:
        while True:
            try:
                told = self._newcomers.get_nowait()
            except Empty:
                return
            with self._speaking:
                if not self._over.is_set():
                    self._events.add(told)

    def _look(self) -> None:
        try:
            answer = self._ask()
            known, self._in_touch = self._in_touch, True
            if answer.state is ReaderState.READ and not known:
                self._leave_behind(answer, OldCard())
            else:
                self._follow(answer)
        except (ServiceDown, ServiceSlow) as problem:
            self._in_touch, self._read = False, None       # what it holds when it comes back is nobody's
            self._say(ReaderEvent(ReaderState.NO_SERVICE, problem=problem))
        except VendorProblem as problem:
            self._read = None
            self._say(ReaderEvent(ReaderState.NOT_UNDERSTOOD, problem=problem))

    def _ask(self) -> Answer:
        return understood(self._exchange.fetch(self._program.path), self._program)

    def _follow(self, answer: Answer) -> None:
        if answer.state is ReaderState.READ:
            self._on_card(answer)
            return
        if self._read is not None and answer.state is ReaderState.READING:
            self._say(ReaderEvent(ReaderState.NO_CARD))    # another card, laid down between two looks
        was_reading = self._said[:1] in ((ReaderState.READING,), (ReaderState.LIFTED_EARLY,))
        self._read, self._left_behind = None, ""
        if answer.state is ReaderState.NO_CARD and was_reading:
            self._say(ReaderEvent(ReaderState.LIFTED_EARLY))
        else:
            self._say(ReaderEvent(answer.state, answer.progress))

    def _on_card(self, answer: Answer) -> None:
        if answer.key == self._left_behind:
            return
        if self._read is not None and answer.key == self._read.key:
            if not _same(answer, self._read):
                self._leave_behind(answer, PeopleMixedUp())
            elif self._clock() >= self._until:
                self._leave_behind(answer)
            return
        once_more = self._ask()
        if once_more.state is not ReaderState.READ or once_more.key != answer.key:
            return                                         # it is just changing: the next look tells
        if not _same(answer, once_more):
            self._leave_behind(answer, PeopleMixedUp())
            return
        self._show(self._with_photo(once_more))

    def _with_photo(self, answer: Answer) -> Answer:
        photo = self._program.photo
        if photo is None or answer.card is None:
            return answer
        found = photo_of(self._exchange.fetch(photo.path), photo, answer.key)
        return replace(answer, card=replace(answer.card, photo=found))

    def _show(self, answer: Answer) -> None:
        if self._read is not None:
            self._say(ReaderEvent(ReaderState.NO_CARD))
        if self._said[:1] != (ReaderState.READING,):
            self._say(ReaderEvent(ReaderState.READING))
        self._read, self._left_behind = answer, ""
        self._until = self._clock() + self._program.keep_seconds
        self._say(ReaderEvent(ReaderState.READ, 100, answer.card))

    def _leave_behind(self, answer: Answer, why: VendorProblem | None = None) -> None:
        self._read, self._left_behind = None, answer.key
        self._say(ReaderEvent(ReaderState.NOT_UNDERSTOOD if why else ReaderState.NO_CARD, problem=why))

    def _say(self, event: ReaderEvent) -> None:
        key = self._read.key if self._read and event.card else ""
        said = (event.state, event.progress, event.problem.code if event.problem else "", key)
        with self._speaking:
            if said != self._said and not self._over.is_set():
                self._said = said
                self._events.now(event)


def _same(one: Answer, other: Answer) -> bool:
    return _person(one.card) == _person(other.card)


def _person(card: CardData | None) -> object:
    """A photo may come later than the words."""
    return None if card is None else replace(card, photo=b"")
