"""A card that lies on the reader though nobody stands there: after a while an officer is called, once for each card."""

from typing import Protocol

from kiosk.help_calls import HelpKind
from kiosk.ports import Clock


class Officers(Protocol):
    """Calls from a kiosk at which nobody stands. Both return at once; what becomes of a call is between it and the counters."""

    def call(self, kind: HelpKind) -> None:
        """Nothing while such a call still stands."""

    def no_more(self, kind: HelpKind) -> None:
        """Nobody need come."""


class CardLeft:
    """Looked at again and again on one thread. `seconds`: so long it is told on screen and aloud first; 0: nobody is called."""

    def __init__(self, clock: Clock, seconds: int, officers: Officers) -> None:
        self._clock, self._wait_ms, self._officers = clock, seconds * 1000, officers
        self._told_since: int | None = None
        self._called = False

    def look(self, *, lies: bool, told: bool) -> None:
        """`told`: the notice stands there just now; during a turn it does not, for the card may be that citizen's."""
        now = self._clock.monotonic_ms()
        if not lies:
            self._gone()
        elif not told:
            self._told_since = None
        elif self._told_since is None:
            self._told_since = now
        elif self._wait_ms and not self._called and now - self._told_since >= self._wait_ms:
            self._called = True
            self._officers.call(HelpKind.CARD_LEFT)

    def _gone(self) -> None:
        called, self._called, self._told_since = self._called, False, None
        if called:
            self._officers.no_more(HelpKind.CARD_LEFT)
