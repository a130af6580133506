"""Backoff, the gateway's appointments, breakers: when something goes again, and when it does not."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sync.retry
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult, SyncPass
from sync.faults import BehindALogin, GatewayBusy, GatewayFailing, LaneRests, LinkDown, NotAdmitted
from sync.gates import OPENS_AFTER, Gate, Lane
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.retry import CEILING_SECONDS, LONGEST_APPOINTMENT, SUSTAINED_SECONDS, Backoff, appointed, backed_off, next_try
from sync.transport import Answer
from tests.sync.counter_twin import OFFICE
from tests.sync.in_process import BUSY, Instead, RequestLost
from tests.sync.machine_world import World, a_world

FAILS = Instead(Answer(500, {"content-type": "application/json"}, b'{"code":"internal"}'))


class Moments:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def link(moments) -> KnownLink:
    return KnownLink(moments)


def a_pass(world: World, link: KnownLink, *, insists: bool = False, **on) -> PassResult:
    """As the window runs it: with what is known of the link, and nobody insisting."""
    world.link.on = on
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    try:
        return SyncPass(
            world.counter.store, GatewayCalls(world.link), counter, world.parts.seams, Silent(), link, insists=insists
        ).run()
    finally:
        world.link.on = {}


def asked(world: World, link: KnownLink, **kinds) -> list[str]:
    """What a pass asks of the gateway."""
    before = len(world.link.sent)
    a_pass(world, link, **kinds)
    return [request.what for request in world.link.sent[before:]]


# ---- how long ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**6))
def test_no_wait_is_longer_than_the_ceiling(failures):
    assert 0 <= backed_off(failures) <= min(CEILING_SECONDS, 2.0 ** min(failures, 16))


@given(st.integers(0, 10**9))
def test_an_appointment_is_a_floor_and_a_quarter_and_never_for_ever(seconds):
    kept = min(seconds, LONGEST_APPOINTMENT)
    assert kept <= appointed(seconds) <= kept * 1.25
    assert kept * 1000 - 1 <= next_try(3, GatewayBusy(seconds)) <= kept * 1250


def test_waits_spread_over_the_whole_range():
    """Full jitter: a quarter of many falls into each quarter, give or take."""
    waits = [backed_off(8) / 256 for _each in range(2000)]
    quarters = [sum(low <= wait < low + 0.25 for wait in waits) for low in (0, 0.25, 0.5, 0.75)]
    assert min(quarters) > 400


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 200)), max_size=60))
def test_failures_are_forgotten_after_lasting_success_and_only_then(story):
    moments = Moments()
    backoff, failures, well_since = Backoff(moments), 0, None
    for well, seconds in story:
        moments.seconds += seconds
        if well:
            backoff.went_well()
            well_since = moments.seconds if well_since is None else well_since
            failures = 0 if moments.seconds - well_since >= SUSTAINED_SECONDS else failures
        else:
            backoff.failed()
            failures, well_since = failures + 1, None
        assert backoff.failures == failures


def test_a_link_that_flaps_is_left_alone_for_longer_and_longer(monkeypatch, moments):
    monkeypatch.setattr(sync.retry.random, "uniform", lambda _low, high: high)
    backoff, waits = Backoff(moments), []
    for _each in range(6):
        waits.append(backoff.failed())
        backoff.went_well()
        moments.seconds += 5
    assert all(later > earlier for earlier, later in pairwise(waits))


# ---- a breaker a lane ---------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["busy", "fails", "well", "refused"]), max_size=40))
def test_only_failures_in_a_row_close_a_gate(story):
    moments = Moments()
    gate, in_a_row = Gate(moments), 0
    for said in story:
        match said:
            case "busy":
                gate.failed(GatewayBusy(0))
            case "refused":
                gate.failed(NotAdmitted(what="unknown-device"))
            case "fails":
                gate.failed(LinkDown(what="reset"))
                in_a_row += 1
            case "well":
                gate.went_well()
                moments.seconds += SUSTAINED_SECONDS + 1
                gate.went_well()
                in_a_row = 0
        assert gate.backoff.failures == in_a_row
        assert isinstance(gate.closed(insists=False), LaneRests) <= (in_a_row >= OPENS_AFTER)


def test_a_hundred_times_busy_opens_no_breaker_and_counts_against_nobody(world, link, moments):
    world.receive([40])
    for _each in range(20):
        assert isinstance(a_pass(world, link, pages=BUSY_ANSWER).problem, GatewayBusy)
        moments.seconds += 10
        world.counter.clock.advance(10_000)
    assert link.gates[Lane.PAGES].backoff.failures == 0
    assert world.counter.store.read().execute("SELECT max(attempts) FROM outbox").fetchone() == (0,)
    assert a_pass(world, link).problem is None


BUSY_ANSWER = Instead(BUSY)


def test_what_the_gateway_appointed_is_kept_even_when_somebody_insists(world, link, moments):
    world.receive([40])
    a_pass(world, link, pages=BUSY_ANSWER)                  # "in seven seconds"
    assert asked(world, link, insists=True) == ["hello", "changes"]
    moments.seconds += 9
    assert asked(world, link, insists=True) == ["hello", "changes", "missing", "pages", "finalise"]


def test_a_greeting_refused_with_an_appointment_silences_everything(world, link, moments):
    a_pass(world, link, hello=BUSY_ANSWER)
    assert asked(world, link, insists=True) == []
    moments.seconds += 9
    assert asked(world, link) == ["hello", "devices", "changes"]


def test_a_lane_that_fails_rests_and_the_others_go_on(world, link, moments, monkeypatch):
    monkeypatch.setattr(sync.retry.random, "uniform", lambda _low, high: high)
    world.receive([40])
    for _each in range(OPENS_AFTER):
        assert isinstance(a_pass(world, link, insists=True, missing=RequestLost()).problem, LinkDown)
    world.receive([40])
    assert asked(world, link) == ["hello", "forms", "changes"]          # the pages' gate is closed, the forms' is not
    assert isinstance(a_pass(world, link).problem, LaneRests)
    assert asked(world, link, insists=True)[-1] == "finalise"           # an officer may try all the same


def test_forms_that_fail_do_not_hold_the_pages_of_others(world, link):
    world.receive([40])
    assert isinstance(a_pass(world, link, missing=FAILS).problem, GatewayFailing)
    world.receive([40])
    world.counter.clock.advance(10_000)
    said = a_pass(world, link, forms=FAILS)
    assert isinstance(said.problem, GatewayFailing)
    assert said.acknowledged == 1


# ---- an item put off ----------------------------------------------------------------------------------------------------


def put_off(world: World, dossier: str, kind: str, milliseconds: int) -> None:
    at = world.counter.clock.now_ms() + milliseconds
    world.counter.store.write(lambda database: database.execute(
        "UPDATE outbox SET next_at = ? WHERE dossier = ? AND kind = ?", [at, dossier, kind]
    ))


@pytest.mark.parametrize("kind", ["form", "pages"])
def test_an_item_put_off_waits_and_holds_nobody(world, link, kind):
    first, _second = world.receive([40]), world.receive([40])
    put_off(world, first.dossier, kind, 60_000)
    result = a_pass(world, link)
    assert (result.problem, result.acknowledged) == (None, 1)
    assert a_pass(world, link).acknowledged == 0
    world.counter.clock.advance(60_001)
    assert a_pass(world, link).acknowledged == 1


def test_somebody_who_insists_passes_over_it(world, link):
    first = world.receive([40])
    put_off(world, first.dossier, "form", 60_000)
    assert a_pass(world, link, insists=True).acknowledged == 1


def test_a_moment_written_by_a_wrong_clock_holds_nothing_for_ever(world, link):
    first = world.receive([40])
    put_off(world, first.dossier, "form", 400 * 86_400_000)
    assert a_pass(world, link).acknowledged == 1


def test_a_dead_line_puts_no_form_off(world, link):
    """The line is waited for as a whole; when it is back, every form goes at once."""
    world.receive([40])
    a_pass(world, link)
    world.receive([40])
    assert isinstance(a_pass(world, link, forms=RequestLost()).problem, LinkDown)
    assert a_pass(world, link).registered == 1


def test_a_captive_portal_is_no_fault_of_any_item(world, link):
    world.receive([40])
    captive = Instead(Answer(200, {"content-type": "text/html; charset=utf-8"}, b"<html>"))
    for call in ("hello", "forms"):
        assert isinstance(a_pass(world, link, **{call: captive}).problem, BehindALogin)
    assert world.counter.store.read().execute("SELECT max(attempts), max(next_at) FROM outbox").fetchone() == (0, 0)
