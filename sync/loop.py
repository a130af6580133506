"""The link of a counter window: passes of the engine on one thread, for as long as the window lives, told as one state."""

import threading
from collections.abc import Callable
from typing import Protocol

from kiosk.counter.link import LinkState, LinkView
from kiosk.event_log import log_problem
from kiosk.problems import Problem
from kiosk.store import Store, outbox
from sync.engine import PassResult
from sync.faults import GatewayUnknown, LinkDown, NotAdmitted, NotTheGateway, SyncProblem
from sync.retry import next_try

BEAT_SECONDS = 15.0


class OnePass(Protocol):
    """Runs one pass over the store; made by `commands/`, which knows address and settings."""

    def __call__(self, store: Store) -> PassResult: ...


class LinkLoop:
    """The `Link` port over the engine. Its thread reads and writes through the store like every other."""

    def __init__(self, store: Store, one_pass: OnePass | None) -> None:
        self._store, self._pass = store, one_pass
        self._told: list[Callable[[LinkView], None]] = []
        self._changed: list[Callable[[], None]] = []
        self._wake, self._ending = threading.Event(), threading.Event()
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
        self._wake.set()

    def close(self) -> None:
        """Ends after the call in hand; a pass may be cut anywhere."""
        self._ending.set()
        self._wake.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        failures = 0
        while not self._ending.is_set():
            self._wake.clear()
            result = self._one()
            failures = failures + 1 if result is not None and result.problem else 0
            self._wake.wait(self._pause(failures, result))
        self._store.readers.close_here()

    def _one(self) -> PassResult | None:
        waiting = outbox.count_waiting(self._store.read())
        if self._pass is None:
            self._say(LinkState.NOT_SET, waiting)
            return None
        if waiting and self._view.state is LinkState.ONLINE:
            self._say(LinkState.SENDING, waiting)
        try:
            result = self._pass(self._store)
        except Problem as problem:
            log_problem(problem)
            self._say(LinkState.OFFLINE, waiting, problem)
            return None
        self._say(_state(result.problem), result.left, result.problem)
        if result.registered or result.acknowledged or result.decisions or result.set_aside:
            for told in tuple(self._changed):
                told()
        return result

    def _say(self, state: LinkState, waiting: int, problem: Problem | None = None) -> None:
        since = self._view.since if state is self._view.state else self._store.clock.now_ms()
        view = LinkView(state, since, waiting, problem.code if problem else "")
        with self._lock:
            same, self._view = view == self._view, view
            told = tuple(self._told)
        if not same:
            for one in told:
                one(view)

    def _pause(self, failures: int, result: PassResult | None) -> float:
        """A steady beat while all is well, jittered and growing while it is not."""
        if not failures or result is None:
            return BEAT_SECONDS
        problem = result.problem if isinstance(result.problem, SyncProblem) else LinkDown(what="")
        return min(BEAT_SECONDS * 4, next_try(failures, problem) / 1000 + 1.0)


def _state(problem: Problem | None) -> LinkState:
    if problem is None:
        return LinkState.ONLINE
    if isinstance(problem, GatewayUnknown):
        return LinkState.NOT_SET
    return LinkState.REFUSED if isinstance(problem, NotTheGateway | NotAdmitted) else LinkState.OFFLINE
