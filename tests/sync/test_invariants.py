"""The eleven promises of the queue, and each layer of defence behind them alone: with the other layers off it holds, without any
it is seen to break. What is proven elsewhere stands in the table at the end, by the name of its test.
"""

import contextlib
import dataclasses
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pytest

from kiosk.audit import check_chain
from kiosk.store import audit_log, frames
from kiosk.store.database import driver
from kiosk.store.faults import KeyMissing, WrongKey
from kiosk.store.leases import LeaseJudge
from sync.engine import Seams
from sync.gateway import reading, registrations
from sync.gateway.checks import ORDINARY, Checks, HeldPage, PageInspector
from sync.transport import Answer
from tests.sync import machine_mutants as wrong
from tests.sync import test_mutants as stories
from tests.sync.in_process import AnswerLost, Cut, Fault, InProcess, Request, RequestLost
from tests.sync.machine_checks import Inspector, in_the_clear
from tests.sync.machine_disk import ForgetfulDisk
from tests.sync.machine_world import Keeper, Parts, World, a_world

Patch = pytest.MonkeyPatch
SHARE_OF_BYTES = 1.3


# ---- layers taken out ------------------------------------------------------------------------------------------------


class OnlyOnArrival(PageInspector):
    """Pages are compared as they arrive, and never again."""

    def lacks(self, pieces: Iterator[bytes], page: HeldPage) -> bool:
        return False


class OnlyBeforeSigning(PageInspector):
    """Pages are compared before an acknowledgement, and not as they arrive."""

    def arrived(self, sha256: str, page: HeldPage) -> bool:
        return True


class FullWithoutAWord(ForgetfulDisk):
    """What has no room is not written, and nobody hears of it."""

    def flush(self, file: BinaryIO) -> None:
        full, self.full_after = self.full_after, None
        try:
            if full is not None:
                file.truncate(0)
            super().flush(file)
        finally:
            self.full_after = full

    def _needs_room(self) -> None:
        return


class AnyKey(Keeper):
    """A key that is lost is replaced by a new one."""

    def load(self, store: str) -> bytes | None:
        return self.secrets.get(store, bytes(32))


def own_id_of_a_form_unread(patch: Patch) -> None:
    """The gateway takes a form under whatever id it is sent."""
    real = reading._unsealed
    patch.setattr(reading, "is_uuid", lambda _text: True)
    patch.setattr(reading, "_unsealed", lambda upload: real(_Renamed(upload)))


class _Renamed:
    """An upload that names the dossier its form names."""

    def __init__(self, upload: Any) -> None:
        self.form = upload.form
        self.dossier = reading.forms.unsealed(upload.form).dossier


def printed_number_unread(patch: Patch) -> None:
    patch.setattr(registrations, "_is_taken", lambda _database, _number: False)


def pages_in_the_clear(patch: Patch) -> None:
    class Bare:
        def __init__(self, _key: bytes) -> None:
            """Whatever the key."""

        def encrypt(self, _nonce: bytes, plain: Any, _bound: bytes) -> bytes:
            return bytes(plain) + bytes(16)

        def encrypt_into(self, _nonce: bytes, plain: Any, _bound: bytes, room: Any) -> int:
            room[: len(plain)] = plain
            room[len(plain): len(plain) + 16] = bytes(16)
            return len(plain) + 16

        def decrypt(self, _nonce: bytes, sealed: bytes, _bound: bytes) -> bytes:
            return sealed[:-16]

    patch.setattr(frames, "AESGCM", Bare)


def without(world: World, *triggers: str) -> None:
    for trigger in triggers:
        world.counter.store.write(lambda database, trigger=trigger: database.execute(f"DROP TRIGGER {trigger}"))


# ---- the stories -----------------------------------------------------------------------------------------------------


def registered_again(world: World) -> None:
    """2. The answer to the first registration is lost."""
    world.receive([40])
    world.sync(forms=AnswerLost())
    world.sync()
    Inspector(world).look()


def damaged_on_the_way(world: World) -> None:
    """3. Bytes of a page change between the two."""
    stories.garbled_page(world)


def damaged_where_it_lies(world: World) -> None:
    """3. Bytes of a page change on the gateway's disk before it signs."""
    stories.page_that_rots_before_its_acknowledgement(world)


def said_to_be_sent(world: World) -> None:
    """4. The state of a dossier says it was acknowledged; no acknowledgement is there."""
    world.receive([40])
    world.counter.store.write(lambda database: database.execute("UPDATE dossier SET state = 'acknowledged'"))
    with contextlib.suppress(driver.IntegrityError):           # the trigger's own word
        world.sync(hello=RequestLost())
    Inspector(world).look()


def said_to_be_sent_without_the_trigger(world: World) -> None:
    without(world, "capture_goes_only_after_acknowledgement")
    said_to_be_sent(world)


def a_line_is_rewritten(world: World) -> None:
    """5. Somebody changes what the log says was done, by the database itself."""
    world.receive([40])
    try:
        world.counter.store.write(lambda database: database.execute("UPDATE audit SET body = x'7b7d' WHERE seq = 2"))
    except driver.IntegrityError:
        return
    verdict = check_chain(audit_log.lines(world.counter.store.read()), world.counter.store.device.public_key)
    assert verdict.broken_at == 2, "a line was rewritten and nobody sees it"


def a_line_is_rewritten_without_the_trigger(world: World) -> None:
    without(world, "audit_is_never_changed")
    a_line_is_rewritten(world)


def files_are_read(world: World) -> None:
    """7. Every file of both machines, before anything is sent and after."""
    world.receive([40])
    for _time in range(2):
        for folder in (world.counter.root, world.province.root):
            assert not (found := in_the_clear(folder)), f"in the clear: {found}"
        world.sync()


def a_line_that_breaks(world: World) -> None:
    """10. Every second piece breaks off after three quarters."""
    handed, line = world.receive([200_000] * 4), EverySecondBreaks()
    for _pass in range(4):
        world.sync([line] * 60)
        world.counter.clock.advance(600_000)
    payload = sum(map(len, handed.pages))
    assert line.bytes_sent <= SHARE_OF_BYTES * payload, f"{line.bytes_sent} bytes for {payload}"
    Inspector(world).look_at_the_end()


class EverySecondBreaks(Fault):
    """And counts what left this machine."""

    def __init__(self) -> None:
        self.pieces = self.bytes_sent = 0

    def carry(self, link: InProcess, request: Request) -> Answer:
        if request.method != "PATCH":
            return link.deliver(request)
        self.pieces += 1
        share = 12 if self.pieces % 2 else 16
        self.bytes_sent += len(request.body) * share // 16
        return Cut(share).carry(link, request) if share < 16 else link.deliver(request)


def a_full_disk(world: World) -> None:
    """11. The disk is full at the second dossier."""
    world.receive([40])
    world.counter.disk.full_after = 0
    world.receive([40])
    world.counter.disk.full_after = None
    Inspector(world).look()


def a_lost_key(world: World) -> None:
    """11. The keyring forgot; with the key put back everything is there."""
    world.receive([40])
    kept = dict(world.counter.keeper.secrets)
    world.counter.shut()
    world.counter.keeper.secrets.clear()
    with pytest.raises(KeyMissing):
        world.counter.open()
    world.counter.keeper.secrets.update(kept)
    world.counter.open()
    Inspector(world).look_at_the_end()


# ---- each layer alone, and none --------------------------------------------------------------------------------------

Story = Callable[[World], None]
FRESH = Parts(seams=Seams(wrong.AT_ONCE, identity_of=wrong.fresh_key))
ANY_TIME = Parts(seams=Seams(wrong.always))
ONLY_ON_ARRIVAL, ONLY_BEFORE_SIGNING = (Parts(checks=Checks(inspector=one())) for one in (OnlyOnArrival, OnlyBeforeSigning))
NEVER_COMPARED = Parts(checks=Checks(inspector=wrong.EverythingIsWhole()))


@dataclass(frozen=True, slots=True)
class Layer:
    """`parts` and `off` are the program without the other layers. `broken`: without this one, too, and how that is seen."""

    promise: int
    name: str
    story: Story
    parts: Parts = Parts()
    off: tuple[Callable[[Patch], None], ...] = ()
    broken: str = ""


ALONE = (
    Layer(2, "one identity for ever", registered_again, off=(own_id_of_a_form_unread, printed_number_unread)),
    Layer(2, "a form names its dossier", registered_again, FRESH, (printed_number_unread,)),
    Layer(2, "a printed number is one dossier's", registered_again, FRESH, (own_id_of_a_form_unread,)),
    Layer(2, "the database's own key", registered_again, FRESH, (own_id_of_a_form_unread, printed_number_unread)),
    Layer(3, "compared on arrival", damaged_on_the_way, ONLY_ON_ARRIVAL),
    Layer(3, "compared before signing", damaged_on_the_way, ONLY_BEFORE_SIGNING),
    Layer(3, "compared before signing", damaged_where_it_lies, ONLY_BEFORE_SIGNING),
    Layer(3, "neither", damaged_on_the_way, NEVER_COMPARED, broken="acknowledged but not held"),
    Layer(3, "neither", damaged_where_it_lies, ONLY_ON_ARRIVAL, broken="acknowledged but not held"),
    Layer(4, "the rule", said_to_be_sent_without_the_trigger),
    Layer(4, "the trigger", said_to_be_sent, ANY_TIME),
    Layer(4, "neither", said_to_be_sent_without_the_trigger, ANY_TIME, broken="purged without acknowledgement"),
    Layer(5, "the trigger", a_line_is_rewritten),
    Layer(5, "the chain", a_line_is_rewritten_without_the_trigger),
    Layer(7, "pages are sealed", files_are_read),
    Layer(7, "none", files_are_read, off=(pages_in_the_clear,), broken="in the clear"),
    Layer(10, "offsets are remembered", a_line_that_breaks),
    Layer(10, "none", a_line_that_breaks, Parts(checks=Checks(offsets=wrong.OffsetForgotten())), broken="bytes for"),
    Layer(11, "a full disk is heard", a_full_disk),
    Layer(11, "none", a_full_disk, Parts(disk=FullWithoutAWord), broken="is not readable|differs"),
    Layer(11, "a lost key is no new key", a_lost_key),
)


@pytest.mark.parametrize("layer", ALONE, ids=lambda layer: f"{layer.promise} {layer.name} {layer.story.__name__}")
def test_each_layer_alone_keeps_the_promise_and_none_does_not(layer, monkeypatch):
    for take_out in layer.off:
        take_out(monkeypatch)
    with a_world(layer.parts) as world:
        if not layer.broken:
            layer.story(world)
            return
        with pytest.raises(AssertionError, match=layer.broken):
            layer.story(world)


def test_a_key_made_anew_is_noticed():
    """The mutant of the lost key."""
    with a_world() as world:
        world.counter.keeper = AnyKey(world.counter.keeper.secrets)
        with pytest.raises(WrongKey):              # the layer below: a store knows its key by its name
            a_lost_key(world)


# ---- where the rest is proven ----------------------------------------------------------------------------------------

PROMISES = {
    1: "sealed: here until a verified acknowledgement", 2: "one registration an id", 3: "acknowledged: held, every page",
    4: "purged: a verified acknowledgement was there first", 5: "the audit chain is whole, and in each acknowledgement",
    6: "receipt numbers are unique, for ever", 7: "nothing in the clear", 8: "faults end: the queue empties",
    9: "forms wait for one piece at most", 10: "bytes sent, at most 1.3 of the payload", 11: "full disk, no key: a clean refusal",
}  # fmt: skip
MUTANT = "tests.sync.test_mutants::test_the_mutant_is_caught"
ELSEWHERE = (
    (1, "contents flushed", MUTANT, "contents not flushed"),
    (1, "names flushed", MUTANT, "names not flushed"),
    (1, "pages before the transaction", MUTANT, "pages not settled before the transaction"),
    (1, "the acknowledgement is read", MUTANT, "acknowledgement unread"),
    (1, "a stale acknowledgement", MUTANT, "stale acknowledgement accepted"),
    (1, "each field of it alone", "tests.sync.test_layers::test_an_acknowledgement_must_name_what_was_sent", ""),
    (1, "its signature alone", "tests.sync.test_layers::test_an_acknowledgement_must_be_signed_by_the_gateway", ""),
    (2, "the counter's key", MUTANT, "fresh key for every try"),
    (2, "the gateway alone", "tests.sync.test_layers::test_one_form_is_registered_once_however_it_comes", ""),
    (2, "a correction stands on its parent",
     "tests.sync.test_conflicts::test_a_gateway_that_does_not_look_at_the_parent_is_noticed", ""),
    (3, "the gateway's flush", MUTANT, "the gateway's contents not flushed"),
    (5, "one transaction with the act", MUTANT, "audit line outside the transaction"),
    (5, "the head in an acknowledgement", MUTANT, "mark without audit line"),
    (5, "the database alone", "tests.sync.test_layers::test_the_database_itself_says_no", ""),
    (6, "the mark outside, saved", MUTANT, "mark not saved"),
    (6, "the mark outside, compared", MUTANT, "mark saved, not compared"),
    (6, "a lease after a restore", "tests.sync.test_numbers_unique::test_its_own_story_catches", "lease reused after restore"),
    (6, "a lease taken back", "tests.sync.test_numbers_unique::test_its_own_story_catches", "lease taken back is used"),
    (6, "the database alone", "tests.sync.test_numbers_unique::test_the_database_alone_gives_nothing_of_an_ended_lease", ""),
    (7, "the database", "tests.kiosk.test_database::test_it_is_sqlcipher_and_the_file_is_encrypted", ""),
    (8, "where an upload goes on", MUTANT, "offset forgotten"),
    (8, "an answer that asks for patience", MUTANT, "breaker counts 429"),
    (8, "no event is skipped", "tests.sync.test_office_feed::test_mutant_an_event_skipped_after_a_restore_is_noticed", ""),
    (8, "one refusal holds nobody", "tests.sync.test_verdicts::test_a_no_about_pages_touches_only_what_it_is_about", ""),
    (9, "forms between two pieces", MUTANT, "forms behind pages"),
    (9, "the lane by itself", "tests.sync.test_lane_mutants::test_it_holds_and_the_mutant_is_caught", "forms_behind_pages"),
    (11, "no room for what is heard",
     "tests.sync.test_disk_stories::test_a_counter_without_room_for_what_it_hears_keeps_everything_and_goes_on", ""),
    (11, "no room at the gateway", "tests.sync.test_disk_stories::test_a_gateway_without_room_says_so_and_loses_nothing", ""),
    (11, "read-only",
     "tests.journeys.test_read_only_disk::test_a_counter_that_may_not_write_says_so_and_goes_on_when_it_may_again", ""),
)  # fmt: skip


def test_every_promise_has_its_layers_and_every_named_test_is_there():
    assert {layer.promise for layer in ALONE} | {row[0] for row in ELSEWHERE} == set(PROMISES)
    for _promise, layer, test, mutant in ELSEWHERE:
        module = importlib.import_module(test.partition("::")[0])
        assert callable(getattr(module, test.partition("::")[2])), (layer, test)
        assert not mutant or mutant in {named(one) for one in module.MUTANTS}, (layer, mutant)


def test_every_judgement_has_a_mutant():
    """Of the gateway's checks and of the leases' judge: each question is answered wrongly somewhere, and noticed."""
    for module in ("machine_mutants", "test_who_asks", "test_office_feed", "test_enrolment", "test_numbers_unique"):
        importlib.import_module(f"tests.sync.{module}")
    for judge in (LeaseJudge, *(type(getattr(ORDINARY, check.name)) for check in dataclasses.fields(ORDINARY))):
        asked = {name for name, value in vars(judge).items() if callable(value) and not name.startswith("_")}
        assert asked
        assert asked <= {name for mutant in judge.__subclasses__() for name in vars(mutant)}, judge


def named(mutant: Any) -> str:
    """A mutant's name, in whichever table it stands."""
    if isinstance(mutant, str):
        return mutant
    return mutant.name if hasattr(mutant, "name") else mutant.breaks.__name__
