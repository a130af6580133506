"""This machine's clock beside the gateway's signed time: one fact, `facts.CLOCK_AHEAD`, and two questions asked of it.

Whether people should hear of it is asked here, by a limit of our own; whether official numbers may be given out by this clock
is asked by `kiosk.store.leases`, by the tolerance of the province's policy. A difference refuses nothing else.
"""

from kiosk.event_log import log_problem
from kiosk.store import Store, facts
from sync.faults import ClocksDiffer
from sync.messages import Hello

TOLERATED_MS = 300_000                 # what nobody needs to hear of
_WORTH_WRITING = 60_000                # a change smaller than this is the line's delay, not the clock


def note_clock(store: Store, hello: Hello) -> None:
    """Keeps by how much this clock is ahead of the gateway's (negative: behind), to the minute; and at once where either
    question has another answer than before."""
    ahead, known = store.clock.now_ms() - hello.time, facts.number(store.read(), facts.CLOCK_AHEAD)
    limits = (TOLERATED_MS, hello.policy.clock_tolerance_seconds * 1000)
    answers_stay = all((abs(ahead) > limit) == (abs(known) > limit) for limit in limits)
    if answers_stay and abs(ahead - known) < _WORTH_WRITING:
        return
    if is_off(ahead) and not is_off(known):
        log_problem(ClocksDiffer(seconds=abs(ahead) // 1000))
    store.write(lambda database: facts.put(database, facts.CLOCK_AHEAD, ahead))


def is_off(ahead_ms: int) -> bool:
    """Enough to tell people."""
    return abs(ahead_ms) > TOLERATED_MS


def gateway_now(store: Store) -> int:
    """The moment it is by the gateway's clock, as near as known; this machine's where it never met one."""
    return store.clock.now_ms() - facts.number(store.read(), facts.CLOCK_AHEAD)
