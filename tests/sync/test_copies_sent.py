"""Copies on their way: they go in the place of the captures, the gateway signs for them, and only then do the captures go;
whatever line, gateway and counter do meanwhile."""

import hashlib
import shutil
from contextlib import suppress
from dataclasses import replace

import msgspec
import pytest

from kiosk.catalogue import Catalogue
from kiosk.counter.conflicts import Conflicts
from kiosk.credentials import UploadManifest, decoded, encode
from kiosk.forms import sha256, unsealed
from kiosk.officers import Officer
from kiosk.store import outbox, purge, revisions
from kiosk.store.copies import reading, sending, signing, wanting
from kiosk.store.copies.rules import CopyRules
from kiosk.store.database import driver
from kiosk.store.purge import acknowledged_long_enough
from kiosk.store.revisions import Correction
from kiosk.work import Silent
from sync.engine import Seams
from sync.gateway_copies import HeldCopies
from tests.kiosk.copying import RULES, SIGNING, FakeMaker, keep, make_all, make_next, sign_all
from tests.sync.correcting import contents_at_gateway, correct
from tests.sync.counter_twin import PlugPulled
from tests.sync.in_process import AnswerLost, Cut, GatewayDies, Twice
from tests.sync.machine_world import a_world
from tests.sync.over_sockets import over_sockets

NEVER = Seams(may_purge=lambda *_: False)


@pytest.fixture
def world():
    with a_world() as made:
        keep(made.counter.store, RULES)
        yield made


def pages_lines(world, dossier):
    items = outbox.of_dossier(world.counter.store.read(), dossier)
    return [(item.manifest, str(item.state)) for item in items if item.kind == "pages"]


def state(world):
    return world.counter.store.read().execute("SELECT state FROM dossier").fetchone()[0]


def until_delivered(world):
    for _pass in range(8):
        world.counter.clock.advance(3_600_000)
        if not outbox.count_waiting(world.counter.store.read()):
            return
        world.sync()
    raise AssertionError(pages_lines(world, next(iter(world.handed))))


def held_at_the_gateway(world, dossier):
    """Every content the gateway holds whole of this dossier."""
    gateway = world.province.gateway
    rows = world.at_gateway("SELECT sha256 FROM page WHERE dossier = ? AND state = 'whole'", dossier)
    return {b"".join(gateway.page(dossier, row[0]).pieces) for row in rows}


def test_the_copy_goes_and_the_captures_never_do(world):
    handed = world.receive([40_000, 50_000])
    make_all(world.counter.store)
    copy = reading.content(world.counter.store, 1)
    result = world.sync()
    assert (result.acknowledged, result.purged, result.bytes_sent) == (1, 1, len(copy))
    assert held_at_the_gateway(world, handed.dossier) == {copy}
    assert state(world) == "purged"
    assert world.strays() == set()
    assert not any((world.counter.root / "pages").glob("??/*")), "captures and copy are gone from this machine"


def test_pages_wait_for_their_copies_and_say_so(world):
    handed = world.receive([400])
    world.sync()
    item = outbox.of_dossier(world.counter.store.read(), handed.dossier)[1]
    assert (item.problem, item.next_at) == ("COPY-10", world.counter.clock.now_ms() + RULES.hold_ms)
    assert world.at_gateway("SELECT count(*) FROM page WHERE state = 'whole'") == [(0,)]
    make_all(world.counter.store)
    world.sync()
    assert pages_lines(world, handed.dossier) == [(1, "superseded"), (2, "delivered")]


def test_link_rules_do_not_undo_the_waiting(world):
    world.receive([400])
    store = world.counter.store
    store.write(lambda database: outbox.hold_pages(database, "SYNC-30", 5))
    store.write(lambda database: outbox.release_pages(database, ["SYNC-30"]))
    world.sync()
    assert outbox.waiting(store.read(), "pages", 5)[0].problem == "COPY-10"


def test_captures_that_waited_long_enough_go_and_the_copies_follow(world):
    handed = world.receive([400])
    world.sync()
    world.counter.clock.advance(RULES.hold_ms)
    assert world.sync().acknowledged == 1
    assert state(world) == "acknowledged", "not purged: its copy is still to be made"
    make_all(world.counter.store)
    assert state(world) == "form_registered"
    result = world.sync()
    assert (result.acknowledged, result.purged) == (1, 1)
    assert held_at_the_gateway(world, handed.dossier) >= set(handed.pages)


def test_where_the_office_signs_captures_go_only_after_the_signed_copies_were_acknowledged(world):
    keep(world.counter.store, SIGNING)
    handed = world.receive([400])
    make_all(world.counter.store)
    assert world.sync().purged == 0
    assert state(world) == "acknowledged"
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    result = world.sync()
    assert (result.acknowledged, result.purged) == (1, 1)
    assert signed in held_at_the_gateway(world, handed.dossier)


def test_a_signature_on_slow_lines_is_waited_for(world):
    keep(world.counter.store, CopyRules(signs=True, signature_ms=7_200_000))
    handed = world.receive([400])
    make_all(world.counter.store)
    assert world.sync().acknowledged == 0
    assert outbox.waiting(world.counter.store.read(), "pages", 5)[0].problem == "COPY-11"
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    assert world.sync().acknowledged == 1
    assert held_at_the_gateway(world, handed.dossier) == {signed}
    assert pages_lines(world, handed.dossier) == [(1, "superseded"), (2, "superseded"), (3, "delivered")]


@pytest.mark.parametrize("on", [
    {"forms": AnswerLost()}, {"pages": Cut(5)}, {"pages": AnswerLost()}, {"pages": Twice(first=True)}, {"missing": AnswerLost()},
    {"pages": GatewayDies("page appended")}, {"finalise": AnswerLost()}, {"finalise": GatewayDies("before acknowledgement")},
    {"finalise": GatewayDies("acknowledgement written")},
], ids=str)  # fmt: skip
def test_whatever_the_line_and_the_gateway_do(world, on):
    keep(world.counter.store, SIGNING)
    handed = world.receive([400, 500])
    make_all(world.counter.store)
    world.sync(**on)
    until_delivered(world)
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    world.sync(**on)
    until_delivered(world)
    assert signed in held_at_the_gateway(world, handed.dossier)
    assert state(world) == "purged"


@pytest.mark.parametrize("step", [
    "page renamed", "before commit", "copy kept", "page piece sent", "page carried", "acknowledgement received",
    "acknowledgement kept", "capture forgotten",
])  # fmt: skip
def test_a_counter_that_dies_at_any_step_goes_on(step):
    with over_sockets() as sockets:
        world = sockets.world
        keep(world.counter.store, SIGNING)
        handed = world.receive([400, 500])
        world.counter.plug.arm(step)
        with suppress(PlugPulled):
            make_all(world.counter.store)
            sockets.sync()
            sign_all(world.counter.store)
            sockets.sync()
        assert world.counter.plug.pulled, "the step was never reached"
        world.counter.crash()
        world.counter.store.write(wanting.recover)
        assert world.strays() == set()
        make_all(world.counter.store)
        sign_all(world.counter.store)
        sockets.empty_the_outbox()
        assert reading.of_dossier(world.counter.store.read(), handed.dossier).digitised
        assert any(content.endswith(b" signed") for content in held_at_the_gateway(world, handed.dossier))


def test_copies_finished_while_the_captures_are_carried_take_their_place(world):
    handed = world.receive([400, 500, 600])
    world.counter.clock.advance(RULES.hold_ms)
    store, done = world.counter.store, []

    def at(name):
        if name == "page carried" and not done:
            done.append(name)
            make_all(store)

    store.at = at
    with a_patience(world):
        world.sync()
    assert done
    until_delivered(world)
    assert pages_lines(world, handed.dossier) == [(1, "superseded"), (2, "delivered")]


class a_patience:                      # noqa: N801  (read like a sentence)
    """Pages go one after the other, as on a slow line."""

    def __init__(self, world):
        self._world = world

    def __enter__(self):
        import sync.side_by_side

        self._module, self._was = sync.side_by_side.SideBySide, sync.side_by_side.SideBySide.takes
        sync.side_by_side.SideBySide.takes = lambda self, size: False

    def __exit__(self, *_error):
        self._module.takes = self._was


def test_a_gateway_put_back_from_a_backup_gets_the_copies_again(world):
    world.parts = replace(world.parts, seams=NEVER)
    handed = world.receive([400])
    make_all(world.counter.store)
    world.province.die()
    backup = world.folder / "gateway backup"
    shutil.copytree(world.province.root, backup)
    world.province.start()
    world.sync()
    assert not outbox.count_waiting(world.counter.store.read())
    world.province.die()
    shutil.rmtree(world.province.root)
    shutil.copytree(backup, world.province.root)
    world.province.disk.replaced(world.province.root)
    world.province.start()
    for _pass in range(4):
        world.counter.clock.advance(3_600_000)
        world.sync()
    copy = reading.content(world.counter.store, 1)
    assert held_at_the_gateway(world, handed.dossier) == {copy}


def test_a_counter_put_back_from_a_backup_sends_its_new_copies_under_a_free_number(world):
    handed = world.receive([400])
    world.back_up()
    make_all(world.counter.store)
    world.parts = replace(world.parts, seams=NEVER)
    world.sync()
    world.restore(world.backups[-1])
    store = world.counter.store
    other = b"%PDF-1.7 made a second time, other bytes"

    class Anew:
        def make(self, paper, progress):
            from kiosk.copy_ports import CopiedPage, MadeCopy

            return MadeCopy(other, (CopiedPage(),))

    make_next(store, Anew())
    until_delivered(world)
    assert other in held_at_the_gateway(world, handed.dossier)
    assert pages_lines(world, handed.dossier)[-1] == (3, "delivered")


def test_after_the_captures_went_a_correction_sends_what_the_gateway_has_of_their_copies(world):
    """The gateway never had the captures: no manifest may ask for them."""
    handed = world.receive([400, 500])
    make_all(world.counter.store)
    world.sync()
    assert state(world) == "purged"
    store = world.counter.store
    newest = revisions.newest(store.read(), handed.dossier)
    form = unsealed(newest.form)
    changed = replace(form, answers={**form.answers, "copies": 2})
    correction = Correction(changed, newest.form_sha, "cb-002", "thử", store.clock.now_ms())
    store.write(lambda database: revisions.correct(database, store.device, correction))
    result = world.sync()
    assert (result.registered, result.acknowledged, result.set_aside, result.bytes_sent) == (1, 1, 0, 0)
    until_delivered(world)


def everything_whole(world, dossier):
    """Delivered, nothing aside, and the gateway shows the copy for every page of the newest content."""
    until_delivered(world)
    assert outbox.count_aside(world.counter.store.read()) == 0
    assert any(content.startswith(b"%PDF") for content in held_at_the_gateway(world, dossier))


def forked_with_copies(world):
    """Corrected twice on the same content, copies and all, for the store was put back in between."""
    dossier = world.receive([300]).dossier
    world.back_up()
    make_all(world.counter.store)
    world.sync()
    correct(world.counter.store, dossier, "0900000001")
    world.sync()
    world.restore(world.backups[-1])
    make_all(world.counter.store, FakeMaker(salt=b"anew"))
    world.sync()
    correct(world.counter.store, dossier, "0900000002")
    assert world.sync().set_aside == 1
    return dossier


def test_a_counter_put_back_from_a_backup_corrects_although_the_gateway_has_manifests_it_forgot(world):
    keep(world.counter.store, SIGNING)
    handed = world.receive([300])
    world.back_up()
    make_all(world.counter.store)
    world.sync()
    sign_all(world.counter.store)
    world.sync()
    world.restore(world.backups[-1])
    correct(world.counter.store, handed.dossier, "0900000002")
    result = world.sync()
    assert (result.registered, result.set_aside) == (2, 0)
    make_all(world.counter.store, FakeMaker(salt=b"anew"))
    sign_all(world.counter.store)
    everything_whole(world, handed.dossier)
    assert contents_at_gateway(world, handed.dossier)[-1][:2] == (2, "0900000002")


@pytest.mark.parametrize("ours", [True, False])
def test_a_conflict_is_settled_whatever_copies_there_are(world, ours):
    dossier = forked_with_copies(world)
    desk = Conflicts(world.counter.store, Catalogue.load(), HeldCopies(world.counter.store, world.link))
    compared = desk.compare(dossier, Silent())
    settle = desk.counter_is_right if ours else desk.gateway_is_right
    settle(compared, "thử", Officer("cb-002", "Vàng Thị Mỷ"))
    everything_whole(world, dossier)
    phones = [phone for _number, phone, _sha in contents_at_gateway(world, dossier)]
    assert phones[1:] == (["0900000001", "0900000002"] if ours else ["0900000001"])


# ---- each layer alone -----------------------------------------------------------------------------------------------


def acknowledge(store, dossier, number):
    insert = "INSERT INTO acknowledgement VALUES (?, ?, x'', '', x'', 1)"
    store.write(lambda database: database.execute(insert, [dossier, number]))


def test_the_database_itself_lets_no_capture_go_that_no_acknowledged_manifest_covers(world):
    handed = world.receive([400])
    store = world.counter.store
    make_all(store)

    def forget():
        return store.write(lambda database: purge.forget_pages(database, store.device, handed.dossier, 1))

    manifest = UploadManifest(handed.dossier, 9, "", ())
    body = encode(manifest)
    store.write(lambda database: database.execute(
        "INSERT INTO manifest VALUES (?, 9, ?, ?, x'')", [handed.dossier, body, sha256(body)]
    ))  # fmt: skip
    acknowledge(store, handed.dossier, 9)
    with pytest.raises(driver.IntegrityError, match="no acknowledgement covers this page"):
        forget()
    with pytest.raises(driver.IntegrityError, match="a copy goes with the pages"):
        store.write(lambda database: database.execute("UPDATE copy_file SET file = NULL"))
    acknowledge(store, handed.dossier, 2)          # the copy's
    assert len(forget()) == 2


def test_the_rule_asks_for_the_newest_manifest_and_for_signatures(world):
    keep(world.counter.store, SIGNING)
    handed, store, may = world.receive([400]), world.counter.store, acknowledged_long_enough(0)
    acknowledge(store, handed.dossier, 1)
    assert not may(store.read(), handed.dossier, 2), "its copy is still to be made"
    make_all(store)
    assert not may(store.read(), handed.dossier, 2), "the newest manifest is not acknowledged"
    acknowledge(store, handed.dossier, 2)
    assert not may(store.read(), handed.dossier, 2), "the office signs"
    sign_all(store)
    assert not may(store.read(), handed.dossier, 2), "the signed copy is not acknowledged"
    acknowledge(store, handed.dossier, 3)
    assert may(store.read(), handed.dossier, 2)


def test_an_acknowledgement_of_other_bytes_covers_nothing(world):
    handed, store = world.receive([400]), world.counter.store
    make_all(store)
    wanted = decoded(bytes(store.read().execute("SELECT body FROM manifest WHERE number = 2").fetchone()[0]), UploadManifest)
    stranger = hashlib.sha256(b"stranger").hexdigest()


    body = encode(msgspec.structs.replace(wanted, number=3, pages=(msgspec.structs.replace(wanted.pages[0], sha256=stranger),)))
    store.write(lambda database: database.execute(
        "INSERT INTO manifest VALUES (?, 3, ?, ?, x'')", [handed.dossier, body, sha256(body)]
    ))  # fmt: skip
    acknowledge(store, handed.dossier, 3)
    assert not acknowledged_long_enough(0)(store.read(), handed.dossier, 2)
    assert not purge.all_covered(store.read(), handed.dossier)
    assert sending.is_due(store.read(), 0) is False
    assert signing.to_sign(store.read()) == ()


# ---- a signature is an appendix -------------------------------------------------------------------------------------


def test_of_a_signed_copy_only_the_signature_travels(world):
    keep(world.counter.store, SIGNING)
    handed = world.receive([300_000])
    make_all(world.counter.store)
    assert world.sync().bytes_sent > 300_000
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    result = world.sync()
    assert result.bytes_sent == len(b" signed")
    assert signed in held_at_the_gateway(world, handed.dossier)


def test_a_gateway_without_the_beginning_gets_all_of_it(world):
    """The unsigned copy never went."""
    keep(world.counter.store, SIGNING)
    handed = world.receive([300_000])
    make_all(world.counter.store)
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    assert world.sync().bytes_sent == len(signed)
    assert held_at_the_gateway(world, handed.dossier) == {signed}


def test_a_beginning_the_gateway_can_no_longer_read_is_none(world):
    keep(world.counter.store, SIGNING)
    handed = world.receive([300_000])
    make_all(world.counter.store)
    world.sync()
    for path in (world.province.root / "pages").glob("??/*.page"):
        path.write_bytes(path.read_bytes()[:-5])
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    assert world.sync().bytes_sent == len(signed)
    gateway = world.province.gateway
    sha = hashlib.sha256(signed).hexdigest()
    assert b"".join(gateway.page(handed.dossier, sha).pieces) == signed


def test_a_beginning_that_is_not_one_is_found_out_by_the_hash(world):
    """The client claims what is not so: the bytes are refused, nothing is acknowledged that is not right."""
    keep(world.counter.store, SIGNING)
    handed = world.receive([300_000])
    make_all(world.counter.store)
    world.sync()
    store = world.counter.store
    before = signing.to_sign(store.read())[0]
    real = reading.content(store, before.copy)
    facts = signing.SignatureFacts("cb-001", "", "", 1, checked=True)
    signing.signed(store, before.copy, b"%PDF other bytes altogether " + real, facts)
    false = reading.newest_file(store.read(), before.copy)
    assert false.begins_as == ""
    manifest = decoded(bytes(store.read().execute("SELECT body FROM manifest WHERE number = 3").fetchone()[0]), UploadManifest)
    page = msgspec.structs.replace(manifest.pages[0], begins_as=hashlib.sha256(real).hexdigest())
    body = encode(msgspec.structs.replace(manifest, pages=(page,)))
    signature = store.device.sign(UploadManifest.purpose, body)
    store.write(lambda database: database.execute(
        "UPDATE manifest SET body = ?, sha = ?, signature = ? WHERE number = 3", [body, sha256(body), signature]
    ))  # fmt: skip
    assert world.sync().acknowledged == 0
    assert false.sha256 not in {row[0] for row in world.at_gateway("SELECT sha256 FROM page WHERE state = 'whole'")}
    assert handed.dossier


def test_a_gateway_that_dies_while_it_begins_a_page_begins_it_anew(world):
    keep(world.counter.store, SIGNING)
    handed = world.receive([300_000])
    make_all(world.counter.store)
    world.sync()
    sign_all(world.counter.store)
    signed = reading.content(world.counter.store, 1)
    world.sync(missing=GatewayDies("page begun"))
    until_delivered(world)
    assert signed in held_at_the_gateway(world, handed.dossier)
