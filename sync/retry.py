"""When to try again: full jitter under a growing ceiling, never earlier than the gateway asked."""

import random

from sync.faults import GatewayBusy, SyncProblem

CEILING_SECONDS = 300.0


def next_try(attempts: int, problem: SyncProblem) -> int:
    """Milliseconds to wait after `attempts` failures: U(0, min(300 s, 2^n)); a `Retry-After` is a floor plus up to 25 %."""
    if isinstance(problem, GatewayBusy):
        return int(problem.seconds * 1000 * random.uniform(1.0, 1.25))  # noqa: S311  (jitter, not a secret)
    return int(random.uniform(0.0, min(CEILING_SECONDS, 2.0 ** min(attempts + 1, 16))) * 1000)  # noqa: S311
