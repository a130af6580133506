"""When the next pass is due: a steady beat while all is well, later and later while it is not, and never all at once."""

import random

from sync.carriage import PassResult
from sync.faults import NotAdmitted
from sync.known_link import KnownLink
from sync.retry import CEILING_SECONDS, Backoff

BEAT_SECONDS = 15.0
SHORTEST = 1.0
LONGEST_SPREAD = 60.0
_SPREAD = 5.0                          # times the time offline


class Rhythm:
    """Of one link."""

    def __init__(self, link: KnownLink) -> None:
        self._link, self._backoff = link, Backoff(link.now)

    def after(self, result: PassResult | None) -> float:
        """Seconds until the next pass; None stands for a pass that could not even begin."""
        if result is not None and (result.problem is None or result.reached):
            self._backoff.went_well()
            gate = self._link.opens_in()
            return min(BEAT_SECONDS, max(SHORTEST, gate)) if gate else BEAT_SECONDS
        if result is not None and isinstance(result.problem, NotAdmitted):
            return CEILING_SECONDS * random.uniform(0.8, 1.0)  # noqa: S311  (the network rests; only a person can change it)
        return self._link.opens_in() or max(SHORTEST, self._backoff.failed())


def spread(offline_seconds: float) -> float:
    """Seconds after the network came back: a province whose line was cut does not return in one second."""
    return random.uniform(0.0, min(LONGEST_SPREAD, _SPREAD * max(0.0, offline_seconds)))  # noqa: S311
