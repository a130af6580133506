"""What is known of a person from earlier dossiers: never another person's value, the newest word, nothing asked anew."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import Catalogue
from kiosk.conditions import questions_asked
from kiosk.counter import KnownPeople
from kiosk.dossier import FeeRecord, Form, Owner, ReturnChoice, Submitter
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.known_data import Earlier, fact_of, known_of, people_in_roles
from kiosk.people import Address, Citizen
from kiosk.procedures import Channel, FieldKind, Procedure, Question
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.received import receive_some

CATALOGUE = Catalogue.load()
DAY = date(2026, 11, 25)
PROCEDURES = tuple(CATALOGUE.on(code, DAY) for code in ("1.004873", "1.001193", "1.000894", "2.000635", "1.004194"))
NUMBERS = ("001192000001", "001092000002", "001192000003", "001092000004")


def somebody(number: str) -> Citizen:
    """Everything of this person bears the number."""
    return Citizen(f"Người {number}", number, birth_date="1992", address=Address(as_written=f"Nhà {number}"))


def answer(question: Question, number: str) -> Any:
    if question.card_field == "personal_id":
        return number
    if question.kind is FieldKind.ADDRESS:
        return {"province": "", "commune": "", "detail": "", "as_written": f"Nhà {number}"}
    return f"Người {number}" if question.card_field == "full_name" else f"{question.key} của {number}"


def form_of(procedure: Procedure, submitter: str, owners: tuple[str, ...], people: dict[str, str], at: int) -> Form:
    """A form in which `people` says whose value each role's answers are, the submitter's and owner's among them."""
    answers = {
        question.key: answer(question, people[question.of])
        for question in procedure.questions if question.of in people and question.kind is not FieldKind.TABLE
    }  # fmt: skip
    return Form(
        1, f"dossier {at}", procedure.code, procedure.name, procedure.version, "", Channel.COUNTER, "H99", "01", "cb-001",
        Submitter(somebody(submitter), f"tel {submitter}", f"mail {submitter}"),
        tuple(Owner(somebody(owner), phone=f"tel {owner}") for owner in owners),
        answers, {}, (), (), ReturnChoice(), FeeRecord(), at, at, at, None, "",
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Earlier]:
    number = st.sampled_from(NUMBERS)
    found = []
    for at in range(draw(st.integers(1, 4))):
        procedure = draw(st.sampled_from(PROCEDURES))
        roles = sorted({question.of for question in procedure.questions if question.of})
        people = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(roles, number)))
        owners = tuple(draw(st.lists(number, min_size=1, max_size=3, unique=True)))
        form = form_of(procedure, draw(number), owners, people, at)
        found.append(Earlier(form, procedure if draw(st.booleans()) else None))
    return found


@given(st.sampled_from(NUMBERS), histories())
def test_never_another_persons_value(number: str, earlier: list[Earlier]):
    for fact, remembered in known_of(number, earlier).items():
        if fact not in ("birth_date", "nationality"):      # the same for all of them here
            assert number in str(remembered.value), fact
            assert not any(other in str(remembered.value) for other in NUMBERS if other != number)


@given(st.sampled_from(NUMBERS), histories())
def test_the_newest_dossier_that_says_it_is_believed(number: str, earlier: list[Earlier]):
    known = known_of(number, earlier)
    assert known == known_of(number, list(reversed(earlier)))
    for fact, remembered in known.items():
        saying = [one.form.received_at for one in earlier if fact in known_of(number, [one])]
        assert remembered.said_at == max(saying)


@given(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), st.sampled_from(PROCEDURES))
def test_a_role_of_which_two_people_are_said_is_nobodys(one: str, other: str, procedure: Procedure):
    asking = [question for question in procedure.questions
              if question.of == "submitter" and question.card_field == "personal_id"]
    answers = {question.key: other for question in asking}
    roles = people_in_roles(procedure, Submitter(somebody(one)), (), answers)
    assert roles.get("submitter") == (one if one == other or not asking else None)


def test_a_role_is_nobodys_when_another_name_stands_there():
    marital = PROCEDURES[0]
    submitter = Submitter(somebody(NUMBERS[0]))
    assert "submitter" in people_in_roles(marital, submitter, (), {"requester_id": NUMBERS[0]})
    assert "submitter" not in people_in_roles(marital, submitter, (), {"requester_name": "Trần Văn Khác"})


def test_what_is_declared_each_time_is_not_carried_over():
    marital = {question.key: question for question in PROCEDURES[0].questions}
    for key in ("owner_status", "requester_relation", "period_from", "pledge", "purpose"):
        assert fact_of(marital[key]) == "", key
    assert fact_of(marital["subject_residence_kind"]) == "answers.subject_residence_kind"
    assert fact_of(marital["subject_residence"]) == "residence"
    assert fact_of(marital["phone"]) == "phone"


def test_a_mother_named_by_her_number_is_known_to_the_next_form():
    """The role decides, not where in the dossier she stood."""
    birth = PROCEDURES[1]
    earlier = Earlier(form_of(birth, NUMBERS[1], (NUMBERS[0],), {"mother": NUMBERS[2]}, 5), birth)
    assert known_of(NUMBERS[2], [earlier])["answers.mother_residence_kind"].value == f"mother_residence_kind của {NUMBERS[2]}"
    assert "answers.mother_residence_kind" not in known_of(NUMBERS[1], [earlier])


def test_sealed_dossiers_are_read_and_at_most_the_last_few(tmp_path):
    """Of a real store: twelve people, one of whom came seven times."""
    with OpenCounter(tmp_path) as office:
        receive_some(office, 11)
        where, person = office.counter.settings.office, Invention(77).person()
        for visit in range(7):
            office.clock.advance(86_400_000)
            given_in = Invention(100 + visit).intake(where.code, where.counter, OFFICER.id, 0, office.clock.now_ms())
            _receive(office, replace(
                given_in, submitter=Submitter(person, f"098765432{visit}"), owners=(Owner(person),),
                answers=_answers_of(given_in, person),
            ))  # fmt: skip
        known = KnownPeople(office.store, CATALOGUE)
        found = known.of(person.personal_id)
        assert found["phone"].value == "0987654326"
        assert found["phone"].said_at == office.clock.now_ms()
        assert found["residence"].value == person.address
        assert known.of("not a number") == {}
        assert known.of(NUMBERS[0]) == {}


def _answers_of(intake: Intake, person: Citizen) -> dict[str, Any]:
    answers = dict(intake.answers)
    for role in ("requester", "subject"):
        answers |= {f"{role}_name": person.full_name, f"{role}_id": person.personal_id, f"{role}_birth_date": person.birth_date}
    assert {question.key for question in questions_asked(PROCEDURES[0], intake.situation(PROCEDURES[0]))} >= {"requester_id"}
    return answers | {"subject_sex": str(person.sex), "subject_ethnicity": person.ethnicity}


def _receive(office: OpenCounter, intake: Intake) -> None:
    opened = office.counter.intakes.open(intake.procedure, OFFICER)
    office.counter.intakes.receive(office.counter.intakes.save(replace(opened, intake=intake)))
