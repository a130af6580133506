"""Relations between answers: total floor area not below ground floor area, no birth after today.

A rule is broken only when it cannot be true: a birth date known by its year alone is not after a day of that year.
Answers that are missing or unreadable break nothing here; they are reported where they stand.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiosk import form_problems as found
from kiosk.answers import number_of
from kiosk.conditions import Situation
from kiosk.form_problems import FormProblem
from kiosk.people import PartialDate
from kiosk.procedures import FieldKind, Procedure, Question, Rule
from kiosk.value_checks import is_date, is_partial_date

TODAY = "today"


@dataclass(frozen=True, slots=True)
class _Span:
    """All an answer can mean, from `low` to `high`; a day by its number in the calendar."""

    low: Decimal
    high: Decimal
    is_date: bool = False


def check_rules(procedure: Procedure, situation: Situation, today: date) -> Iterator[FormProblem]:
    """Every broken rule, at its left-hand answer."""
    questions = {question.key: question for question in procedure.questions}
    for rule in procedure.rules:
        left = _span(_named(rule.left, rule, questions), situation)
        right = _days(today, today) if rule.right == TODAY else _span(_named(rule.right, rule, questions), situation)
        if left and right and _is_broken(rule, left, right):
            yield found.RULE_BROKEN.at(f"answers.{rule.left}", message=rule.message)


def _named(key: str, rule: Rule, questions: dict[str, Question]) -> Question:
    if key not in questions:
        raise ValueError(f"rule {rule.key!r} names the question {key!r}, which the procedure does not have")
    return questions[key]


def _span(question: Question, situation: Situation) -> _Span | None:
    value = situation.answers.get(question.key)
    if question.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        number = number_of(value)
        return None if number is None else _Span(number, number)
    if not isinstance(value, str):
        return None
    match question.kind:
        case FieldKind.DATE if is_date(value):
            day = date.fromisoformat(value)
            return _days(day, day)
        case FieldKind.PARTIAL_DATE if is_partial_date(value):
            return _partial(PartialDate.parse(value))
    return None


def _partial(known: PartialDate) -> _Span:
    month = known.month or 12
    last_day = known.day or monthrange(known.year, month)[1]
    return _days(date(known.year, known.month or 1, known.day or 1), date(known.year, month, last_day))


def _days(first: date, last: date) -> _Span:
    return _Span(Decimal(first.toordinal()), Decimal(last.toordinal()), is_date=True)


def _is_broken(rule: Rule, left: _Span, right: _Span) -> bool:
    if left.is_date is not right.is_date:
        raise ValueError(f"rule {rule.key!r} compares a day with a number")
    match rule.relation:
        case ">=":
            return left.high < right.low
        case ">":
            return left.high <= right.low
        case "<=":
            return left.low > right.high
        case "<":
            return left.low >= right.high
        case "==":
            return left.high < right.low or left.low > right.high
        case "!=":
            return left.low == left.high == right.low == right.high
    raise ValueError(f"rule {rule.key!r} has the unknown relation {rule.relation!r}")
