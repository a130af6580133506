"""How fast a link is, as seen, and how fast it may be: chunk size, time-outs and pauses follow from it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.messages import MAX_CHUNK

FIRST_CHUNK = 256 * 1024
SMALLEST_CHUNK = 64 * 1024
SECONDS_A_CHUNK = 10.0
SLOWEST = 4_000.0                      # bytes a second assumed until measured otherwise: a 2G link
QUICK = 1.0                            # seconds
MINUTE = 60.0


@dataclass(slots=True)
class Pace:
    """Of one link. Only advice: whatever it says, what is carried and what is kept stay the same."""

    now: Callable[[], float] = field(default=time.monotonic)
    chunk: int = FIRST_CHUNK
    goodput: float = 0.0               # bytes a second, 0 until the first piece arrived
    largest: int = MAX_CHUNK
    smallest: int = SMALLEST_CHUNK
    cap: float = 0.0                   # bytes a second, 0 for none
    carried: int = 0                   # bytes that arrived, ever
    _free_at: float = 0.0              # when what was sent is paid for
    _minute: float = 0.0
    _forms: int = 0                    # bytes of them in this minute

    def seconds(self, size: int) -> float:
        """How long a piece of `size` bytes may take before the link counts as dead."""
        return 15.0 + 3.0 * size / (self.goodput or SLOWEST)

    def arrived(self, size: int, seconds: float) -> None:
        self.carried += size
        speed = size / max(seconds, 0.001)
        self.goodput = speed if not self.goodput else 0.7 * self.goodput + 0.3 * speed
        self.chunk = self._within(self.speed() * SECONDS_A_CHUNK)

    def broke(self) -> None:
        self.chunk = self._within(self.chunk / 2)

    def speed(self) -> float:
        """Bytes a second that can be counted on, 0 while unknown."""
        return min(self.goodput, self.cap) if self.cap else self.goodput

    def is_quick(self, size: int) -> bool:
        """Whether so many bytes in one piece are known to be there in a moment. Under a cap nothing is."""
        return not self.cap and 0 < size <= min(self.chunk, self.largest) and size <= self.goodput * QUICK

    def keep_to(self, cap: float, smallest: int, largest: int) -> None:
        """What operator and gateway ask for, from the next piece on."""
        self.cap, self.largest = cap, max(1, largest)
        self.smallest = max(1, min(smallest, self.largest))
        wanted = min(self.chunk, cap * SECONDS_A_CHUNK) if cap else self.chunk
        self.chunk = self._within(wanted)

    def sent(self, size: int) -> None:
        """Bytes that left, whether or not they arrived: under a cap they are paid for with a pause."""
        if self.cap:
            self._free_at = max(self._free_at, self.now()) + size / self.cap

    def sent_forms(self, size: int, budget: int) -> None:
        """Forms never wait; what is above their budget of the minute is paid for by the pages behind them."""
        if self.now() - self._minute >= MINUTE:
            self._minute, self._forms = self.now(), 0
        over = max(0, self._forms + size - budget) - max(0, self._forms - budget)
        self._forms += size
        self.sent(over)

    def pause(self) -> float:
        """Seconds until the next piece may go."""
        return max(0.0, self._free_at - self.now()) if self.cap else 0.0

    def _within(self, size: float) -> int:
        return int(min(self.largest, max(self.smallest, size)))
