"""What a device hears of its office: other counters' dossiers as cards, and no more than its role may; and a feed that lies."""

from pathlib import Path

import msgspec
import pytest

from kiosk.credentials import Role, opened
from kiosk.store import audit_log, office_cards, portal_words
from kiosk.store.database import driver
from kiosk.store.portal_words import Place
from kiosk.store.purge import acknowledged_long_enough
from sync.changes import FeedRules, take_changes
from sync.engine import Seams
from sync.feed_page import Listener, follows
from sync.gateway.checks import Checks, FeedKeeper
from sync.gateway.hearing import MAY_HEAR
from sync.messages import Changes, Decision, DemoDecision
from tests.sync import test_feed
from tests.sync.counter_twin import OFFICE
from tests.sync.lying_gateway import Changed
from tests.sync.machine_world import Parts, World, a_world
from tests.sync.others_of_office import ELSEWHERE, calls_of, cards, heard_by, sent_by, twin_of

DAY_MS = 86_400_000
KEEP = acknowledged_long_enough(30)


@pytest.fixture
def world():
    with a_world() as world:
        yield world


# ---- cards ----------------------------------------------------------------------------------------------------------


def test_another_counters_dossier_comes_as_a_card_and_is_found_without_a_link(world):
    result = sent_by(world, twin_of(world))
    sent_by(world, twin_of(world, ELSEWHERE))
    assert world.sync().decisions == 0                     # none of it is ours
    assert cards(world) == [(result.dossier,)]
    (card,) = cards(world, result.number)
    name = card.submitter.name
    assert (card.id, card.counter, card.status) == (result.dossier, "Quầy 9", 2)
    assert cards(world, name.split()[-1].upper()) == cards(world, card.submitter.identifier) == [card]
    assert world.counter.store.read().execute("SELECT count(*) FROM dossier").fetchone() == (0,)


def test_a_card_stands_as_the_portal_last_said_and_tells_what_came_before(world):
    result = sent_by(world, twin_of(world))
    decide = world.province.gateway.decide
    world.sync()
    decide(DemoDecision(result.number, 5, "thiếu bản chính", wanted=("Giấy khai sinh",)))
    decide(DemoDecision(result.number, kind="note", note="đã gọi người dân"))
    world.sync()
    (card,) = cards(world, result.number)
    assert (card.status, card.note) == (5, "thiếu bản chính")
    told = portal_words.history(world.counter.store.read(), result.dossier)
    assert [(one.kind, one.note, one.wanted) for one in told] == [
        ("note", "đã gọi người dân", ()), ("supplement", "thiếu bản chính", ("Giấy khai sinh",)), ("registered", "", ()),
    ]  # fmt: skip


def test_cards_go_after_the_days_the_office_sets_and_it_is_written_down(world):
    result = sent_by(world, twin_of(world), due_at=None)
    world.sync()
    world.counter.clock.advance(59 * DAY_MS)
    world.province.clock.advance(59 * DAY_MS)
    world.sync()
    assert len(cards(world)) == 1
    world.counter.clock.advance(60 * DAY_MS)
    world.province.clock.advance(60 * DAY_MS)
    world.sync()
    assert not cards(world)
    assert not cards(world, result.number)
    assert not portal_words.history(world.counter.store.read(), result.dossier)
    bodies = [line.body for line in audit_log.lines(world.counter.store.read())]
    assert sum(b"others' dossiers forgotten" in body for body in bodies) == 1


def test_an_office_that_keeps_nothing_is_told_and_keeps_nothing(world):
    sent_by(world, twin_of(world))
    world.sync()
    store = world.counter.store
    store.write(lambda database: office_cards.forget(database, store.device, 0, store.clock.now_ms()))
    store.write(lambda database: portal_words.begin_again(database, store.device, portal_words.place(database).epoch, 0))
    calls, key = calls_of(world)
    assert take_changes(store, calls, key, others_days=0) == 0
    assert not cards(world)


def test_our_own_dossier_is_never_a_card(world):
    handed = world.receive([])
    world.sync()
    world.sync()
    assert not cards(world)
    store = world.counter.store
    insert = """INSERT INTO office_card (dossier, number, received_at, status, note, decided_at, heard_at)
                VALUES (?, 'x', 0, 2, '', 0, 0)"""
    with pytest.raises(driver.IntegrityError, match="no card of another"):
        store.write(lambda database: database.execute(insert, [handed.dossier]))


# ---- what a role may hear -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "count", "people"), [
    (Role.COUNTER, 3, True), (Role.SELF_SERVICE, 3, False), (Role.FIELD, 1, True), (Role.RELAY, 0, False),
])  # fmt: skip
def test_each_role_hears_what_the_table_says(world, role, count, people):
    result = sent_by(world, twin_of(world))
    world.province.gateway.decide(DemoDecision(result.number, 5, "thiếu giấy của ông Bình", wanted=("Giấy khai sinh",)))
    listener = twin_of(world, role=role)
    sent_by(world, listener)
    sent_by(world, twin_of(world, ELSEWHERE))
    page = heard_by(world, listener)
    assert page.whose == MAY_HEAR[role].whose
    assert [said.office for said in page.decisions] == [OFFICE] * count
    for said in page.decisions:
        assert bool(said.number and said.status and said.received_at and said.decided_at)
        assert (said.card is not None) == (people and said.kind == "registered")
        assert people or not (said.note or said.decided_by or said.wanted or said.files)
        assert follows(page, Place(), Listener(OFFICE, role))


def test_others_events_of_long_ago_are_not_told_but_our_own_are(world):
    handed = world.receive([])
    world.sync()
    sent_by(world, twin_of(world))
    world.province.clock.advance(91 * DAY_MS)
    page = opened(
        world.province.gateway.changes(world.counter.store.device_id, 0), Changes, world.province.gateway.public_key
    )
    assert page is not None
    assert [said.dossier for said in page.decisions] == [handed.dossier]


# ---- mutants: each layer taken out, and its own test notices ---------------------------------------------------------


def test_mutant_an_event_applied_twice_is_noticed():
    """Known by where it lies instead of by its id, an event read again counts again."""
    drawn = iter(range(10_000))
    rules = FeedRules(event_of=lambda said: f"{said.event}/{next(drawn)}")
    with a_world(Parts(seams=Seams(may_purge=KEEP, feed=rules))) as world, pytest.raises(AssertionError, match="twice"):
        read_again(world)
    with a_world(Parts(seams=Seams(may_purge=KEEP))) as world:
        read_again(world)


def read_again(world: World) -> None:
    world.receive([])
    world.sync()
    store = world.counter.store
    store.write(lambda database: portal_words.go_on_from(database, Place(epoch=portal_words.place(database).epoch)))
    world.sync()
    assert store.read().execute("SELECT count(*) FROM portal_word").fetchone() == (1,), "an event counted twice"


class NumbersOnly(FeedKeeper):
    """Mutant: a place in the feed is a number, as it used to be."""

    def lies_here(self, found: str | None, after: str) -> bool:
        return True


def test_mutant_an_event_skipped_after_a_restore_is_noticed():
    story = test_feed.test_decisions_under_numbers_that_were_given_out_before_are_heard
    with a_world(Parts(seams=Seams(may_purge=KEEP), checks=Checks(feed=NumbersOnly()))) as world, pytest.raises(AssertionError):
        story(world)
    with a_world(Parts(seams=Seams(may_purge=KEEP))) as world:
        story(world)


class TellsEverything(FeedKeeper):
    """Mutant: whoever hears, hears all."""

    def told(self, decision: Decision, hearing: object) -> Decision:
        return decision


def test_mutant_names_in_a_self_service_feed_are_noticed():
    """By the table's own test at the gateway, and by the counter, which does not believe such a page."""
    with a_world(Parts(checks=Checks(feed=TellsEverything()))) as world:
        with pytest.raises(AssertionError):
            test_each_role_hears_what_the_table_says(world, Role.SELF_SERVICE, 3, people=False)
        listener = twin_of(world, role=Role.SELF_SERVICE)
        assert not follows(heard_by(world, listener), Place(), Listener(OFFICE, Role.SELF_SERVICE))


def test_mutant_another_offices_event_is_noticed():
    def believing(page: Changes, asked: Place, _listener: Listener) -> bool:
        return follows(page, asked, Listener(page.decisions[0].office if page.decisions else "", Role.COUNTER))

    def story(world: World) -> None:
        sent_by(world, twin_of(world))
        key = world.province.gateway._store.signing_key

        def moved(page: Changes) -> Changes:
            theirs = tuple(msgspec.structs.replace(said, office=ELSEWHERE) for said in page.decisions)
            return msgspec.structs.replace(page, decisions=theirs)

        world.sync(changes=Changed(Changes, key, moved))
        assert not cards(world), "another office's dossier was kept"

    parts = Parts(seams=Seams(may_purge=KEEP, feed=FeedRules(follows=believing)))
    with a_world(parts) as world, pytest.raises(AssertionError, match="another office"):
        story(world)
    with a_world() as world:
        story(world)


def test_nothing_of_a_card_lies_about_in_the_clear(world):
    result = sent_by(world, twin_of(world))
    world.sync()
    (card,) = cards(world, result.number)
    name = card.submitter.name.encode()
    files = [path for path in Path(world.counter.root).rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if name in path.read_bytes()] == []
