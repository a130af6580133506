"""The keys that take over what earlier dossiers of the same person say. See key_cases.py."""

from dataclasses import replace

from kiosk.invented import Invention
from kiosk.store.dossiers import form_of
from tests.ui.at_counter import MARITAL, AtCounter
from tests.ui.key_cases_capture import Case, Press
from tests.ui.office import OFFICER
from tests.ui.received import receive_some
from ui.clerk.intake_screen import IntakeScreen
from ui.shortcuts import Action, Where


def was_here(at: AtCounter) -> IntakeScreen:
    """A form in which the number of somebody known stands."""
    receive_some(at.office, 1)
    line = at.office.counter.records.search("")[0]
    person = form_of(at.office.store.read(), line.id)[0].submitter.person
    form = at.form(MARITAL)
    form.form.submitter.person.personal_id.setFocus()
    at.hands.write(person.personal_id)
    at.wait(lambda: bool(form.form.submitter.phone.offered))
    return form


def thrown_away(at: AtCounter, form: IntakeScreen) -> None:
    """So many drafts may lie open, and other cases open theirs."""
    at.screens.intake.tabs.discard_wanted.emit(form.id)
    at.wait(at.hands.asked)
    at.hands.push("Bỏ bản nháp")
    at.wait(lambda: at.screens.intake.screen_of(form.id) is None)


def take_one(at: AtCounter, press: Press, _number: int) -> None:
    form = was_here(at)
    form.form.submitter.phone.setFocus()
    press()
    assert form.form.submitter.phone.value()
    assert not form.form.submitter.person.full_name.value()
    thrown_away(at, form)


def take_all(at: AtCounter, press: Press, _number: int) -> None:
    form = was_here(at)
    press()
    assert form.form.submitter.phone.value()
    assert form.form.submitter.person.full_name.value()
    thrown_away(at, form)


def another(at: AtCounter, press: Press, _number: int) -> None:
    form = at.form(MARITAL)
    form.form.submitter.person.full_name.setFocus()
    at.hands.write("Lo Thi Hanh")
    press()
    assert at.screens.intake.current() is None
    assert at.screens.intake.waiting.people.name == "LO THI HANH"
    at.screens.intake.waiting.forget()
    at.screens.intake.open(form.id)
    thrown_away(at, form)


def another_after_receipt(at: AtCounter, press: Press, _number: int) -> None:
    intakes, where = at.office.counter.intakes, at.office.counter.settings.office
    intake = Invention(31).intake(where.code, where.counter, OFFICER.id, 0, at.office.clock.now_ms())
    draft = intakes.save(replace(intakes.open(intake.procedure, OFFICER), intake=intake))
    at.window.show_receipt(intakes.receive(draft))
    at.settle()
    press()
    assert at.window.place is Action.INTAKE
    assert at.screens.intake.waiting.people.name == intake.submitter.person.full_name


KNOWN_CASES: dict[tuple[Where, Action], Case] = {
    (Where.INTAKE, Action.ANOTHER): another,
    (Where.RECEIPT, Action.ANOTHER): another_after_receipt,
    (Where.INTAKE, Action.TAKE_KNOWN): take_one,
    (Where.INTAKE, Action.TAKE_ALL_KNOWN): take_all,
}
