"""A gate before each lane: closed after failures of that lane (a breaker), or until the time the gateway named."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sync.faults import GatewayBusy, HeldBack, LaneRests, NotAdmitted, SyncProblem
from sync.retry import CEILING_SECONDS, Backoff, appointed


class Lane(StrEnum):
    """In the order in which they go."""

    FORMS = "forms"
    DECISIONS = "decisions"
    PAGES = "pages"
    MEDIA = "media"


OPENS_AFTER = 3                        # failures in a row until a lane rests
NO_FAILURE = (GatewayBusy, NotAdmitted, HeldBack)


@dataclass(slots=True)
class Gate:
    """Of one lane at one host. Times are of `now`, which never jumps as a wall clock does."""

    now: Callable[[], float] = field(default=time.monotonic)
    floor: float = 0.0                 # seconds, the gateway's wish
    backoff: Backoff = field(init=False)
    appointment: float = 0.0           # the gateway asked not to come before
    rests_until: float = 0.0
    rests_for: SyncProblem | None = None

    def __post_init__(self) -> None:
        self.backoff = Backoff(self.now)

    def closed(self, *, insists: bool) -> SyncProblem | None:
        """Why nothing may go now. An officer who insists passes over a rest, never over the gateway's own appointment."""
        now = self.now()
        if now < self.appointment:
            return GatewayBusy(max(1, round(self.appointment - now)))
        return LaneRests() if now < self.rests_until and not insists else None

    def opens_in(self) -> float:
        """Seconds; 0 when it is open."""
        return max(0.0, self.appointment - self.now(), self.rests_until - self.now())

    def failed(self, problem: SyncProblem) -> None:
        """429 and 503 are answers of a gateway that works: they make an appointment and never count as failures."""
        if isinstance(problem, GatewayBusy):
            self.appointment = max(self.appointment, self.now() + appointed(problem.seconds))
        if isinstance(problem, NO_FAILURE):
            return
        wait = max(self.backoff.failed(), min(self.floor, CEILING_SECONDS))
        if self.backoff.failures >= OPENS_AFTER:
            self.rests_until, self.rests_for = self.now() + wait, problem

    def went_well(self) -> None:
        self.backoff.went_well()
        self.rests_until, self.rests_for = 0.0, None
