"""The rules of questions and of the conditions that point at them.

In a condition a yes-or-no answer is written "yes" or "no", a cell of a table "table.column" (any row); `case`,
`channel` and `owner_kind` are settled before the form is asked.
"""

from collections.abc import Iterator

from kiosk.catalogue.faults import Breach, Finding, Path
from kiosk.dossier import Relation
from kiosk.procedures import Channel, Condition, FieldKind, Procedure, Question

CARD_FIELDS = frozenset({
    "full_name", "personal_id", "birth_date", "sex", "nationality", "ethnicity", "religion", "place_of_origin",
    "residence", "issue_date", "expiry_date", "father_name", "mother_name", "spouse_name", "old_id"})

_CHOOSING = (FieldKind.SELECT, FieldKind.CHECKS)


def check(procedure: Procedure) -> Iterator[Finding]:
    known: set[str] = set()
    ring = _ring(procedure)
    for place, section in enumerate(procedure.sections):
        path: Path = ("sections", place)
        yield from conditions(procedure, section.when, (*path, "when"))
        for index, question in enumerate(section.questions):
            spot = (*path, "questions", index)
            if question.key in known:
                yield Finding((*spot, "key"), Breach.DUPLICATE, question.key)
            known.add(question.key)
            yield from _question(procedure, question, spot, ())
            if question.key in ring:
                yield Finding((*spot, "when"), Breach.RING, question.key)
    for index, paper in enumerate(procedure.requirements):
        yield from conditions(procedure, paper.when, ("requirements", index, "when"))


def _ring(procedure: Procedure) -> set[str]:
    """Questions that hang, directly or through others, on their own answer: they could never be asked."""
    hangs_on = {question.key: {condition.question for condition in (*section.when, *question.when)}
                for section in procedure.sections for question in section.questions}
    left = {key: names & hangs_on.keys() for key, names in hangs_on.items()}
    while ends := {key for key, names in left.items() if not names & left.keys()}:
        left = {key: names for key, names in left.items() if key not in ends}
    while idle := left.keys() - {name for names in left.values() for name in names}:
        left = {key: names for key, names in left.items() if key not in idle}
    return set(left)


def conditions(procedure: Procedure, when: tuple[Condition, ...], path: Path,
               row: tuple[Question, ...] = ()) -> Iterator[Finding]:
    """What is wrong with conditions; `row` holds the columns beside a column that has conditions."""
    if not when:
        return
    allowed = _answers(procedure, row)
    for index, condition in enumerate(when):
        if condition.question not in allowed:
            yield Finding((*path, index, "question"), Breach.UNKNOWN_QUESTION, condition.question)
            continue
        codes = allowed[condition.question]
        for place, code in enumerate(condition.one_of):
            if codes is not None and code not in codes:
                yield Finding((*path, index, "one_of", place), Breach.UNKNOWN_CHOICE, condition.question, code)


def _answers(procedure: Procedure, row: tuple[Question, ...]) -> dict[str, frozenset[str] | None]:
    """Everything a condition may point at -> the values it can have (None: any)."""
    asked: dict[str, frozenset[str] | None] = {
        question.key: _codes(question) for question in (*procedure.questions, *row)}
    cells = {f"{table.key}.{column.key}": _codes(column) for table in procedure.questions for column in table.columns}
    return asked | cells | {
        "case": frozenset(case.key for case in procedure.cases),
        "channel": frozenset(Channel),
        "owner_kind": frozenset({"person", "organisation"}),
        "relation": frozenset(Relation),
    }


def _codes(question: Question) -> frozenset[str] | None:
    if question.kind is FieldKind.YES_NO:
        return frozenset({"yes", "no"})
    if question.kind in _CHOOSING:
        return frozenset(choice.code for choice in question.choices)
    return None


def _question(procedure: Procedure, question: Question, path: Path,
              row: tuple[Question, ...]) -> Iterator[Finding]:
    yield from conditions(procedure, question.when, (*path, "when"), row)
    yield from _choices(question, path)
    yield from _sources(procedure, question, path, row)
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        yield Finding((*path, "minimum"), Breach.LIMITS, question.key)
    if question.min_rows > question.max_rows:
        yield Finding((*path, "min_rows"), Breach.LIMITS, question.key)
    if question.kind is FieldKind.TABLE:
        yield from _columns(procedure, question, path)
    elif question.columns:
        yield Finding((*path, "columns"), Breach.IDLE_COLUMNS, question.key)


def _choices(question: Question, path: Path) -> Iterator[Finding]:
    if question.kind in _CHOOSING and not question.choices:
        yield Finding((*path, "choices"), Breach.NO_CHOICES, question.key)
    if question.kind not in _CHOOSING and question.choices:
        yield Finding((*path, "choices"), Breach.IDLE_CHOICES, question.key)
    codes: set[str] = set()
    for index, choice in enumerate(question.choices):
        if choice.code in codes:
            yield Finding((*path, "choices", index), Breach.DUPLICATE, choice.code)
        codes.add(choice.code)


def _sources(procedure: Procedure, question: Question, path: Path,
             row: tuple[Question, ...]) -> Iterator[Finding]:
    dates = {other.key for other in (*procedure.questions, *row)
             if other.kind in (FieldKind.DATE, FieldKind.PARTIAL_DATE)}
    in_words = question.kind is FieldKind.DATE_IN_WORDS
    if in_words and not (question.read_only and question.derived_from in dates):
        yield Finding((*path, "derived_from"), Breach.DERIVED, question.key)
    if question.card_field and not (question.card_field in CARD_FIELDS and question.of):
        yield Finding((*path, "card_field"), Breach.CARD_FIELD, question.key, question.card_field)


def _columns(procedure: Procedure, table: Question, path: Path) -> Iterator[Finding]:
    if not table.columns:
        yield Finding((*path, "columns"), Breach.NO_COLUMNS, table.key)
    seen: set[str] = set()
    for index, column in enumerate(table.columns):
        if column.key in seen:
            yield Finding((*path, "columns", index, "key"), Breach.DUPLICATE, column.key)
        seen.add(column.key)
        yield from _question(procedure, column, (*path, "columns", index), table.columns)
