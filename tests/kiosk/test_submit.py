"""Submitting alone at a kiosk: sealed and numbered as any dossier, and never taken for one that was received."""

import dataclasses
from dataclasses import replace
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import receipt_token
from kiosk.catalogue import Catalogue
from kiosk.counter import Intakes
from kiosk.device_ports import Proof
from kiosk.dossier import HowMet, PaperRecord
from kiosk.filing import FILING_CONSENT
from kiosk.form_refused import FormRefused
from kiosk.forms import sealed_bytes, unsealed
from kiosk.identity import IdentityProof
from kiosk.numbers import TEMPORARY
from kiosk.officers import Officer
from kiosk.procedures import Channel
from kiosk.receipt_token import Kind, Standing
from kiosk.settings import DEMO, FilingSettings
from kiosk.store import audit_log, dossiers, identities
from kiosk.submit import Agreed, NoConsent, Submitting
from tests.kiosk.store_fixtures import (
    DAY_MS,
    JPEG,
    MARITAL_STATUS,
    NINE_O_CLOCK,
    RULES,
    Counter,
    PlugPulled,
    acts,
    count,
    files_below,
    grant,
    pages_of,
    unplugged_at,
)

AGREED = Agreed(FILING_CONSENT.given("vi", NINE_O_CLOCK - 60_000))
HOUR_MS = 3_600_000


@pytest.fixture
def store(counter):
    with counter.open() as store:
        yield store


def submitting(store, procedure=MARITAL_STATUS, settings=DEMO):
    return Submitting(store, procedure, RULES, settings)


def typed(counter: Counter, pages: int = 1, **more):
    """What somebody filled in alone: the declaration scanned, the card only to be shown."""
    papers = (PaperRecord("declaration", "Tờ khai", HowMet.SCANNED, pages=tuple(range(1, pages + 1))),)
    return replace(counter.intake(pages), papers=papers, fee_method="free", **more)


def submit(store, counter, agreed=AGREED, procedure=MARITAL_STATUS, settings=DEMO, **more):
    pages = [counter.outside(JPEG + b" a page")]
    return submitting(store, procedure, settings).run(typed(counter, **more), pages, agreed)


def test_it_is_sealed_with_number_pages_and_consent_and_waits_to_be_sent(counter, store):
    submitted = submit(store, counter)
    form, body = dossiers.form_of(store.read(), submitted.dossier)
    assert form == submitted.form == unsealed(sealed_bytes(form))
    assert form.awaits_receipt
    assert TEMPORARY.fullmatch(submitted.number)
    assert pages_of(store, submitted.dossier) == [JPEG + b" a page"]
    assert form.filing == submitted.filing
    assert form.filing.consent == FILING_CONSENT.given("vi", NINE_O_CLOCK - 60_000)
    assert (form.officer, form.papers[0].how, form.papers[0].seen_by) == ("", HowMet.SCANNED, "")
    assert [row[0] for row in store.read().execute("SELECT kind FROM outbox ORDER BY seq")] == ["form", "pages"]
    assert msgspec.json.decode(body)["filing"]["proof"] == "typed"


def test_nothing_is_promised_but_when_somebody_looks_at_it(counter, store):
    submitted = submit(store, counter)
    assert (submitted.form.due_at, submitted.form.due_basis, submitted.form.valid_at) == (None, "", NINE_O_CLOCK)
    assert submitted.filing.look_by == NINE_O_CLOCK + DAY_MS               # eight working hours, as the settings say
    assert submitted.filing.acts_next == DEMO.office.name
    silent = msgspec.structs.replace(DEMO, filing=FilingSettings(look_within_hours=0, acts_next="Bộ phận Một cửa"))
    other = submit(store, counter, settings=silent)
    assert (other.filing.look_by, other.filing.acts_next) == (None, "Bộ phận Một cửa")


def test_it_stands_in_no_register_and_leaves_no_original_and_no_copy_to_be_signed(counter, store):
    submit(store, counter)
    assert [count(store, table) for table in ("register_line", "original_held", "copying", "dossier")] == [0, 0, 0, 1]
    assert "dossier submitted" in acts(store)
    assert "dossier received" not in acts(store)


def test_its_token_is_genuine_and_no_receipt(counter, store):
    submitted = submit(store, counter)
    received = counter.receive(store)
    verdict = receipt_token.verify(submitted.token, None)
    assert (verdict.standing, verdict.kind) == (Standing.UNCERTIFIED, Kind.SUBMISSION)
    assert (verdict.facts.number, verdict.facts.due) == (submitted.number, None)
    assert receipt_token.verify(received.token, None).kind is Kind.RECEIPT
    person = submitted.form.submitter.person
    assert person.full_name.encode() not in submitted.token.encode()
    assert set(dataclasses.asdict(AGREED.consent)) == {"text", "version", "sha256", "language", "given_at"}


def test_without_consent_or_with_errors_nothing_is_left(counter, store):
    marks = files_below(counter.marks_folder)
    with pytest.raises(NoConsent):
        submit(store, counter, agreed=Agreed(None))
    with pytest.raises(FormRefused):
        submit(store, counter, owners=())
    assert [count(store, table) for table in ("dossier", "page", "outbox", "dossier_number")] == [0] * 4
    assert files_below(counter.marks_folder) == marks
    assert acts(store) == ["store created"]


def test_what_an_officer_only_looks_at_and_what_is_paid_is_not_asked_for(counter, store):
    problems = submitting(store).problems(typed(counter))
    assert not [problem for problem in problems if "identity" in problem.field or problem.field == "fee_method"]
    missing = replace(typed(counter, pages=0), papers=())
    assert not submitting(store).problems(missing)         # who files online fills the declaration in and brings no paper
    as_counter = msgspec.structs.replace(DEMO, filing=FilingSettings(channel=Channel.COUNTER))
    found = submitting(store, settings=as_counter).problems(missing)
    assert "requirements.declaration" in {problem.field for problem in found}


def test_nobody_claims_an_officers_eyes(counter, store):
    claimed = replace(typed(counter), officer="cb-001", eligibility=frozenset({"poor_household"}), papers=(
        PaperRecord("declaration", "Tờ khai", HowMet.COMPARED, seen_by="cb-001", seen_at=1, pages=(1,), to_return=True),
        PaperRecord("identity", "Thẻ", HowMet.SHOWN, seen_by="cb-001", seen_at=1),
    ))  # fmt: skip
    form = submitting(store).run(claimed, [counter.outside(JPEG)], AGREED).form
    assert [(paper.how, paper.seen_by, paper.to_return) for paper in form.papers] == [
        (HowMet.SCANNED, "", False), (HowMet.MISSING, "", False),
    ]  # fmt: skip
    assert (form.officer, form.eligibility, form.fee.method) == ("", (), "later")


def test_an_officer_cannot_take_a_scan_for_a_paper(counter, store):
    scanned = replace(counter.intake(1), papers=typed(counter).papers)
    with pytest.raises(FormRefused):
        counter.receive(store, [JPEG], scanned)


@pytest.mark.parametrize(("proof", "by_qr", "said"), [
    (Proof.AUTHENTIC, False, Proof.AUTHENTIC), (Proof.SIMULATED, False, Proof.SIMULATED), (None, True, Proof.QR),
    (None, False, Proof.TYPED),
])  # fmt: skip
def test_how_the_person_was_proven_is_kept(counter, store, proof, by_qr, said):
    intake = typed(counter)
    person = intake.submitter.person
    read = proof and IdentityProof("p-1", person.personal_id, proof, "", "Quầy 3", NINE_O_CLOCK, person.full_name)
    submitted = submitting(store).run(intake, [counter.outside(JPEG)], Agreed(AGREED.consent, read or None, by_qr))
    assert submitted.filing.proof is said
    (kept,) = identities.of(store.read(), submitted.dossier)
    assert (kept.proof, kept.number) == (said, person.personal_id)


def test_a_card_of_somebody_else_proves_nobody(counter, store):
    read = IdentityProof("p-1", "001199009999", Proof.AUTHENTIC, "", "Quầy 3", NINE_O_CLOCK)
    assert submit(store, counter, Agreed(AGREED.consent, read)).filing.proof is Proof.TYPED


def test_a_draft_is_submitted_with_its_pages_and_goes_in_the_same_moment(counter, store):
    intakes = Intakes(store, Catalogue.load(), DEMO, RULES.calendar)
    draft = intakes.open("1.004873", Officer("", ""))
    draft = intakes.save(replace(draft, intake=replace(typed(counter, pages=1), page_count=0)))
    page = intakes.add_page(draft.id, JPEG + b" kept", "declaration")
    draft = intakes.save(replace(draft, intake=typed(counter)))
    submitted = submitting(store).run_draft(draft, AGREED)
    assert submitted.dossier == draft.id
    assert pages_of(store, draft.id) == [JPEG + b" kept"]
    assert submitted.form.pages[0].sha256 == page.sha256
    assert intakes.open_drafts() == ()


def test_a_procedure_whose_flag_lets_a_kiosk_receive_promises_its_due_date(counter, store):
    submitted = submit(store, counter, procedure=replace(MARITAL_STATUS, kiosk_receives=True))
    assert submitted.form.due_at is not None
    assert not submitted.form.awaits_receipt
    assert not Catalogue.load().on("1.004873", date(2026, 11, 25), "01").kiosk_receives


def test_numbers_come_from_a_lease_where_there_is_one(counter, store):
    grant(store, 7, 9)
    assert submit(store, counter).number.endswith("-0007")


@pytest.mark.parametrize("where", ["before commit", "after commit"])
def test_the_power_goes_and_the_dossier_is_whole_or_not_there(counter, where):
    with pytest.raises(PlugPulled), counter.open(unplugged_at(where)) as store:
        submit(store, counter)
    with counter.open() as store:
        found = [row[0] for row in store.read().execute("SELECT id FROM dossier")]
        assert len(found) == (where == "after commit")
        assert [pages_of(store, dossier) for dossier in found] == [[JPEG + b" a page"]] * len(found)
        assert audit_log.head(store.read()).seq == (2 if found else 1)


@settings(max_examples=8)
@given(st.lists(st.sampled_from(["submit", "receive"]), min_size=1, max_size=4))
def test_however_they_mix_only_what_an_officer_received_counts_as_received(tmp_path_factory, steps):
    counter = Counter(tmp_path_factory.mktemp("mixed"))
    with counter.open() as store:
        done = [(step, submit(store, counter) if step == "submit" else counter.receive(store, [JPEG])) for step in steps]
        assert count(store, "register_line") == steps.count("receive")
        assert len({one.number for _step, one in done}) == len(steps)
        for step, one in done:
            kind = receipt_token.verify(one.token, None).kind
            assert (kind is Kind.SUBMISSION) == (step == "submit") == one.form.awaits_receipt
            assert (one.form.due_at is None) == (step == "submit")
