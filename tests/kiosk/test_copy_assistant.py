"""Typing into a system nothing connects to ours: the fields in its order and spelling, done once on record, found by its code."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.audit import Act
from kiosk.catalogue import Catalogue, CatalogueBroken
from kiosk.copy_assistant import CODE_MAX, ConnectedSystem, ExternalCodeUnusable, copy_lines, formatted, tidy_code
from kiosk.dossier import Owner, PortalStatus, Relation, Submitter
from kiosk.moments import day_of
from kiosk.people import Citizen
from kiosk.procedures import COPY_FIXED, CopyField, CopyFormat
from kiosk.store import dossiers
from tests.kiosk.store_fixtures import acts
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.received import receive_of, receive_some
from tests.ui.town import decide

CATALOGUE = Catalogue.load()
MARITAL = CATALOGUE.on("1.004873", day_of(1_795_572_000_000))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenCounter]:
    with OpenCounter(tmp_path) as office:
        yield office


def received(office: OpenCounter) -> str:
    """The id of a dossier of a procedure typed in by hand."""
    (number,) = receive_some(office, 1)
    line = dossiers.by_number(office.store.read(), number)
    assert line is not None
    return line.id


# ---- what is copied ----------------------------------------------------------------------------------


def test_everything_answered_is_copied_once_in_the_order_of_the_form(office: OpenCounter) -> None:
    sheet = office.counter.entering.sheet(received(office))
    form, _body = dossiers.form_of(office.store.read(), sheet.dossier)
    keys = [line.key for line in sheet.lines]
    assert keys[:2] == ["number", "submitter.full_name"]
    assert len(set(keys)) == len(keys)
    asked = [question.key for question in MARITAL.questions if question.key in keys]
    assert asked == [key for key in keys if key in asked]
    answered = {key for key, value in form.answers.items() if value not in ("", None, [], {})}
    assert answered <= {key.partition(".")[0] for key in keys}
    assert all(line.value for line in sheet.lines)
    by_key = {line.key: line.value for line in sheet.lines}
    assert by_key["submitter.personal_id"] == form.submitter.person.personal_id
    assert by_key["submitter.birth_date"].count("/") == 2


def test_the_order_and_spelling_of_the_other_system_are_kept(office: OpenCounter) -> None:
    form, _body = dossiers.form_of(office.store.read(), received(office))
    order = (
        CopyField("submitter.birth_date", CopyFormat.ISO_DATE), CopyField("submitter.full_name", CopyFormat.UPPER, "HO_TEN"),
        CopyField("submitter.phone", CopyFormat.DIGITS), CopyField("owner.full_name"),
    )  # fmt: skip
    system = dataclasses.replace(MARITAL.authoritative, copy_order=order)
    lines = copy_lines(form, dataclasses.replace(MARITAL, authoritative=system), "H99-1")
    person = form.submitter.person
    wanted = [("Ngày sinh", person.birth_date), ("HO_TEN", person.full_name.upper())]
    assert [(line.label, line.value) for line in lines[:2]] == wanted
    assert all(line.key != "owner.full_name" for line in lines) == (form.owners[0].party == person)


def test_an_owner_who_is_somebody_else_is_copied_too(office: OpenCounter) -> None:
    owner = Owner(Citizen("Lò Nà Sản", "001085000202"), Relation.AUTHORISED, "Giấy ủy quyền")
    number = receive_of(office, Submitter(Citizen("Nguyễn Thị Bé", "001190000101"), phone="0912000111"), owner)
    line = dossiers.by_number(office.store.read(), number)
    assert line is not None
    copied = {line.key: (line.section, line.value) for line in office.counter.entering.sheet(line.id).lines}
    assert copied["owner.full_name"] == ("Chủ hồ sơ", "Lò Nà Sản")
    assert copied["owner.personal_id"] == ("Chủ hồ sơ", "001085000202")
    assert set(copied) <= {*COPY_FIXED, *(question.key for question in MARITAL.questions)}


@given(st.text(max_size=40))
def test_digits_are_digits_and_capitals_stay_capitals(text: str) -> None:
    digits = formatted(text, CopyFormat.DIGITS)
    assert digits == "" or (digits.isascii() and digits.isdigit())
    assert formatted(formatted(text, CopyFormat.UPPER), CopyFormat.UPPER) == formatted(text, CopyFormat.UPPER)


@given(st.dates())
def test_a_date_turns_into_iso_and_nothing_else_does(day: date) -> None:
    assert formatted(f"{day.day:02}/{day.month:02}/{day.year:04}", CopyFormat.ISO_DATE) == day.isoformat()
    assert formatted("1962", CopyFormat.ISO_DATE) == "1962"


# ---- the catalogue -----------------------------------------------------------------------------------


def test_what_is_not_connected_says_that_it_is_uncertain() -> None:
    procedures = [CATALOGUE.version(entry.code, entry.version) for entry in CATALOGUE.entries()]
    by_hand = [procedure for procedure in procedures if not procedure.authoritative.connected]
    assert MARITAL in by_hand
    for procedure in by_hand:
        assert any(text.startswith("authoritative: connected") for text in procedure.uncertain), procedure.code


def test_a_field_that_is_not_there_breaks_the_catalogue(tmp_path: Path) -> None:
    (source,) = CATALOGUE.folder.glob("1.004873@*.toml")
    order = 'connected = false\ncopy_order = [{ field = "submitter.phone", format = "digits" }, { field = "%s" }]'
    for field, broken in (("submitter.email", False), ("nothing_such", True)):
        text = source.read_text("utf-8").replace("connected = false\n", order % field + "\n")
        (tmp_path / source.name).write_text(text, "utf-8")
        catalogue = Catalogue.load(tmp_path)
        if broken:
            with pytest.raises(CatalogueBroken):
                catalogue.check()
        else:
            catalogue.check()


# ---- on record ---------------------------------------------------------------------------------------


def test_entered_by_hand_is_on_record_with_who_and_when_and_found_by_its_code(office: OpenCounter) -> None:
    dossier, entering = received(office), office.counter.entering
    receive_some(office, 1, seed=9)
    assert entering.waiting()[0].id == dossier
    office.clock.at_ms += 60_000
    sheet = entering.enter(dossier, OFFICER, "  000.H26.2611-0007 ")
    assert [(entry.officer, entry.entered_at) for entry in sheet.entered] == [(OFFICER.id, office.clock.now_ms())]
    assert [code.code for code in sheet.codes] == ["000.H26.2611-0007"]
    assert dossier not in [line.id for line in entering.waiting()]
    for typed in ("000.H26.2611-0007", "h26 2611"):
        (hit,) = office.counter.finding.find(typed).dossiers
        assert hit.line.id == dossier
        assert [fact.shown() for fact in hit.why] == ["Mã ở hệ thống khác: 000.H26.2611-0007"]
    name = sheet.lines[1].value
    assert dossier in [line.id for line in office.counter.records.search(name)]
    assert acts(office.store)[-2:] == [Act.ENTERED_ELSEWHERE, Act.EXTERNAL_CODE]


def test_what_was_decided_or_handed_back_waits_for_nobody(office: OpenCounter) -> None:
    dossier = received(office)
    for event, (status, waits) in enumerate(((2, True), (4, True), (9, False), (10, False)), start=1):
        decide(office, dossier, PortalStatus(status), event=event)
        assert bool(office.counter.entering.waiting()) is waits, status


def test_the_record_is_append_only(office: OpenCounter) -> None:
    dossier = received(office)
    office.counter.entering.enter(dossier, OFFICER)
    for sql in ("UPDATE entered_elsewhere SET officer = 'x'", "DELETE FROM entered_elsewhere"):
        with pytest.raises(IntegrityError):
            office.store.write(lambda database, sql=sql: database.execute(sql))
    office.clock.at_ms += 1
    assert len(office.counter.entering.enter(dossier, OFFICER, "A1").entered) == 2


def test_a_code_that_cannot_be_one_is_refused_and_nothing_is_written(office: OpenCounter) -> None:
    dossier = received(office)
    for code in ("-", "x" * (CODE_MAX + 1)):
        with pytest.raises(ExternalCodeUnusable):
            office.counter.entering.enter(dossier, OFFICER, code)
    assert office.counter.entering.sheet(dossier).entered == ()
    assert tidy_code("  ") == ""


def test_a_connected_system_needs_no_typing(office: OpenCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = received(office)
    connected = dataclasses.replace(MARITAL, authoritative=dataclasses.replace(MARITAL.authoritative, connected=True))
    monkeypatch.setattr(Catalogue, "version", lambda _self, _code, _version: connected)
    with pytest.raises(ConnectedSystem):
        office.counter.entering.sheet(dossier)
