"""Every defence is taken out once, and something must notice. What noticed is in the table below.

A mutant that a second layer would mask gets a story that reaches its own layer alone. `make soak` also lets the whole
machine of `test_machine.py` hunt those it can find by itself.
"""

import contextlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk.credentials import Acknowledgement
from kiosk.dossier import PortalStatus
from kiosk.signing import SigningKey
from kiosk.store import portal_words
from kiosk.store.database import driver
from sync.calls import GatewayCalls
from sync.engine import Seams
from sync.faults import NotAdmitted, RefusedByGateway
from sync.gateway.checks import Checks
from sync.signer import RequestSigner
from sync.transport import Answer
from tests.sync import machine_mutants as wrong
from tests.sync.counter_twin import CounterTwin, PlugPulled, a_form
from tests.sync.in_process import AnswerLost, Cut, Fault, Garbled, InProcess, Instead, Request, RequestLost, Twice
from tests.sync.lying_gateway import Changed
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import Parts, World, a_world
from tests.sync.test_machine import OfficeAndProvince

Story = Callable[[World], None]


# ---- the stories ----------------------------------------------------------------------------------------------------


def power_cut(world: World) -> None:
    world.receive([40, 40])
    world.counter.crash(power=True)
    Inspector(world).look()


def power_cut_that_spares_names(world: World) -> None:
    world.receive([40])
    world.counter.crash(power=True, names_survive=True)
    Inspector(world).look()


def death_between_commit_and_receipt(world: World) -> None:
    world.counter.plug.arm("after commit")
    with contextlib.suppress(PlugPulled):
        world.receive([40])
    world.counter.crash()
    Inspector(world).look()


def restored_after_receiving(world: World) -> None:
    world.receive([])
    world.back_up()
    world.receive([])
    world.restore(world.backups[0])
    world.receive([])


def restored_after_sending(world: World) -> None:
    world.receive([40])
    world.back_up()
    world.sync()
    world.restore(world.backups[0])
    world.counter.clock.advance(1000)  # else the same things happen again at the same moment: the same audit log
    Inspector(world).look_at_the_end()


def lost_registration(world: World) -> None:
    world.receive([40])
    world.sync(forms=AnswerLost())
    Inspector(world).look_at_the_end()


def page_that_rots_before_its_acknowledgement(world: World) -> None:
    world.receive([40])
    world.sync(finalise=RequestLost())
    world.rot(0)
    Inspector(world).look_at_the_end()


def garbled_page(world: World) -> None:
    world.receive([40])
    world.sync(pages=Garbled())
    Inspector(world).look_at_the_end()


def upload_cut_in_the_middle(world: World) -> None:
    world.receive([3000])
    world.sync(pages=Cut(8))
    Inspector(world).look_at_the_end()


def piece_delivered_twice(world: World) -> None:
    world.receive([600_000])
    world.sync(pages=Twice(first=True))
    Inspector(world).look_at_the_end()


def power_cut_in_the_province(world: World) -> None:
    world.receive([40])
    world.sync()
    world.province.disk.replaced(world.province.root / "store.json")     # that one was flushed long ago
    world.province.crash(power=True, names_survive=True)
    Inspector(world).look()


def manifest_signed_by_a_stranger(world: World) -> None:
    twin, stranger = CounterTwin(), CounterTwin()
    world.province.gateway.enrol(twin.enrolment())
    form = a_form([b"a page"])
    upload = twin.upload(form, manifest=stranger.manifest(form))
    result = world.province.gateway.register(twin.batch(upload)).results[0]
    assert result.outcome == "refused", "registered under a manifest that its device never signed"


def acknowledgement_of_another_form(world: World) -> None:
    world.receive([40])
    lie = Changed(
        Acknowledgement, world.province.gateway._store.signing_key,
        lambda ack: msgspec.structs.replace(ack, form_sha256="0" * 64),
    )  # fmt: skip
    world.sync(finalise=lie)
    Inspector(world).look()


def acknowledgement_of_an_earlier_manifest(world: World) -> None:
    world.receive([40])
    lie = Changed(
        Acknowledgement, world.province.gateway._store.signing_key,
        lambda ack: msgspec.structs.replace(ack, manifest=0, manifest_sha256="0" * 64),
    )  # fmt: skip
    world.sync(finalise=lie)
    Inspector(world).look()


class SomebodyComesIn(Fault):
    """While this request is on its way."""

    def __init__(self, world: World) -> None:
        self._world = world

    def carry(self, link: InProcess, request: Request) -> Answer:
        self._world.receive([40])
        return link.deliver(request)


def received_during_an_upload(world: World) -> None:
    world.receive([40, 40, 40])
    world.sync(pages=SomebodyComesIn(world))
    calls = [request.what for request in world.link.sent]
    pages = [number for number, call in enumerate(calls) if call == "pages"]
    assert "forms" in calls[pages[0]:pages[1]], f"a form waited for more than one piece: {calls}"


def busy_again_and_again(world: World) -> None:
    """The gateway asks for a second of patience, four times; after that it has time."""
    clock = world.counter.clock
    known = world.parts.known_link(lambda: clock.now_ms() / 1000)
    world.receive([])
    for _time in range(4):
        world.sync(known=known, forms=Instead(Answer(429, {"retry-after": "1"}, b"")))
        clock.advance(2000)
    result = world.sync(known=known)
    assert result.registered == 1, f"held up although nothing ever failed: {result.problem!r}"


def stranger_in_a_counters_name(world: World) -> None:
    world.receive([40])
    world.sync()
    calls = asking_as(world, world.counter.store.device_id, SigningKey(bytes(range(32))))
    with pytest.raises(NotAdmitted):   # the name alone opens nothing
        calls.changes(world.counter.store.device_id, 0)


def another_counter_asks_for_ones_dossier(world: World) -> None:
    held = world.receive([40])
    world.sync()
    twin = CounterTwin()
    world.province.gateway.enrol(twin.enrolment(office="H99.01.03"))
    with pytest.raises(RefusedByGateway, match="not-yours"):
        asking_as(world, twin.device, twin.key).missing(held.dossier, 1)


def asking_as(world: World, device: str, key: SigningKey) -> GatewayCalls:
    clock, gateway = world.counter.clock, world.province.gateway
    calls = GatewayCalls(world.link, RequestSigner(device, key, gateway.public_key, clock.monotonic_ms))
    calls._greet(calls._signer)
    return calls


def acknowledged_state_without_acknowledgement(world: World) -> None:
    """The state of a dossier is wrong and the trigger is gone: only the rule is left."""
    world.receive([40])
    world.counter.store.write(lambda database: database.execute("DROP TRIGGER capture_goes_only_after_acknowledgement"))
    world.counter.store.write(lambda database: database.execute("UPDATE dossier SET state = 'acknowledged'"))
    world.sync(hello=RequestLost())
    Inspector(world).look()


# ---- the table ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """A wrong part, the story in which it does harm, and the words of the check that catches it."""

    name: str
    parts: Parts
    story: Story
    caught: str


_UNREADABLE = "lost: a page of .* is not readable"
MUTANTS = (
    # the counter's disk
    Mutant("names not flushed", Parts(disk=wrong.NamesNotFlushed), power_cut, "lost: "),
    Mutant("contents not flushed", Parts(disk=wrong.ContentNotFlushed), power_cut_that_spares_names, "store.json"),
    Mutant("pages not settled before the transaction", Parts(receiving=wrong.PagesNotSettled), power_cut, _UNREADABLE),
    # the counter's store
    Mutant(
        "audit line outside the transaction", Parts(receiving=wrong.AuditedAfterwards), death_between_commit_and_receipt,
        "the audit log does not say what happened: dossier received",
    ),
    Mutant("mark not saved", Parts(marks=wrong.MarkSavedOnce), restored_after_receiving, "handed out twice"),
    Mutant("mark saved, not compared", Parts(marks=wrong.MarkNotCompared), restored_after_receiving, "handed out twice"),
    Mutant("mark without audit line", Parts(marks=wrong.MarkWithoutAuditLine), restored_after_sending, "audit head"),
    Mutant(
        "purge without acknowledgement", Parts(seams=Seams(wrong.always)), acknowledged_state_without_acknowledgement,
        "purged without acknowledgement",
    ),
    # the sync engine
    Mutant(
        "fresh key for every try", Parts(seams=Seams(wrong.AT_ONCE, identity_of=wrong.fresh_key)), lost_registration,
        "items never leave|form unanswered",
    ),
    Mutant(
        "acknowledgement unread", Parts(seams=Seams(wrong.AT_ONCE, accept=wrong.unread)), acknowledgement_of_another_form,
        "does not cover what was sent",
    ),
    Mutant(
        "stale acknowledgement accepted", Parts(seams=Seams(wrong.AT_ONCE, accept=wrong.signature_only)),
        acknowledgement_of_an_earlier_manifest, "does not cover what was sent",
    ),
    Mutant(
        "forms behind pages", Parts(sync_pass=wrong.FormsBehindPages), received_during_an_upload,
        "waited for more than one piece",
    ),
    Mutant("breaker counts 429", Parts(known_link=wrong.impatient), busy_again_and_again, "although nothing ever failed"),
    # the gateway
    Mutant(
        "request signature unchecked", Parts(checks=Checks(callers=wrong.AnySignature())), stranger_in_a_counters_name,
        "DID NOT RAISE",
    ),
    Mutant(
        "every dossier within reach", Parts(checks=Checks(callers=wrong.AnybodysDossier())),
        another_counter_asks_for_ones_dossier, "DID NOT RAISE",
    ),
    Mutant(
        "acknowledged without looking", Parts(checks=Checks(inspector=wrong.NothingLacks())),
        page_that_rots_before_its_acknowledgement, "acknowledged but not held",
    ),
    Mutant(
        "page hash not compared", Parts(checks=Checks(inspector=wrong.EverythingIsWhole())), garbled_page,
        "acknowledged but not held",
    ),
    Mutant(
        "offset forgotten", Parts(checks=Checks(offsets=wrong.OffsetForgotten())), upload_cut_in_the_middle,
        "the link is good and yet.*upload-offset",
    ),
    Mutant("any offset", Parts(checks=Checks(offsets=wrong.AnyOffset())), piece_delivered_twice, "set aside .*too-large"),
    Mutant(
        "the gateway's contents not flushed", Parts(province_disk=wrong.ContentNotFlushed), power_cut_in_the_province,
        "acknowledged but not held",
    ),
    Mutant(
        "manifest not verified", Parts(checks=Checks(verifier=wrong.AnyManifest())), manifest_signed_by_a_stranger,
        "never signed",
    ),
)  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_mutant_is_caught(mutant):
    with a_world(mutant.parts) as world, pytest.raises(BaseException, match=mutant.caught) as caught:
        mutant.story(world)
    assert isinstance(caught.value, Exception | pytest.fail.Exception)


@pytest.mark.parametrize("story", sorted({mutant.story for mutant in MUTANTS}, key=lambda story: story.__name__))
def test_the_story_ends_well_without_a_mutant(story):
    with a_world() as world:
        story(world)


# ---- the whole machine against those it finds by itself -------------------------------------------------------------

_AT_ONCE = ("names not flushed", "mark not saved", "mark saved, not compared", "fresh key for every try")
_IN_TIME = (
    "contents not flushed", "pages not settled before the transaction", "audit line outside the transaction",
    "mark without audit line", "offset forgotten", "acknowledged without looking", "page hash not compared",
)  # fmt: skip


def _hunt(name: str, examples: int) -> None:
    mutant = next(mutant for mutant in MUTANTS if mutant.name == name)
    machine = type("Mutated", (OfficeAndProvince,), {"parts": mutant.parts})
    hunt = settings(
        max_examples=examples, stateful_step_count=30, derandomize=True, database=None, phases=[Phase.generate],
        report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with pytest.raises(Exception, match=r"Failing test case|STORE-"):
        run_state_machine_as_test(machine, settings=hunt)


@pytest.mark.parametrize("name", _AT_ONCE)
def test_the_machine_finds_it_by_itself(name):
    _hunt(name, 400)


@pytest.mark.soak
@pytest.mark.parametrize("name", _IN_TIME)
def test_the_machine_finds_it_in_time(name):
    _hunt(name, 1500)


def test_an_event_that_is_taken_twice_is_stopped_by_the_database(monkeypatch):
    """The layer below "seen again": without it an event of a feed that is read anew would count twice."""
    monkeypatch.setattr(portal_words, "seen_again", lambda _database, _event: False)
    with a_world() as world:
        world.receive([])
        world.sync()
        world.decide(0, PortalStatus.PROCESSING)
        world.sync()
        store = world.counter.store
        store.write(lambda database: portal_words.begin_again(database, store.device, str(uuid.uuid4()), 1))
        with pytest.raises(driver.IntegrityError, match=r"portal_word\.id"):
            world.sync()
