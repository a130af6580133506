"""What a card, its code or VNeID fills in a form at a kiosk, and what is shown of it to whoever looks over a shoulder."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.card_qr import read_card_qr
from kiosk.catalogue import Catalogue
from kiosk.device_ports import CardData, CheckEnd, CheckShown, Proof, ReaderState
from kiosk.dossier import Owner, Relation
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Provenance
from kiosk.receive import AT_KIOSK
from kiosk.selfservice.identified import card_lies_there, filled, identified

DAY, NOW = date(2026, 11, 24), 1_795_500_000_000
HA = Citizen("Trần Thị Ngọc Hà", "034190008356", "1990-08-15", Sex.FEMALE, address=Address(as_written="Tổ 4, Láng Thượng"))
BINH = Citizen("Nguyễn Văn Bình", "001088004217", "1988-03-02", Sex.MALE)


@pytest.fixture(scope="module")
def procedure():
    return Catalogue.load().on("1.001193", DAY, "01")


def card(holder: Citizen, **more: object) -> CardData:
    checks = (CheckShown("Chữ ký", CheckEnd.PASSED, code="sod_signature"),)
    return replace(CardData(holder, photo=b"\xff\xd8face", religion="Phật giáo", proof=Proof.AUTHENTIC, checks=checks), **more)


def test_a_chip_fills_the_submitter_and_what_is_asked_of_him_and_says_where_it_came_from(procedure):
    form = filled(Intake(procedure.code), procedure, identified(card(HA), DAY, "Ki-ốt 1", NOW))
    assert form.submitter.person.full_name == "Trần Thị Ngọc Hà"
    assert form.answers["requester_id"] == "034190008356"
    assert form.answers["requester_birth_date"] == "1990-08-15"
    assert form.provenance["requester_name"] is form.provenance["submitter.person.personal_id"] is Provenance.CARD
    assert "submitter.person.passport" not in form.provenance


def test_its_proof_is_the_kiosks_and_keeps_no_photo(procedure):
    who = identified(card(HA), DAY, "Ki-ốt 1", NOW)
    assert (who.proof.officer, who.proof.counter, who.proof.proven_at) == (AT_KIOSK, "Ki-ốt 1", NOW)
    assert who.proof.proof is Proof.AUTHENTIC
    assert who.proof.of(who.person)
    assert not any(isinstance(value, bytes) for value in (*who.facts.values(), *vars_of(who)))
    assert "Hà" not in repr(who)


def test_another_card_leaves_nothing_of_the_one_before(procedure):
    first = filled(Intake(procedure.code), procedure, identified(card(HA), DAY, "Ki-ốt 1", NOW))
    typed = replace(first, answers={**first.answers, "child_name": "Bé"})
    second = filled(typed, procedure, identified(card(replace_birth(BINH)), DAY, "Ki-ốt 1", NOW))
    said = repr(second.answers) + repr(second.submitter) + repr(second.provenance)
    assert "034190008356" not in said
    assert "Láng Thượng" not in said
    assert "1990-08-15" not in said
    assert second.answers["child_name"] == "Bé"


def test_an_owner_who_is_the_submitter_is_filled_too(procedure):
    own = Intake(procedure.code, owners=(Owner(Citizen("")),))
    other = Intake(procedure.code, owners=(Owner(BINH, Relation.REPRESENTATIVE),))
    who = identified(card(HA), DAY, "Ki-ốt 1", NOW)
    assert filled(own, procedure, who).owners[0].party.personal_id == "034190008356"
    assert filled(other, procedure, who).owners[0].party == BINH


def test_the_code_of_a_card_fills_and_proves_nothing(procedure):
    code = read_card_qr("034190008356||Trần Thị Ngọc Hà|15081990|Nữ|Tổ 4, Láng Thượng, Đống Đa, Hà Nội|14022022")
    who = identified(code.as_card(), DAY, "Ki-ốt 1", NOW)
    assert who.proof is None
    assert filled(Intake(procedure.code), procedure, who).provenance["requester_id"] is Provenance.QR


def test_a_card_out_of_date_says_so():
    assert identified(card(HA, expires_on="2025-01-01"), DAY, "", NOW).expired_on == "2025-01-01"
    assert identified(card(HA, expires_on="2036-01-01"), DAY, "", NOW).expired_on == ""


def test_every_state_of_a_reader_says_whether_a_card_lies_there():
    there = {state for state in ReaderState if card_lies_there(state)}
    assert there == set(ReaderState) - {
        ReaderState.NO_SERVICE, ReaderState.NO_READER, ReaderState.NO_CARD, ReaderState.LIFTED_EARLY, ReaderState.BUSY,
    }  # fmt: skip
    assert card_lies_there(ReaderState.BUSY) is None


def vars_of(who: object) -> list[object]:
    return [getattr(who, name) for name in ("person", "proof", "shown_address", "expired_on")]


def replace_birth(person: Citizen) -> Citizen:
    """A card that says no birth date at all: the one before must not stay."""
    return Citizen(person.full_name, person.personal_id, "", person.sex)
