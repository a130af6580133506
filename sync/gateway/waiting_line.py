"""Callers who were sent away, each with a moment of its own to come back: first come, first served, and never all at once."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

EARLY = 0.8                            # callers add up to 25 % of their own: together they come when it is their turn
SOONEST = 2.0                          # seconds
LATEST = 30.0                          # what is foreseen for longer is foreseen anew then: a gateway may get quicker
ASKED_BY_EACH = 0.04                   # seconds; with many in the line they ask less often, so that asking costs little
FORGIVEN = 1.0                         # seconds before its moment that a caller is not called impatient for
MOST_KNOWN = 20_000                    # whoever comes when so many wait is told a moment and not remembered
GONE_AFTER = 60.0                      # seconds after its moment a caller counts as having given up

Jitter = Callable[[float, float], float]


@dataclass(frozen=True, slots=True)
class _Place:
    """When a caller joined the line, as a number, and when it may come back."""

    ticket: int
    due: float


@dataclass(slots=True)
class WaitingLine:
    """Who waits. Times are seconds of the clock the lane was given."""

    jitter: Jitter = random.uniform
    _places: dict[str, _Place] = field(default_factory=dict)
    _given: int = 0                    # tickets handed out
    _done: int = 0                     # of those, whoever is through or gave up

    def __len__(self) -> int:
        return len(self._places)

    def is_early(self, caller: str, now: float) -> bool:
        """True for a caller that comes back well before the moment it was told."""
        place = self._places.get(caller)
        return place is not None and now < place.due - FORGIVEN

    def seconds_left(self, caller: str, now: float) -> int:
        return max(1, math.ceil(self._places[caller].due - now))

    def due(self, now: float, most: int) -> int:
        """How many of the first in the line, up to `most`, may come at any moment: their places are not given to others."""
        return sum(place.due <= now for place in islice(self._places.values(), most))

    def __contains__(self, caller: str) -> bool:
        return caller in self._places

    def told(self, caller: str, now: float, each: float) -> int:
        """Whole seconds after which the caller may ask again. `each`: how long one caller keeps the gateway busy."""
        self._forget_the_gone(now)
        known = self._places.get(caller)
        if known is None:
            self._given += 1
        ticket = known.ticket if known else self._given
        ahead = max(1, ticket - self._done)
        latest = max(LATEST, ASKED_BY_EACH * len(self._places))
        wait = min(latest, max(SOONEST, EARLY * ahead * each))
        seconds = math.ceil(wait * self.jitter(0.75, 1.0))
        if known or len(self._places) < MOST_KNOWN:
            self._places[caller] = _Place(ticket, now + seconds)
        return seconds

    def through(self, caller: str) -> None:
        """The caller was let in."""
        if self._places.pop(caller, None) is not None:
            self._done += 1

    def _forget_the_gone(self, now: float) -> None:
        """Of those that joined first: the line stays short, and nobody waits behind somebody who left."""
        for caller, place in list(islice(self._places.items(), 8)):
            if now > place.due + GONE_AFTER:
                self.through(caller)
