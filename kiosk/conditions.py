"""Which questions, papers and fees the present case is about: conditions, asked of what is known so far.

A `Situation` holds only answers to questions that are asked. What was typed into a block that has since been closed
must not open another block, raise a fee, or be sealed: `situate` drops it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kiosk.answers import is_blank, rows_of, words_of
from kiosk.dossier import Owner
from kiosk.people import Organisation
from kiosk.procedures import Channel, Condition, FieldKind, Procedure, Question, Requirement, Section
from kiosk.text import cleaned

# "owner_kind" as conditions write it
PERSON = "person"
ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Situation:
    """What conditions are asked of: the chosen case, the channel, who owns the dossier and why another may submit it, the
    answers given."""

    case: str = ""
    channel: Channel = Channel.COUNTER
    owner_kind: str = PERSON
    relations: tuple[str, ...] = ()    # of the submitter to each owner
    answers: Mapping[str, Any] = field(default_factory=dict)

    def inside(self, row: Mapping[str, Any]) -> "Situation":
        """The same situation seen from a table row, whose cells stand before the answers of the form."""
        return replace(self, answers={**self.answers, **row})


def situate(
    procedure: Procedure,
    *,
    case: str = "",
    channel: Channel = Channel.COUNTER,
    owner_kind: str = PERSON,
    relations: Sequence[str] = (),
    answers: Mapping[str, Any],
) -> Situation:
    """The situation with every answer dropped, in tables too, whose question is not asked in it."""
    start = Situation(case, channel, owner_kind, tuple(relations), {})

    def asked(kept: Mapping[str, Any]) -> tuple[Question, ...]:
        return questions_asked(procedure, replace(start, answers=kept))

    kept = _settled(answers, asked)
    top = replace(start, answers=kept)
    tables = {question.key: question for question in asked(kept) if question.kind is FieldKind.TABLE}
    settled = {key: _settled_rows(tables[key], value, top) if key in tables else value for key, value in kept.items()}
    return replace(start, answers=settled)


def owner_kind(owners: Sequence[Owner]) -> str:
    """The kind of the first owner, in whose name the dossier runs; a person while nobody is named yet."""
    return ORGANISATION if owners and isinstance(owners[0].party, Organisation) else PERSON


def relations(owners: Sequence[Owner]) -> tuple[str, ...]:
    """Why the submitter may submit for each of them."""
    return tuple(owner.relation.value for owner in owners)


def holds(condition: Condition, situation: Situation) -> bool:
    """Whether one condition is true."""
    value = _value(condition.question, situation)
    if not condition.one_of:
        return is_blank(value) is condition.negated
    return cleaned(condition.one_of).isdisjoint(words_of(value)) is condition.negated


def all_hold(conditions: Iterable[Condition], situation: Situation) -> bool:
    """Whether every condition is true; no conditions means always."""
    return all(holds(condition, situation) for condition in conditions)


def sections_asked(procedure: Procedure, situation: Situation) -> tuple[Section, ...]:
    """The blocks of the form that are open, each with all its questions."""
    return tuple(section for section in procedure.sections if all_hold(section.when, situation))


def questions_asked(procedure: Procedure, situation: Situation) -> tuple[Question, ...]:
    """The top-level questions asked, in form order."""
    return tuple(
        question
        for section in sections_asked(procedure, situation)
        for question in section.questions
        if all_hold(question.when, situation)
    )


def columns_asked(table: Question, row: Mapping[str, Any], situation: Situation) -> tuple[Question, ...]:
    """The cells asked in one row of a table."""
    here = situation.inside(row)
    return tuple(column for column in table.columns if all_hold(column.when, here))


def requirements_asked(procedure: Procedure, situation: Situation) -> tuple[Requirement, ...]:
    """The requirements that apply, the forbidden ones among them (they say what may not be demanded)."""
    return tuple(needed for needed in procedure.requirements if all_hold(needed.when, situation))


def _value(name: str, situation: Situation) -> object:
    match name:
        case "case":
            return situation.case
        case "channel":
            return situation.channel
        case "owner_kind":
            return situation.owner_kind
        case "relation":
            return situation.relations
    return situation.answers.get(name)


def _settled(given: Mapping[str, Any], asked: Callable[[Mapping[str, Any]], tuple[Question, ...]]) -> Mapping[str, Any]:
    """What is left of `given` once unasked answers are gone. Each pass settles one more link of a chain of conditions;
    questions that open and close each other in a ring (a fault of the catalogue) end with the last pass."""
    kept: Mapping[str, Any] = dict(given)
    for _pass in range(len(given) + 1):
        keys = {question.key for question in asked(kept)}
        left = {key: value for key, value in given.items() if key in keys}
        if left.keys() == kept.keys():
            break
        kept = left
    return kept


def _settled_rows(table: Question, value: Any, situation: Situation) -> Any:
    rows = rows_of(value)
    if rows is None:
        return value
    return tuple(_settled(row, lambda kept: columns_asked(table, kept, situation)) for row in rows)
