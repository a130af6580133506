"""What a kiosk tells of dossiers: by receipt, slip or number, with or without a link, and never a name; somebody's own only by
their chip."""

import dataclasses
from dataclasses import replace

import pytest

from kiosk import leave, receipt_token
from kiosk.device_ports import Proof
from kiosk.dossier import PortalStatus
from kiosk.identity import IdentityProof
from kiosk.receipt_token import Kind
from kiosk.selfservice.standing import DossierStep, NotProvenHere, Paper, StoreStandings
from kiosk.signing import SigningKey
from kiosk.states import Actor
from sync.gateway import enrolment_codes
from sync.messages import DemoDecision
from tests.sync.counter_twin import NOW
from tests.sync.kiosk_office import a_kiosk
from tests.sync.test_left_drafts import WHAT, begun
from tests.sync.two_counters import a_town

NAME, NUMBER = "NGUYỄN THỊ NỘP MỘT MÌNH", "001180000001"


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


def look_up(kiosk) -> StoreStandings:
    return StoreStandings(kiosk.store, kiosk.settings, str)


def test_a_slip_is_answered_before_anything_was_sent_and_after_the_portal_spoke(town):
    kiosk = a_kiosk(town)
    submitted = kiosk.submit(NAME)
    answer = look_up(kiosk).find(submitted.token)
    assert (answer.paper, answer.kind, answer.as_of) == (Paper.GENUINE, Kind.SUBMISSION, NOW)
    step = answer.step
    assert (step.received, step.status, step.turn, step.due_at) == (False, None, None, None)
    assert step.look_by == submitted.filing.look_by
    kiosk.sync()
    waiting = look_up(kiosk).find(submitted.number.lower()).step
    assert (waiting.received, waiting.turn, waiting.status) == (False, Actor.OFFICER, PortalStatus.NEWLY_REGISTERED)
    town.province.gateway.decide(DemoDecision(waiting.number, PortalStatus.PROCESSING, "ông Bình xử lý"))
    town.province.clock.advance(60_000)
    kiosk.sync()
    moved = look_up(kiosk).find(submitted.token)
    assert (moved.step.received, moved.step.turn, moved.step.look_by) == (True, Actor.AUTHORITY, None)
    assert moved.as_of == NOW + 60_000


def test_a_receipt_of_any_counter_of_the_office_is_answered_without_a_name_and_without_a_link(town):
    desk, kiosk = town.desk("Quầy 3"), a_kiosk(town)
    received = desk.receive("TRẦN VĂN Ở QUẦY")
    desk.sync(town.url)
    kiosk.sync()
    answer = look_up(kiosk).find(received.token)
    assert (answer.paper, answer.kind, answer.step.status) == (Paper.GENUINE, Kind.RECEIPT, PortalStatus.ACCEPTED)
    assert (answer.step.due_at, answer.step.received) == (received.form.due_at, True)
    assert look_up(kiosk).find(answer.step.number).step.status is PortalStatus.ACCEPTED
    assert "Ở QUẦY" not in repr(answer)
    assert {field.name for field in dataclasses.fields(DossierStep)} == {
        "number", "procedure", "office", "came_in_at", "received", "due_at", "status", "status_at", "turn", "look_by", "slip_of",
    }  # fmt: skip


def test_a_receipt_not_heard_of_yet_still_says_what_it_promised(town):
    desk, kiosk = town.desk("Quầy 3"), a_kiosk(town)
    received = desk.receive("TRẦN VĂN Ở QUẦY")
    answer = look_up(kiosk).find(received.token)
    assert (answer.paper, answer.step, answer.promised.number) == (Paper.GENUINE, None, received.number)


def test_forged_cut_and_strange_papers_are_told_apart(town):
    kiosk = a_kiosk(town)
    submitted = kiosk.submit(NAME)
    facts = receipt_token.verify(submitted.token, None).facts
    stranger = receipt_token.issue(facts, SigningKey(b"s" * 32), None)
    ask = look_up(kiosk).find
    assert ask(stranger).paper is Paper.UNDECIDED
    middle = len(submitted.token) // 4
    changed = "A" if submitted.token[middle] != "A" else "B"
    assert ask(submitted.token[:middle] + changed + submitted.token[middle + 1:]).paper in (Paper.NOT_GENUINE, Paper.BADLY_READ)
    assert ask(submitted.token[:60]).paper is Paper.BADLY_READ
    assert ask("không phải mã").paper is Paper.BADLY_READ
    assert ask("H99.01.02-261118-9999") == replace(ask("H99.01.02-261118-9999"), paper=Paper.NUMBER, step=None)


def test_a_slip_of_something_left_is_told_until_its_days_are_over(town):
    kiosk = a_kiosk(town)
    left = leave.leave(kiosk.store, kiosk.settings, begun(kiosk), WHAT)
    find = look_up(kiosk).find
    assert find(left.code.lower()).left.forget_at == left.forget_at
    kiosk.sync()
    assert (find(left.code).left, find(left.code).kind) == (None, Kind.LEFT)     # gone from here: only its paper still tells
    told = find(left.token)
    assert (told.paper, told.left.code, told.left.over, told.step) == (Paper.GENUINE, left.code, False, None)
    town.province.clock.advance(left.forget_at - left.left_at)
    assert find(left.token).left.over


def test_a_number_alone_does_not_say_which_procedure(town):
    kiosk = a_kiosk(town)
    submitted = kiosk.submit(NAME)
    assert look_up(kiosk).find(submitted.token).step.procedure
    assert look_up(kiosk).find(submitted.number).step.procedure == ""


@pytest.mark.parametrize("proof", [proof for proof in Proof if proof not in (Proof.AUTHENTIC, Proof.SIMULATED)])
def test_nothing_but_a_chip_opens_somebodys_list(town, proof):
    kiosk = a_kiosk(town)
    kiosk.submit(NAME)
    with pytest.raises(NotProvenHere):
        look_up(kiosk).of_person(IdentityProof("p", NUMBER, proof, "", "Ki-ốt 1", NOW))


def test_the_chip_opens_ones_own_dossiers_only(town):
    kiosk = a_kiosk(town)
    mine, _other = kiosk.submit(NAME), kiosk.submit("LÊ THỊ KHÁC", "001180000099")
    proven = IdentityProof("p", NUMBER, Proof.AUTHENTIC, "", "Ki-ốt 1", NOW)
    assert [step.number for step in look_up(kiosk).of_person(proven)] == [mine.number]
    assert look_up(kiosk).of_person(replace(proven, number="001180000777")) == ()
    assert look_up(kiosk).of_person(replace(proven, number="")) == ()
