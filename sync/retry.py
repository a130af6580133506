"""When to try again: full jitter under a growing ceiling, never earlier than the gateway asked, reset by lasting success."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.faults import GatewayBusy, SyncProblem

CEILING_SECONDS = 300.0
LONGEST_APPOINTMENT = 3600             # a gateway may silence a counter for an hour at most
SUSTAINED_SECONDS = 60.0               # of success before failures are forgotten
_EXPONENT = 16                         # 2^16 s is far above any ceiling


def appointed(seconds: float) -> float:
    """A `Retry-After` as this counter keeps it: a floor, and up to a quarter more, so that not all come back at once."""
    return min(seconds, LONGEST_APPOINTMENT) * random.uniform(1.0, 1.25)  # noqa: S311  (jitter, not a secret)


def backed_off(failures: int) -> float:
    """Seconds after so many failures in a row: U(0, min(300 s, 2^n))."""
    return random.uniform(0.0, min(CEILING_SECONDS, 2.0 ** min(failures, _EXPONENT)))  # noqa: S311


def next_try(attempts: int, problem: SyncProblem) -> int:
    """Milliseconds until an item that failed `attempts` times before goes again."""
    seconds = appointed(problem.seconds) if isinstance(problem, GatewayBusy) else backed_off(attempts + 1)
    return int(seconds * 1000)


@dataclass(slots=True)
class Backoff:
    """How often in a row something failed. One success is not yet a good link: what flaps is left alone for longer."""

    now: Callable[[], float] = field(default=time.monotonic)
    failures: int = 0
    _well_since: float | None = None

    def failed(self) -> float:
        """Seconds to wait now."""
        self.failures += 1
        self._well_since = None
        return backed_off(self.failures)

    def went_well(self) -> None:
        if self._well_since is None:
            self._well_since = self.now()
        if self.now() - self._well_since >= SUSTAINED_SECONDS:
            self.failures = 0
