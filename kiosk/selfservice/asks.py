"""One thing asked of a citizen: where its answer stands in the intake, how it is read from there and put there.

Pure; what is asked and in which order is in `questions.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from kiosk.answers import address_of, rows_of
from kiosk.dossier import Owner, Relation, ReturnMethod, Submitter
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Question

ADDRESS_PARTS = ("province", "commune", "detail")
_ANSWER = re.compile(r"answers\.(?P<key>[^.\[\]]+)(?:\[(?P<row>\d+)\](?:\.(?P<column>.+))?)?")


@dataclass(frozen=True, slots=True)
class Ask:
    """One page. `path` is the field of the intake as problems name it; an address is asked in three parts."""

    path: str
    question: Question
    title: str
    section: str = ""
    part: str = ""                     # one of ADDRESS_PARTS
    more: bool = False                 # whether a table has one more row: "answers.members[2]" while it has two

    @property
    def mark(self) -> str:
        """Under which the form keeps where the value came from."""
        return self.path.removeprefix("answers.")

    @property
    def id(self) -> str:
        return f"{self.path}#{self.part}" if self.part else self.path


def value_of(intake: Intake, ask: Ask) -> Any:
    """What stands there, None or "" for nothing."""
    value = _read(intake, ask.path)
    return getattr(address_of(value) or Address(), ask.part) if ask.part else value


def put(intake: Intake, ask: Ask, value: Any) -> Intake:
    """With this answer. Nothing else is looked at: see `questions.answered`."""
    if ask.more:
        return _with_row(intake, ask, more=bool(value))
    if ask.part:
        value = _with_part(address_of(_read(intake, ask.path)) or Address(), ask.part, str(value or ""))
    return _written(intake, ask.path, value)


def _with_part(address: Address, part: str, value: str) -> Address:
    if part == "province" and value != address.province:
        return Address(value, "", address.detail)
    changed = {part: value} if part == "detail" else {part: value, "as_written": ""}
    return replace(address, **changed)


def _read(intake: Intake, path: str) -> Any:
    found = _ANSWER.fullmatch(path)
    if found is not None:
        return _answer(intake.answers, found)
    head, _dot, last = path.rpartition(".")
    match head:
        case "submitter.person":
            return _said_of(intake.submitter.person, last)
        case "submitter":
            return getattr(intake.submitter, last)
        case "owners[0].party":
            party = intake.owners[0].party if intake.owners else None
            return _said_of(party, last) if isinstance(party, Citizen) else ""
        case "owners[0]":
            return str(getattr(intake.owners[0], last)) if intake.owners else ""
        case "hand_over":
            return str(getattr(intake.hand_over, last))
    return getattr(intake, path)


def _said_of(person: Citizen, name: str) -> Any:
    value = getattr(person, name)
    return value.value if isinstance(value, Sex) else value if value is not None else ""


def _answer(answers: Mapping[str, Any], found: "re.Match[str]") -> Any:
    value = answers.get(found["key"])
    if found["row"] is None:
        return value
    rows, place = rows_of(value) or (), int(found["row"])
    row = rows[place] if place < len(rows) else {}
    return row.get(found["column"]) if found["column"] else row


def _written(intake: Intake, path: str, value: Any) -> Intake:
    found = _ANSWER.fullmatch(path)
    if found is not None:
        return replace(intake, answers=_answers_with(intake.answers, found, value))
    head, _dot, last = path.rpartition(".")
    match head:
        case "submitter.person":
            return replace(intake, submitter=replace(intake.submitter, person=_with_fact(intake.submitter.person, last, value)))
        case "submitter":
            said = {"phone": intake.submitter.phone, "email": intake.submitter.email, last: value or ""}
            return replace(intake, submitter=Submitter(intake.submitter.person, said["phone"], said["email"]))
        case "owners[0].party" if intake.owners and isinstance(intake.owners[0].party, Citizen):
            first = replace(intake.owners[0], party=_with_fact(intake.owners[0].party, last, value))
            return replace(intake, owners=(first, *intake.owners[1:]))
        case "owners[0]" if last == "relation":
            return replace(intake, owners=(_related(intake, value), *intake.owners[1:]) if value else ())
        case "owners[0]" if intake.owners:
            return replace(intake, owners=(replace(intake.owners[0], authorisation=value or ""), *intake.owners[1:]))
        case "hand_over" if last == "method":
            return replace(intake, hand_over=replace(intake.hand_over, method=ReturnMethod(value or ReturnMethod.COUNTER)))
        case "hand_over":
            return replace(intake, hand_over=replace(intake.hand_over, address=value or ""))
    return replace(intake, case=value or "") if path == "case" else intake


def _with_fact(person: Citizen, name: str, value: Any) -> Citizen:
    if name == "sex":
        value = Sex(value) if value else None
    elif name != "address":
        value = value or ""
    return msgspec.structs.replace(person, **{name: value})


def _related(intake: Intake, value: str) -> Owner:
    """Another relation may mean another person: only one who stays somebody else keeps what was said of him."""
    relation, known = Relation(value), intake.owners[0] if intake.owners else None
    if relation is Relation.SELF:
        return Owner(intake.submitter.person)
    if known is None or known.relation is Relation.SELF:
        return Owner(Citizen(""), relation)
    return replace(known, relation=relation, authorisation=known.authorisation if relation is Relation.AUTHORISED else "")


def _answers_with(answers: Mapping[str, Any], found: "re.Match[str]", value: Any) -> dict[str, Any]:
    if found["row"] is None:
        return {**answers, found["key"]: value}
    rows, place = [dict(row) for row in rows_of(answers.get(found["key"])) or ()], int(found["row"])
    rows += [{} for _missing in range(place + 1 - len(rows))]
    rows[place] = {**rows[place], found["column"]: value} if found["column"] else dict(value)
    return {**answers, found["key"]: rows}


def _with_row(intake: Intake, ask: Ask, *, more: bool) -> Intake:
    """One more row, or none beyond those there are."""
    found = _ANSWER.fullmatch(ask.path)
    assert found is not None
    rows, place = list(rows_of(intake.answers.get(found["key"])) or ()), int(found["row"] or 0)
    rows = [*rows[:place], {}] if more else rows[:place]
    return replace(intake, answers={**intake.answers, found["key"]: rows})
