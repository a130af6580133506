"""Calls for an officer over the counter protocol: a kiosk's line to the gateway, and a counter's ear at it.

Both stand beside the passes of the engine: a call must not wait for pages on their way.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kiosk.event_log import log_problem
from kiosk.help_calls import Called, HelpCall, HelpKind, HelpOutOfReach, HelpOver, HelpProblem, HelpRefused, HelpState
from kiosk.store import Store
from kiosk.work import Silent
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.faults import GatewayUnknown, RefusedByGateway, SyncProblem
from sync.patience import Impatient
from sync.signer import RequestSigner, signer_at_home
from sync.transport import Transport

T = TypeVar("T")
SECONDS = 8.0                          # somebody stands and waits
SOONEST, SELDOM = 2.0, 600.0           # seconds between two questions of a counter, whatever the gateway wishes
AFTER_FAILURE = 10.0
_BELIEVED_MS = 120_000                 # without an answer; a call lives some minutes at most
_GONE = frozenset({"unknown-call", "not-yours"})


class GatewayHelpLine:
    """`HelpLine` over a link."""

    def __init__(self, store: Store, link: Transport, seconds: float = SECONDS) -> None:
        self._store, self._link, self._seconds = store, link, seconds

    def call(self, call: str, kind: HelpKind) -> Called:
        return self._told(lambda calls: calls.call_help(wire.HelpCallRequest(call, kind)), kind)

    def ask(self, call: str, kind: HelpKind) -> Called:
        return self._told(lambda calls: calls.help_call(call), kind)

    def withdraw(self, call: str) -> None:
        self._told(lambda calls: calls.withdraw_help(call), HelpKind.HELP)

    def _told(self, asked: Callable[[GatewayCalls], wire.HelpCall], kind: HelpKind) -> Called:
        with _plainly():
            said = asked(_calls(signer_at_home(self._store), Impatient(self._link, Silent(), self._seconds)))
        state = HelpState.HEARD if said.heard else HelpState.CALLING
        if said.taken_place:
            state = HelpState.COMING
        return Called(said.call, kind, HelpState.OVER if said.over else state, said.taken_place)


class HeardCalls:
    """`HelpCalls` of a counter: asks as often as the gateway says, on a thread of its own, until it is closed."""

    def __init__(self, store: Store, link: Transport) -> None:
        self._store, self._link = store, link
        self._signer: RequestSigner | None = None
        self._told: list[Callable[[tuple[HelpCall, ...]], None]] = []
        self._now: tuple[HelpCall, ...] = ()
        self._answered = 0                 # by the clock nobody sets
        self._lock, self._ending = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="help calls", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._thread.join(timeout=5)

    def watch(self, told: Callable[[tuple[HelpCall, ...]], None]) -> None:
        with self._lock:
            self._told.append(told)
            now = self._now
        told(now)

    def accept(self, call: str) -> HelpCall:
        said = _heard(self._asked(lambda calls: calls.accept_help(call)))
        with self._lock:
            after = tuple(said if one.id == call else one for one in self._now)
        self._say(after)
        return said

    def ask(self) -> float:
        """Once; seconds until it is time again."""
        try:
            waiting = self._asked(lambda calls: calls.help_calls())
        except HelpRefused as refused:     # an older gateway, or a device that may not: nothing will come of asking often
            log_problem(refused)
            self._say(())
            return SELDOM
        except HelpProblem:                # the link tells its own troubles; calls nobody hears of any more grow old
            if self._store.clock.monotonic_ms() - self._answered > _BELIEVED_MS:
                self._say(())
            return AFTER_FAILURE
        self._answered = self._store.clock.monotonic_ms()
        self._say(tuple(map(_heard, waiting.calls)))
        return min(max(SOONEST, waiting.ask_again), SELDOM)

    def _asked(self, ask: Callable[[GatewayCalls], T]) -> T:
        """One greeting serves many questions; after a failure it is greeted anew."""
        try:
            with _plainly():
                self._signer = self._signer or signer_at_home(self._store)
                return ask(_calls(self._signer, Impatient(self._link, Silent(), SECONDS)))
        except HelpProblem:
            self._signer = None
            raise

    def _run(self) -> None:
        while not self._ending.is_set():
            self._ending.wait(self.ask())
        self._store.readers.close_here()

    def _say(self, calls: tuple[HelpCall, ...]) -> None:
        with self._lock:
            same, self._now = calls == self._now, calls
            told = tuple(self._told)
        if not same:
            for one in told:
                one(calls)


def _calls(signer: RequestSigner | None, link: Transport) -> GatewayCalls:
    if signer is None:
        raise GatewayUnknown
    return GatewayCalls(link, signer)


def _heard(said: wire.HelpCall) -> HelpCall:
    kind = HelpKind(said.kind) if said.kind in set(HelpKind) else HelpKind.HELP
    return HelpCall(said.call, said.place, kind, said.called_at, said.taken_place, said.mine)


@contextmanager
def _plainly() -> Iterator[None]:
    """What went wrong, as whoever calls or is called should hear it."""
    try:
        yield
    except RefusedByGateway as refused:
        raise HelpOver if refused.reason in _GONE else HelpRefused(why=refused.reason) from refused
    except SyncProblem as problem:
        raise HelpOutOfReach(why=problem.code) from problem
