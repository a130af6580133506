"""One kind of work at the gateway: how many callers are in it at once, how quickly it gets through them, who waits.

A caller is let in for a turn, which spans its requests: so whoever began with a small question is not turned away with a page
in its hands. Nothing here blocks, and all of it happens on the event loop.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.gateway.refusals import Reason, Refused
from sync.gateway.waiting_line import WaitingLine

Seconds = Callable[[], float]
SLOW_AFTER = 1.0                       # seconds of one body on its way; from then on its sender costs memory only
THINKING = 0.25                        # seconds between two requests in which a caller still counts as busy
SWEPT_EVERY = 1.0
_LEARNING = 0.05                       # how much one new measurement counts


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of one kind of work there may be at once."""

    busy: int = 24                     # callers that keep the gateway busy, before those that begin are turned away
    under_way: int = 400               # callers with a request under way, those on slow lines included
    at_once: int = 4                   # requests of one caller
    turn_seconds: float = 30.0         # after so long a turn ends between two dossiers, where others wait
    idle_seconds: float = 10.0         # a turn in which nothing happens is over


@dataclass(slots=True)
class _Turn:
    began: float
    used: float
    requests: int = 0
    in_hand: int = 0
    receiving: float | None = None     # since when a body is on its way

    def is_busy(self, now: float) -> bool:
        """Not when it is idle, or on a slow line: then its place is another's."""
        if self.in_hand:
            return self.receiving is None or now - self.receiving < SLOW_AFTER
        return now - self.used < THINKING


@dataclass(slots=True)
class Lane:
    """The turns of one kind of work."""

    bounds: Bounds
    now: Seconds
    line: WaitingLine = field(default_factory=WaitingLine)
    shed: int = 0
    impatient: int = 0
    _turns: dict[str, _Turn] = field(default_factory=dict)
    _interval: float = 0.02            # seconds between two answers while there is always something to do
    _requests: float = 8.0             # of one turn
    _swept: float = -SWEPT_EVERY
    _answered: float | None = None     # when the last answer was given, None while there was nothing to do

    @property
    def turns(self) -> int:
        return len(self._turns)

    @property
    def in_hand(self) -> int:
        """Requests now being answered."""
        return sum(turn.in_hand for turn in self._turns.values())

    @property
    def seconds_a_turn(self) -> float:
        """How long one caller keeps the gateway busy, as measured."""
        return self._interval * self._requests

    def enter(self, caller: str, *, opens: bool) -> None:
        """Lets a request in; `leave` must follow. `opens`: it carries nothing, so it is the one to be turned away.

        Raises Refused: busy, too-many-requests, both with the seconds to wait.
        """
        now = self.now()
        turn = self._turns.get(caller)
        if turn is not None and turn.in_hand >= self.bounds.at_once:
            self.impatient += 1
            raise Refused(Reason.TOO_MANY_REQUESTS, retry_after=max(1, math.ceil(self.bounds.at_once * self._interval)))
        self._end_idle_turns(now)
        turn = self._turns.get(caller)     # perhaps no longer
        if turn is not None and opens and self._is_over(turn, now):
            self._end(caller)
            turn = None
        if turn is None:
            self._let_in(caller, now, opens=opens)
            turn = self._turns[caller] = _Turn(now, now)
        turn.requests += 1
        turn.in_hand += 1
        turn.used = now

    def leave(self, caller: str, *, known: bool) -> None:
        """The request was answered. `known`: the caller turned out to be whom it said; nobody else keeps a turn."""
        now = self.now()
        self._measure(now)
        turn = self._turns[caller]
        turn.in_hand -= 1
        turn.used, turn.receiving = now, None
        if not known and not turn.in_hand:
            del self._turns[caller]

    def receiving(self, caller: str, *, body_is_coming: bool) -> None:
        """Says that the caller's bytes are waited for, or are here."""
        self._turns[caller].receiving = self.now() if body_is_coming else None

    def _let_in(self, caller: str, now: float, *, opens: bool) -> None:
        """A body that is on the line already finds twice the room, and nothing of it is kept for others."""
        most = self.bounds.busy if opens else 2 * self.bounds.busy
        if self.line.is_early(caller, now):
            self.impatient += 1
            raise Refused(Reason.TOO_MANY_REQUESTS, retry_after=self.line.seconds_left(caller, now))
        kept = self.line.due(now, most) if opens and caller not in self.line else 0
        under_way = sum(turn.in_hand > 0 for turn in self._turns.values())
        if self._busy(now) + kept >= most or under_way >= self.bounds.under_way:
            self.shed += 1
            raise Refused(Reason.BUSY, retry_after=self.line.told(caller, now, self.seconds_a_turn))
        self.line.through(caller)

    def _busy(self, now: float) -> int:
        return sum(turn.is_busy(now) for turn in self._turns.values())

    def _is_over(self, turn: _Turn, now: float) -> bool:
        return bool(self.line) and not turn.in_hand and now - turn.began > self.bounds.turn_seconds

    def _end_idle_turns(self, now: float) -> None:
        if now - self._swept < SWEPT_EVERY:
            return
        self._swept = now
        idle = [
            caller for caller, turn in self._turns.items()
            if not turn.in_hand and now - turn.used > self.bounds.idle_seconds
        ]  # fmt: skip
        for caller in idle:
            self._end(caller)

    def _end(self, caller: str) -> None:
        turn = self._turns.pop(caller)
        self._requests += _LEARNING * (turn.requests - self._requests)

    def _measure(self, now: float) -> None:
        """Between two answers with more to do all the while lies the time the gateway needs for one."""
        working = sum(turn.in_hand for turn in self._turns.values() if turn.receiving is None)
        if self._answered is not None:
            self._interval += _LEARNING * (now - self._answered - self._interval)
        self._answered = now if working > 1 else None
