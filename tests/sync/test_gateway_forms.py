"""Enrolment, leases, registration, the change feed: who may send, exactly once, under which number."""

import threading
import uuid
from dataclasses import replace

import msgspec
import pytest

from kiosk import forms
from kiosk.credentials import AuditHead, DeviceCertificate, Lease, UploadManifest, certified, opened
from kiosk.moments import day_of
from kiosk.store.database import driver
from sync.gateway.checks import Checks, ManifestVerifier
from sync.gateway.refusals import Refused
from sync.gateway.settings import GatewaySettings
from sync.messages import Changes, DemoDecision, EnrolRequest, Hello, LeaseRequest, SignedEnvelope
from tests.sync.counter_twin import A_WISH, DAY, NOW, OFFICE, SETTINGS, CounterTwin, PlugPulled, Province, a_form, sha


@pytest.fixture
def province(tmp_path):
    place = Province(tmp_path / "gateway")
    yield place
    place.gateway.close()


def refused(call, *values) -> str:
    with pytest.raises(Refused) as caught:
        call(*values)
    return caught.value.reason.value


def register(province, counter, *uploads):
    return province.gateway.register(counter.batch(*uploads)).results


# ---- who is there ---------------------------------------------------------------------------------------------------


def test_hello_is_signed_over_the_nonce(province):
    hello = opened(province.gateway.hello("ab" * 16), Hello, province.gateway.public_key)
    assert hello is not None
    assert (hello.nonce, hello.time, hello.policy.leases) == ("ab" * 16, NOW, True)
    assert refused(province.gateway.hello, "not hex") == "request-unreadable"


def test_the_gateway_keeps_its_key(province):
    key = province.gateway.public_key
    assert province.restart().public_key == key


def test_the_same_key_gets_the_same_certificate(province):
    counter = CounterTwin()
    first = province.gateway.enrol(counter.enrolment())
    province.clock.advance(60_000)
    assert province.restart().enrol(counter.enrolment(counter="Quầy 9")) == first
    certificate = certified(first, province.gateway.public_key, NOW)
    assert isinstance(certificate, DeviceCertificate)
    assert (certificate.office, certificate.public_key) == (OFFICE, counter.key.public_key)


def test_another_key_for_a_known_device_is_refused(province):
    counter = province.counter()
    impostor = CounterTwin(device=counter.device)
    assert refused(province.gateway.enrol, impostor.enrolment()) == "device-key-differs"
    renamed = CounterTwin(key=counter.key)
    assert refused(province.gateway.enrol, renamed.enrolment()) == "device-key-differs"


def test_a_proof_must_hold(province):
    mine, other = CounterTwin().enrolment(), CounterTwin().enrolment()
    forged = msgspec.structs.replace(mine, proof=other.proof)
    moved = msgspec.structs.replace(mine, office=mine.office + mine.counter[0], counter=mine.counter[1:])
    for request in (forged, moved):
        assert refused(province.gateway.enrol, request) == "proof-does-not-hold"
    nameless = EnrolRequest("not a uuid", mine.public_key, OFFICE, "1", "n", b"")
    assert refused(province.gateway.enrol, nameless) == "request-unreadable"


def test_closed_enrolment_still_knows_its_devices(tmp_path):
    open_one = Province(tmp_path / "g")
    counter = open_one.counter()
    certificate = open_one.gateway.enrol(counter.enrolment())
    open_one.gateway.close()
    closed = Province(tmp_path / "g", settings=replace(SETTINGS, open_enrolment=False))
    assert closed.gateway.enrol(counter.enrolment()) == certificate
    assert refused(closed.gateway.enrol, CounterTwin().enrolment()) == "enrolment-closed"
    closed.gateway.close()


def test_strangers_are_refused(province):
    stranger = CounterTwin()
    assert refused(province.gateway.lease, LeaseRequest(stranger.device, "2026-11-18", 5, A_WISH)) == "unknown-device"
    assert refused(province.gateway.register, stranger.batch()) == "unknown-device"
    assert refused(province.gateway.changes, stranger.device, 0) == "unknown-device"
    upload = province.registered(province.counter(), [b"page"])
    wish = stranger.finalisation(upload.manifest)
    assert refused(province.gateway.finalise, upload.dossier, wish) == "unknown-device"


# ---- exactly once ---------------------------------------------------------------------------------------------------


def test_the_same_form_is_answered_with_the_first_result_for_ever(province):
    counter = province.counter()
    upload = counter.upload(a_form([b"one"]))
    (first,) = register(province, counter, upload)
    assert first.outcome == "registered"
    assert (first.number, first.registered_at) == (f"{OFFICE}-{DAY}-0001", NOW)
    province.clock.advance(90 * 86_400_000)
    province.restart()
    again = msgspec.structs.replace(upload, number="TMP-AAAAAA-261118-0099", manifest=SignedEnvelope(b"", "", b""))
    assert register(province, counter, again, upload, upload) == (first, first, first)
    assert register(province, province.counter(), upload) == (first,)


def test_another_form_under_the_same_id_changes_nothing(province):
    counter = province.counter()
    upload = counter.upload(a_form([b"one"]))
    (first,) = register(province, counter, upload)
    for other in (a_form([b"one"], upload.dossier, "KHÁC"), a_form([b"two"], upload.dossier)):
        (result,) = register(province, counter, counter.upload(other))
        assert (result.outcome, result.number) == ("conflict", "")
    garbage = msgspec.structs.replace(upload, form=b"{}", form_sha256=sha(b"{}"))
    assert register(province, counter, garbage)[0].outcome == "conflict"
    assert register(province, counter, upload) == (first,)
    assert province.gateway.form(upload.dossier).as_sent() == upload


def test_another_counter_cannot_add_a_manifest(province):
    counter, other = province.counter(), province.counter()
    form = a_form([b"one"])
    (first,) = register(province, counter, counter.upload(form))
    alien = other.upload(form, manifest=other.manifest(form, [b"other"], number=2))
    assert register(province, other, alien) == (first,)
    assert refused(province.gateway.missing, form.dossier, 2) == "unknown-manifest"


def test_duplicates_at_the_same_time_are_registered_once(province):
    counter = province.counter()
    uploads = [counter.upload(a_form([b"p"])) for _ in range(12)]
    results: list[tuple] = []
    gate = threading.Barrier(6)

    def send():
        gate.wait()
        results.append(register(province, counter, *uploads))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 1
    assert {result.number for result in results[0]} == {f"{OFFICE}-{DAY}-{n:04d}" for n in range(1, 13)}
    assert len(feed(province, counter)) == 12


@pytest.mark.parametrize("step", ["forms written", "form registered"])
def test_a_crash_around_the_commit_registers_once(province, step):
    counter = province.counter()
    upload = counter.upload(a_form([b"p"]))
    province.steps.pull_at = step
    with pytest.raises(PlugPulled):
        register(province, counter, upload)
    province.steps.pull_at = ""
    province.restart()
    (result,) = register(province, counter, upload)
    assert result.number == f"{OFFICE}-{DAY}-0001"
    assert len(feed(province, counter)) == 1


def test_each_form_of_a_batch_is_judged_on_its_own(province):
    counter = province.counter()
    good, bad, last = (counter.upload(a_form([b"p"])) for _ in range(3))
    bad = msgspec.structs.replace(bad, form_sha256="0" * 64)
    assert [result.outcome for result in register(province, counter, good, bad, last)] == [
        "registered", "refused", "registered",
    ]  # fmt: skip
    too_many = [good] * 51
    assert refused(province.gateway.register, counter.batch(*too_many)) == "too-large"


# ---- why a form is refused ------------------------------------------------------------------------------------------


def code(province, counter, upload) -> str:
    (result,) = register(province, counter, upload)
    assert (result.outcome, result.number) == ("refused", "")
    assert refused(province.gateway.form, upload.dossier) == "unknown-dossier"
    return result.code


def with_form(upload, body: bytes):
    return msgspec.structs.replace(upload, form=body, form_sha256=sha(body))


def test_a_form_must_be_what_its_hash_says(province):
    counter = province.counter()
    upload = counter.upload(a_form())
    assert code(province, counter, msgspec.structs.replace(upload, form=upload.form + b" ")) == "hash-differs"


@pytest.mark.parametrize(
    "change",
    [
        lambda form: b"not json",
        lambda form: b"\xff\xfe",
        lambda form: b"[" * 100_000,
        lambda form: forms.sealed_bytes(replace(form, schema=99)),
        lambda form: forms.sealed_bytes(replace(form, received_at=10**18)),
        lambda form: forms.sealed_bytes(replace(form, dossier="ffffffff-0000-4000-8000-000000000000")),
    ],
)
def test_a_form_must_be_readable(province, change):
    counter, form = province.counter(), a_form()
    assert code(province, counter, with_form(counter.upload(form), change(form))) == "form-unreadable"


def test_a_dossier_needs_a_uuid(province):
    counter = province.counter()
    assert code(province, counter, counter.upload(a_form(dossier="../../etc"))) == "form-unreadable"


def test_a_manifest_must_be_signed_by_the_device_and_make_sense(province):
    counter, other = province.counter(), province.counter()
    form = a_form([b"page"])
    true = forms.capture_manifest(form, forms.sha256(forms.sealed_bytes(form)))
    page = true.pages[0]
    nonsense = [
        msgspec.structs.replace(true, number=0),
        msgspec.structs.replace(true, pages=(msgspec.structs.replace(page, size=0),)),
        msgspec.structs.replace(true, pages=(msgspec.structs.replace(page, size=SETTINGS.max_page + 1),)),
        msgspec.structs.replace(true, pages=(msgspec.structs.replace(page, sha256="../" + page.sha256[3:]),)),
    ]
    strangers = [other.manifest(form), SignedEnvelope(b"{}", counter.key.key_id, b"0" * 64)]
    for manifest in [*strangers, *map(counter.sign, nonsense)]:
        assert code(province, counter, counter.upload(form, manifest=manifest)) == "manifest-does-not-hold"


def test_a_manifest_must_belong_to_its_form(province):
    counter = province.counter()
    form = a_form([b"one", b"two"])
    others = [
        counter.manifest(a_form([b"one", b"two"])),                         # another dossier's
        counter.manifest(replace(form, officer="cb-002")),                  # another content's
        counter.manifest(form, [b"one"]),                                   # a page short
        counter.manifest(form, [b"one", b"other"]),                         # captures that were not sealed
        counter.manifest(form, [b"a", b"b", b"c"], number=2),               # a page too many
    ]
    for manifest in others:
        assert code(province, counter, counter.upload(form, manifest=manifest)) == "manifest-contradicts-form"
    finished = counter.upload(form, manifest=counter.manifest(form, [b"a", b"b"], number=2))
    assert register(province, counter, finished)[0].outcome == "registered"


# ---- numbers --------------------------------------------------------------------------------------------------------


def lease_of(province, counter, count: int = 5, day: str = "2026-11-18") -> Lease:
    signed = province.gateway.lease(LeaseRequest(counter.device, day, count, str(uuid.uuid4())))
    lease = opened(signed, Lease, province.gateway.public_key)
    assert lease is not None
    return lease


def test_leases_and_the_gateway_share_one_series(province):
    one, two = province.counter(), province.counter()
    first, second = lease_of(province, one), lease_of(province, two, 3)
    (own,) = register(province, one, one.upload(a_form()))
    third = lease_of(province, one, 999)
    assert [(lease.first, lease.last) for lease in (first, second, third)] == [(1, 5), (6, 8), (10, 29)]
    assert own.number.endswith("-0009")
    assert (first.prefix, first.device, first.office) == (OFFICE, one.device, OFFICE)
    assert [day_of(first.not_after), day_of(first.not_after + 1)] == [day_of(NOW), day_of(NOW + 86_400_000)]


def test_a_leased_number_stays_with_its_dossier(province):
    counter, other = province.counter(), province.counter()
    lease_of(province, counter)
    number = f"{OFFICE}-{DAY}-0004"
    upload = counter.upload(a_form(), number, "official")
    assert register(province, counter, upload)[0].number == number
    again = counter.upload(a_form(), number, "official")
    assert code(province, counter, again) == "number-taken"
    printed_twice = counter.upload(a_form(), upload.number)
    assert code(province, counter, printed_twice) == "number-taken"
    for wrong in (f"{OFFICE}-{DAY}-0006", f"{OFFICE}-261119-0001", f"{OFFICE}-{DAY}-00001"):
        assert code(province, counter, counter.upload(a_form(), wrong, "official")) == "number-not-leased"
    assert code(province, other, other.upload(a_form(), f"{OFFICE}-{DAY}-0001", "official")) == "number-not-leased"


ODD_NUMBERS = {
    "official": (f"{OFFICE}-{DAY}-x", "-", f"{OFFICE}-{DAY}-1", f"{OFFICE}-{DAY}-0001\n", "TMP-7K3Q9A"),
    "temporary": (" ", f"{OFFICE}-{DAY}-0500", f"TMP-7K3Q9-{DAY}-0001", f"TMP-7K3Q9L-{DAY}-0001", f"TMP-7K3Q9A-{DAY}-1"),
    "else": (f"TMP-7K3Q9A-{DAY}-0001",),
    "": (f"{OFFICE}-{DAY}-0001",),
}


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind, numbers in ODD_NUMBERS.items() for number in numbers])
def test_a_number_that_is_written_like_none_has_a_code_of_its_own(province, kind, number):
    counter = province.counter()
    assert code(province, counter, counter.upload(a_form(), number, kind)) == "number-malformed"


def test_numbers_stay_unique_whoever_asks(province):
    counters = [province.counter() for _ in range(4)]
    given: list[str] = []

    def work(counter):
        for _ in range(4):
            lease = lease_of(province, counter, 3)
            numbers = [f"{lease.prefix}-{DAY}-{n:04d}" for n in range(lease.first, lease.last + 1)]
            uploads = [counter.upload(a_form(), number, "official") for number in numbers]
            uploads += [counter.upload(a_form()) for _ in range(3)]
            given.extend(result.number for result in register(province, counter, *uploads))

    threads = [threading.Thread(target=work, args=[counter]) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == len(set(given)) == 4 * 4 * 6
    assert "" not in given


def test_a_series_is_of_one_agency_and_one_day(tmp_path):
    settings = replace(SETTINGS, prefixes={"cau-moi": "H99.02"})
    province = Province(tmp_path / "g", settings=settings)
    counter = province.counter()
    tomorrow = NOW + 86_400_000
    forms_ = [
        a_form(office="cau-moi"), a_form(office="cau-moi"), a_form(office="cau-moi", received_at=tomorrow),
        a_form(office="G22.99.07"), a_form(office="no code"),
    ]  # fmt: skip
    results = register(province, counter, *map(counter.upload, forms_))
    assert [result.number for result in results] == [
        "H99.02-261118-0001", "H99.02-261118-0002", "H99.02-261119-0001", "G22.99.07-261118-0001", f"{OFFICE}-261118-0001",
    ]  # fmt: skip
    province.gateway.close()


def test_leases_may_be_off_and_days_must_be_days(tmp_path, province):
    counter = province.counter()
    for day, count in (("tomorrow", 5), ("9999-12-31", 5), ("2026-11-18", 0)):
        assert refused(province.gateway.lease, LeaseRequest(counter.device, day, count, A_WISH)) == "request-unreadable"
    without = Province(tmp_path / "other", settings=GatewaySettings("Trục", open_enrolment=True))
    counter = without.counter()
    assert refused(without.gateway.lease, LeaseRequest(counter.device, "2026-11-18", 5, A_WISH)) == "no-leases"
    without.gateway.close()


# ---- the change feed ------------------------------------------------------------------------------------------------


def page_of(province, counter, since: int = 0, after: str = "", epoch: str = "") -> Changes:
    page = opened(province.gateway.changes(counter.device, since, after, epoch), Changes, province.gateway.public_key)
    assert page is not None
    return page


def feed(province, counter) -> list:
    page = page_of(province, counter)
    found = list(page.decisions)
    while page.more:
        page = page_of(province, counter, page.next, page.last, page.epoch)
        found += page.decisions
    return found


def test_registration_is_the_first_decision(province):
    counter = province.counter()
    upload = counter.upload(a_form())
    (result,) = register(province, counter, upload)
    (decision,) = feed(province, counter)
    assert (decision.dossier, decision.number, decision.status) == (upload.dossier, result.number, 2)
    assert (decision.decided_by, decision.decided_at, decision.kind, decision.office) == (OFFICE, NOW, "registered", OFFICE)


def test_the_feed_is_ordered_and_paged(province):
    counter = province.counter()
    uploads = [counter.upload(a_form()) for _ in range(45)]
    register(province, counter, *uploads)
    for status in (4, 5, 4, 9):
        for upload in uploads:
            province.gateway.decide(DemoDecision(upload.number, status, "ghi chú"))
    page = page_of(province, counter)
    assert (len(page.decisions), page.more, page.next, page.last) == (200, True, 200, page.decisions[-1].event)
    events = feed(province, counter)
    assert len({decision.event for decision in events}) == len(events) == 225
    assert [decision.status for decision in events] == [status for status in (2, 4, 5, 4, 9) for _ in uploads]
    end = page_of(province, counter, 225, events[-1].event, page.epoch)
    assert end == Changes(
        counter.device, page.epoch, 225, events[-1].event, 225, events[-1].event, False, False, "office", ()
    )


def test_the_desk_decides_by_either_number_and_only_in_training(tmp_path, province):
    counter = province.counter()
    upload = counter.upload(a_form())
    (result,) = register(province, counter, upload)
    by_printed = province.gateway.decide(DemoDecision(upload.number.lower(), 4))
    by_official = province.gateway.decide(DemoDecision(f" {result.number} ", 5, "Thiếu giấy"))
    assert (by_printed.dossier, by_official.dossier) == (upload.dossier, upload.dossier)
    assert feed(province, counter)[1:] == [by_printed, by_official]
    assert refused(province.gateway.decide, DemoDecision(upload.number, 11)) == "request-unreadable"
    assert refused(province.gateway.decide, DemoDecision("TMP-AAAAAA-261118-0001", 4)) == "unknown-dossier"
    real = Province(tmp_path / "real", settings=GatewaySettings("Trục"))
    assert refused(real.gateway.decide, DemoDecision(upload.number, 4)) == "no-demo-desk"
    real.gateway.close()


# ---- what may never change ------------------------------------------------------------------------------------------


def test_history_cannot_be_rewritten(province):
    counter = province.counter()
    lease_of(province, counter)
    upload = province.registered(counter, [b"page"])
    province.sent(upload.dossier, b"page")
    province.gateway.finalise(upload.dossier, counter.finalisation(upload.manifest))
    tables = (
        "device", "audit_head", "lease", "dossier", "dossier_number", "manifest", "page", "acknowledgement", "decision",
        "number_series",
    )  # fmt: skip
    for table in tables:
        assert province.gateway._store.rows(f"SELECT 1 FROM {table}", []), table
        with pytest.raises(driver.IntegrityError):
            province.gateway._store.write(lambda db, table=table: db.execute(f"DELETE FROM {table}"))
    changes = (
        "dossier SET form = x'00'", "acknowledgement SET body = x'00'", "lease SET last = 99", "page SET size = 9",
        "decision SET status = 9", "number_series SET last = last - 1", "device SET public_key = x'00'",
        "manifest SET body = x'00'", "dossier_number SET dossier = ''", "audit_head SET hash = ''",
    )  # fmt: skip
    for change in changes:
        with pytest.raises(driver.IntegrityError):
            province.gateway._store.write(lambda db, change=change: db.execute(f"UPDATE {change}"))


def test_a_rewritten_audit_chain_is_noticed_and_both_heads_are_kept(province, caplog):
    counter = province.counter()
    province.gateway.register(counter.batch())
    counter.head = AuditHead(1, "b" * 64)
    province.gateway.register(counter.batch())
    assert "GATEWAY-05" in [record.code for record in caplog.records]
    rows = province.gateway._store.rows("SELECT hash FROM audit_head WHERE device = ? ORDER BY hash", [counter.device])
    assert [row[0] for row in rows] == ["a" * 64, "b" * 64]
    counter.head = AuditHead(-1, "")
    assert refused(province.gateway.register, counter.batch()) == "request-unreadable"


def test_the_manifest_verifier_can_be_replaced(tmp_path):
    class Gullible(ManifestVerifier):
        def opened(self, signed, public_key):
            return msgspec.json.decode(signed.body, type=UploadManifest)

    province = Province(tmp_path / "g", checks=Checks(verifier=Gullible()))
    counter, other = province.counter(), province.counter()
    form = a_form([b"p"])
    assert register(province, counter, counter.upload(form, manifest=other.manifest(form)))[0].outcome == "registered"
    province.gateway.close()
