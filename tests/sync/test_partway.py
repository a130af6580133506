"""What is shown of pages under way: never more than the gateway said or took, kept over a restart, gone when it is through."""

from collections.abc import Iterator

import pytest

from kiosk.store import partway
from kiosk.store.partway import PagesThere
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.carriage import PassResult
from sync.engine import SyncPass
from sync.faults import LinkDown
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.partway import WINDOW_SECONDS, Partway, SeenSpeed
from tests.sync.counter_twin import OFFICE
from tests.sync.machine_world import World, a_world

DOSSIER = "01890a5d-ac96-7000-8000-000000000001"
SIZES = {"a": 100, "b": 200, "c": 300}


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def a_pass(world: World, link: KnownLink, breaks_at: int = 0) -> PassResult:
    """`breaks_at`: the how-manieth piece of a page finds the line broken, and every later one."""
    calls, count = GatewayCalls(world.link), 0
    real = calls.append

    def append(*given, **named):
        nonlocal count
        count += 1
        if breaks_at and count >= breaks_at:
            raise LinkDown(what="cut")
        return real(*given, **named)

    calls.append = append
    counter = Counter(OFFICE, "Quầy 1", trust_first=True)
    return SyncPass(world.counter.store, calls, counter, world.parts.seams, Silent(), link).run()


def reasons(world: World) -> list[str]:
    return [row[0] for row in world.counter.store.read().execute("SELECT problem FROM outbox WHERE state = 'waiting'")]


def test_what_the_gateway_holds_and_took_since_is_counted_page_by_page():
    seen = Partway()
    seen.begins(DOSSIER, SIZES, [("b", 50), ("c", 0)], 1000)
    assert seen.now(1000) == PagesThere(DOSSIER, 3, 1, 600, 150)
    assert seen.now(1149) == PagesThere(DOSSIER, 3, 1, 600, 299)
    assert seen.now(1150) == PagesThere(DOSSIER, 3, 2, 600, 300)
    assert seen.now(9999) == PagesThere(DOSSIER, 3, 3, 600, 600)
    seen.ends("another")               # whose acknowledgement came while this one is under way
    assert seen.now(9999) is not None
    seen.ends(DOSSIER)
    assert seen.now(9999) is None


def test_a_line_that_stands_still_has_no_speed():
    seen = SeenSpeed()
    assert seen.at(0.0, 500) == 0
    assert seen.at(0.5, 900) == 0                           # too soon to say
    assert seen.at(2.0, 1500) == 500
    assert seen.at(2.0 + WINDOW_SECONDS, 1500) == 0
    seen.begin()
    assert seen.at(99.0, 9999) == 0


def test_a_line_that_breaks_in_the_middle_leaves_how_far_it_came_and_why_nothing_goes(world):
    first = world.receive([40, 40, 40])
    world.receive([40])
    assert first is not None
    link, store = KnownLink(), world.counter.store
    result = a_pass(world, link, breaks_at=3)
    assert result.reached
    assert set(reasons(world)) == {"SYNC-01"}               # of both, not only of the one that was under way
    link.partway.leaves(store, link.pace.carried)
    (there,) = partway.of_all(store.read()).values()
    assert (there.dossier, there.pages_there, there.size_there) in ((first.dossier, 1, 40), (first.dossier, 2, 80))
    whole = a_pass(world, link)
    link.partway.leaves(store, link.pace.carried)
    assert whole.acknowledged == 2 - result.acknowledged
    assert partway.of_all(store.read()) == {}
    assert partway.of(store.read(), there.dossier) is None


def test_once_the_gateway_is_met_nobody_waits_for_that_any_more(world):
    world.receive([40])
    world.receive([40])
    link = KnownLink()
    a_pass(world, link, breaks_at=1)
    world.counter.store.write(lambda database: database.execute("UPDATE outbox SET next_at = 0"))
    assert set(reasons(world)) == {"SYNC-01"}
    seen: list[str] = []
    calls = GatewayCalls(world.link)
    real = calls.missing

    def missing(*given):
        seen.extend(reasons(world))
        return real(*given)

    calls.missing = missing
    SyncPass(world.counter.store, calls, Counter(OFFICE, "Quầy 1", trust_first=True), world.parts.seams, Silent(), link).run()
    assert seen
    assert set(seen) == {""}
