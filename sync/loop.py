"""The link of a counter window: passes of the engine on one thread, for as long as the window lives, told as one view."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.counter.link import LinkState, LinkView
from kiosk.event_log import log_problem
from kiosk.problems import Problem
from kiosk.store import Store, outbox
from kiosk.work import Cancelled, Progress
from sync import link_view
from sync.carriage import PassResult
from sync.known_link import KnownLink
from sync.rhythm import Rhythm, spread

FAR_AWAY = float("inf")
TOLD_EVERY = 1.0                       # seconds, while a pass goes on
_WELL = (LinkState.ONLINE, LinkState.SENDING)


class OnePass(Protocol):
    """Runs one pass over the store; made by `commands/`, which knows address and settings."""

    def __call__(self, store: Store, *, link: KnownLink, progress: Progress, insists: bool) -> PassResult: ...


class LinkLoop:
    """The `Link` port over the engine. Its thread reads and writes through the store like every other."""

    def __init__(self, store: Store, one_pass: OnePass | None, link: KnownLink | None = None) -> None:
        self._store, self._pass, self._known = store, one_pass, link or KnownLink()
        self._known.rest, self._known.news = self._rest, self._tell_changed
        self._told: list[Callable[[LinkView], None]] = []
        self._changed: list[Callable[[], None]] = []
        self._wake, self._ending = threading.Event(), threading.Event()
        self._insists, self._due, self._awaited = False, 0.0, False
        first = LinkState.NOT_SET if one_pass is None else LinkState.OFFLINE
        self._view = LinkView(first, store.clock.now_ms(), 0)
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def watch(self, told: Callable[[LinkView], None]) -> None:
        with self._lock:
            self._told.append(told)
            view = self._view
        told(view)

    def changed(self, told: Callable[[], None]) -> None:
        with self._lock:
            self._changed.append(told)

    def send_now(self) -> None:
        with self._lock:
            self._insists, self._due = True, 0.0
        self._wake.set()

    def wake(self) -> None:
        with self._lock:
            if self._view.state in _WELL:
                self._due = 0.0
        self._wake.set()

    def came_up(self) -> None:
        with self._lock:
            if self._view.state not in _WELL and not self._awaited:      # one draw for one outage, however often it is told
                self._awaited = True
                offline = (self._store.clock.now_ms() - self._view.since) / 1000
                self._due = min(self._due, time.monotonic() + spread(offline))
        self._wake.set()

    def close(self) -> None:
        """Ends after the call in hand; a pass may be cut anywhere."""
        self._ending.set()
        self._wake.set()
        self._thread.join(timeout=5)

    # ---- on the thread of the link --------------------------------------------------------------------------------------

    def _run(self) -> None:
        rhythm = Rhythm(self._known)
        while not self._ending.is_set():
            with self._lock:
                insists, self._insists, self._awaited = self._insists, False, False
                self._due = FAR_AWAY               # whoever asks from here on asks for the pass after this one
            result = self._one(insists=insists)
            self._wait(rhythm.after(result), result)
        self._store.readers.close_here()

    def _wait(self, seconds: float, result: PassResult | None) -> None:
        with self._lock:
            self._due = min(self._due, time.monotonic() + seconds)
        if result is not None:
            self._known.partway.leaves(self._store, self._known.pace.carried)
            self._say(link_view.after(self._store, result, seconds))
            self._tell_of_news(result)
        while not self._ending.is_set():
            with self._lock:
                left = self._due - time.monotonic()
            if left <= 0:
                return
            self._wake.wait(left)
            self._wake.clear()

    def _one(self, *, insists: bool) -> PassResult | None:
        if self._pass is None:
            self._say(link_view.seen(self._store, LinkState.NOT_SET))
            return PassResult()
        self._known.seen.begin()
        if self._view.state is LinkState.ONLINE and outbox.count_waiting(self._store.read()):
            self._say_sending()
        try:
            return self._pass(self._store, link=self._known, progress=_Telling(self), insists=insists)
        except Problem as problem:
            log_problem(problem)
            self._say(link_view.seen(self._store, LinkState.OFFLINE, problem))
            return None

    def _tell_of_news(self, result: PassResult) -> None:
        if result.registered or result.acknowledged or result.decisions or result.set_aside:
            self._tell_changed()

    def _tell_changed(self) -> None:
        for told in tuple(self._changed):
            told()

    def _say(self, view: LinkView) -> None:
        """`since` stays while the state does."""
        now = self._store.clock.now_ms()
        with self._lock:
            view = replace(view, since=self._view.since if view.state is self._view.state else now)
            same, self._view = view == self._view, view
            told = tuple(self._told)
        if not same:
            for one in told:
                one(view)

    def _rest(self, seconds: float) -> None:
        self._ending.wait(seconds)

    def is_ending(self) -> bool:
        return self._ending.is_set()

    def go_on(self) -> None:
        """Between two steps of a pass. Raises Cancelled when the window is gone."""
        if self._ending.is_set():
            raise Cancelled
        self._say_sending()

    def _say_sending(self) -> None:
        """From now on an answer is waited for."""
        self._say(replace(link_view.sending(self._store, self._known, self._view), heard=time.monotonic()))


class _Telling:
    """The `Progress` of a pass: the view is told again, at most once a second."""

    def __init__(self, loop: LinkLoop) -> None:
        self._loop, self._next = loop, 0.0

    def step(self, what: str, done: int, total: int) -> None:
        if time.monotonic() < self._next and not self._loop.is_ending():
            return
        self._next = time.monotonic() + TOLD_EVERY
        self._loop.go_on()
