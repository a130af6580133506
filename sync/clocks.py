"""This machine's clock beside the gateway's signed time: a difference is kept and shown, and refuses nothing."""

from kiosk.event_log import log_problem
from kiosk.store import Store, facts
from sync.faults import ClocksDiffer

TOLERATED_MS = 300_000                 # what nobody needs to hear of
_WORTH_WRITING = 60_000                # a change smaller than this is the line's delay, not the clock


def note_clock(store: Store, gateway_time: int) -> None:
    """Keeps how far behind the gateway this machine is (negative: ahead)."""
    behind = gateway_time - store.clock.now_ms()
    known = facts.number(store.read(), facts.CLOCK_BEHIND)
    if abs(behind - known) < _WORTH_WRITING:
        return
    if is_off(behind) and not is_off(known):
        log_problem(ClocksDiffer(seconds=behind // 1000))
    store.write(lambda database: facts.put(database, facts.CLOCK_BEHIND, behind))


def is_off(behind_ms: int) -> bool:
    """Enough to tell people."""
    return abs(behind_ms) > TOLERATED_MS


def gateway_now(store: Store) -> int:
    """The moment it is by the gateway's clock, as near as known; this machine's where it never met one."""
    return store.clock.now_ms() + facts.number(store.read(), facts.CLOCK_BEHIND)
