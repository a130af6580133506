"""The change feed between a real counter and a real gateway: cut anywhere, read twice, put back from a backup."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.credentials import opened
from kiosk.dossier import PortalStatus
from kiosk.store import outbox, portal_words
from kiosk.store.outbox import ItemState
from kiosk.store.purge import acknowledged_long_enough
from sync.engine import Seams
from sync.messages import Changes, DemoDecision
from tests.sync.in_process import AnswerLost, RequestLost
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import Parts, World, a_world

KEEPING = Parts(seams=Seams(may_purge=acknowledged_long_enough(30)))


@pytest.fixture
def world():
    with a_world(KEEPING) as world:
        yield world


def copied(world: World) -> None:
    """The province makes a backup of its gateway."""
    folder = world.folder / "gateway backup"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world.province.root, folder, ignore=shutil.ignore_patterns("*lock", "*-shm"))


def put_back(world: World) -> None:
    """Its gateway is lost, and put back from the copy."""
    world.province.die()
    shutil.rmtree(world.province.root)
    shutil.copytree(world.folder / "gateway backup", world.province.root)
    world.province.disk.replaced(world.province.root)
    world.province.start()


def decide(world: World, dossier: str, status: int, note: str = "") -> None:
    ((number,),) = world.at_gateway("SELECT number FROM dossier WHERE id = ?", dossier)
    world.province.gateway.decide(DemoDecision(number, status, note))


def until_quiet(world: World) -> None:
    for _ in range(6):
        result = world.sync()
        assert result.problem is None
        if not result.left:
            return
    raise AssertionError(f"{result.left} items never leave")


def status_of(world: World, dossier: str) -> tuple[int, str]:
    query = "SELECT status, note FROM portal_status WHERE dossier = ?"
    return world.counter.store.read().execute(query, [dossier]).fetchone()


def words(world: World) -> list[tuple[str, int]]:
    return world.counter.store.read().execute("SELECT kind, status FROM portal_word ORDER BY seq").fetchall()


def received(world: World, size: int = 40) -> str:
    handed = world.receive([size])
    assert handed is not None
    until_quiet(world)
    return handed.dossier


# ---- a gateway put back from a backup -------------------------------------------------------------------------------


def test_decisions_under_numbers_that_were_given_out_before_are_heard(world):
    """The gateway's own numbering goes back; the counter's place lies beyond it, or on another event."""
    dossier = received(world)
    copied(world)
    for status in (4, 5, 4):
        decide(world, dossier, status)
    until_quiet(world)
    put_back(world)
    decide(world, dossier, 8, "dừng theo đơn")             # its number is one the counter has read already
    until_quiet(world)
    assert status_of(world, dossier) == (8, "dừng theo đơn")
    assert [status for _, status in words(world)] == [2, 4, 5, 4, 8]
    for status in (4, 5, 6, 4, 9):                          # past the counter's old place: no number tells
        decide(world, dossier, status)
    until_quiet(world)
    assert status_of(world, dossier)[0] == PortalStatus.PROCESSED
    assert [status for _, status in words(world)] == [2, 4, 5, 4, 8, 4, 5, 6, 4, 9]


def test_a_restored_gateway_that_went_past_our_place_is_found_out(world):
    dossier = received(world)
    copied(world)
    decide(world, dossier, 4)
    until_quiet(world)
    put_back(world)
    decide(world, dossier, 6, "phí")                        # at the very place where the counter stands
    decide(world, dossier, 9)
    until_quiet(world)
    assert status_of(world, dossier)[0] == PortalStatus.PROCESSED
    assert [status for _, status in words(world)] == [2, 4, 6, 9]


def test_what_a_restored_gateway_forgot_is_sent_again_and_what_it_decided_stands(world):
    before = received(world)
    copied(world)
    dossier = received(world, 300)
    decide(world, dossier, 9, "mời nhận kết quả")
    until_quiet(world)
    put_back(world)
    assert world.at_gateway("SELECT id FROM dossier") == [(before,)]
    until_quiet(world)
    until_quiet(world)
    assert set(world.at_gateway("SELECT id FROM dossier")) == {(before,), (dossier,)}
    assert world.at_gateway("SELECT count(*) FROM acknowledgement") == [(2,)]
    assert status_of(world, dossier) == (9, "mời nhận kết quả")       # the arrival of the form takes no decision back
    decide(world, dossier, 4, "xem lại")
    until_quiet(world)
    assert status_of(world, dossier) == (4, "xem lại")                # the portal wins, even backwards
    assert not portal_words.unheard(world.counter.store.read())


def test_a_form_forgotten_before_the_feed_told_of_it_is_found_missing(world):
    """The counter's place is older than the backup, so nothing is wrong with it; yet the form is gone."""
    received(world)
    copied(world)
    handed = world.receive([])
    assert handed is not None
    assert world.sync(changes=RequestLost()).problem is not None
    assert outbox.waiting(world.counter.store.read(), "form", 1) == []
    put_back(world)
    until_quiet(world)
    assert len(world.at_gateway("SELECT id FROM dossier")) == 2
    Inspector(world).look_at_the_end()


def test_captures_erased_after_an_acknowledgement_are_not_asked_for_again(world):
    copied(world)
    dossier = received(world)
    world.counter.clock.advance(90 * 86_400_000)
    until_quiet(world)
    assert [row[0] for row in world.counter.store.read().execute("SELECT state FROM dossier")] == ["purged"]
    put_back(world)
    until_quiet(world)
    assert world.at_gateway("SELECT id FROM dossier") == [(dossier,)]
    states = {item.kind: item.state for item in outbox.of_dossier(world.counter.store.read(), dossier)}
    assert states == {"form": ItemState.DELIVERED, "pages": ItemState.DELIVERED}


def test_a_feed_that_never_shows_a_form_costs_one_more_try_and_no_more(world):
    """A gateway whose feed is wrong is not asked for ever."""
    dossier = received(world)
    store = world.counter.store
    store.write(lambda database: portal_words.begin_again(database, store.device, portal_words.place(database).epoch, 0))
    assert portal_words.unheard(store.read()) == {dossier}
    assert store.write(lambda database: portal_words.sends_again(database, dossier))
    assert not store.write(lambda database: portal_words.sends_again(database, dossier))
    assert not portal_words.unheard(store.read())


# ---- any order, cut anywhere ----------------------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 5), st.sampled_from([4, 5, 6, 8, 9])),
        st.sampled_from([("receive",), ("sync",), ("cut",), ("crash",), ("copy",), ("put back",), ("counter crash",)]),
    ),
    max_size=14,
)


def step(world: World, what: str, *rest: int) -> None:
    match what:
        case "decide":
            world.decide(*rest)
        case "receive":
            world.receive([10])
        case "sync":
            world.sync()
        case "cut":
            world.sync(changes=AnswerLost())
        case "crash":
            world.province.crash()
        case "copy":
            copied(world)
        case "put back":
            put_back(world)
        case "counter crash":
            world.counter.crash()


@given(STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_the_counter_knows_what_the_gateway_decided_last(steps):
    with a_world(KEEPING) as world:
        copied(world)
        for each in steps:
            step(world, *each)
        until_quiet(world)
        world.sync()                   # the feed comes before the pages: what they brought about is heard of next time
        last = dict(world.at_gateway("SELECT dossier, status FROM decision WHERE kind <> 'registered' ORDER BY event"))
        store = world.counter.store
        known = dict(store.read().execute("SELECT dossier, status FROM portal_status").fetchall())
        assert {dossier: known[dossier] for dossier in last} == last
        ids = [row[0] for row in store.read().execute("SELECT id FROM portal_word")]
        assert len(set(ids)) == len(ids)
        assert {row[0] for row in world.at_gateway("SELECT id FROM decision")} <= set(ids)
        assert {row[0] for row in world.at_gateway("SELECT id FROM dossier")} == set(known)


def test_a_page_read_twice_counts_once(world):
    dossier = received(world)
    decide(world, dossier, 5, "thiếu giấy")
    until_quiet(world)
    store = world.counter.store
    audited = store.read().execute("SELECT count(*) FROM audit").fetchone()
    store.write(lambda database: portal_words.go_on_from(database, portal_words.Place(epoch=portal_words.place(database).epoch)))
    assert world.sync().decisions == 0
    assert len(words(world)) == 2
    assert store.read().execute("SELECT count(*) FROM audit").fetchone() == audited


def test_what_the_answer_names_is_what_was_asked(world):
    received(world)
    gateway = world.province.gateway
    page = opened(gateway.changes(world.counter.store.device_id, 1, "x", "y"), Changes, gateway.public_key)
    assert page is not None
    assert (page.since, page.after, page.again, page.decisions) == (1, "x", True, ())
