"""Each fault alone, at each call of the protocol, then all of them in a seeded mix: over real sockets, to the real gateway.

While the fault lasts nothing is set aside and the outbox says why; when it is over everything is delivered exactly once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sync.chaos import On, faults
from sync.chaos.faults import Fault
from tests.sync.over_sockets import Sockets, over_sockets

CALLS = ("hello", "forms", "missing", "pages", "finalise", "changes")
PAGES = [40, 3000]


@dataclass(frozen=True)
class Trouble:
    """A fault, the reasons that may stand beside what waits because of it, and how often it must come before it counts."""

    fault: Fault
    said: frozenset[str]
    harmless: bool = False             # the pass goes through as if nothing were


DOWN, ELSEWHERE, BUSY, STRANGER = "SYNC-01", "SYNC-02", "SYNC-03", "SYNC-04"


def trouble(fault: Fault, *said: str, harmless: bool = False) -> Trouble:
    return Trouble(fault, frozenset(said), harmless)


TROUBLES = {
    "slow": trouble(faults.Slow(2, 0.5), harmless=True),
    "dripping, but it comes": trouble(faults.Dripping(0, 7), harmless=True),
    "broken at once": trouble(faults.RequestLost(), DOWN),
    "broken while sending": trouble(faults.ResetSending(7), DOWN),
    "broken before the answer": trouble(faults.AnswerLost(), DOWN),
    "broken in the answer": trouble(faults.AnswerLost(30), DOWN),
    "truncated": trouble(faults.Truncated(), DOWN),
    "black hole": trouble(faults.BlackHole(), DOWN),
    "black hole behind the gateway": trouble(faults.BlackHole(arrives=True), DOWN),
    "dripping for ever": trouble(faults.Dripping(20), DOWN),
    "twice, first answer": trouble(faults.Twice(first=True), harmless=True),
    "twice, second answer": trouble(faults.Twice(first=False), harmless=True),
    "overtaken": trouble(faults.Overtaken(), DOWN),
    "captive portal": trouble(faults.CAPTIVE, ELSEWHERE),
    "redirect": trouble(faults.REDIRECT, ELSEWHERE),
    "empty": trouble(faults.EMPTY, ELSEWHERE),
    "other JSON": trouble(faults.OTHER_JSON, ELSEWHERE),
    "garbage": trouble(faults.Garbage(), DOWN, ELSEWHERE),
    "an answer without end": trouble(faults.Endless(), DOWN, ELSEWHERE),
    "502": trouble(faults.BAD_PROXY, DOWN),
    "504 though it was done": trouble(faults.TIMED_OUT_PROXY, DOWN),
    "503": trouble(faults.refusal(503), BUSY),
    "503 and when": trouble(faults.refusal(503, "busy", "40"), BUSY),
    "429 and when": trouble(faults.refusal(429, "busy", "40"), BUSY),
    "429 with a date": trouble(faults.refusal(429, "", "Wed, 21 Oct 2026 07:28:00 GMT"), BUSY),
    "401": trouble(faults.refusal(401, "unknown-device"), STRANGER),
    "413 of a proxy": trouble(faults.refusal(413), ELSEWHERE),
    "409 of a stranger": trouble(faults.refusal(409), ELSEWHERE),
}


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    with over_sockets() as sockets:
        yield sockets


@pytest.mark.parametrize("name", TROUBLES)
def test_each_fault_alone_at_each_call(sockets, name):
    wanted = TROUBLES[name]
    for call in CALLS:
        sockets.world.receive(PAGES)
        result = sockets.sync(On({call: [wanted.fault] * 3}))
        met = [line for line in sockets.line.journal if line.fault == wanted.fault]
        assert met, f"the fault never came to {call}: {sockets.line.told()}"
        assert not result.set_aside, (call, result, sockets.line.told())
        if wanted.harmless or (name, call) == ("truncated", "pages"):          # an answer without a body
            assert result.problem is None, (call, result)
            assert not sockets.waiting()
        else:
            assert result.problem is not None, (call, sockets.line.told())
            assert result.problem.code in wanted.said, (call, result.problem)
            assert call == "changes" or sockets.problems() <= {*wanted.said, ""}, (call, sockets.problems())
        sockets.later()
        sockets.sync(On({}))
        sockets.later()
    sockets.empty_the_outbox()
