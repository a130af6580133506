"""Known data at the window: a person who was here before is not typed again; another person's data never show."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk.device_ports import CardData
from kiosk.dossier import Owner, Submitter
from kiosk.invented import Invention
from kiosk.people import Citizen, Sex
from kiosk.procedures import Provenance
from tests.ui.at_counter import MARITAL, AtCounter, at_counter
from tests.ui.hands import type_text
from tests.ui.office import OFFICER, OpenCounter
from ui.clerk.intake_screen import IntakeScreen

PHONE = "0987654321"
HANH = Citizen("LÒ THỊ HẠNH", "001192000123", "1992-05-03", Sex.FEMALE, ethnicity="03", address=Invention(4).address())
STRANGER = "001092000456"


@pytest.fixture
def at(qtbot, qapp, tmp_path: Path):
    with at_counter(qtbot, qapp, tmp_path) as made:
        yield made


def was_here(office: OpenCounter, person: Citizen = HANH, phone: str = PHONE) -> None:
    """A certificate of marital status, a month ago."""
    at, where = office.clock.now_ms(), office.counter.settings.office
    intake = Invention(9).intake(where.code, where.counter, OFFICER.id, 0, at)
    answers = dict(intake.answers)
    for role in ("requester", "subject"):
        answers |= {f"{role}_name": person.full_name, f"{role}_id": person.personal_id, f"{role}_birth_date": person.birth_date,
                    f"{role}_residence_kind": "1"}
    answers |= {"subject_sex": "female", "subject_ethnicity": "03"}
    opened = office.counter.intakes.open(MARITAL, OFFICER)
    intake = replace(intake, submitter=Submitter(person, phone), owners=(Owner(person, phone=phone),), answers=answers)
    office.counter.intakes.receive(office.counter.intakes.save(replace(opened, intake=intake)))
    office.clock.advance(30 * 86_400_000)


def known_form(at: AtCounter) -> IntakeScreen:
    was_here(at.office)
    return at.form(MARITAL)


def type_number(at: AtCounter, form: IntakeScreen, number: str) -> None:
    line = form.form.submitter.person.personal_id.parts()[0]
    line.setFocus()
    line.clear()
    type_text(line, number)
    at.settle()


def test_a_number_typed_brings_the_earlier_dossier_with_its_date(at):
    form = known_form(at)
    name, phone = form.form.submitter.person.full_name, form.form.submitter.phone
    type_number(at, form, HANH.personal_id)
    at.wait(lambda: bool(phone.offered))
    assert name.offered == "Như hồ sơ ngày 25/11/2026: LÒ THỊ HẠNH"
    assert PHONE in phone.offered
    assert (name.value(), phone.value()) == ("", ""), "nothing is filled unasked"
    assert name.offered in name.parts()[0].accessibleDescription()


def test_one_key_takes_the_one_at_the_cursor_and_one_all_of_them(at):
    form = known_form(at)
    person, phone = form.form.submitter.person, form.form.submitter.phone
    type_number(at, form, HANH.personal_id)
    at.wait(lambda: bool(phone.offered))
    phone.setFocus()
    at.hands.key("Ctrl+E")
    assert (phone.value(), phone.provenance, phone.offered) == (PHONE, Provenance.EARLIER_DOSSIER, "")
    assert person.full_name.value() == ""
    at.hands.key("Ctrl+Shift+E")
    at.settle()
    assert person.value().full_name == HANH.full_name
    assert person.value().address.commune == HANH.address.commune
    kept = form.draft().intake
    assert kept.provenance["submitter.person.full_name"] is Provenance.EARLIER_DOSSIER
    assert kept.answers["requester_residence_kind"] == "1"
    assert kept.answers["subject_name"] == HANH.full_name
    assert "owner_status" not in kept.answers, "declared anew each time"
    assert form.form.submitter.known.isHidden()


def test_what_the_card_says_stands_and_only_the_rest_is_offered(at):
    form = known_form(at)
    form.take_card(CardData(Citizen(HANH.full_name, HANH.personal_id, HANH.birth_date, HANH.sex)))
    phone = form.form.submitter.phone
    at.wait(lambda: bool(phone.offered))
    name = form.form.submitter.person.full_name
    assert (name.provenance, name.offered) == (Provenance.CARD, "")
    at.hands.key("Ctrl+Shift+E")
    at.settle()
    assert name.provenance is Provenance.CARD
    assert phone.value() == PHONE


def test_another_number_takes_the_offers_away(at):
    form = known_form(at)
    type_number(at, form, HANH.personal_id)
    at.wait(lambda: bool(form.form.submitter.phone.offered))
    type_number(at, form, STRANGER)
    assert not [path for path, field in form.form.fields().items() if field.offered]
    at.hands.key("Ctrl+Shift+E")
    at.settle()
    assert form.form.submitter.phone.value() == ""


def test_what_is_typed_into_an_offered_field_stays(at):
    form = known_form(at)
    type_number(at, form, HANH.personal_id)
    phone = form.form.submitter.phone
    at.wait(lambda: bool(phone.offered))
    phone.line.setFocus(Qt.FocusReason.TabFocusReason)
    at.hands.write("0912345678")
    at.settle()
    assert phone.offered == ""
    at.hands.key("Ctrl+Shift+E")
    at.settle()
    assert phone.value() == "0912345678"


def test_an_owner_who_was_here_is_known_where_he_stands(at):
    form = known_form(at)
    type_number(at, form, STRANGER)
    block = form.form.owners.owners[0]
    block.choose("person")
    fields = block.person()
    assert fields is not None
    fields.personal_id.parts()[0].setFocus()
    at.hands.write(HANH.personal_id)
    at.wait(lambda: bool(block.phone.offered))
    assert HANH.full_name in fields.full_name.offered
    assert form.form.submitter.person.full_name.offered == ""


def test_f8_leads_past_what_stands_to_what_is_still_missing(at):
    """With a card and what is known: the three questions to be declared anew, the papers, then the first again."""
    form = known_form(at)
    form.take_card(CardData(HANH))
    at.wait(lambda: bool(form.form.submitter.phone.offered))
    at.hands.key("Ctrl+Shift+E")
    at.settle()
    led = []
    for _step in range(9):
        at.hands.key("F8")
        at.settle()
        cursor = QApplication.focusWidget()
        led.append(next(path for path, field in form.form.fields().items() if field.isAncestorOf(cursor)))
    assert led[:3] == ["answers.requester_relation", "answers.owner_status", "answers.purpose"]
    assert {"requirements.declaration.how", "requirements.identity.how"} <= set(led)
    assert led[0] in led[3:], "round the form"
    assert not [path for path, field in form.form.fields().items() if field.complaining], "nothing turns red by it"
