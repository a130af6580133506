"""Several dossiers of one person at once: the next form opens with its people filled in, each dossier has its receipt."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.device_ports import CardData
from kiosk.dossier import Owner, Relation, Submitter
from kiosk.intake import Intake
from kiosk.people import Citizen, Sex
from kiosk.procedures import Provenance
from kiosk.same_people import SamePeople
from kiosk.store.dossiers import form_of
from tests.ui.at_counter import COPIES, MARITAL, AtCounter, at_counter
from tests.ui.hands import type_text
from tests.ui.test_intake import fill_copies, fill_papers
from ui.clerk.intake_screen import IntakeScreen
from ui.shortcuts import Action

HANH = Citizen("Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE)


@pytest.fixture
def at(qtbot, qapp, tmp_path: Path):
    with at_counter(qtbot, qapp, tmp_path) as made:
        yield made


def pick(at: AtCounter, code: str) -> IntakeScreen:
    """At the picker, by its code and Enter."""
    before = set(at.screens.intake.tabs.keys())
    type_text(at.screens.intake.picker.search, code)
    at.settle()
    at.hands.key("Return")
    at.wait(lambda: set(at.screens.intake.tabs.keys()) > before)
    form = at.screens.intake.current()
    assert form is not None
    at.wait(lambda: form.form.ready)
    at.settle()
    return form


def received(at: AtCounter, form: IntakeScreen) -> str:
    """The number on the receipt."""
    if not form.receiving.strip.asking:
        form.receive()
    at.wait(lambda: form.receiving.strip.asking)
    form.receive()
    at.wait(lambda: at.window.place is Action.RECEIPT)
    at.settle()
    return str(at.screens.receipt.number.text())


def test_the_next_form_has_the_people_and_what_the_card_proved(at):
    first = at.form(COPIES)
    first.take_card(CardData(HANH))
    at.settle()
    first.form.submitter.phone.setFocus()
    at.hands.write("0912345678")
    at.hands.key("Ctrl+N")
    assert "Lò Thị Hạnh".upper() in at.screens.intake.waiting.accessibleName().upper()
    second = pick(at, MARITAL)
    person = second.form.submitter.person
    assert person.personal_id.value() == HANH.personal_id
    assert person.personal_id.provenance is Provenance.CARD
    assert second.form.submitter.phone.provenance is Provenance.MANUAL
    assert second.draft().intake.answers["requester_id"] == HANH.personal_id
    assert second.draft().intake.provenance["requester_id"] is Provenance.CARD
    assert not at.screens.intake.waiting.isVisible()
    assert first.draft().intake.submitter == second.draft().intake.submitter
    focused = QApplication.focusWidget()
    assert not second.form.submitter.isAncestorOf(focused), "the cursor stands at the first gap"
    assert second.form.isAncestorOf(focused)


def test_two_dossiers_of_one_visit_have_a_receipt_each(at):
    at.window.go(Action.INTAKE)
    form = fill_copies(at.qtbot, at.screens.intake)
    first = received(at, form)
    at.hands.key("Ctrl+N")
    form = pick(at, COPIES)
    fill_papers(at.qtbot, form)
    form.receive()
    at.wait(at.hands.asked)            # the same procedure of the same person
    at.hands.push("Tiếp nhận thêm")
    at.wait(lambda: form.receiving.strip.asking)
    assert received(at, form) != first
    one, other = (form_of(at.office.store.read(), line.id)[0] for line in at.office.counter.records.search(""))
    assert one.submitter == other.submitter


def test_a_receipt_shown_again_is_of_no_visit(at):
    at.window.go(Action.INTAKE)
    received(at, fill_copies(at.qtbot, at.screens.intake))
    assert at.screens.receipt.another_button.isVisible()
    at.window._on_receipt_again(at.office.counter.records.search("")[0].id)
    at.settle()
    assert not at.screens.receipt.another_button.isVisible()
    at.hands.key("Ctrl+N")
    assert at.window.place is Action.RECEIPT


def test_a_paper_of_authorisation_is_for_one_matter():
    owner = Owner(HANH, Relation.AUTHORISED, "số 12, ngày 01/11/2026")
    intake = Intake(
        COPIES, submitter=Submitter(Citizen("Lò Văn Pâng", "001092000456")), owners=(owner,), answers={"copies": 2},
        provenance={"owners[0].party.full_name": Provenance.CARD, "copies": Provenance.MANUAL,
                    "owners[0].authorisation": Provenance.OCR},
    )  # fmt: skip
    people = SamePeople.of(intake)
    assert (people.owners[0].relation, people.owners[0].authorisation) == (Relation.AUTHORISED, "")
    assert dict(people.provenance) == {"owners[0].party.full_name": Provenance.CARD}
    begun = people.begin(Intake(MARITAL))
    assert (begun.submitter, begun.owners[0].party, begun.answers) == (intake.submitter, HANH, {})
