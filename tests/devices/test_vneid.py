"""The VNeID driver against a service on loopback, over the real transport: who agreed is told, what is wrong proves nothing."""

from queue import Queue

import pytest

from devices.simulated.vneid import CLIENT, ISSUER, SimulatedVneid, Telephone, VneidFault, claims
from devices.vneid.device_grant import DeviceGrant, person_of
from devices.vneid.tokens import NotBelieved
from kiosk.device_ports import Proof
from kiosk.moments import SystemClock
from kiosk.people import Sex
from kiosk.settings import VneidSettings
from kiosk.vneid_ports import VneidState, VneidUnavailable
from sync.vneid_service import service_at

HUE = claims("001175009041", "ĐẶNG THỊ THU HUỆ", "19750502", sex="Nữ", address="Số 1, Phường Cây Gạo")
DENIED = (
    VneidFault.NONCE, VneidFault.SIGNATURE, VneidFault.UNSIGNED, VneidFault.AUDIENCE, VneidFault.ISSUER, VneidFault.OLD,
    VneidFault.NO_NUMBER,
)  # fmt: skip


@pytest.fixture
def service():
    service = SimulatedVneid(pause_s=0.01)
    yield service
    service.close()


@pytest.fixture
def grant(service):
    made = driver(service)
    yield made
    made.close()


def driver(service: SimulatedVneid, **more: object) -> DeviceGrant:
    wanted = VneidSettings(url=service.url, client_id=CLIENT, issuer=ISSUER, **more)
    return DeviceGrant(wanted, service_at(service.url), SystemClock())


def begun(grant: DeviceGrant) -> Queue:
    heard: Queue = Queue()
    grant.begin(heard.put)
    return heard


def until(heard: Queue, *states: VneidState) -> object:
    while True:
        event = heard.get(timeout=60)
        if event.state in states:
            return event


SETTLED = tuple(set(VneidState) - {VneidState.BEGINNING, VneidState.WAITING, VneidState.SCANNED})


def test_whoever_agrees_on_the_telephone_is_told_with_what_vouches_for_it(service, grant):
    heard = begun(grant)
    shown = until(heard, VneidState.WAITING)
    assert shown.code.startswith(ISSUER)
    assert shown.until > SystemClock().now_ms()
    service.scan()
    until(heard, VneidState.SCANNED)
    service.agree(HUE)
    told = until(heard, *SETTLED)
    assert told.state is VneidState.APPROVED
    assert (told.person.holder.full_name, told.person.holder.personal_id) == ("Đặng Thị Thu Huệ", "001175009041")
    assert (told.person.holder.birth_date, told.person.holder.sex) == ("1975-05-02", Sex.FEMALE)
    assert told.person.proof is Proof.VENDOR
    assert [check.code for check in told.person.checks] == ["vneid_service"]
    assert "Huệ" not in repr(told)


def test_every_question_is_asked_anew_and_none_can_be_answered_by_another_machine(service, grant):
    for _time in range(2):
        until(begun(grant), VneidState.WAITING)
    first, second = (form for form in service.forms if "nonce" in form)
    assert all(first[name] != second[name] for name in ("nonce", "state", "code_challenge"))
    assert "code_verifier" not in first


def test_refused_on_the_telephone(service, grant):
    heard = begun(grant)
    until(heard, VneidState.WAITING)
    service.refuse()
    assert until(heard, *SETTLED).state is VneidState.REFUSED


def test_a_code_nobody_scans_expires():
    service = SimulatedVneid(pause_s=0.01, lasts_s=0.05)
    grant = driver(service)
    assert until(begun(grant), *SETTLED).state is VneidState.EXPIRED
    grant.close()
    service.close()


@pytest.mark.parametrize("fault", DENIED)
def test_what_is_not_the_services_word_to_us_proves_nothing(service, grant, fault):
    service.faults.add(fault)
    service.telephone = Telephone(HUE, after=1)
    told = until(begun(grant), *SETTLED)
    assert (told.state, told.person) == (VneidState.NOT_BELIEVED, None)


@pytest.mark.parametrize("fault", [VneidFault.OUTAGE, VneidFault.NONSENSE])
def test_a_service_that_fails_is_said_at_once_and_also_on_the_way(service, grant, fault):
    service.faults.add(fault)
    assert until(begun(grant), *SETTLED).state is VneidState.UNAVAILABLE
    service.faults.clear()
    heard = begun(grant)
    until(heard, VneidState.WAITING)
    service.faults.add(fault)
    assert until(heard, *SETTLED).state is VneidState.UNAVAILABLE


def test_an_account_of_too_low_a_level_is_not_enough(service):
    grant = driver(service, levels=("2",))
    service.telephone = Telephone({**HUE, "acr": "1"}, after=1)
    assert until(begun(grant), *SETTLED).state is VneidState.NOT_BELIEVED
    service.telephone = Telephone({**HUE, "acr": "2"}, after=1)
    assert until(begun(grant), *SETTLED).state is VneidState.APPROVED
    grant.close()


def test_after_calling_off_nothing_is_told(service, grant):
    heard = begun(grant)
    until(heard, VneidState.WAITING)
    grant.cancel()
    service.agree(HUE)
    grant.close()
    assert heard.empty()


def test_only_over_tls_but_to_this_very_machine():
    with pytest.raises(VneidUnavailable):
        service_at("http://vneid.example.invalid")("/device", {})
    with pytest.raises(ValueError, match="https"):
        VneidSettings(url="http://vneid.example.invalid", client_id="a", issuer="b")


def test_what_is_said_is_called_as_the_settings_say():
    wanted = VneidSettings(number_claim="SoDinhDanh", name_claim="HoVaTen", birth_claim="NgayThangNamSinh")
    told = person_of({"SoDinhDanh": "001088004217", "HoVaTen": "nguyễn văn bình", "NgayThangNamSinh": "19880302"}, wanted)
    assert (told.holder.full_name, told.holder.birth_date) == ("Nguyễn Văn Bình", "1988-03-02")
    with pytest.raises(NotBelieved):
        person_of({"HoVaTen": "ai đó"}, wanted)
