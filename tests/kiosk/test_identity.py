"""How a person was proven: in words from the draft to the audit log, never changed afterwards, nothing of the card with it."""

import dataclasses
import json
import threading
from pathlib import Path

import pytest

from kiosk.agency import AgencyAnswer, AgencyDesk, AgencyQuestion, AgencyWord, StubAgency
from kiosk.audit import check_chain
from kiosk.device_ports import CardData, CheckEnd, CheckShown, OpenedBy, Proof
from kiosk.dossier import Owner, Relation, Submitter
from kiosk.identity import CheckKept, IdentityProof, Witness, best, people_of, proof_of, proven
from kiosk.identity_words import CHIP_CHECKS, agency_said, check_said, proof_said
from kiosk.invented import Invention
from kiosk.officers import Officer
from kiosk.people import Citizen, Organisation
from kiosk.procedures import Provenance
from kiosk.receive_draft import DraftGone
from kiosk.same_people import SamePeople
from kiosk.store import audit_log, identities
from kiosk.store.database import driver
from kiosk.store.drafts import Draft
from kiosk.work import Cancelled, Silent
from tests.ui.office import MORNING, OFFICER, OpenCounter

OTHER_OFFICER = Officer("cb-002", "Vàng Thị Sua")
CHECKS = (
    CheckShown("Chữ ký của nơi cấp trên dữ liệu", CheckEnd.PASSED, code="sod_signature"),
    CheckShown("Chip gốc (xác thực chủ động)", CheckEnd.ABSENT, code="active_authentication"),
)


def card_of(person: Citizen, proof: Proof = Proof.AUTHENTIC, opened_by: OpenedBy | None = OpenedBy.PACE) -> CardData:
    return CardData(
        person, photo=b"\xff\xd8\xff\xe0 a face", religion="Phật giáo", proof=proof, opened_by=opened_by, checks=CHECKS,
        signer=b"\x30\x82 a certificate",
    )  # fmt: skip


def begun(office: OpenCounter, seed: int = 1) -> Draft:
    """A draft with everything an invented citizen answered."""
    draft = office.counter.intakes.open("1.004873", OFFICER)
    given = Invention(seed).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
    return office.counter.intakes.save(dataclasses.replace(draft, intake=given))


def acts(office: OpenCounter, subject: str) -> list[dict]:
    entries = [json.loads(line.body) for line in audit_log.lines(office.store.read())]
    return [entry for entry in entries if entry["subject"] == subject]


def submitter_of(draft: Draft) -> Citizen:
    return draft.intake.submitter.person


def test_a_proof_goes_from_the_draft_through_a_restart_into_the_dossier_the_look_up_and_the_audit(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        card = card_of(submitter_of(draft), opened_by=OpenedBy.BAC_PACE_FAILED)
        kept = office.counter.identities.prove(draft.id, card, OFFICER.id)
        assert kept is not None
    with OpenCounter(tmp_path) as office:
        (draft,) = office.counter.intakes.open_drafts()
        assert office.counter.identities.of(draft.id) == (kept,)
        received = office.counter.intakes.receive(draft)
        detail = office.counter.records.detail(received.dossier)
        found = proven(people_of(detail.form.submitter, detail.form.owners), detail.proofs)
        assert found[0].proof == kept
        assert (kept.proof, kept.opened_by, kept.officer, kept.counter, kept.proven_at) == (
            Proof.AUTHENTIC, OpenedBy.BAC_PACE_FAILED, OFFICER.id, "Quầy 3", MORNING)
        assert kept.checks == (
            CheckKept("sod_signature", CheckEnd.PASSED), CheckKept("active_authentication", CheckEnd.ABSENT))
        written = {entry["act"]: entry for entry in acts(office, received.dossier)}
        assert written["identity proven"]["actor"] == OFFICER.id
        assert written["identity proven"]["facts"] == {
            "proof": "authentic", "opened_by": "bac_pace_failed", "training": False,
            "checks": {"sod_signature": "passed", "active_authentication": "absent"},
        }  # fmt: skip
        assert written["dossier received"]["facts"]["people"]["submitter.person"] == "authentic"
        assert check_chain(audit_log.lines(office.store.read()), office.store.device.public_key).broken_at is None


def test_the_audit_names_neither_the_person_nor_the_number(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        person = submitter_of(draft)
        office.counter.identities.prove(draft.id, card_of(person), OFFICER.id)
        office.counter.intakes.receive(draft)
        written = json.dumps([entry["facts"] for entry in acts(office, draft.id)], ensure_ascii=False)
        assert not [part for part in (person.full_name, person.personal_id, person.birth_date) if part in written]


def test_whoever_is_not_in_the_form_leaves_it_and_whoever_was_not_proven_is_said_to_be_typed(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        office.counter.identities.prove(draft.id, card_of(Citizen("Lò Văn Pâng", "014088000417")), OFFICER.id)
        received = office.counter.intakes.receive(draft)
        (line,) = office.counter.identities.of(received.dossier)
        assert (line.number, line.proof, line.full_name) == (submitter_of(draft).personal_id, Proof.TYPED, "")
        (receiving,) = [entry for entry in acts(office, received.dossier) if entry["act"] == "dossier received"]
        assert receiving["facts"]["people"]["submitter.person"] == "typed"


def test_a_person_from_a_qr_code_is_said_to_be_from_one_and_only_then(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        for marks, expected in (
            ({"submitter.person.personal_id": Provenance.QR, "submitter.person.full_name": Provenance.QR}, Proof.QR),
            ({"submitter.person.personal_id": Provenance.QR}, Proof.TYPED),
        ):
            draft = begun(office)
            draft = dataclasses.replace(draft, intake=dataclasses.replace(draft.intake, provenance=marks))
            received = office.counter.intakes.receive(office.counter.intakes.save(draft))
            assert [one.proof for one in office.counter.identities.of(received.dossier)] == [expected]


def test_a_draft_thrown_away_leaves_no_trace_of_who_was_proven(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        proof = office.counter.identities.prove(draft.id, card_of(submitter_of(draft)), OFFICER.id)
        assert proof is not None
        said = AgencyAnswer(AgencyWord.CONFIRMED, "stub", MORNING)
        office.store.write(
            lambda database: identities.answer(database, office.store.device, draft.id, proof.id, said, OFFICER.id)
        )
        office.counter.intakes.discard(draft.id)
        for table in ("identity_proof", "agency_answer"):
            assert office.store.read().execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        with pytest.raises(DraftGone):
            office.counter.identities.prove(draft.id, card_of(submitter_of(draft)), OFFICER.id)


@pytest.mark.parametrize("statement", [
    "UPDATE identity_proof SET proof = 'authentic'",
    "DELETE FROM identity_proof",
    "UPDATE agency_answer SET word = 'confirmed'",
    "DELETE FROM agency_answer",
])  # fmt: skip
def test_what_was_proven_of_a_dossier_never_changes(tmp_path: Path, statement: str):
    with OpenCounter(tmp_path, agency=AgencyDesk(StubAgency(), lambda: MORNING)) as office:
        draft = begun(office)
        proof = office.counter.identities.prove(draft.id, card_of(submitter_of(draft), Proof.VENDOR, None), OFFICER.id)
        assert proof is not None
        office.counter.identities.ask_agency(draft.id, proof, b"signer", OFFICER.id, Silent())
        office.counter.intakes.receive(draft)
        before = office.counter.identities.of(draft.id)
        with pytest.raises(driver.IntegrityError):
            office.store.write(lambda database: database.execute(statement))
        assert office.counter.identities.of(draft.id) == before
        assert before[0].agency == AgencyAnswer(AgencyWord.UNKNOWN, "stub", MORNING)


def test_another_matter_of_the_same_visit_keeps_what_was_proven_of_its_people(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        first = begun(office)
        proof = office.counter.identities.prove(first.id, card_of(submitter_of(first)), OFFICER.id)
        assert proof is not None
        said = AgencyAnswer(AgencyWord.DENIED, "hand", MORNING)
        office.store.write(
            lambda database: identities.answer(database, office.store.device, first.id, proof.id, said, OFFICER.id)
        )
        office.counter.intakes.receive(first)
        people = SamePeople.of(first.intake)
        second = office.counter.intakes.open("1.004873", OFFICER, people)
        (carried,) = office.counter.identities.of(second.id)
        assert dataclasses.replace(carried, id=proof.id) == dataclasses.replace(proof, agency=said)
        assert carried.id != proof.id
        theirs = office.counter.intakes.open("1.004873", OTHER_OFFICER, people)
        assert office.counter.identities.of(theirs.id) == ()          # another officer saw nobody
        office.clock.advance(24 * 3_600_000)
        tomorrow = office.counter.intakes.open("1.004873", OFFICER, people)
        assert office.counter.identities.of(tomorrow.id) == ()


def test_the_photo_the_certificate_and_what_no_form_asked_for_are_nowhere_in_the_store(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        card = card_of(submitter_of(draft))
        office.counter.identities.prove(draft.id, card, OFFICER.id)
        office.counter.intakes.receive(draft)
        kept = everything_in(office)
        assert card.holder.personal_id.encode() in kept               # the search can find what is there
        assert [one for one in (card.photo, card.religion.encode(), card.signer) if one in kept] == []


def everything_in(office: OpenCounter) -> bytes:
    """Every value of every table, decrypted, one after the other."""
    database, found = office.store.read(), []
    for table in database.table_names():
        for row in database.execute(f'SELECT * FROM "{table}"'):
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(found)


# ---- whose proof it is -----------------------------------------------------------------------------

ANN, BEN = Citizen("Lò Thị Bé", "001199000123", "1999-01-02"), Citizen("Vàng A Páo", "001099000124")
WITNESS = Witness("cb-001", "Quầy 3", MORNING)


def shown(person: Citizen, proof: Proof, at: int = MORNING) -> IdentityProof:
    return dataclasses.replace(proof_of(card_of(person, proof), WITNESS), proven_at=at)


def test_a_proof_counts_for_the_person_with_its_number_and_for_nobody_else():
    owners = (Owner(Organisation("Hộ kinh doanh Bản Mây")), Owner(BEN, Relation.RELATIVE), Owner(ANN))
    found = proven(people_of(Submitter(ANN), owners), [shown(ANN, Proof.AUTHENTIC)])
    assert [(one.path, one.proof and one.proof.proof) for one in found] == [
        ("submitter.person", Proof.AUTHENTIC), ("owners[1].party", None), ("owners[2].party", Proof.AUTHENTIC),
    ]  # fmt: skip
    assert proven(people_of(Submitter(Citizen("Chưa có số")), ()), [shown(Citizen(""), Proof.AUTHENTIC)])[0].proof is None


def test_the_strongest_proof_is_shown_the_newest_of_equals_and_a_refused_card_before_all():
    weak, early, late = shown(ANN, Proof.QR), shown(ANN, Proof.AUTHENTIC), shown(ANN, Proof.AUTHENTIC, MORNING + 1)
    assert best([weak, early, late]) == late
    refused = shown(ANN, Proof.REJECTED, MORNING - 1)
    assert best([late, refused]) == refused
    assert best([]) is None


def test_a_form_that_says_otherwise_than_the_card_is_found_out():
    proof = shown(ANN, Proof.AUTHENTIC)
    assert proof.contradicted_by(ANN) == ()
    assert proof.contradicted_by(Citizen("LÒ THỊ BÉ", "001199000123", "1999-01-02")) == ()
    assert proof.contradicted_by(Citizen("Lò Thị Ánh", "001199000123", "1999-01-03")) == ("full_name", "birth_date")


def test_every_word_can_be_said():
    assert len({proof_said(proof) for proof in Proof}) == len(Proof)
    said = {agency_said(AgencyAnswer(word, "ministry")) for word in AgencyWord}
    assert len(said) == len(AgencyWord)
    stub = {agency_said(AgencyAnswer(word, "stub")) for word in AgencyWord}
    assert stub == {"Bản thử, chưa nối với cơ quan quản lý: không hỏi ai cả"}
    assert check_said("a check of tomorrow") == "a check of tomorrow"


def test_every_check_of_a_chip_has_the_same_words_in_the_office_as_at_the_reader():
    from devices.card.trust.checks import Check
    from devices.card.trust.words import check_name

    assert {check.value: check_name(check) for check in Check} == {check: check_said(check) for check in CHIP_CHECKS}


# ---- the agency -----------------------------------------------------------------------------------


class HandAgency:
    """Answers as the test says, once it is allowed to."""

    name, is_stub = "hand", False

    def __init__(self, says: object = AgencyWord.CONFIRMED) -> None:
        self.says, self.asked, self.may_answer = says, list[AgencyQuestion](), threading.Event()
        self.may_answer.set()

    def ask(self, question: AgencyQuestion, patience: float) -> AgencyWord:
        self.asked.append(question)
        self.may_answer.wait()
        if isinstance(self.says, Exception):
            raise self.says
        return self.says  # type: ignore[return-value]


def desk(agency: HandAgency, patience: float = 60) -> AgencyDesk:
    return AgencyDesk(agency, lambda: MORNING, patience)


@pytest.mark.parametrize(("says", "heard"), [
    (AgencyWord.CONFIRMED, AgencyWord.CONFIRMED), (AgencyWord.DENIED, AgencyWord.DENIED), ("unknown", AgencyWord.UNKNOWN),
    (OSError("no route"), AgencyWord.NOT_REACHABLE), ("yes of course", AgencyWord.NOT_REACHABLE),
    (None, AgencyWord.NOT_REACHABLE),
])  # fmt: skip
def test_whatever_the_agency_does_is_one_of_four_words(says: object, heard: AgencyWord):
    assert desk(HandAgency(says)).ask(AgencyQuestion(b"signer"), Silent()) == AgencyAnswer(heard, "hand", MORNING)


def test_an_agency_that_hangs_costs_one_thread_and_nobody_more_than_the_patience():
    agency = HandAgency()
    agency.may_answer.clear()
    asked = desk(agency, 0.05)
    before = threading.active_count()
    words = [asked.ask(AgencyQuestion(b"signer"), Silent()).word for _time in range(3)]
    assert words == [AgencyWord.NOT_REACHABLE] * 3
    assert len(agency.asked) == 1
    assert threading.active_count() <= before + 1
    agency.may_answer.set()
    again = desk(agency).ask(AgencyQuestion(b"signer"), Silent())
    assert again.word is AgencyWord.CONFIRMED


def test_the_asking_can_be_called_off():
    class Stopped:
        def step(self, what: str, done: int, total: int) -> None:
            raise Cancelled

    agency = HandAgency()
    agency.may_answer.clear()
    with pytest.raises(Cancelled):
        desk(agency).ask(AgencyQuestion(b"signer"), Stopped())
    agency.may_answer.set()


def test_a_card_without_a_signer_is_asked_about_nowhere(tmp_path: Path):
    agency = HandAgency()
    with OpenCounter(tmp_path, agency=desk(agency)) as office:
        draft = begun(office)
        proof = office.counter.identities.prove(draft.id, card_of(submitter_of(draft)), OFFICER.id)
        assert proof is not None
        assert office.counter.identities.ask_agency(draft.id, proof, b"", OFFICER.id, Silent()) == proof
        assert desk(agency).ask(AgencyQuestion(b""), Silent()).word is AgencyWord.UNKNOWN
    assert agency.asked == []


def test_an_answer_that_comes_after_the_receipt_is_added_to_the_dossier(tmp_path: Path):
    agency = HandAgency(AgencyWord.DENIED)
    agency.may_answer.clear()
    with OpenCounter(tmp_path, agency=desk(agency)) as office:
        draft = begun(office)
        proof = office.counter.identities.prove(draft.id, card_of(submitter_of(draft)), OFFICER.id)
        assert proof is not None
        ask = (draft.id, proof, b"signer", OFFICER.id, Silent())
        asking = threading.Thread(target=office.counter.identities.ask_agency, args=ask)
        asking.start()
        received = office.counter.intakes.receive(draft)
        agency.may_answer.set()
        asking.join(60)
        (kept,) = [one for one in office.counter.records.detail(received.dossier).proofs if one.id == proof.id]
        assert kept.agency == AgencyAnswer(AgencyWord.DENIED, "hand", MORNING)
        assert acts(office, received.dossier)[-1]["facts"] == {"word": "denied", "asked_of": "hand"}
        assert [question.signer for question in agency.asked] == [b"signer"]
