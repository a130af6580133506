"""What this office knows of a person from earlier dossiers, to be offered where the same is asked again.

A value goes from one dossier to another only as something said of one and the same person: the role it was said of (submitter,
owner, mother ...) has to bear that person's number there and here, and nothing said of the role may contradict it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kiosk.answers import is_blank
from kiosk.dossier import Form, Owner, Submitter
from kiosk.people import Citizen, NotAPersonalId, PersonalId
from kiosk.procedures import FieldKind, Procedure, Question
from kiosk.text import spelling

_SUBMITTER, _OWNER = "submitter", "owner"
_DERIVED_OR_MANY = (FieldKind.DATE_IN_WORDS, FieldKind.TABLE)
_REACHABLE_BY = (FieldKind.PHONE, FieldKind.EMAIL)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A value, and when the dossier in which it stands was received (epoch ms)."""

    value: Any
    said_at: int


Known = Mapping[str, Remembered]       # by fact, see `fact_of` and `facts_of`


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sealed form and the version of the procedure it was received under; None where that version is gone."""

    form: Form
    procedure: Procedure | None


def facts_of(person: Citizen) -> dict[str, object]:
    """What is known of a person, by the names under which the catalogue asks for it."""
    facts = {
        "full_name": person.full_name, "personal_id": person.personal_id, "birth_date": person.birth_date,
        "sex": person.sex.value if person.sex else "", "ethnicity": person.ethnicity, "nationality": person.nationality,
        "residence": person.address,
    }  # fmt: skip
    return {name: value for name, value in facts.items() if not is_blank(value)}


def fact_of(question: Question) -> str:
    """The name under which an answer about a person is known; "" where it is asked anew each time."""
    if not question.of or question.ask_anew or question.must_be_yes or question.read_only:
        return ""
    if question.kind in _DERIVED_OR_MANY:
        return ""
    if question.card_field:
        return question.card_field
    return question.kind.value if question.kind in _REACHABLE_BY else f"answers.{question.key}"


def number_of(text: str) -> str:
    """The twelve digits of a personal number; "" while they are none."""
    try:
        return PersonalId.parse(text).digits
    except NotAPersonalId:
        return ""


def people_in_roles(
    procedure: Procedure, submitter: Submitter, owners: Sequence[Owner], answers: Mapping[str, Any]
) -> dict[str, str]:
    """The personal number of each role the form asks about, where all that is said of the role fits one person."""
    questions: dict[str, list[Question]] = {}
    for question in procedure.questions:
        if question.of:
            questions.setdefault(question.of, []).append(question)
    parties = {_SUBMITTER: submitter.person}
    if owners and isinstance(owners[0].party, Citizen):
        parties[_OWNER] = owners[0].party
    found = {}
    for role in (*parties, *questions):
        number = _one_number(questions.get(role, []), answers, parties.get(role))
        if number and (role in parties or role not in (_SUBMITTER, _OWNER)):
            found[role] = number
    return found


def known_of(personal_id: str, earlier: Iterable[Earlier]) -> Known:
    """All that was said of the person; where several dossiers say something, the newest."""
    wanted, found = number_of(personal_id), dict[str, Remembered]()
    for one in sorted(earlier, key=lambda each: each.form.received_at, reverse=True) if wanted else ():
        for fact, value in _said_of(wanted, one):
            if not is_blank(value):
                found.setdefault(fact, Remembered(value, one.form.received_at))
    return found


def _said_of(wanted: str, earlier: Earlier) -> Iterator[tuple[str, object]]:
    form, procedure = earlier.form, earlier.procedure
    if number_of(form.submitter.person.personal_id) == wanted:
        yield from facts_of(form.submitter.person).items()
        yield from (("phone", form.submitter.phone), ("email", form.submitter.email))
    for owner in form.owners:
        if isinstance(owner.party, Citizen) and number_of(owner.party.personal_id) == wanted:
            yield from facts_of(owner.party).items()
            yield "phone", owner.phone
    if procedure is None:
        return
    roles = people_in_roles(procedure, form.submitter, form.owners, form.answers)
    for question in procedure.questions:
        fact = fact_of(question)
        if fact and roles.get(question.of) == wanted:
            yield fact, form.answers.get(question.key)


def _one_number(questions: Sequence[Question], answers: Mapping[str, Any], party: Citizen | None) -> str:
    """The number everything said of a role agrees on; "" where nothing is said, or two things are."""
    said = [str(answers[one.key]) for one in _asking_for("personal_id", questions) if not is_blank(answers.get(one.key))]
    names = [str(answers[one.key]) for one in _asking_for("full_name", questions) if not is_blank(answers.get(one.key))]
    if party is not None:
        said.append(party.personal_id)
        names.append(party.full_name)
    numbers = {number_of(number) for number in said}
    spelled = {spelling(name) for name in names if name.strip()}
    return numbers.pop() if len(numbers) == 1 and len(spelled) <= 1 else ""


def _asking_for(card_field: str, questions: Sequence[Question]) -> list[Question]:
    """Where a role is asked for its personal number, the number of another paper says nothing of who it is."""
    asked = [one for one in questions if one.card_field == card_field]
    return [one for one in asked if one.kind is FieldKind.PERSONAL_ID] or asked
