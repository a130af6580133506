"""The office hears that a dossier was corrected: which, which revision, by which counter. A citizens' screen hears no name."""

from dataclasses import replace
from importlib.resources import files

import msgspec
import pytest

from kiosk.credentials import Role
from kiosk.dossier import PortalStatus
from kiosk.forms import revision_manifest, sealed_bytes, sha256, unsealed
from kiosk.portal_words import Kind, Said
from kiosk.store import portal, portal_words
from kiosk.store.database import driver, migrate, migrations_in, open_database
from kiosk.store.writer import in_transaction
from sync.messages import DemoDecision
from tests.sync.correcting import correct
from tests.sync.machine_world import World, a_world
from tests.sync.others_of_office import cards, heard_by, sent_by, twin_of
from ui.clerk.words_of_portal import history_rows


@pytest.fixture
def world():
    with a_world() as made:
        yield made


def test_every_counter_of_the_office_hears_it_and_what_the_portal_decided_stands(world):
    handed = world.receive([300])
    world.sync()
    number = world.at_gateway("SELECT number FROM dossier")[0][0]
    world.province.gateway.decide(DemoDecision(number, 4))
    correct(world.counter.store, handed.dossier, "0988000111")
    world.sync()
    told = heard_by(world, twin_of(world)).decisions[-1]
    assert (told.kind, told.dossier, told.number, told.revision, told.decided_by) == (
        "corrected", handed.dossier, number, 2, "Quầy 1"
    )  # fmt: skip
    assert told.status == PortalStatus.PROCESSING
    store = world.counter.store
    assert store.read().execute("SELECT status FROM portal_status").fetchone() == (PortalStatus.PROCESSING,)
    history = portal_words.history(store.read(), handed.dossier)
    assert [(one.kind, one.revision, one.expected) for one in history] == [
        ("corrected", 2, True), ("status", 0, True), ("registered", 0, True),
    ]  # fmt: skip
    assert next(history_rows(history)).text == "Quầy đã sửa tờ khai, bản 2 · Quầy 1"


def test_no_correction_moves_a_status_whatever_it_says(world):
    """Also where the gateway's feed and this counter do not agree on where the dossier stands."""
    handed = world.receive([300])
    world.sync()
    store = world.counter.store
    said = Said("01a22389-0000-7000-8000-000000000001", handed.dossier, 9, "", "Quầy 1", 1, kind=Kind.CORRECTED, revision=2)
    assert store.write(lambda database: portal.decide(database, store.device, said, 1))
    assert store.read().execute("SELECT status FROM portal_status").fetchone() == (PortalStatus.ACCEPTED,)
    assert portal_words.history(store.read(), handed.dossier)[0].expected


def test_told_twice_it_is_one_event(world):
    handed = world.receive([300])
    world.sync()
    correct(world.counter.store, handed.dossier, "0988000111")
    world.sync()
    world.counter.store.write(lambda database: portal_words.go_on_from(database, portal_words.Place()))
    world.sync()
    kinds = [one.kind for one in portal_words.history(world.counter.store.read(), handed.dossier)]
    assert kinds == ["corrected", "registered"]
    assert world.at_gateway("SELECT revision FROM decision WHERE kind = 'corrected'") == [(2,)]


def test_the_card_of_another_counters_dossier_has_the_corrected_name(world):
    other = twin_of(world)
    result = sent_by(world, other)
    form = unsealed(world.province.gateway.form(result.dossier).form)
    world.sync()
    world.province.gateway.decide(DemoDecision(result.number, 5, "thiếu bản chính"))
    world.sync()
    person = msgspec.structs.replace(form.submitter.person, full_name="Nguyễn Thị Quỳnh Đổi")
    revised_by(world, other, form, replace(form, submitter=replace(form.submitter, person=person)))
    world.sync()
    (card,) = cards(world, "Quỳnh Đổi")
    assert (card.number, card.status, card.note) == (result.number, 5, "thiếu bản chính")
    assert portal_words.history(world.counter.store.read(), result.dossier)[0].by == "Quầy 9"


def test_a_self_service_device_hears_no_name_of_anybody(world):
    handed = world.receive([300])
    world.sync()
    correct(world.counter.store, handed.dossier, "0988000111")
    world.sync()
    told = heard_by(world, twin_of(world, role=Role.SELF_SERVICE)).decisions[-1]
    assert (told.kind, told.revision, told.decided_by, told.note, told.card) == ("corrected", 2, "", "", None)


def revised_by(world: World, twin, before, after) -> None:
    first, body = sealed_bytes(before), sealed_bytes(after)
    sha = sha256(body)
    upload = msgspec.structs.replace(
        twin.upload(before), form=body, form_sha256=sha.hex(), revision=2, parent_sha256=sha256(first).hex(),
        manifest=twin.sign(revision_manifest(after, sha, 2, 2, sha256(first))),
    )  # fmt: skip
    (result,) = world.province.gateway.register(twin.batch(upload)).results
    assert (result.outcome, result.revision) == ("registered", 2), result


def test_a_gateway_of_before_keeps_every_event_and_its_place(tmp_path):
    """The table is made anew: ids, places and the next place stay, and what may not be changed still may not."""
    every = migrations_in(files("sync.gateway.migrations"))
    database = open_database(tmp_path / "gateway.db", bytes(32))
    migrate(database, tuple(one for one in every if one.number < 4), tmp_path / "a")
    in_transaction(database, _decided)
    before = database.execute("SELECT event, id, kind, status, decided_by, wanted, files FROM decision").fetchall()
    migrate(database, every, tmp_path / "b")
    assert database.execute("SELECT event, id, kind, status, decided_by, wanted, files FROM decision").fetchall() == before
    assert database.execute("SELECT DISTINCT revision FROM decision").fetchall() == [(0,)]
    in_transaction(database, lambda database: _insert(database, "fresh", "corrected", ", revision", ", 2"))
    assert database.execute("SELECT max(event) FROM decision").fetchone() == (8,)
    unnumbered = """INSERT INTO decision SELECT 99, dossier, device, status, note, decided_by, decided_at, 'other', 'corrected',
                    office, wanted, files, 0 FROM decision LIMIT 1"""
    for wrong in ("UPDATE decision SET note = 'x'", "DELETE FROM decision", unnumbered):
        with pytest.raises(driver.IntegrityError):
            in_transaction(database, lambda database, wrong=wrong: database.execute(wrong))
    database.close()


def _decided(database) -> None:
    database.execute("""INSERT INTO device (id, public_key, office, counter, certificate, signature, enrolled_at)
                        VALUES ('d', x'00', 'H1', 'Quầy 1', x'', x'', 1)""")
    database.execute("""INSERT INTO dossier (id, device, form, form_sha, printed, printed_kind, number, first_manifest,
                        registered_at, wrapped_key) VALUES ('one', 'd', x'', '', 'T', 'temporary', 'N', 1, 1, x'')""")
    for event, (name, kind) in enumerate((("a", "registered"), ("b", "supplement"), ("c", "note")), 5):
        _insert(database, name, kind, ", event", f", {event}")


def _insert(database, name: str, kind: str, columns: str, values: str) -> None:
    database.execute(
        "INSERT INTO decision (dossier, device, status, note, decided_by, decided_at, id, kind, office, wanted, files" + columns +
        ") VALUES ('one', 'd', 2, '', '', 1, ?, ?, 'H1', '[]', '[]'" + values + ")", [name, kind],
    )  # fmt: skip
