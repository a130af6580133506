"""What pages may use of a link: the gateway's hours, the operator's quiet hours, a metered link, a cap."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hours_of_day import HoursOfDay, hours_of_day, is_within, next_change
from kiosk.moments import local, show_moment
from kiosk.settings import LinkSettings
from kiosk.store import facts
from kiosk.work import Silent
from sync.bandwidth import LinkRules, cap_of, held_back
from sync.calls import GatewayCalls
from sync.engine import PassResult, SyncPass
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.messages import Policy
from sync.pace import Pace
from tests.sync.counter_twin import NOW, OFFICE
from tests.sync.machine_world import SETTINGS, Parts, World, a_world

MINUTE, HOUR = 60_000, 3_600_000
MINUTES = st.integers(0, 1439)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


class Moments:
    def __init__(self) -> None:
        self.seconds, self.rests = 1000.0, []

    def __call__(self) -> float:
        return self.seconds

    def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.seconds += seconds


def a_pass(world: World, rules: LinkRules, link: KnownLink | None = None) -> PassResult:
    link = link or KnownLink(rules=rules)
    link.rules = rules
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    return SyncPass(world.counter.store, GatewayCalls(world.link), counter, world.parts.seams, Silent(), link).run()


def around_now(world: World, before: int, after: int) -> str:
    """Hours of the day from so many minutes before now until so many after it."""
    now = local(world.counter.clock.now_ms())
    minute = now.hour * 60 + now.minute
    begins, ends = (minute - before) % 1440, (minute + after) % 1440
    return f"{begins // 60:02d}:{begins % 60:02d}-{ends // 60:02d}:{ends % 60:02d}"


def pages_of(world: World) -> list[tuple]:
    return world.counter.store.read().execute(
        "SELECT state, problem, next_at FROM outbox WHERE kind = 'pages' ORDER BY seq"
    ).fetchall()


# ---- hours of the day --------------------------------------------------------------------------------------------------


@given(MINUTES, MINUTES, st.integers(0, 3 * 86_400_000))
def test_the_next_change_is_the_first_minute_that_is_different(begins, ends, later):
    spans, now = (HoursOfDay(begins, ends),), NOW + later
    change = next_change(spans, now)
    inside = is_within(spans, now)
    if begins == ends:
        assert inside
        assert change == 0
        return
    assert 0 < change - now <= 24 * HOUR
    assert is_within(spans, change) is not inside
    assert is_within(spans, change - MINUTE) is inside


def test_a_span_may_pass_midnight():
    night = hours_of_day("19:00-06:00")
    assert [night.holds(hour * 60) for hour in (18, 19, 23, 0, 5, 6)] == [False, True, True, True, True, False]


@pytest.mark.parametrize("written", ["19:00", "7:00-9:00", "24:00-06:00", "19:60-06:00", "19:00-06:00 "])
def test_hours_written_otherwise_are_refused_in_the_settings(written):
    with pytest.raises((msgspec.ValidationError, ValueError)):
        msgspec.convert({"quiet_hours": [written]}, LinkSettings)
    assert LinkRules.of(LinkSettings(quiet_hours=("07:30-17:00",))).quiet == (HoursOfDay(450, 1020),)


def test_a_gateway_that_writes_its_hours_otherwise_holds_nobody():
    assert held_back(LinkRules(), Policy(page_hours=("tonight",)), NOW) is None


# ---- held back ----------------------------------------------------------------------------------------------------------


def test_on_a_metered_link_only_forms_and_decisions_go(world):
    world.receive([40])
    result = a_pass(world, LinkRules(metered=True))
    assert (result.problem, result.registered, result.acknowledged, result.decisions) == (None, 1, 0, 1)
    assert (result.held, result.held_until) == ("SYNC-13", 0)
    assert pages_of(world) == [("waiting", "SYNC-13", 0)]
    assert a_pass(world, LinkRules()).acknowledged == 1
    assert pages_of(world)[0][0] == "delivered"


def test_in_quiet_hours_pages_wait_and_say_until_when(world):
    world.receive([40])
    quiet = (hours_of_day(around_now(world, 30, 90)),)
    result = a_pass(world, LinkRules(quiet=quiet))
    until = result.held_until
    assert (result.held, result.acknowledged) == ("SYNC-15", 0)
    assert pages_of(world) == [("waiting", "SYNC-15", until)]
    assert show_moment(until) == show_moment(world.counter.clock.now_ms() + 90 * MINUTE)
    later = until - world.counter.clock.now_ms()
    for clock in (world.counter.clock, world.province.clock):
        clock.advance(later - 1)
    assert a_pass(world, LinkRules(quiet=quiet)).acknowledged == 0
    for clock in (world.counter.clock, world.province.clock):
        clock.advance(1)
    assert a_pass(world, LinkRules(quiet=quiet)).acknowledged == 1


def test_the_gateways_hours_are_read_by_its_own_clock():
    """This machine's clock is three hours slow; the moment on its screen is told by its own clock all the same."""
    settings = replace(SETTINGS, page_hours=("00:00-00:01",))
    with a_world(Parts(settings=settings)) as world:
        world.receive([40])
        world.province.clock.advance(3 * HOUR)
        result = a_pass(world, LinkRules())
        assert result.held == "SYNC-14"
        assert facts.number(world.counter.store.read(), facts.CLOCK_AHEAD) == -3 * HOUR
        opens_there = next_change((hours_of_day("00:00-00:01"),), world.province.clock.now_ms())
        assert result.held_until == opens_there - 3 * HOUR


def test_the_hours_end_between_two_pages_and_nothing_is_held_against_the_dossier(world):
    world.receive([40, 40, 40])
    quiet = (hours_of_day(around_now(world, -1, 60)),)               # from the next minute on
    calls = GatewayCalls(world.link)
    real, sent = calls.append, []

    def append(*given, **named):
        sent.append(given)
        if len(sent) == 2:
            world.counter.clock.advance(2 * MINUTE)
        return real(*given, **named)

    calls.append = append
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    link = KnownLink(rules=LinkRules(quiet=quiet))
    result = SyncPass(world.counter.store, calls, counter, world.parts.seams, Silent(), link).run()
    assert (len(sent), result.held, result.problem) == (2, "SYNC-15", None)
    assert world.counter.store.read().execute("SELECT max(attempts) FROM outbox").fetchone() == (0,)


# ---- a cap --------------------------------------------------------------------------------------------------------------


def test_the_lower_cap_counts():
    assert cap_of(LinkRules(cap=50_000), Policy(max_rate=20_000)) == 20_000
    assert cap_of(LinkRules(), Policy(max_rate=20_000)) == 20_000
    assert cap_of(LinkRules(), Policy()) == 0


@given(st.lists(st.integers(1, 4_000_000), min_size=1, max_size=40), st.integers(1000, 1_000_000))
def test_over_time_no_more_leaves_than_the_cap_allows(sizes, cap):
    moments = Moments()
    pace = Pace(moments)
    pace.keep_to(cap, 64 * 1024, 4 * 1024 * 1024)
    began = moments.seconds
    for size in sizes:
        moments.rest(pace.pause())
        pace.sent(size)
    allowed = (moments.seconds - began) * cap + sizes[-1]            # the last one is still to be paid for
    assert sum(sizes) <= allowed + 1


@given(st.lists(st.tuples(st.integers(1, 5_000_000), st.floats(0.01, 60)), max_size=30), st.integers(0, 500_000))
def test_a_piece_takes_about_ten_seconds_within_its_limits(pieces, cap):
    pace = Pace(Moments())
    pace.keep_to(cap, 64 * 1024, 4 * 1024 * 1024)
    for size, seconds in pieces:
        pace.arrived(size, seconds)
        assert 64 * 1024 <= pace.chunk <= 4 * 1024 * 1024
        wanted = pace.speed() * 10
        assert pace.chunk == pytest.approx(max(64 * 1024, min(wanted, 4 * 1024 * 1024)), abs=1)


def test_a_cap_is_kept_by_resting_between_pieces_and_forms_never_rest(world):
    moments = Moments()
    link = KnownLink(moments, rest=moments.rest)
    world.receive([20_000, 20_000, 20_000])
    result = a_pass(world, LinkRules(cap=10_000, form_budget=1_000_000), link)
    assert result.acknowledged == 1
    assert sum(moments.rests) == pytest.approx(4.0, abs=0.1)         # the third piece waits for the first two
    assert max(moments.rests) <= 0.5
    rested = len(moments.rests)
    world.receive([])
    a_pass(world, LinkRules(cap=10_000, form_budget=1_000_000), link)
    assert len(moments.rests) == rested


def test_forms_above_their_budget_are_paid_for_by_the_pages_behind_them():
    moments = Moments()
    pace = Pace(moments)
    pace.keep_to(1000, 64 * 1024, 4 * 1024 * 1024)
    pace.sent_forms(4000, 5000)
    assert pace.pause() == 0
    pace.sent_forms(3000, 5000)
    assert pace.pause() == pytest.approx(2.0)
    moments.seconds += 61
    pace.sent_forms(5000, 5000)
    assert pace.pause() == 0
