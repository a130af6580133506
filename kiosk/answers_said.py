"""The answers of a sealed form as people read them, in the sections and under the labels of the law."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kiosk.answers import address_of, is_blank, number_of, rows_of
from kiosk.partial_date import ImpossibleDate, PartialDate
from kiosk.places import show
from kiosk.procedures import FieldKind, Procedure, Question
from kiosk.words import _

Lines = tuple[tuple[str, str], ...]    # label, value


def sections(answers: Mapping[str, Any], procedure: Procedure | None, day: date) -> Iterator[tuple[str, Lines]]:
    """Heading and lines of every section in which something was answered. `day`: whose place names to use."""
    left = dict(answers)
    for section in procedure.sections if procedure else ():
        lines = []
        for question in section.questions:
            value = left.pop(question.key, None)
            if not is_blank(value):
                lines.append((question.label, shown(question, value, day)))
        if lines:
            yield section.title, tuple(lines)
    rest = tuple((key, _plain(value)) for key, value in left.items() if not is_blank(value))
    if rest:
        yield _("Câu trả lời khác"), rest


def shown(question: Question, value: Any, day: date) -> str:
    """One answer."""
    match question.kind:
        case FieldKind.DATE | FieldKind.PARTIAL_DATE:
            return date_shown(str(value))
        case FieldKind.SELECT:
            return _label(question, str(value))
        case FieldKind.CHECKS if not isinstance(value, str):
            return ", ".join(_label(question, str(code)) for code in value)
        case FieldKind.YES_NO:
            return _("Có") if value is True else _("Không")
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _number(question, value)
        case FieldKind.ADDRESS:
            address = address_of(value)
            return show(address, day) if address else _plain(value)
        case FieldKind.TABLE:
            return _table(question, value, day)
        case _:
            return _plain(value)


def date_shown(iso: str) -> str:
    """ "1962-05-03" as 03/05/1962; what is no date as it stands."""
    try:
        return PartialDate.parse(iso).shown()
    except ImpossibleDate:
        return iso


def _label(question: Question, code: str) -> str:
    return next((choice.label for choice in question.choices if choice.code == code), code)


def _number(question: Question, value: Any) -> str:
    number = number_of(value)
    if number is None:
        return _plain(value)
    text = grouped(number)
    unit = _("đồng") if question.kind is FieldKind.MONEY else question.unit
    return f"{text} {unit}".strip()


def grouped(number: Decimal) -> str:
    """1250.5 as 1.250,5."""
    return f"{number.normalize():,f}".translate(str.maketrans(",.", ".,"))


def _table(question: Question, value: Any, day: date) -> str:
    lines = []
    for number, row in enumerate(rows_of(value) or (), 1):
        cells = [
            f"{column.label}: {shown(column, row[column.key], day)}"
            for column in question.columns
            if not is_blank(row.get(column.key))
        ]
        lines.append(f"{number}. " + "; ".join(cells))
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, Mapping):
        return ", ".join(_plain(part) for part in value.values() if not is_blank(part))
    if isinstance(value, list | tuple):
        return "; ".join(_plain(part) for part in value)
    return str(value)
