"""Receiving a dossier: refused whole or sealed whole, fixed by hashes, found again however it is spelt."""

import dataclasses
import hashlib
import sys
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import receipt_token
from kiosk.credentials import LARGEST_PAGE, UploadManifest, decoded
from kiosk.dossier import LocalState, ReturnChoice, ReturnMethod, Submitter
from kiosk.form_problems import Severity
from kiosk.form_refused import FormRefused
from kiosk.forms import sealed_bytes, unsealed
from kiosk.people import Citizen, Sex
from kiosk.procedures import Provenance
from kiosk.receipts import receipt_sheet
from kiosk.receive import Receiving
from kiosk.settings import DEMO
from kiosk.signing import signature_holds
from kiosk.store import dossiers, outbox
from kiosk.store.database import driver
from kiosk.store.faults import PageTooLarge
from sync.gateway.settings import GatewaySettings
from tests.kiosk.store_fixtures import (
    MARITAL_STATUS,
    NINE_O_CLOCK,
    RULES,
    Counter,
    acts,
    count,
    files_below,
    named,
    pages_of,
)

HOUR_MS = 3_600_000


@pytest.fixture
def store(counter):
    with counter.open() as store:
        yield store


# ---- refused -------------------------------------------------------------------------------------


def test_a_form_is_refused_with_every_problem_at_once_and_nothing_is_left(counter, store):
    answers = dict(counter.intake().answers) | {"copies": 0, "subject_birth_date": "1999-02-30"}
    del answers["requester_name"]
    intake = counter.intake(1, submitter=Submitter(Citizen("")), owners=(), answers=answers,
                            hand_over=ReturnChoice(ReturnMethod.POST))
    marks = files_below(counter.marks_folder)
    with pytest.raises(FormRefused) as caught:
        Receiving(store, MARITAL_STATUS, RULES).run(intake, [counter.outside(b"a page")])
    fields = [problem.field for problem in caught.value.problems]
    assert {"submitter.person.full_name", "owners", "answers.requester_name", "answers.subject_birth_date", "answers.copies",
            "hand_over.address"} <= set(fields)
    errors = [problem for problem in caught.value.problems if problem.severity is Severity.ERROR]
    assert 0 < len(errors) < len(fields)
    assert caught.value.details == {"count": len(errors)}
    assert not (counter.root / "pages").exists()
    assert [count(store, table) for table in ("dossier", "page", "outbox", "dossier_number", "number_series")] == [0] * 5
    assert acts(store) == ["store created"]
    assert files_below(counter.marks_folder) == marks


def test_a_refusal_uses_up_no_number(counter, store):
    first = counter.receive(store)
    with pytest.raises(FormRefused):
        counter.receive(store, intake=counter.intake(owners=()))
    assert int(counter.receive(store).number[-4:]) == int(first.number[-4:]) + 1


def test_warnings_are_handed_on_and_let_through(counter, store):
    intake = counter.intake(1)
    silent = dataclasses.replace(intake.submitter, phone="", email="")
    received = counter.receive(store, [b"a page"], dataclasses.replace(intake, submitter=silent))
    assert "CHECK-50" in [warning.code for warning in received.warnings]


# ---- sealed --------------------------------------------------------------------------------------


def test_pages_are_fixed_by_hash_size_and_order(counter, store):
    pages = [b"\xff\xd8\xff\xe0 one", b"%PDF- two" * 50_000, b"three"]
    received = counter.receive(store, pages)
    assert [(page.number, page.sha256, page.size) for page in received.form.pages] == [
        (number, hashlib.sha256(page).hexdigest(), len(page)) for number, page in enumerate(pages, 1)
    ]
    assert pages_of(store, received.dossier) == pages


def test_form_manifest_outbox_number_receipt_and_audit_are_there_together(counter, store):
    received = counter.receive(store, [b"one", b"two"])
    form, body = dossiers.form_of(store.read(), received.dossier)
    row = store.read().execute("SELECT form_sha, state FROM dossier").fetchone()
    manifest_body, signature = store.read().execute("SELECT body, signature FROM manifest").fetchone()
    manifest = decoded(bytes(manifest_body), UploadManifest)
    assert form == received.form
    assert (bytes(row[0]), row[1]) == (hashlib.sha256(body).digest(), "sealed")
    assert manifest.form_sha256 == hashlib.sha256(body).hexdigest()
    assert [page.sha256 for page in manifest.pages] == [page.sha256 for page in form.pages]
    assert signature_holds(bytes(manifest_body), bytes(signature), UploadManifest.purpose, store.device.public_key)
    assert [(item.kind, item.bytes, item.number) for item in outbox.everything(store.read())] == [
        ("form", len(body), received.number), ("pages", 6, received.number),
    ]  # fmt: skip
    assert dossiers.receipt_of(store.read(), received.dossier) == (received.number, received.token)
    told = receipt_token.verify(received.token, None).facts
    assert (told.number, told.due) == (received.number, form.due_at // 1000)
    assert dossiers.line(store.read(), received.dossier).state is LocalState.SEALED
    assert acts(store) == ["store created", "dossier received"]


def test_a_sealed_form_has_one_encoding(counter, store):
    received = counter.receive(store, [b"one"])
    _form, body = dossiers.form_of(store.read(), received.dossier)
    assert sealed_bytes(unsealed(body)) == body


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE dossier SET form = x'00'", "a sealed dossier does not change"),
        ("UPDATE dossier SET form_sha = x'00'", "a sealed dossier does not change"),
        ("UPDATE dossier SET id = 'another'", "a sealed dossier does not change"),
        ("UPDATE dossier SET received_at = 0", "a sealed dossier does not change"),
        ("UPDATE dossier SET procedure = '1.000000'", "a sealed dossier does not change"),
        ("DELETE FROM dossier", "a dossier is never deleted"),
        ("UPDATE page SET sha256 = '00'", "a sealed page does not change"),
        ("UPDATE page SET number = 2", "a sealed page does not change"),
        ("UPDATE page SET file = NULL", "no acknowledgement covers this page"),
        ("DELETE FROM page", "a page row is never deleted"),
        ("UPDATE dossier_number SET number = 'H99.01.02-261125-0001'", "a number stays with its dossier"),
        ("DELETE FROM dossier_number", "a number stays findable for ever"),
    ],
)
def test_what_is_sealed_never_changes(counter, store, statement, why):
    received = counter.receive(store, [b"one"])
    before = dossiers.form_of(store.read(), received.dossier)
    with pytest.raises(driver.IntegrityError, match=why):
        store.write(lambda database: database.execute(statement))
    assert dossiers.form_of(store.read(), received.dossier) == before
    assert pages_of(store, received.dossier) == [b"one"]


def decomposed(value):
    """Every text in a structure as another keyboard sends it."""
    match value:
        case str():
            return unicodedata.normalize("NFD", value)
        case dict():
            return {key: decomposed(part) for key, part in value.items()}
        case _:
            return value


def test_decomposed_input_is_sealed_composed(counter, store):
    intake = counter.intake(1)
    name = unicodedata.normalize("NFD", "  Đặng  Thị Ngọc Ánh ")
    submitter, owners = named(name, sex=Sex.FEMALE)
    received = counter.receive(store, [b"one"], dataclasses.replace(
        intake, submitter=submitter, owners=owners, answers=decomposed(dict(intake.answers))
    ))
    _form, body = dossiers.form_of(store.read(), received.dossier)
    assert unicodedata.is_normalized("NFC", body.decode())
    assert received.form.submitter.person.full_name == "Đặng Thị Ngọc Ánh"
    assert received.form.answers["purpose_other"] == intake.answers["purpose_other"]


def test_provenance_is_kept_only_for_what_was_asked(counter, store):
    source = next(iter(Provenance))
    provenance = {"subject_name": source, "intended_spouse": source, "nobody_asked_this": source}
    received = counter.receive(store, intake=counter.intake(provenance=provenance))
    assert received.form.provenance == {"subject_name": source}


def test_the_form_tells_when_and_on_what_basis_it_is_due(counter, store):
    form = counter.receive(store).form
    assert (form.submitted_at, form.received_at) == (NINE_O_CLOCK, NINE_O_CLOCK)
    assert form.due_at > form.valid_at >= form.received_at
    assert form.due_basis


# ---- the clock -----------------------------------------------------------------------------------


def test_a_clock_that_jumps_back_while_open_is_written_into_the_form(counter, store):
    counter.receive(store)
    counter.clock.at_ms -= HOUR_MS
    form = counter.receive(store).form
    assert form.received_at == NINE_O_CLOCK - HOUR_MS
    assert form.clock_note == f"wall clock {HOUR_MS} ms behind the newest time seen"


def test_a_clock_that_jumped_back_between_two_runs_is_written_into_the_audit_log_once(counter):
    counter.receive_in_turn()
    counter.clock.at_ms -= HOUR_MS
    for _ in range(2):
        with counter.open() as store:
            assert acts(store).count("clock jumped") == 1
    counter.receive_in_turn()


def test_a_few_seconds_back_are_no_jump(counter):
    counter.receive_in_turn()
    counter.clock.at_ms -= 4_000
    with counter.open() as store:
        assert "clock jumped" not in acts(store)


# ---- found again ---------------------------------------------------------------------------------


@pytest.fixture
def known(counter, store):
    """Two dossiers: the one looked for, and somebody else's."""
    submitter, owners = named("Đặng Thị Ngọc Ánh")
    intake = counter.intake(submitter=submitter, owners=owners)
    wanted = counter.receive(store, intake=intake)
    counter.receive(store, intake=counter.intake(**dict(zip(("submitter", "owners"), other(), strict=True))))
    return wanted


def other():
    _submitter, owners = named("Trần Văn Bình")
    person = Citizen("Trần Văn Bình", "079088123457", "1988-03-14")
    return Submitter(person, phone="0987654321"), (dataclasses.replace(owners[0], party=person),)


@pytest.mark.parametrize(
    "text",
    ["dang ngoc anh", "ĐẶNG", "đặng thị ngọc ánh", "Ánh Đặng", "dang ngoc a", "ngo", unicodedata.normalize("NFD", "Ngọc Ánh"),
     "001199000123", "001199", "0912345678", " dang,  ANH. "],
)
def test_a_dossier_is_found_however_its_people_are_written(known, store, text):
    assert [line.id for line in dossiers.search(store.read(), text)] == [known.dossier]


@pytest.mark.parametrize("text", ["dangg", "anh dung", "ang", "001199000124", "dang binh", "", "  ", "*", '"', "!?"])
def test_it_is_not_found_by_a_wrong_word(known, store, text):
    assert dossiers.search(store.read(), text) == []


def test_it_is_found_by_its_procedure_and_the_newest_comes_first(known, store):
    found = dossiers.search(store.read(), "1.004873")
    assert len(found) == 2
    assert found[-1].id == known.dossier
    assert len(dossiers.search(store.read(), "1.004873", limit=1)) == 1


def test_it_is_found_by_its_number_in_any_case(known, store):
    line = dossiers.by_number(store.read(), f" {known.number.lower()} ")
    assert (line.id, line.submitter, line.number) == (known.dossier, "Đặng Thị Ngọc Ánh", known.number)
    assert dossiers.by_number(store.read(), known.number + "0") is None


@given(text=st.text(max_size=40))
def test_any_text_may_be_looked_for(searched, text):
    assert isinstance(dossiers.search(searched, text), list)


def test_every_letter_there_is_may_be_looked_for(searched):
    """The index splits words by Unicode tables of its own; wherever they differ from Python's a search would fail."""
    letters = [chr(point) for point in range(sys.maxunicode) if not 0xD800 <= point < 0xE000 and chr(point).isalnum()]
    for start in range(0, len(letters), 400):
        dossiers.search(searched, " ".join(f"a{letter}b" for letter in letters[start:start + 400]))


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    counter = Counter(tmp_path_factory.mktemp("searched"))
    with counter.open() as store:
        counter.receive(store)
        yield store.read()


def test_what_a_person_is_called_is_found_again(counter, store):
    """Twenty invented people, a few with Ê Đê names: each is found by the name as it was sealed."""
    for _ in range(20):
        received = counter.receive(store)
        name = received.form.submitter.person.full_name
        assert received.dossier in [line.id for line in dossiers.search(store.read(), name)], name


def test_an_unknown_dossier_is_said_to_be_unknown(store):
    with pytest.raises(KeyError):
        dossiers.form_of(store.read(), "nobody")
    assert dossiers.line(store.read(), "nobody") is None
    with pytest.raises(msgspec.ValidationError):
        unsealed(b"{}")


# ---- limits of what the gateway takes ------------------------------------------------------------


def test_a_page_the_gateway_would_not_take_is_refused_before_anything_is_stored(counter, store, monkeypatch):
    assert GatewaySettings("gateway").max_page == LARGEST_PAGE
    monkeypatch.setattr("kiosk.receive.LARGEST_PAGE", 10)
    with pytest.raises(PageTooLarge) as refused:
        counter.receive(store, [b"ten bytes.", b"eleven byte"])
    assert refused.value.details["name"] == "1.jpg"
    assert [count(store, table) for table in ("dossier", "page")] == [0, 0]
    assert not (counter.root / "pages").exists()
    assert counter.receive(store, [b"ten bytes."]).number


def test_a_receipt_of_an_unknown_way_of_paying_is_still_printed(counter, store):
    received = counter.receive(store)
    fee = dataclasses.replace(received.form.fee, method="card")
    sheet = receipt_sheet(dataclasses.replace(received.form, fee=fee), "1", "MC1.", DEMO.office, None)
    assert sheet.fee_method == "card"
