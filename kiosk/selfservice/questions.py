"""Which questions a citizen is asked, in which order, one a page; computed anew from what was answered so far.

What the form asks of submitter or owner and was said of them already is written in and not asked again. What belongs to a branch
that has been closed falls away with the answer that closed it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kiosk.answers import is_blank, rows_of
from kiosk.checks import check
from kiosk.conditions import columns_asked, questions_asked, sections_asked
from kiosk.dossier import Owner, Relation
from kiosk.form_problems import ADDRESS_INCOMPLETE, REQUIRED, RULE_BROKEN, FormProblem
from kiosk.intake import Intake
from kiosk.known_data import fact_of, facts_of
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.people import Address, Citizen
from kiosk.procedures import FieldKind, Procedure, Question
from kiosk.selfservice.asked_as import asked_as
from kiosk.selfservice.asks import ADDRESS_PARTS, Ask, put, value_of
from kiosk.selfservice.people_asked import address_asks, case_asked, hand_over_asked, owner_asked, submitter_asked
from kiosk.spoken import date_in_words
from kiosk.value_checks import check_value
from kiosk.words import _

_NUMBERING = re.compile(r"^\d+\.\s*")
_PARTIES = ("submitter", "owner")
_LIVES_IN = ("requester_country", "residence_country")


def asks(procedure: Procedure, intake: Intake) -> tuple[Ask, ...]:
    """All that is asked as things stand, in order."""
    return (
        *case_asked(procedure), *submitter_asked(_wanted_of_submitter(procedure, intake)), *owner_asked(intake),
        *_form(procedure, intake), *hand_over_asked(intake),
    )  # fmt: skip


def answered(procedure: Procedure, intake: Intake, ask: Ask, value: Any) -> Intake:
    """The intake once this was answered; `value` None or "" for no answer."""
    then = put(intake, ask, value)
    if value != value_of(intake, ask):     # it came from a card no more
        then = replace(then, provenance={path: mark for path, mark in then.provenance.items() if path != ask.mark})
    return settled(procedure, then, was=intake)


def settled(procedure: Procedure, intake: Intake, was: Intake | None = None) -> Intake:
    """What follows from the answers: the owner who is the submitter, what the form repeats, dates in words; closed branches
    fall away, the first case until an officer judges it. `was`: how things stood before, so that nothing said of another
    person stays."""
    if procedure.case_by_officer and procedure.cases and not intake.case:
        intake = replace(intake, case=procedure.cases[0].key)
    if intake.owners and intake.owners[0].relation is Relation.SELF:
        mine = Owner(intake.submitter.person, phone=intake.submitter.phone)
        intake = replace(intake, owners=(mine, *intake.owners[1:]))
    if was is not None:
        intake = _without_old(procedure, intake, was)
    while True:                            # what is written in may open a section, which may be about the same person
        answers = dict(intake.situation(procedure).answers)
        for question in questions_asked(procedure, intake.situation(procedure)):
            known = _known(question, intake, answers)
            if known is not None:
                answers[question.key] = known
        if answers == intake.answers:
            return intake
        intake = replace(intake, answers=answers)


def finished(procedure: Procedure, intake: Intake) -> Intake:
    """Ready to be checked: rows somebody began and left blank are gone."""
    answers = {
        key: [row for row in rows_of(value) or () if not all(map(is_blank, row.values()))] if _is_table(procedure, key) else value
        for key, value in intake.answers.items()
    }
    return settled(procedure, replace(intake, answers={key: value for key, value in answers.items() if not is_blank(value)}))


def faults(procedure: Procedure, intake: Intake, ask: Ask, value: Any, today: date) -> tuple[FormProblem, ...]:
    """What is wrong with this answer, errors and warnings, in the words for the screen."""
    if ask.more:
        return ()
    if is_blank(value):
        return (_wanted(ask),) if _is_wanted(ask, intake) else ()
    before, after = check(intake, procedure, today), check(answered(procedure, intake, ask, value), procedure, today)
    known = {(problem.field, problem.code) for problem in before}
    return tuple(
        problem for problem in after
        if (problem.field == ask.path and not (ask.part and problem.code == ADDRESS_INCOMPLETE.code))
        or (problem.code == RULE_BROKEN.code and (problem.field, problem.code) not in known)
    )  # fmt: skip


def next_after(found: tuple[Ask, ...], here: Ask) -> Ask | None:
    """What comes after it; after "one more row" the first question of that row."""
    ids = [ask.id for ask in found]
    if here.id in ids:
        place = ids.index(here.id) + 1
        return found[place] if place < len(found) else None
    return next((ask for ask in found if ask.path.startswith(f"{here.path}.")), None)


def needs_province(intake: Intake, ask: Ask) -> bool:
    """The rest of an address whose province was passed over: there is nothing to choose from, and nobody asks on."""
    return ask.part in ADDRESS_PARTS[1:] and is_blank(value_of(intake, replace(ask, part="province"))) and is_blank(
        value_of(intake, ask)
    )


def ask_of(found: tuple[Ask, ...], field: str) -> Ask | None:
    """Where a problem is mended: its own question, else the nearest of the same row or table."""
    while field:
        for ask in found:
            if ask.path == field or ask.path.startswith((f"{field}.", f"{field}[")):
                return ask
        field = field.rpartition(".")[0] if "." in field else ""
    return None


def is_known(question: Question, intake: Intake) -> bool:
    """Whether what the form asks here was said of the person already."""
    return _known(question, intake, intake.answers) is not None


def _is_said(question: Question, intake: Intake) -> bool:
    """Said already, or passed over where it was asked first: nobody is asked twice for a telephone they did not name."""
    mine = question.of == "submitter" or (
        question.of == "owner" and bool(intake.owners) and intake.owners[0].relation is Relation.SELF
    )
    return is_known(question, intake) or (mine and not question.required and fact_of(question) in ("phone", "email"))


def _wanted_of_submitter(procedure: Procedure, intake: Intake) -> frozenset[str]:
    """What the form insists on, as far as is known: asked for once then, and not offered to be passed over before."""
    owner = intake.owners[0].relation if intake.owners else Relation.SELF
    of = _PARTIES if owner is Relation.SELF else _PARTIES[:1]
    found = questions_asked(procedure, intake.situation(procedure))
    return frozenset(fact_of(one) for one in found if one.required and one.of in of)


def is_for_foreigners(question: Question, intake: Intake) -> bool:
    """What may be left out by whoever lives here and has a personal number, where this person has told theirs: a passport, the
    country one lives in."""
    if question.of not in _PARTIES or question.required:
        return False
    said = _facts(intake, question.of)
    if question.key.endswith("passport"):
        return not is_blank(said.get("personal_id"))
    home = said.get("residence")
    return question.key.endswith(_LIVES_IN) and isinstance(home, Address) and bool(home.province)


# ---- the form ---------------------------------------------------------------------------------------


def _form(procedure: Procedure, intake: Intake) -> Iterator[Ask]:
    situation = intake.situation(procedure)
    open_now = {question.key for question in questions_asked(procedure, situation)}
    for section in sections_asked(procedure, situation):
        for question in section.questions:
            path = f"answers.{question.key}"
            if question.key not in open_now or _writes_itself(question) or _is_said(question, intake):
                continue
            if is_for_foreigners(question, intake) and is_blank(intake.answers.get(question.key)):
                continue
            if question.kind is FieldKind.TABLE:
                yield from _rows(question, intake, procedure, section.title)
            else:
                yield from _one(path, question, section.title)


def _one(path: str, question: Question, section: str) -> Iterator[Ask]:
    label = plain(question.label)
    if question.kind is FieldKind.ADDRESS:
        yield from address_asks(path, question, label, section)
    else:
        yield Ask(path, question, label if question.must_be_yes else asked_as(label), section)


def _rows(table: Question, intake: Intake, procedure: Procedure, section: str) -> Iterator[Ask]:
    situation, name = intake.situation(procedure), plain(table.label)
    rows = rows_of(situation.answers.get(table.key)) or ()
    least = max(table.min_rows, 1 if table.required else 0)
    for place in range(max(len(rows), least)):
        row = rows[place] if place < len(rows) else {}
        heading = _("{table}, thứ {number}").format(table=name, number=place + 1)
        for column in columns_asked(table, row, situation):
            if not _writes_itself(column):
                yield from _one(f"answers.{table.key}[{place}].{column.key}", column, heading)
    count = max(len(rows), least)
    if count < table.max_rows:
        words = _("{table}: có ai, có gì nữa không?") if count else _("{table}: có không?")
        question = Question(table.key, table.label, FieldKind.YES_NO)
        yield Ask(f"answers.{table.key}[{count}]", question, words.format(table=name), section, more=True)


def plain(label: str) -> str:
    """As asked on a page of its own: without the number of the paper form's line."""
    return _NUMBERING.sub("", label).rstrip(" .:?")


def _writes_itself(question: Question) -> bool:
    return question.read_only or bool(question.derived_from) or question.kind is FieldKind.DATE_IN_WORDS


def _is_table(procedure: Procedure, key: str) -> bool:
    return any(question.key == key and question.kind is FieldKind.TABLE for question in procedure.questions)


# ---- what is known ----------------------------------------------------------------------------------


def _facts(intake: Intake, role: str) -> Mapping[str, object]:
    """What was said of submitter or owner, as the form would say it."""
    if role == "submitter":
        reach = {"phone": intake.submitter.phone, "email": intake.submitter.email}
        return {**facts_of(intake.submitter.person), **{name: value for name, value in reach.items() if value}}
    if not intake.owners or not isinstance(intake.owners[0].party, Citizen):
        return {}
    if intake.owners[0].relation is Relation.SELF:
        return _facts(intake, "submitter")
    return facts_of(intake.owners[0].party)


def _known(question: Question, intake: Intake, answers: Mapping[str, Any]) -> Any:
    if question.kind is FieldKind.DATE_IN_WORDS:
        return _in_words(answers.get(question.derived_from))
    if question.of not in _PARTIES or question.kind is FieldKind.TABLE:
        return None
    value = _facts(intake, question.of).get(fact_of(question))
    if is_blank(value) or any(check_value(question, value, "", "")):
        return None
    return value


def _in_words(value: object) -> str | None:
    try:
        return date_in_words(PartialDate.parse(str(value or "")))
    except ImpossibleDate:
        return None


def _without_old(procedure: Procedure, intake: Intake, was: Intake) -> Intake:
    """Without what the form took over from a person and is not said any more."""
    answers = dict(intake.answers)
    for question in procedure.questions:
        old, new = (_facts(one, question.of).get(fact_of(question)) for one in (was, intake))
        if question.of in _PARTIES and not is_blank(old) and old != new and answers.get(question.key) == old:
            del answers[question.key]
    sources = {question.derived_from: question.key for question in procedure.questions if question.derived_from}
    for source, derived in sources.items():
        if answers.get(source) != was.answers.get(source):
            answers.pop(derived, None)
    return replace(intake, answers=answers)


# ---- what is wanted ---------------------------------------------------------------------------------


def _is_wanted(ask: Ask, intake: Intake) -> bool:
    if ask.part == "commune":
        return ask.question.required or not is_blank(value_of(intake, replace(ask, part="province")))
    return ask.question.required and ask.part != "detail"


def _wanted(ask: Ask) -> FormProblem:
    missing = REQUIRED.at(ask.path, label=plain(ask.question.label))
    return replace(missing, sentence=_("Phải trả lời câu này mới nộp được hồ sơ."))
