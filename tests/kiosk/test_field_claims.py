"""What chip, code and keys say of one field: which counts, what is offered, what is put on record."""

import dataclasses
from itertools import permutations

import msgspec
import pytest

from kiosk.audit import AuditEntry
from kiosk.field_claims import STRENGTH, Claim, backing, contradiction, overruled, same, with_claim
from kiosk.invented import Invention
from kiosk.people import Address
from kiosk.procedures import Provenance
from kiosk.store import audit_log, drafts
from tests.ui.office import OFFICER, OpenCounter

CARD, QR, MANUAL = Provenance.CARD, Provenance.QR, Provenance.MANUAL
NAME = "submitter.person.full_name"


def test_every_source_has_its_rank():
    assert set(STRENGTH) == set(Provenance)
    assert STRENGTH.index(CARD) < STRENGTH.index(QR) < STRENGTH.index(MANUAL)


SAID = [Claim(CARD, "Lò Thị Hạnh"), Claim(QR, "Lò Thị Hạn"), Claim(CARD, "Lò Thị Hạnh")]


@pytest.mark.parametrize("order", list(permutations(SAID)))
def test_the_order_of_reading_does_not_matter(order):
    claims = ()
    for claim in order:
        claims = with_claim(claims, claim)
    assert [one.source for one in claims] == [CARD, QR]
    assert backing(claims, "LÒ THỊ HẠNH") is CARD
    assert contradiction(claims, "LÒ THỊ HẠNH").source is QR
    assert backing(claims, "lò thị hạn") is QR
    assert contradiction(claims, "lò thị hạn").source is CARD
    assert backing(claims, "Hoa") is MANUAL
    assert contradiction(claims, "Hoa").source is CARD


def test_places_are_the_same_by_code_or_by_words():
    one = Address("01", "00199", "Tổ 4", "Tổ 4, Láng Thượng, Đống Đa, Hà Nội")
    assert same(one, {"province": "01", "commune": "00199", "detail": "tổ 4", "as_written": ""})
    assert not same(one, Address("01", "00190", "Tổ 4"))
    assert same(Address(as_written="Tổ 4"), Address(detail="Tổ 4"))
    assert same(None, "")


def test_what_was_sealed_against_the_card_is_on_record_by_field_only(tmp_path):
    with OpenCounter(tmp_path) as office:
        where, intakes, now = office.counter.settings.office, office.counter.intakes, office.clock.now_ms()
        intake = Invention(3).intake(where.code, where.counter, OFFICER.id, 0, now)
        name, number = intake.submitter.person.full_name, intake.submitter.person.personal_id
        claims = {
            NAME: (Claim(CARD, "Lò Thị Hạnh Phúc"),),
            "submitter.person.personal_id": (Claim(CARD, number), Claim(QR, number)),
            "submitter.person.sex": (Claim(CARD, intake.submitter.person.sex),),
            "submitter.person.birth_date": (Claim(Provenance.EARLIER_DOSSIER, "1900-01-01"),),
            "owners[7].party.full_name": (Claim(QR, "x"),),
            "answers.never_asked": (Claim(QR, "x"),),
        }
        draft = dataclasses.replace(intakes.open(intake.procedure, OFFICER), intake=intake, claims=claims)
        kept = intakes.save(draft)
        assert drafts.everything(office.store.read())[0].claims == claims
        received = intakes.receive(kept)
        assert overruled(claims, received.form) == (NAME,)
        entries = [msgspec.json.decode(line.body, type=AuditEntry) for line in audit_log.lines(office.store.read())]
        (entry,) = [one for one in entries if one.subject == received.dossier and one.act == "dossier received"]
        assert entry.facts["overruled"] == [NAME]
        assert name not in str(entry)
        second = intakes.receive(intakes.save(dataclasses.replace(intakes.open(intake.procedure, OFFICER), intake=intake)))
        entries = [msgspec.json.decode(line.body, type=AuditEntry) for line in audit_log.lines(office.store.read())]
        (entry,) = [one for one in entries if one.subject == second.dossier and one.act == "dossier received"]
        assert "overruled" not in entry.facts
