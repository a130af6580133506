"""The rules a procedure must keep beyond the types of its values: keys that exist, choices that fit, a deadline."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Protocol

from kiosk.catalogue import money, questions
from kiosk.catalogue.faults import Breach, Finding, Path
from kiosk.procedures import COPY_FIXED, Deadline, DeadlineUnit, FieldKind, Procedure, Requirement, Rule

LEVELS = ("commune", "province", "ministry")
SERVICE_LEVELS = ("full", "partial", "information")

_RELATIONS = (">=", ">", "<=", "<", "==", "!=")
_NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)
_DATES = (FieldKind.DATE, FieldKind.PARTIAL_DATE)


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


def check(procedure: Procedure, stem: str) -> Iterator[Finding]:
    """Every rule `procedure` breaks; `stem` is the name of its file without `.toml`."""
    yield from _identity(procedure, stem)
    yield from _unique(procedure)
    yield from questions.check(procedure)
    yield from _rules(procedure)
    yield from _requirements(procedure.requirements)
    yield from money.check(procedure)
    yield from _deadlines(procedure)
    yield from _express(procedure)
    yield from _copy_order(procedure)
    yield from _uncertain(procedure)


def _identity(procedure: Procedure, stem: str) -> Iterator[Finding]:
    version = f"{procedure.valid_from}" + (f"@{procedure.province}" if procedure.province else "")
    if stem.partition("@")[0] != procedure.code:
        yield Finding(("code",), Breach.FILE_NAME, "code", wanted=stem.partition("@")[0])
    if procedure.version != stem.partition("@")[2]:
        yield Finding(("version",), Breach.FILE_NAME, "version", wanted=stem.partition("@")[2])
    elif procedure.version != version:
        yield Finding(("valid_from",), Breach.FILE_NAME, "valid_from", wanted=procedure.version)
    if procedure.valid_to and procedure.valid_to < procedure.valid_from:
        yield Finding(("valid_to",), Breach.DATES)
    if procedure.competent_level not in LEVELS:
        yield Finding(("competent_level",), Breach.UNKNOWN_VALUE, "competent_level", procedure.competent_level)
    if procedure.service_level not in SERVICE_LEVELS:
        yield Finding(("service_level",), Breach.UNKNOWN_VALUE, "service_level", procedure.service_level)


def _unique(procedure: Procedure) -> Iterator[Finding]:
    for name in ("cases", "sections", "rules", "requirements", "fees", "exemptions"):
        yield from twice(getattr(procedure, name), (name,))


def twice(items: Iterable[Keyed], path: Path) -> Iterator[Finding]:
    """A finding for each key that an earlier item already bears."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.key in seen:
            yield Finding((*path, index, "key"), Breach.DUPLICATE, item.key)
        seen.add(item.key)


def _rules(procedure: Procedure) -> Iterator[Finding]:
    kinds = {question.key: question.kind for question in procedure.questions}
    for index, rule in enumerate(procedure.rules):
        known = True
        for side, key in (("left", rule.left), ("right", rule.right)):
            if key not in kinds and not (side == "right" and key == "today"):
                known = False
                yield Finding(("rules", index, side), Breach.UNKNOWN_QUESTION, key)
        if rule.relation not in _RELATIONS:
            yield Finding(("rules", index, "relation"), Breach.RULE, rule.key)
        if known and not _comparable(rule, kinds):
            yield Finding(("rules", index, "left"), Breach.RULE, rule.key)


def _comparable(rule: Rule, kinds: dict[str, FieldKind]) -> bool:
    right = FieldKind.DATE if rule.right == "today" else kinds[rule.right]
    family = _DATES if right in _DATES else _NUMBERS
    return right in family and kinds[rule.left] in family


def _requirements(requirements: Iterable[Requirement]) -> Iterator[Finding]:
    for index, paper in enumerate(requirements):
        wanted = paper.originals + paper.certified + paper.photocopies > 0 or paper.shown_only
        if paper.forbidden and (wanted or not paper.forbidden_basis):
            yield Finding(("requirements", index, "forbidden"), Breach.FORBIDDEN, paper.key)
        elif not paper.forbidden and not wanted:
            yield Finding(("requirements", index), Breach.NO_COUNT, paper.key)


def _deadlines(procedure: Procedure) -> Iterator[Finding]:
    """A term that is truly unknown is said in so many words: `uncertain = ["deadlines: ..."]`."""
    known_gap = any(text.partition(":")[0] == "deadlines" for text in procedure.uncertain)
    if not procedure.deadlines:
        if not known_gap:
            yield Finding(("deadlines",), Breach.NO_DEADLINE)
        return
    for index, deadline in enumerate(procedure.deadlines):
        if not _long_enough(deadline):
            yield Finding(("deadlines", index, "amount"), Breach.DEADLINE_AMOUNT)
    if procedure.deadlines[-1].when:
        yield Finding(("deadlines", len(procedure.deadlines) - 1, "when"), Breach.DEADLINE_FALLBACK)


def _long_enough(deadline: Deadline) -> bool:
    return deadline.complete_within > 0 and (deadline.unit is DeadlineUnit.SAME_DAY or deadline.amount > 0)


def _express(procedure: Procedure) -> Iterator[Finding]:
    """The express screen fills questions that are there, and its certifications are entered somewhere."""
    way = procedure.express
    if way is None:
        return
    names = {question.key for question in procedure.questions}
    names |= {f"{table.key}.{column.key}" for table in procedure.questions for column in table.columns}
    for side in ("subject", "copies", "pages", "relation", "place"):
        name = getattr(way, side)
        if name and name not in names:
            yield Finding(("express", side), Breach.UNKNOWN_QUESTION, name)
    if not procedure.ledger:
        yield Finding(("ledger",), Breach.MISSING_KEY, "ledger")


def _copy_order(procedure: Procedure) -> Iterator[Finding]:
    """What is copied into another system is there to be copied."""
    known = {*COPY_FIXED, *(question.key for question in procedure.questions)}
    for index, wanted in enumerate(procedure.authoritative.copy_order):
        if wanted.field not in known:
            yield Finding(("authoritative", "copy_order", index, "field"), Breach.UNKNOWN_QUESTION, wanted.field)


def _uncertain(procedure: Procedure) -> Iterator[Finding]:
    names = {spec.name for spec in fields(procedure)}
    for index, text in enumerate(procedure.uncertain):
        field_name, _dot, key = text.partition(":")[0].partition(".")
        keys = {item.key for item in getattr(procedure, field_name, ())} if key and field_name in names else {key}
        if ": " not in text or field_name not in names or key not in keys:
            yield Finding(("uncertain", index), Breach.UNCERTAIN, text.partition(":")[0])
