"""The defences of the queue's lanes, each taken out once: what is true of the real parts is not true of the mutant.

A story tells of a property as True or False; it must hold with the parts as they are, and break with one of them wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kiosk.hours_of_day import HoursOfDay
from kiosk.store import outbox
from kiosk.work import Silent
from sync import bandwidth, gates, pages_lane, retry
from sync.calls import GatewayCalls
from sync.engine import PassResult, SyncPass
from sync.faults import LinkDown, NotAdmitted
from sync.gates import OPENS_AFTER, Gate, Lane
from sync.known_link import KnownLink
from sync.meeting import Counter
from tests.sync.counter_twin import OFFICE
from tests.sync.in_process import BUSY, Fault, Instead, Request
from tests.sync.machine_world import World, a_world


def a_pass(world: World, link: KnownLink, **on: Fault) -> PassResult:
    world.link.on = on
    who = Counter(OFFICE, "Quầy 1", trust_first=True)
    calls = GatewayCalls(world.link)
    return SyncPass(world.counter.store, calls, who, world.parts.seams, Silent(), link, insists=False).run()


class Meanwhile(Fault):
    """Somebody comes in while the first piece of a page travels."""

    def __init__(self, world: World) -> None:
        self.world, self.calls = world, []

    def carry(self, link, request: Request):
        self.calls.append(request.what)
        if self.calls.count("pages") == 1 and request.what == "pages":
            self.world.receive([40])
        return link.deliver(request)


# ---- the stories ----------------------------------------------------------------------------------------------------


def busy_closes_no_breaker(world: World) -> bool:
    moments = [1000.0]
    link = KnownLink(lambda: moments[0])
    world.receive([40])
    for _each in range(OPENS_AFTER + 1):
        a_pass(world, link, missing=Instead(BUSY))
        moments[0] += 10
        world.counter.clock.advance(10_000)
    return link.gates[Lane.PAGES].backoff.failures == 0


def a_form_waits_for_one_piece_at_most(world: World) -> bool:
    world.receive([40, 40, 40])
    seen = Meanwhile(world)
    world.link.faults = [seen] * 100
    a_pass(world, KnownLink())
    first = seen.calls.index("pages")
    return seen.calls[first + 1] == "forms"


def an_item_put_off_is_left_alone(world: World) -> bool:
    world.receive([40])
    later = world.counter.clock.now_ms() + 60_000
    world.counter.store.write(lambda database: database.execute("UPDATE outbox SET next_at = ? WHERE kind = 'form'", [later]))
    return a_pass(world, KnownLink()).registered == 0


def one_success_forgives_nothing(_world: World) -> bool:
    gate = Gate(lambda: 1000.0)
    for _each in range(OPENS_AFTER):
        gate.failed(LinkDown(what="reset"))
    gate.went_well()
    return gate.backoff.failures == OPENS_AFTER


def pages_wait_in_quiet_hours(world: World) -> bool:
    world.receive([40])
    all_day = KnownLink(rules=bandwidth.LinkRules(quiet=(HoursOfDay(0, 720), HoursOfDay(720, 0))))
    return a_pass(world, all_day).acknowledged == 0


# ---- the mutants ----------------------------------------------------------------------------------------------------


def breaker_counts_429(monkeypatch) -> None:
    monkeypatch.setattr(gates, "NO_FAILURE", (NotAdmitted,))


def forms_behind_pages(monkeypatch) -> None:
    monkeypatch.setattr(pages_lane.PagesLane, "_before_piece", lambda self: None)


def next_at_ignored(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "_put_off", lambda _at: (outbox.FOR_EVER, outbox.FOR_EVER))


def backoff_reset_by_one_success(monkeypatch) -> None:
    monkeypatch.setattr(retry, "SUSTAINED_SECONDS", 0.0)


def quiet_hours_ignored(monkeypatch) -> None:
    monkeypatch.setattr(bandwidth, "is_within", lambda _spans, _now: False)


@dataclass(frozen=True, slots=True)
class Mutant:
    breaks: Callable[[pytest.MonkeyPatch], None]
    holds: Callable[[World], bool]


MUTANTS = (
    Mutant(breaker_counts_429, busy_closes_no_breaker),
    Mutant(forms_behind_pages, a_form_waits_for_one_piece_at_most),
    Mutant(next_at_ignored, an_item_put_off_is_left_alone),
    Mutant(backoff_reset_by_one_success, one_success_forgives_nothing),
    Mutant(quiet_hours_ignored, pages_wait_in_quiet_hours),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.breaks.__name__)
def test_it_holds_and_the_mutant_is_caught(mutant, monkeypatch):
    with a_world() as world:
        assert mutant.holds(world)
    mutant.breaks(monkeypatch)
    with a_world() as world:
        assert not mutant.holds(world), "the mutant lives"
