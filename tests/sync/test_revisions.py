"""Corrections travel: one on top of the other, each kept, the first answer for ever, and never past a content that differs."""

from dataclasses import replace

import msgspec
import pytest

from kiosk import forms
from kiosk.credentials import Acknowledgement
from kiosk.dossier import Form
from kiosk.revising import of_one_receipt
from kiosk.store import dossiers, outbox, revisions
from kiosk.store.database import driver
from kiosk.store.purge import acknowledged_long_enough
from kiosk.text import fold
from sync.engine import Seams
from sync.messages import FormUpload
from tests.sync.correcting import contents_at_gateway, correct, phone_of, with_phone
from tests.sync.counter_twin import CounterTwin, Province, a_form
from tests.sync.in_process import AnswerLost, GatewayDies, Replayed, Twice
from tests.sync.machine_world import Parts, a_world


@pytest.fixture
def world():
    with a_world() as made:
        yield made


def states(world, dossier) -> list[tuple[str, int, str]]:
    items = outbox.of_dossier(world.counter.store.read(), dossier)
    return [(item.kind, item.manifest, item.state.value) for item in items]


# ---- from the counter to the gateway --------------------------------------------------------------------------------


def test_a_correction_follows_what_was_delivered_under_the_same_number(world):
    dossier = world.receive([400]).dossier
    world.sync()
    store = world.counter.store
    before = store.read().execute("SELECT number, received_at, due_at FROM dossier_now").fetchone()
    assert correct(store, dossier, "0988000111") == 2
    assert store.read().execute("SELECT state FROM dossier").fetchone()[0] == "sealed"
    result = world.sync()
    assert (result.registered, result.acknowledged, result.bytes_sent) == (1, 1, 0), "no page travels twice"
    assert [phone for _number, phone, _sha in contents_at_gateway(world, dossier)][1] == "0988000111"
    after = store.read().execute("SELECT number, received_at, due_at FROM dossier_now").fetchone()
    assert tuple(after) == tuple(before)
    body = store.read().execute("SELECT body FROM acknowledgement WHERE manifest = 2").fetchone()[0]
    ack = msgspec.json.decode(bytes(body), type=Acknowledgement)
    assert ack.form_sha256 == revisions.newest(store.read(), dossier).form_sha.hex()


def test_pages_of_a_correction_wait_for_its_own_form(world):
    dossier = world.receive([400]).dossier
    world.sync()
    correct(world.counter.store, dossier, "0988000111")
    assert outbox.pages_ready(world.counter.store.read(), world.counter.clock.now_ms()) == []


def test_several_revisions_made_offline_go_in_order_in_one_batch(world):
    dossier = world.receive([300]).dossier
    for number, phone in ((2, "0900000002"), (3, "0900000003")):
        assert correct(world.counter.store, dossier, phone) == number
    result = world.sync()
    assert (result.registered, result.acknowledged, result.set_aside) == (3, 3, 0)
    assert [number for number, _phone, _sha in contents_at_gateway(world, dossier)] == [1, 2, 3]
    assert {state for _kind, _manifest, state in states(world, dossier)} == {"delivered"}


@pytest.mark.parametrize("fault", [AnswerLost(), Twice(first=False), GatewayDies("forms written"), Replayed(0)])
def test_a_revision_is_registered_once_whatever_the_link_does(world, fault):
    dossier = world.receive([300]).dossier
    world.sync()
    correct(world.counter.store, dossier, "0911222333")
    world.sync(forms=fault)
    world.sync()
    assert [number for number, _phone, _sha in contents_at_gateway(world, dossier)] == [1, 2]
    assert {state for _kind, _manifest, state in states(world, dossier)} == {"delivered"}


def test_a_purged_dossier_is_corrected_without_its_pages(world):
    dossier = world.receive([300]).dossier
    world.sync()
    assert world.counter.store.read().execute("SELECT state FROM dossier").fetchone()[0] == "purged"
    correct(world.counter.store, dossier, "0977000111")
    world.sync()
    assert world.counter.store.read().execute("SELECT state FROM dossier").fetchone()[0] == "purged"
    assert contents_at_gateway(world, dossier)[-1][1] == "0977000111"


def test_pages_are_not_purged_while_a_correction_is_not_acknowledged():
    with a_world(Parts(seams=Seams(may_purge=acknowledged_long_enough(1)))) as world:
        dossier = world.receive([300]).dossier
        world.sync()
        correct(world.counter.store, dossier, "0966000111")
        world.counter.clock.advance(10 * 86_400_000)
        world.link.connect(None)
        assert world.sync().purged == 0
        assert world.counter.store.read().execute("SELECT file IS NOT NULL FROM page").fetchone()[0]


def test_a_gateway_put_back_without_the_dossier_gets_every_content_again(world, monkeypatch):
    dossier = world.receive([300]).dossier
    correct(world.counter.store, dossier, "0955000111")
    store = world.counter.store
    store.write(lambda database: database.execute(
        "UPDATE outbox SET state = 'delivered' WHERE kind = 'form' AND manifest = 1"
    ))
    result = world.sync()
    assert result.set_aside == 0
    world.counter.clock.advance(600_000)
    world.sync()
    assert [number for number, _phone, _sha in contents_at_gateway(world, dossier)] == [1, 2]


# ---- what the gateway judges ----------------------------------------------------------------------------------------


@pytest.fixture
def province(tmp_path):
    place = Province(tmp_path / "gateway")
    yield place
    place.gateway.close()


class Desk:
    """A counter whose uploads the test makes by hand."""

    def __init__(self, province: Province) -> None:
        self.province, self.counter = province, CounterTwin()
        province.gateway.enrol(self.counter.enrolment())
        self.form = a_form((b"page one", b"page two"))
        self.first = self.counter.upload(self.form)
        assert self.send(self.first).outcome == "registered"

    def revision(self, form: Form, number: int, parent: str, manifest: int | None = None, **other: object) -> FormUpload:
        body = forms.sealed_bytes(form)
        sha = forms.sha256(body)
        made = forms.revision_manifest(form, sha, manifest or number, number, bytes.fromhex(parent))
        made = msgspec.structs.replace(made, **other)
        return msgspec.structs.replace(
            self.first, form=body, form_sha256=sha.hex(), manifest=self.counter.sign(made), revision=number,
            parent_sha256=parent,
        )  # fmt: skip

    def send(self, upload: FormUpload):
        return self.province.gateway.register(self.counter.batch(upload)).results[0]


@pytest.fixture
def desk(province):
    return Desk(province)


def test_the_same_revision_has_one_answer_for_ever_and_another_content_is_a_conflict(desk):
    second = desk.revision(with_phone(desk.form, "0900000002"), 2, desk.first.form_sha256)
    answer = desk.send(second)
    assert (answer.outcome, answer.revision) == ("registered", 2)
    third = desk.revision(with_phone(desk.form, "0900000003"), 3, second.form_sha256)
    assert desk.send(third).outcome == "registered"
    assert desk.send(second) == answer
    other = desk.revision(with_phone(desk.form, "0900000009"), 2, desk.first.form_sha256)
    assert desk.send(other).outcome == "conflict"
    held = desk.province.gateway.form(desk.first.dossier)
    assert (held.revision, held.parent_sha256, phone_of(held.form)) == (3, second.form_sha256, "0900000003")
    assert (held.device, held.counter) == (desk.counter.device, "Quầy 1")


def test_a_gap_and_a_wrong_parent_are_refused_and_change_nothing(desk):
    gap = desk.revision(with_phone(desk.form, "0900000003"), 3, desk.first.form_sha256)
    assert (desk.send(gap).outcome, desk.send(gap).code) == ("refused", "revision-out-of-order")
    stranger = desk.revision(with_phone(desk.form, "0900000002"), 2, "ab" * 32)
    assert (desk.send(stranger).outcome, desk.send(stranger).code) == ("conflict", "parent-differs")
    assert desk.province.gateway.form(desk.first.dossier).revision == 1


@pytest.mark.parametrize("change", [
    {"received_at": 1_795_000_000_001}, {"due_at": 1}, {"fee": None}, {"pages": ()}, {"procedure": "9.999999"},
    {"officer": "somebody-else"}, {"case": "other"},
])  # fmt: skip
def test_a_correction_changes_neither_receipt_nor_fee_nor_pages(desk, change):
    if "fee" in change:
        change = {"fee": replace(desk.form.fee, method="cash", not_set=("Lệ phí",))}
    upload = desk.revision(replace(desk.form, **change), 2, desk.first.form_sha256)
    assert desk.send(upload).code in ("revision-changes-receipt", "manifest-contradicts-form")
    assert desk.province.gateway.form(desk.first.dossier).revision == 1


def test_what_is_said_around_a_manifest_must_be_what_it_says(desk):
    upload = desk.revision(with_phone(desk.form, "0900000002"), 2, desk.first.form_sha256, revision=7)
    assert desk.send(upload).code == "manifest-contradicts-form"


def test_another_device_corrects_nothing(desk):
    other = CounterTwin()
    desk.province.gateway.enrol(other.enrolment(counter="Quầy 2"))
    mine, desk.counter = desk.counter, other
    upload = desk.revision(with_phone(desk.form, "0900000002"), 2, desk.first.form_sha256)
    assert desk.send(upload).code == "revision-not-yours"
    desk.counter = mine
    assert desk.province.gateway.form(desk.first.dossier).revision == 1


def test_the_store_itself_keeps_the_line_of_revisions(desk):
    upload = desk.revision(with_phone(desk.form, "0900000002"), 2, desk.first.form_sha256)
    desk.send(upload)
    store = desk.province.gateway._store
    for sql in (
        "UPDATE revision SET form = x'00'", "DELETE FROM revision",
        "INSERT INTO revision SELECT dossier, 3, device, form, form_sha, 'ab', manifest, 1 FROM revision",
        "INSERT INTO revision SELECT dossier, 5, device, form, form_sha, form_sha, manifest, 1 FROM revision",
    ):  # fmt: skip
        with pytest.raises(driver.IntegrityError):
            store.write(lambda database, sql=sql: database.execute(sql))


def test_only_what_a_citizen_declared_may_differ(desk):
    assert of_one_receipt(desk.form, with_phone(desk.form, "0900000002"))
    assert of_one_receipt(desk.form, replace(desk.form, answers={}))
    assert not of_one_receipt(desk.form, replace(desk.form, due_basis="khác"))


def test_who_looks_up_finds_by_both_and_sees_the_newest(world):
    dossier = world.receive([300]).dossier
    world.sync()
    store = world.counter.store
    before = revisions.newest(store.read(), dossier)
    form = forms.unsealed(before.form)
    person = msgspec.structs.replace(form.submitter.person, full_name="H'Ơ̆n Niê Kđăm")
    renamed = replace(form, submitter=replace(form.submitter, person=person))
    store.write(lambda database: revisions.correct(
        database, store.device, revisions.Correction(renamed, before.form_sha, "cb-001", "sai tên", 1)
    ))
    world.sync()
    words = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ?"
    old = form.submitter.person.full_name.split()[0]
    for word in ("kdam", fold(old)):
        assert world.at_gateway(words, f'words : "{word}"'), word
    assert [line.submitter for line in dossiers.search(store.read(), "Niê Kđăm")] == ["H'Ơ̆n Niê Kđăm"]
    assert [line.id for line in dossiers.search(store.read(), old)] == [dossier]
