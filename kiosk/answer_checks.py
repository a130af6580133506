"""Every problem of the answers: what is missing, what cannot be, what was never asked; in tables row by row."""

from collections.abc import Iterator, Mapping
from typing import Any

from kiosk import form_problems as found
from kiosk.answers import is_blank, rows_of
from kiosk.conditions import Situation, columns_asked, questions_asked
from kiosk.form_problems import FormProblem
from kiosk.intake import Intake
from kiosk.people import Citizen
from kiosk.procedures import FieldKind, Procedure, Question
from kiosk.text import spelling
from kiosk.value_checks import check_value, same_identifier, unreadable
from kiosk.words import _


def check_answers(intake: Intake, procedure: Procedure, situation: Situation) -> Iterator[FormProblem]:
    """The problems in form order, then the answers that belong to no question asked."""
    asked = {question.key: question for question in questions_asked(procedure, situation)}
    for key, question in asked.items():
        value = intake.answers.get(key)
        if question.kind is FieldKind.TABLE:
            yield from _table(question, value, situation)
        else:
            yield from _answer(question, value, f"answers.{key}", question.label)
            yield from _same_party(question, value, intake)
    known = {question.key: question for question in procedure.questions}
    yield from _strangers(intake.answers, known, asked, "answers")


def _answer(question: Question, value: object, path: str, label: str) -> Iterator[FormProblem]:
    if not is_blank(value):
        yield from check_value(question, value, path, label)
        if question.must_be_yes and value is False:
            yield found.PLEDGE_WANTED.at(path)
    elif question.required and not _is_derived(question):
        yield found.REQUIRED.at(path, label=label)


def _is_derived(question: Question) -> bool:
    """The program writes it itself; asking for its source is enough."""
    return bool(question.derived_from) or question.kind is FieldKind.DATE_IN_WORDS


def _table(table: Question, value: object, situation: Situation) -> Iterator[FormProblem]:
    path = f"answers.{table.key}"
    rows = rows_of(value)
    if rows is None:
        yield unreadable(path, table.label)
        return
    if not rows and (table.required or table.min_rows):
        yield found.REQUIRED.at(path, label=table.label)
    elif 0 < len(rows) < table.min_rows:
        yield found.TOO_FEW_ROWS.at(path, label=table.label, limit=table.min_rows)
    if len(rows) > table.max_rows:
        yield found.TOO_MANY_ROWS.at(path, label=table.label, limit=table.max_rows)
    settled = rows_of(situation.answers.get(table.key)) or rows
    for index, row in enumerate(rows):
        yield from _row(table, index, row, columns_asked(table, settled[index], situation))


def _row(table: Question, index: int, row: Mapping[str, Any], asked: tuple[Question, ...]) -> Iterator[FormProblem]:
    path = f"answers.{table.key}[{index}]"
    if all(is_blank(cell) for cell in row.values()):
        yield found.BLANK_ROW.at(path, label=table.label, row=index + 1)
        return
    for column in asked:
        label = _("{table}, dòng {row}: {column}").format(table=table.label, row=index + 1, column=column.label)
        yield from _answer(column, row.get(column.key), f"{path}.{column.key}", label)
    known = {column.key: column for column in table.columns}
    yield from _strangers(row, known, {column.key: column for column in asked}, path)


def _strangers(
    given: Mapping[str, Any], known: Mapping[str, Question], asked: Mapping[str, Question], path: str
) -> Iterator[FormProblem]:
    for key, value in given.items():
        if key not in known:
            yield found.UNKNOWN_ANSWER.at(f"{path}.{key}", key=key)
        elif key not in asked and not is_blank(value):
            yield found.NOT_ASKED.at(f"{path}.{key}", label=known[key].label)


def _same_party(question: Question, value: object, intake: Intake) -> Iterator[FormProblem]:
    """What the form says of submitter or owner should be what the dossier says of them."""
    match question.of:
        case "submitter":
            person, party = intake.submitter.person, _("người nộp hồ sơ")
        case "owner" if intake.owners and isinstance(intake.owners[0].party, Citizen):
            person, party = intake.owners[0].party, _("chủ hồ sơ")
        case _:
            return
    if isinstance(value, str) and value.strip() and not _agrees(question.card_field, value, person):
        yield found.DIFFERS_FROM_PARTY.at(f"answers.{question.key}", label=question.label, party=party)


def _agrees(card_field: str, value: str, person: Citizen) -> bool:
    match card_field:
        case "full_name" if person.full_name:
            return spelling(value) == spelling(person.full_name)
        case "personal_id" if person.personal_id:
            return same_identifier(value, person.personal_id)
        case "birth_date" if person.birth_date:
            # a year alone agrees with every day of it
            mine, other = value.strip(), person.birth_date.strip()
            return mine.startswith(other) or other.startswith(mine)
    return True
