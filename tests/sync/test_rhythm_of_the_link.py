"""When the window's link goes again, and what it tells: without waiting a second of real time."""

import threading
from collections.abc import Iterator

import pytest

import sync.rhythm
from kiosk.counter.link import LinkState, LinkView
from kiosk.moments import FixedClock
from sync import link_view
from sync.calls import GatewayCalls
from sync.carriage import PassResult
from sync.engine import SyncPass
from sync.faults import (
    AnotherGateway,
    BehindALogin,
    GatewayBusy,
    GatewayFailing,
    GatewayUnknown,
    LinkDown,
    NotAdmitted,
    NotTheGateway,
    RefusedByGateway,
)
from sync.known_link import KnownLink
from sync.loop import LinkLoop, OnePass
from sync.meeting import Counter
from sync.retry import CEILING_SECONDS, SUSTAINED_SECONDS
from sync.rhythm import BEAT_SECONDS, LONGEST_SPREAD, Rhythm, spread
from tests.sync.counter_twin import NOW, OFFICE
from tests.sync.in_process import Fault
from tests.sync.machine_world import World, a_world

LIMIT = 60


class Moments:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def highest(monkeypatch) -> None:
    """The longest of all waits that may be drawn."""
    monkeypatch.setattr(sync.rhythm.random, "uniform", lambda _low, high: high)


# ---- when ---------------------------------------------------------------------------------------------------------------


def test_a_steady_beat_while_all_is_well():
    rhythm = Rhythm(KnownLink(Moments()))
    assert [rhythm.after(PassResult(reached=True)) for _each in range(3)] == [BEAT_SECONDS] * 3


def test_later_and_later_while_it_is_not_and_one_good_pass_forgives_nothing(highest):
    moments = Moments()
    rhythm = Rhythm(KnownLink(moments))
    down, well = PassResult(problem=LinkDown(what="")), PassResult(reached=True)
    assert [rhythm.after(down) for _each in range(3)] == [2, 4, 8]
    assert rhythm.after(well) == BEAT_SECONDS
    assert rhythm.after(down) == 16
    rhythm.after(well)
    moments.seconds += SUSTAINED_SECONDS
    rhythm.after(well)
    assert rhythm.after(down) == 2
    for _each in range(12):
        assert rhythm.after(down) <= CEILING_SECONDS


def test_a_lane_in_trouble_does_not_slow_the_forms_of_the_others(highest):
    link = KnownLink(Moments())
    rhythm = Rhythm(link)
    for _each in range(9):
        assert rhythm.after(PassResult(reached=True, problem=LinkDown(what="reset"))) == BEAT_SECONDS


def test_who_is_not_admitted_asks_slowly(highest):
    assert Rhythm(KnownLink(Moments())).after(PassResult(problem=NotAdmitted("device-revoked"))) == CEILING_SECONDS


def test_an_appointment_of_the_greeting_is_when_it_goes_again(highest):
    link = KnownLink(Moments())
    link.whole.failed(GatewayBusy(40))
    assert Rhythm(link).after(PassResult(problem=GatewayBusy(40))) == pytest.approx(50)


@pytest.mark.parametrize(("offline", "longest"), [(0, 0), (2, 10), (12, 60), (86_400, LONGEST_SPREAD)])
def test_a_province_whose_line_was_cut_returns_spread_over_a_minute(offline, longest):
    waits = [spread(offline) for _each in range(500)]
    assert min(waits) >= 0
    assert max(waits) <= longest
    assert max(waits) >= longest * 0.9


# ---- what is told -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (None, LinkState.ONLINE), (GatewayUnknown(), LinkState.NOT_SET), (NotAdmitted("x"), LinkState.REFUSED),
        (RefusedByGateway(403, "enrolment-closed"), LinkState.REFUSED), (BehindALogin(what=""), LinkState.STRANGER),
        (AnotherGateway(what=""), LinkState.STRANGER), (GatewayBusy(9), LinkState.BUSY),
        (GatewayFailing(what=""), LinkState.BUSY), (LinkDown(what=""), LinkState.OFFLINE),
    ],
)  # fmt: skip
def test_every_trouble_is_a_state_of_its_own_kind(problem, state):
    assert link_view.state_of(problem, reached=False) is state
    broke = isinstance(problem, LinkDown | NotTheGateway | NotAdmitted) and not isinstance(problem, GatewayFailing)
    assert link_view.state_of(problem, reached=True) is (state if broke else LinkState.ONLINE)


# ---- the loop -----------------------------------------------------------------------------------------------------------


class Passes:
    """One pass after the other, as the test says; `begun` is set when one is asked for."""

    def __init__(self, *results: PassResult) -> None:
        self.results, self.how = list(results), []
        self.begun, self.may_go = threading.Semaphore(0), threading.Event()
        self.may_go.set()

    def __call__(self, _store, *, link, progress, insists) -> PassResult:
        self.how.append(insists)
        self.begun.release()
        assert self.may_go.wait(LIMIT)
        return self.results.pop(0) if self.results else PassResult(reached=True)

    def wait(self) -> None:
        assert self.begun.acquire(timeout=LIMIT)


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def looping(
    world: World, passes: OnePass, link: KnownLink | None = None
) -> tuple[LinkLoop, list[LinkView], threading.Condition]:
    loop, views, heard = LinkLoop(world.counter.store, passes, link or KnownLink()), [], threading.Condition()

    def told(view: LinkView) -> None:
        with heard:
            views.append(view)
            heard.notify_all()

    loop.watch(told)
    loop.start()
    return loop, views, heard


def until(heard: threading.Condition, views: list[LinkView], wanted) -> None:
    with heard:
        assert heard.wait_for(lambda: views and wanted(views[-1]), LIMIT), views


def test_somebody_who_asks_is_served_at_once_and_something_new_is_too_while_all_is_well(world):
    passes = Passes()
    loop, views, heard = looping(world, passes)
    passes.wait()
    until(heard, views, lambda view: view.state is LinkState.ONLINE)
    loop.send_now()
    passes.wait()
    until(heard, views, lambda view: view.state is LinkState.ONLINE)
    loop.wake()
    passes.wait()
    loop.close()
    assert passes.how == [False, True, False]


def test_what_is_asked_for_during_a_pass_is_done_after_it(world):
    passes = Passes()
    passes.may_go.clear()
    loop, _views, _heard = looping(world, passes)
    passes.wait()
    loop.send_now()
    passes.may_go.set()
    passes.wait()
    loop.close()
    assert passes.how == [False, True]


def test_a_line_that_is_down_is_not_tried_for_every_dossier_received(world, monkeypatch):
    monkeypatch.setattr("sync.retry.random.uniform", lambda _low, _high: CEILING_SECONDS)
    passes = Passes(PassResult(problem=LinkDown(what="")))
    loop, views, heard = looping(world, passes)
    passes.wait()
    until(heard, views, lambda view: view.next_at > 0)
    due = loop._due
    for _each in range(5):
        loop.wake()
    assert loop._due == due
    world.counter.clock.advance(4000)
    monkeypatch.setattr("sync.rhythm.random.uniform", lambda _low, high: high)
    loop.came_up()                                          # four seconds offline: within twenty
    assert loop._due <= due - CEILING_SECONDS + 21
    drawn = loop._due
    monkeypatch.setattr("sync.rhythm.random.uniform", lambda _low, _high: 0.0)
    loop.came_up()                                          # told again, as the network grows: the draw stands
    assert loop._due == drawn
    loop.send_now()
    passes.wait()
    loop.close()
    assert passes.how == [False, True]


def test_a_network_that_came_up_passes_over_no_appointment_of_the_gateway(world, monkeypatch):
    """The gateway asked for an hour of quiet; the cable is pulled and put back: nothing is sent before that hour is over."""
    monkeypatch.setattr("sync.loop.spread", lambda _offline: 0.0)
    moments, asked = Moments(), []
    link = KnownLink(moments)
    link.whole.failed(GatewayBusy(3600))
    world.receive([40])
    world.link.faults = [Counted(asked)] * 50

    def one_pass(store, *, link, progress, insists):
        counter = Counter(OFFICE, "Quầy 1", trust_first=True)
        result = SyncPass(store, GatewayCalls(world.link), counter, world.parts.seams, progress, link, insists=insists).run()
        done.release()
        return result

    done = threading.Semaphore(0)
    loop, views, heard = looping(world, one_pass, link)
    assert done.acquire(timeout=LIMIT)
    until(heard, views, lambda view: view.next_at > 0)
    loop.came_up()
    assert done.acquire(timeout=LIMIT), "it did not try at once"
    loop.close()
    assert asked == []
    assert {view.state for view in views} <= {LinkState.OFFLINE, LinkState.BUSY}


class Counted(Fault):
    def __init__(self, asked: list[str]) -> None:
        self.asked = asked

    def carry(self, link, request):
        self.asked.append(request.what)
        return link.deliver(request)


def test_the_view_tells_lanes_hours_and_the_next_try(world):
    assert isinstance(world.counter.clock, FixedClock)
    world.receive([40])
    world.receive([40])
    held = PassResult(reached=True, held="SYNC-15", held_until=NOW + 5)
    view = link_view.after(world.counter.store, held, 15.0)
    assert (view.state, view.forms, view.pages, view.waiting) == (LinkState.ONLINE, 2, 2, 4)
    assert (view.held, view.held_until, view.next_at) == ("SYNC-15", NOW + 5, 0)
    down = link_view.after(world.counter.store, PassResult(problem=LinkDown(what="")), 4.0)
    assert (down.state, down.problem, down.next_at - down.since) == (LinkState.OFFLINE, "SYNC-01", 4000)
    moments = Moments()
    link = KnownLink(moments)
    link.pace.arrived(9_000_000, 0.1)                       # the line was quick, and is so no more
    assert link_view.sending(world.counter.store, link, view).speed == 0
    moments.seconds += 2
    link.pace.arrived(40, 2.0)
    moving = link_view.sending(world.counter.store, link, view)
    assert (moving.state, moving.speed, moving.rest_seconds) == (LinkState.SENDING, 20, 4)
    assert moving.since == view.since
