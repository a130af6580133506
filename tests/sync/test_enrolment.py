"""How a machine becomes a device: by a code that is used once, by the gateway's own hand, and how it is shut out again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from kiosk.counter.link import LinkState
from kiosk.credentials import DeviceCertificate, Role, certified, decoded, encode, opened, role_of
from kiosk.enrolment_code import EnrolmentCode, drawn, understood
from kiosk.store import facts, outbox
from kiosk.store.database import driver
from kiosk.store.keys import DemoKeyFile
from sync.faults import DeviceRevoked
from sync.gateway import enrolment_codes
from sync.gateway.checks import Checks, CodeCheck
from sync.gateway.enrolment_codes import Place
from sync.gateway.operators_desk import OperatorsDesk, operators_desk
from sync.gateway.refusals import NoGatewayHere, NothingOfThatName, PlaceUnclear, Reason, Refused
from sync.gateway.settings import DAY_SECONDS, GatewaySettings
from sync.link_view import state_of
from sync.messages import EnrolRequest, SignedEnvelope
from sync.transport import Answer
from tests.sync.counter_twin import NOW, CounterTwin, Province
from tests.sync.in_process import AnswerLost, Fault, Instead
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import World, a_world

SETTINGS = GatewaySettings("Trục của tỉnh", certificate_seconds=900 * DAY_SECONDS)
HOUR = 3_600_000
FIELD = Place("H99.01.05", "Máy 2", Role.FIELD)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; how slow is looked at in a test of its own."""
    def fast(code: EnrolmentCode, salt: bytes) -> bytes:
        return salt + code.secret.encode()

    monkeypatch.setattr(enrolment_codes, "hashed", fast)


@dataclass
class Office:
    """A gateway that takes nobody without a code, and its operator."""

    province: Province
    desk: OperatorsDesk

    def enrol(self, code: str, twin: CounterTwin | None = None, **others: object) -> DeviceCertificate:
        twin = twin or CounterTwin()
        signed = self.province.gateway.enrol(request(twin, code, **others))
        found = opened(signed, DeviceCertificate, self.province.gateway.public_key)
        assert found is not None
        return found

    def refuses(self, code: str, twin: CounterTwin | None = None) -> str:
        with pytest.raises(Refused) as refused:
            self.enrol(code, twin)
        return refused.value.reason.value

    def later(self, ms: int) -> None:
        self.province.clock.at_ms += ms


def request(twin: CounterTwin, code: str = "", office: str = "", certificate: SignedEnvelope | None = None) -> EnrolRequest:
    wish = EnrolRequest(twin.device, twin.key.public_key, office, office, "n" * 16, b"", code, certificate)
    proof = twin.key.sign("enrol", wish.to_prove())
    return EnrolRequest(twin.device, twin.key.public_key, office, office, "n" * 16, proof, code, certificate)


def an_office(folder: Path, checks: Checks | None = None) -> Iterator[Office]:
    province = Province(folder / "gateway", SETTINGS, checks or Checks())
    keeper = DemoKeyFile(province.folder, province.disk)
    with operators_desk(province.folder, keeper, province.clock, province.disk) as desk:
        yield Office(province, desk)
    province.gateway.close()


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    yield from an_office(tmp_path)


# ---- codes ---------------------------------------------------------------------------------------------------------


def test_the_code_says_what_the_machine_will_be_not_the_request(office):
    code = office.desk.issue(FIELD, 72)
    certificate = office.enrol(str(code), office="H99.01.02")
    assert (certificate.office, certificate.counter, certificate.role) == ("H99.01.05", "Máy 2", Role.FIELD)
    (device,) = office.desk.devices()
    assert (device.office, device.counter, device.role, device.dossiers) == ("H99.01.05", "Máy 2", Role.FIELD, 0)
    assert office.province.gateway._devices.known(device.id).role is Role.FIELD


def test_without_a_code_nobody_comes_in(office):
    assert office.refuses("") == "enrolment-closed"


def test_a_code_is_used_once_and_a_lost_answer_is_given_again(office):
    code, twin = str(office.desk.issue(FIELD, 72)), CounterTwin()
    first = office.enrol(code, twin)
    assert office.enrol(code, twin) == office.enrol(code.lower().replace("-", " "), twin) == first
    assert office.refuses(code) == "code-used"
    assert [known.state for known in office.desk.codes()] == ["used"]
    assert len(office.desk.devices()) == 1


def test_the_database_itself_lets_a_code_be_used_once(office):
    code = office.desk.issue(FIELD, 72)
    one, two = CounterTwin(), CounterTwin()
    office.enrol(str(code), one)
    office.enrol(str(office.desk.issue(FIELD, 72)), two)
    with pytest.raises(driver.DatabaseError, match="used once"):
        office.province.gateway._store.write(lambda database: enrolment_codes.use(database, code, two.device, NOW))


def test_a_code_ends_and_can_be_withdrawn(office):
    late, void = office.desk.issue(FIELD, 2), office.desk.issue(FIELD, 72)
    office.desk.withdraw(void.name)
    assert office.refuses(str(void)) == "code-withdrawn"
    office.later(2 * HOUR)
    assert {code.name: code.state for code in office.desk.codes()} == {late.name: "open", void.name: "withdrawn"}
    office.later(1)
    assert office.refuses(str(late)) == "code-expired"
    assert {code.name: code.state for code in office.desk.codes()} == {late.name: "expired", void.name: "withdrawn"}
    for name in (void.name, "ZZZZ"):
        with pytest.raises(NothingOfThatName):
            office.desk.withdraw(name)


def test_a_code_that_is_guessed_at_locks_itself(office):
    code = office.desk.issue(FIELD, 72)
    for _try in range(5):
        assert office.refuses(str(guess(code))) == "code-wrong"
    assert office.refuses(str(guess(code))) == office.refuses(str(code)) == "code-locked"
    assert [known.state for known in office.desk.codes()] == ["locked"]
    assert office.enrol(str(office.desk.issue(FIELD, 72)))


def guess(code: EnrolmentCode) -> EnrolmentCode:
    """Another code of the same name, well typed."""
    while True:
        other = EnrolmentCode(code.name, drawn().secret)
        if understood(str(other)) is not None and other != code:
            return other


def test_guessing_codes_at_random_is_slow(office):
    """Thirty a minute, whichever they are; the right one has to wait, too."""
    code = str(office.desk.issue(FIELD, 72))
    for _try in range(30):
        assert office.refuses(str(drawn())) == "code-wrong"
    assert office.refuses(code) == "too-many-tries"
    office.later(60_001)
    assert office.enrol(code)


def test_what_is_no_code_counts_as_a_wrong_one(office):
    assert office.refuses("K7QF-3MXA-9TRD") == office.refuses("no code at all") == "code-wrong"


def test_a_code_for_a_machine_that_is_in_already_stays_unused(office):
    twin = CounterTwin()
    office.enrol(str(office.desk.issue(FIELD, 72)), twin)
    second = office.desk.issue(Place("H99.01.05", "Máy 3", Role.COUNTER), 72)
    assert office.refuses(str(second), twin) == "already-enrolled"
    assert office.enrol(str(second)).counter == "Máy 3"


def test_only_a_slow_hash_of_a_code_is_kept(office, monkeypatch):
    monkeypatch.undo()
    code = office.desk.issue(FIELD, 72)
    rows = office.province.gateway._store.rows("SELECT * FROM enrolment_code", [])
    said = repr(rows)
    assert code.name in said
    assert code.secret not in said
    (hashed,) = office.province.gateway._store.rows("SELECT hash, salt FROM enrolment_code", [])
    assert enrolment_codes.hashed(code, bytes(hashed[1])) == bytes(hashed[0])
    assert office.enrol(str(code))


def test_a_code_must_say_which_office(office):
    for place in (Place("", "Quầy 1", Role.COUNTER), Place("H99.01.02", " ", Role.COUNTER), Place("x" * 65, "1", Role.COUNTER)):
        with pytest.raises(PlaceUnclear):
            office.desk.issue(place, 72)


def test_the_operator_is_told_where_there_is_no_gateway(tmp_path):
    province = Province(tmp_path / "gateway", SETTINGS)
    keeper = DemoKeyFile(tmp_path / "elsewhere", province.disk)
    with pytest.raises(NoGatewayHere), operators_desk(tmp_path / "elsewhere", keeper, province.clock, province.disk):
        pass
    assert not (tmp_path / "elsewhere").exists()
    province.gateway.close()


class UsedAgain(CodeCheck):
    def is_used_up(self, used_by: str | None, device: str) -> bool:
        return False


def test_a_gateway_that_lets_a_code_be_used_twice_is_caught(tmp_path):
    for office in an_office(tmp_path, Checks(codes=UsedAgain())):
        with pytest.raises((AssertionError, driver.DatabaseError, pytest.fail.Exception)):
            test_a_code_is_used_once_and_a_lost_answer_is_given_again(office)


def test_a_certificate_from_before_there_were_roles_is_a_counters():
    body = msgspec.msgpack.encode((bytes(16), bytes(32), "H99.01.02", "Quầy 1", 0, 9))
    old = decoded(body, DeviceCertificate)
    assert old is not None
    assert role_of(old) is Role.COUNTER
    assert len(encode(old)) == len(body) + 1, "one byte more in every receipt"
    assert role_of(msgspec.structs.replace(old, role=77)) is Role.RELAY, "a role of a later version does least here"


# ---- out, and in again -----------------------------------------------------------------------------------------------


def test_a_revoked_device_is_not_enrolled_again_by_any_way(office):
    twin = CounterTwin()
    office.enrol(str(office.desk.issue(FIELD, 72)), twin)
    office.desk.revoke(twin.device, "máy bị mất")
    assert office.refuses("", twin) == office.refuses(str(office.desk.issue(FIELD, 72)), twin) == "device-revoked"
    (device,) = office.desk.devices()
    assert (device.revoked, device.why) == (True, "máy bị mất")
    office.desk.readmit(twin.device.upper(), "tìm thấy rồi")
    assert office.enrol("", twin)
    with pytest.raises(NothingOfThatName):
        office.desk.revoke("nobody", "")


def test_a_device_of_before_the_backup_shows_the_gateways_own_hand(tmp_path, office):
    """The gateway was put back from a copy that does not know the device; its key is the same."""
    twin, stranger = CounterTwin(), CounterTwin()
    signed = office.province.gateway.enrol(request(twin, str(office.desk.issue(FIELD, 72))))
    office.province.gateway._store.write(lambda database: [database.execute(sql) for sql in (
        "DROP TRIGGER enrolment_code_stays", "DROP TRIGGER device_stays", "DELETE FROM enrolment_code", "DELETE FROM device",
    )])  # fmt: skip
    shown = SignedEnvelope.of(signed)
    certificate = office.enrol("", twin, certificate=shown)
    assert (certificate.office, certificate.counter, certificate.role) == ("H99.01.05", "Máy 2", Role.FIELD)
    other = SignedEnvelope.of(stranger.key.signed(DeviceCertificate.purpose, signed.body))
    for wrong, by in ((shown, stranger), (other, stranger)):
        with pytest.raises(Refused) as refused:
            office.province.gateway.enrol(request(by, certificate=wrong))
        assert refused.value.reason is Reason.ENROLMENT_CLOSED


# ---- time ------------------------------------------------------------------------------------------------------------


def test_a_certificate_is_renewed_after_half_its_time_and_not_before(office):
    twin, gateway, day = CounterTwin(), office.province.gateway, DAY_SECONDS * 1000
    first = gateway.enrol(request(twin, str(office.desk.issue(FIELD, 72))))
    office.later(400 * day)
    assert gateway.renew(gateway._devices.known(twin.device)) == first
    office.later(100 * day)
    second = gateway.renew(gateway._devices.known(twin.device))
    certificate = opened(second, DeviceCertificate, gateway.public_key)
    assert certificate is not None
    assert (certificate.office, certificate.counter, certificate.role) == ("H99.01.05", "Máy 2", Role.FIELD)
    assert certificate.valid_to - NOW // 1000 == (500 + 900) * DAY_SECONDS
    assert gateway.renew(gateway._devices.known(twin.device)) == second
    assert gateway.enrol(request(twin)) == second, "the newest one again"
    assert office.desk.devices()[0].valid_to == certificate.valid_to * 1000


def test_a_counter_renews_its_certificate_by_itself():
    with a_world() as world:
        assert world.sync().problem is None
        first = facts.certificate(world.counter.store.read())
        for days, renewed in ((480, False), (10, True), (100, False)):       # of 730; the last third begins after 487
            before = facts.certificate(world.counter.store.read())
            world.province.clock.at_ms += days * DAY_SECONDS * 1000
            assert world.sync().problem is None
            assert (facts.certificate(world.counter.store.read()) != before) is renewed, days
        assert first != facts.certificate(world.counter.store.read())
        Inspector(world).look_at_the_end()


def test_a_certificate_from_a_time_that_was_not_is_given_again_for_the_time_that_is(office):
    """The gateway's clock was days ahead when it admitted a device whose answer was lost, then somebody set it right."""
    twin, gateway, code = CounterTwin(), office.province.gateway, str(office.desk.issue(FIELD, 72))
    first = gateway.enrol(request(twin, code))
    office.later(-3 * DAY_SECONDS * 1000)
    for again in (request(twin, code), request(twin)):
        certificate = certified(gateway.enrol(again), gateway.public_key, office.province.gateway._store.clock.now_ms())
        assert certificate is not None, "nobody could use it before the wrong time has come"
        assert (certificate.office, certificate.counter, certificate.role) == ("H99.01.05", "Máy 2", Role.FIELD)
    assert gateway.enrol(request(twin)) == gateway.renew(gateway._devices.known(twin.device)) != first


@pytest.mark.parametrize("days", [-3, -1, 1, 3])
def test_a_counter_whose_admission_was_not_heard_of_is_admitted_whatever_the_gateways_clock_did(days):
    with a_world() as world:
        world.receive([40])
        world.sync(devices=AnswerLost())
        world.province.clock.advance(days * DAY_SECONDS * 1000)
        Inspector(world).look_at_the_end()


def test_a_counter_shows_its_certificate_to_a_gateway_that_forgot_it():
    with a_world() as world:
        world.sync()
        world.sync([], hello=Fault(), changes=Instead(Answer(401, {}, b'{"code":"unknown-device"}')))
        (asked,) = [request for request in world.link.sent[-4:] if request.what == "devices"]
        shown = msgspec.json.decode(asked.body, type=EnrolRequest).certificate
        assert shown is not None
        assert shown.opened() == facts.certificate(world.counter.store.read())


def test_a_counter_that_was_shut_out_keeps_everything_and_goes_on_where_it_stood():
    with a_world() as world:
        world.sync()
        act(world, "revoked")
        quiet = world.sync()                       # nothing to send: it hears of it all the same
        assert isinstance(quiet.problem, DeviceRevoked)
        assert state_of(quiet.problem, reached=quiet.reached) is LinkState.REFUSED
        assert world.receive([40_000]) is not None
        assert isinstance(world.sync().problem, DeviceRevoked)
        waiting = outbox.everything(world.counter.store.read())
        assert {(item.state.value, item.attempts) for item in waiting} == {("waiting", 0)}
        assert world.at_gateway("SELECT count(*) FROM dossier") == [(0,)]
        act(world, "readmitted")
        assert world.sync().problem is None
        Inspector(world).look_at_the_end()


def act(world: World, what: str) -> None:
    insert = "INSERT INTO admission_act (device, act, why, done_at) SELECT id, ?, '', 0 FROM device"
    world.province.gateway._store.write(lambda database: database.execute(insert, [what]))
