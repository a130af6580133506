"""Each fault alone, at each call of the protocol, then all of them in a seeded mix: over real sockets, to the real gateway.

While the fault lasts nothing is set aside and the outbox says why; when it is over everything is delivered exactly once.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import sync.gateway.settings
import sync.transport
from sync.chaos import ROUGH, Always, Mix, On, faults
from sync.chaos.faults import Fault
from sync.chaos.proxy import Happened
from tests.sync.over_sockets import Hasty, Sockets, over_sockets

CALLS = ("hello", "forms", "missing", "pages", "finalise", "changes")
PAGES = [40, 3000]


@dataclass(frozen=True)
class Trouble:
    """A fault, and the reasons that may stand beside what waits because of it."""

    fault: Fault
    said: frozenset[str]
    harmless: bool = False             # the pass goes through as if nothing were
    hangs: bool = False                # nobody ever hears of it


DOWN, ELSEWHERE, BUSY, STRANGER = "SYNC-01", "SYNC-02", "SYNC-03", "SYNC-04"
LOGIN, FAILING, RESTING, CERTIFICATE = "SYNC-09", "SYNC-12", "SYNC-16", "SYNC-20"


def trouble(fault: Fault, *said: str, harmless: bool = False, hangs: bool = False) -> Trouble:
    return Trouble(fault, frozenset(said), harmless, hangs)


TROUBLES = {
    "slow": trouble(faults.Slow(2, 0.5), harmless=True),
    "dripping, but it comes": trouble(faults.Dripping(0, 7), harmless=True),
    "broken at once": trouble(faults.RequestLost(), DOWN),
    "broken while sending": trouble(faults.ResetSending(7), DOWN),
    "broken before the answer": trouble(faults.AnswerLost(), DOWN),
    "broken in the answer": trouble(faults.AnswerLost(30), DOWN),
    "truncated": trouble(faults.Truncated(), DOWN),
    "black hole": trouble(faults.BlackHole(), DOWN, hangs=True),
    "black hole behind the gateway": trouble(faults.BlackHole(arrives=True), DOWN, hangs=True),
    "dripping for ever": trouble(faults.Dripping(20), DOWN, hangs=True),
    "twice, first answer": trouble(faults.Twice(first=True), harmless=True),
    "twice, second answer": trouble(faults.Twice(first=False), harmless=True),
    "overtaken": trouble(faults.Overtaken(), DOWN),
    "captive portal": trouble(faults.CAPTIVE, LOGIN),
    "redirect": trouble(faults.REDIRECT, LOGIN),
    "empty": trouble(faults.EMPTY, ELSEWHERE),
    "other JSON": trouble(faults.OTHER_JSON, ELSEWHERE),
    "garbage": trouble(faults.Garbage(), DOWN, ELSEWHERE),
    "an answer without end": trouble(faults.Endless(), DOWN, ELSEWHERE),
    "502": trouble(faults.BAD_PROXY, FAILING),
    "504 though it was done": trouble(faults.TIMED_OUT_PROXY, FAILING),
    "503": trouble(faults.refusal(503), BUSY),
    "503 and when": trouble(faults.refusal(503, "busy", "40"), BUSY),
    "429 and when": trouble(faults.refusal(429, "busy", "40"), BUSY),
    "429 with a date": trouble(faults.refusal(429, "", "Wed, 21 Oct 2026 07:28:00 GMT"), BUSY),
    "401": trouble(faults.refusal(401, "unknown-device"), STRANGER),
    "413 of a proxy": trouble(faults.refusal(413), ELSEWHERE),
    "409 of a stranger": trouble(faults.refusal(409), ELSEWHERE),
}


@pytest.fixture(scope="module")
def one_town() -> Iterator[Sockets]:
    """One counter goes through all of it, and keeps every promise at the end of each story."""
    with over_sockets() as sockets, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync.transport, "LONGEST_ANSWER", 1 << 20)
        yield sockets
        sockets.look_at_the_end()


@pytest.mark.parametrize("name", TROUBLES)
def test_each_fault_alone_at_each_call(one_town, name):
    sockets, wanted = one_town, TROUBLES[name]
    for call in CALLS:                 # what the fault held up goes with the pass after it, or the one at the end
        sockets.world.receive(PAGES)
        sockets.later()
        sockets.transport.hurry_at = call if wanted.hangs else ""
        result = sockets.sync(On({call: [wanted.fault] * 3}))
        met = [line for line in sockets.line.journal if line.fault == wanted.fault]
        assert met, f"the fault never came to {call}: {sockets.line.told()}"
        assert not result.set_aside, (call, result, sockets.line.told())
        if wanted.harmless or (call == "pages" and result.problem is None):    # a page is asked for and sent again at once
            assert result.problem is None, (call, result)
            assert not sockets.waiting()
        else:
            assert result.problem is not None, (call, sockets.line.told())
            assert result.problem.code in wanted.said, (call, result.problem)
            assert call == "changes" or sockets.problems() <= {*wanted.said, ""}, (call, sockets.problems())
    sockets.transport.hurry_at = ""
    sockets.empty_the_outbox()
    sockets.compare()


# ---- over TLS --------------------------------------------------------------------------------------------------------

OVER_TLS = {
    "wrong certificate": trouble(faults.WrongCertificate(), "SYNC-01", CERTIFICATE),
    "broken while sending": trouble(faults.ResetSending(7), DOWN),
    "broken in the answer": trouble(faults.AnswerLost(30), DOWN),
    "dripping for ever": trouble(faults.Dripping(20), DOWN, hangs=True),
}


def test_faults_over_tls_are_outlived_and_a_wrong_certificate_is_named(tmp_path):
    with over_sockets(tls=tmp_path) as sockets:
        for name, wanted in OVER_TLS.items():
            for call in ("hello", "forms", "finalise"):
                sockets.world.receive(PAGES)
                sockets.later()
                sockets.transport.hurry_at = call if wanted.hangs else ""
                result = sockets.sync(On({call: [wanted.fault] * 3}))
                assert result.problem is not None, (name, call)
                assert result.problem.code in wanted.said, (name, call, result.problem)
                assert not result.set_aside
            sockets.transport.hurry_at = ""
            sockets.empty_the_outbox()
        sockets.world.receive(PAGES)
        sockets.transport.close()                        # a new connection, and it is greeted by somebody else
        sockets.transport = Hasty(sockets.line.url, tmp_path / "localhost.pem")
        result = sockets.sync(Always(faults.WrongCertificate()))
        assert result.problem is not None
        assert result.problem.code == CERTIFICATE
        assert sockets.problems() == {CERTIFICATE}
        assert sockets.line.bytes_sent == 0
        sockets.look_at_the_end()
        sockets.transport.close()


# ---- all of them ----------------------------------------------------------------------------------------------------

MIXED_PAGES, DOSSIERS, CALM_FROM, MOST_PASSES = [40, 30_000, 50_000], 5, 150, 120


def a_bad_afternoon(sockets: Sockets, mix: Mix) -> list[Happened]:
    """Half of all requests meet something; dossiers come in meanwhile. Returns what happened until nothing waits."""
    sockets.line.follow(mix)
    for number in range(MOST_PASSES):
        if number < DOSSIERS:
            sockets.world.receive(MIXED_PAGES)
        result = sockets.sync()
        assert not result.set_aside, f"set aside although nothing was wrong with it\n{sockets.line.told()}"
        assert sockets.problems() <= {"", DOWN, ELSEWHERE, BUSY, LOGIN, FAILING, RESTING}, sockets.line.told()
        if number >= DOSSIERS and not sockets.waiting():
            return list(sockets.line.journal)
        sockets.later()
    raise AssertionError(f"never delivered\n{sockets.line.told()}")


@pytest.fixture
def small_pieces(monkeypatch) -> None:
    """So that a page is several requests, as many on a quick machine as on a slow one."""
    monkeypatch.setattr(sync.gateway.settings, "MAX_CHUNK", 16_000)


@pytest.mark.parametrize("seed", [2])
def test_a_seeded_mix_is_outlived(small_pieces, seed):
    with over_sockets() as sockets:
        journal = a_bad_afternoon(sockets, Mix(seed, calm_from=CALM_FROM))
        payload = sum(len(page) for handed in sockets.world.handed.values() for page in handed.pages)
        sent = sum(line.carried.sent for line in journal if line.what == "pages" and not isinstance(line.fault, faults.Twice))
        assert sent <= 1.3 * payload, f"{sent} bytes for {payload}\n{sockets.line.told()}"
        sockets.look_at_the_end()


def test_the_same_seed_is_the_same_afternoon(small_pieces):
    """Without bytes that are on their way when a connection breaks: how many the gateway keeps is up to the machine."""
    weights = {name: chance for name, chance in ROUGH.items() if name != "broken while sending"}

    def told() -> list[tuple[str, Fault]]:
        with over_sockets() as sockets:
            return [(line.what, line.fault) for line in a_bad_afternoon(sockets, Mix(4, weights, CALM_FROM))]

    assert told() == told()


@pytest.mark.soak
def test_many_afternoons_are_outlived(small_pieces):
    first = int(os.environ.get("MOTCUA_SEED") or random.SystemRandom().randrange(10**6))
    print(f"MOTCUA_SEED={first}")
    for seed in range(first, first + 100):
        with over_sockets() as sockets:
            a_bad_afternoon(sockets, Mix(seed, calm_from=CALM_FROM))
            sockets.look_at_the_end()
