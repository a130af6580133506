"""A procedure in the language a citizen reads. Its words are data of the catalogue; their translations stand with those of the
program (`tools/words.py` collects them). Only for the screen and the citizen's own checklist: what is sealed, and the statutory
forms, stay as the law words them. What a catalogue brings that is newer than the program stays Vietnamese.
"""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.catalogue import Entry
from kiosk.procedures import Case, Choice, Deadline, Fee, Procedure, Question, Requirement, Rule, Section
from kiosk.words import SOURCE, _, spoken


def said_entry(entry: Entry) -> Entry:
    """One line of the list, for searching in: it is found by its Vietnamese name, too."""
    if spoken() == SOURCE:
        return entry
    return replace(entry, name=_(entry.name), aliases=(*entry.aliases, entry.name))


def said(procedure: Procedure) -> Procedure:
    """The procedure in the language now spoken. Keys, and what is worked out from them, are as ever."""
    if spoken() == SOURCE:
        return procedure
    return replace(
        procedure, name=_(procedure.name), cases=tuple(map(_case, procedure.cases)),
        sections=tuple(map(_section, procedure.sections)), rules=tuple(map(_rule, procedure.rules)),
        requirements=tuple(map(_requirement, procedure.requirements)), fees=tuple(map(_fee, procedure.fees)),
        deadlines=tuple(map(_deadline, procedure.deadlines)),
    )  # fmt: skip


def texts_of(procedure: Procedure) -> Iterator[str]:
    """All that `said` has translated."""
    yield procedure.name
    yield from (case.name for case in procedure.cases)
    for section in procedure.sections:
        yield section.title
        for question in section.questions:
            yield from _texts_of(question)
    yield from (rule.message for rule in procedure.rules)
    yield from (needed.name for needed in procedure.requirements)
    yield from (fee.name for fee in procedure.fees)
    yield from (deadline.text for deadline in procedure.deadlines)


def _texts_of(question: Question) -> Iterator[str]:
    yield from (question.label, question.hint, question.unit)
    yield from (choice.label for choice in question.choices)
    for column in question.columns:
        yield from _texts_of(column)


def _case(case: Case) -> Case:
    return replace(case, name=_(case.name))


def _section(section: Section) -> Section:
    return replace(section, title=_(section.title), questions=tuple(map(_question, section.questions)))


def _question(question: Question) -> Question:
    return replace(
        question, label=_(question.label), hint=_(question.hint), unit=_(question.unit),
        choices=tuple(map(_choice, question.choices)), columns=tuple(map(_question, question.columns)),
    )  # fmt: skip


def _choice(choice: Choice) -> Choice:
    return replace(choice, label=_(choice.label))


def _rule(rule: Rule) -> Rule:
    return replace(rule, message=_(rule.message))


def _requirement(needed: Requirement) -> Requirement:
    return replace(needed, name=_(needed.name))


def _fee(fee: Fee) -> Fee:
    return replace(fee, name=_(fee.name))


def _deadline(deadline: Deadline) -> Deadline:
    return replace(deadline, text=_(deadline.text))
