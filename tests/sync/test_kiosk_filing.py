"""What was submitted at a kiosk, at the gateway and at the office's counters: newly registered, never accepted; and what a
kiosk's device may not see."""

import pytest

from kiosk.device_ports import Proof
from kiosk.dossier import HowMet, LocalState, PortalStatus
from kiosk.elsewhere import NotAnswered
from kiosk.store import dossiers, facts, office_cards
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway
from sync.gateway import enrolment_codes
from sync.messages import DemoDecision
from sync.office_look_up import GatewayLookUp
from sync.signer import signer_of
from tests.sync.kiosk_office import KIOSK, a_kiosk
from tests.sync.two_counters import a_town, everything_in

NAME = "NGUYỄN THỊ NỘP MỘT MÌNH"


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


def test_the_office_hears_of_it_as_newly_registered_with_its_papers(town):
    kiosk, desk = a_kiosk(town), town.desk("Quầy 3")
    submitted = kiosk.submit(NAME)
    assert kiosk.sync().acknowledged == 1
    desk.sync(town.url)
    (told,) = office_cards.search(desk.store.read(), submitted.number, 5) or office_cards.search(desk.store.read(), NAME, 5)
    assert (told.status, told.submitted, told.counter) == (PortalStatus.NEWLY_REGISTERED, True, KIOSK)
    assert (told.look_by, told.due_at, told.proof) == (submitted.filing.look_by, None, Proof.TYPED)
    assert [(paper.name, paper.how) for paper in told.papers] == [("Tờ khai", HowMet.SCANNED)]
    (live,) = desk.ask(town.url, NAME).dossiers
    assert (live.submitted, live.status, live.whole) == (True, PortalStatus.NEWLY_REGISTERED, True)


def test_the_kiosk_hears_its_own_course_without_names(town):
    kiosk = a_kiosk(town)
    submitted = kiosk.submit(NAME)
    kiosk.sync()
    kiosk.sync()
    line = dossiers.line(kiosk.store.read(), submitted.dossier)
    assert (line.portal_status, line.state) == (PortalStatus.NEWLY_REGISTERED, LocalState.ACKNOWLEDGED)
    town.province.gateway.decide(DemoDecision(line.number, PortalStatus.ACCEPTED, "bà Nộp đã mang bản chính"))
    kiosk.sync()
    line = dossiers.by_number(kiosk.store.read(), submitted.number)
    assert (line.portal_status, line.portal_note) == (PortalStatus.ACCEPTED, "")


def test_what_counters_received_goes_to_the_kiosk_without_people_and_cannot_be_read(town):
    desk, kiosk = town.desk("Quầy 3"), a_kiosk(town)
    received = desk.receive("TRẦN VĂN Ở QUẦY", "001180000077")
    desk.sync(town.url)
    kiosk.sync()
    known = everything_in(kiosk.store, kiosk.store.folder.root)
    assert received.dossier in known
    assert "Ở QUẦY" not in known
    assert "001180000077" not in known
    page = received.form.pages[0].sha256
    calls = GatewayCalls(town.line(), signer_of(kiosk.store, facts.blob(kiosk.store.read(), facts.GATEWAY_KEY)))
    for ask in (lambda: calls.form(received.dossier), lambda: calls.page(received.dossier, page),
                lambda: calls.acknowledgement(received.dossier, 1)):  # fmt: skip
        with pytest.raises(RefusedByGateway, match="not-yours"):
            ask()


def test_a_kiosk_may_not_look_people_up(town):
    desk, kiosk = town.desk("Quầy 3"), a_kiosk(town)
    desk.receive(NAME)
    desk.sync(town.url)
    with pytest.raises(NotAnswered, match="role-may-not"):
        GatewayLookUp(kiosk.store, town.line()).ask(NAME, "kiosk", Silent())


def test_offline_it_waits_and_goes_once(town):
    kiosk = a_kiosk(town)
    first, second = kiosk.submit(NAME), kiosk.submit("LÊ THỊ HAI")
    assert first.number != second.number
    assert kiosk.sync().acknowledged == 2
    assert kiosk.sync().acknowledged == 0
    rows = town.province.gateway._store.rows("SELECT count(*) FROM dossier", [])
    assert rows[0][0] == 2
