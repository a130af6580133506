"""The short work of the desk (chứng thực nhanh): a person, a kind of paper, pages and copies, and nothing more is asked.

An order becomes an ordinary intake: it is checked, priced and sealed like every other dossier. Pure; nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

from kiosk.conditions import Situation, requirements_asked
from kiosk.dossier import FeeLine, HowMet, Owner, PaperRecord, Relation, Submitter
from kiosk.fee_counts import batches
from kiosk.fees import Terms, fees_due, fees_not_set, is_capped, price, total
from kiosk.identity import IdentityProof
from kiosk.intake import Intake
from kiosk.ledger import LedgerLine
from kiosk.officers import Officer
from kiosk.people import Citizen
from kiosk.procedures import ExpressPath, FieldKind, Procedure, Provenance, Question, Requirement
from kiosk.receive import Beside
from kiosk.text import clean, fold

SELF = "self"


class Taken(Protocol):
    """How the money came: `kiosk.till.TakenFee` is one."""

    @property
    def method(self) -> str: ...
    @property
    def tendered(self) -> int: ...


class Charging(Protocol):
    """The till: what it writes in the transaction that seals the dossier."""

    def __call__(self, taken: Taken, officer: Officer) -> Beside: ...


@dataclass(frozen=True, slots=True)
class ExpressRow:
    """One original. `copies` are the cases where signatures are certified; `subject` may be a choice of the form."""

    subject: str
    copies: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class ExpressOrder:
    """What the officer said. `about` is whose event it is, when that is not the person at the desk."""

    procedure: str
    person: Citizen
    rows: tuple[ExpressRow, ...]
    source: Provenance = Provenance.MANUAL
    issued_on: str = ""
    relation: str = ""
    about: str = ""
    place: str = ""
    later: bool = False                # the result is not handed over at once
    read: tuple[IdentityProof, ...] = ()   # whose card was read for it


@dataclass(frozen=True, slots=True)
class RowFee:
    """`capped`: its pages would cost more than one copy may."""

    amount: int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class ExpressQuote:
    """What it costs, row by row. `cap` is the most that one copy may cost, None where the fee has none."""

    rows: tuple[RowFee, ...]
    lines: tuple[FeeLine, ...]
    not_set: tuple[str, ...]
    cap: int | None

    @property
    def total(self) -> int:
        return total(self.lines)


def way_of(procedure: Procedure) -> ExpressPath:
    """Raises ValueError for a procedure that has no express path."""
    if procedure.express is None:
        raise ValueError(f"{procedure.code} has no express path")
    return procedure.express


def intake_of(order: ExpressOrder, procedure: Procedure, office: str, counter: str, officer: Officer, now: int) -> Intake:
    """The order as the intake an officer would have filled by hand."""
    way = way_of(procedure)
    answers = _answers(order, procedure, way)
    intake = Intake(
        procedure.code,
        office=office,
        counter=counter,
        officer=officer.id,
        submitter=Submitter(order.person),
        owners=(_owner(order),),
        answers=answers,
        provenance=_provenance(order, procedure, answers),
        fee_method="cash",
    )
    asked = requirements_asked(procedure, intake.situation(procedure))
    papers = (_paper(needed, officer, now) for needed in asked if not needed.forbidden and not needed.optional)
    return replace(intake, papers=tuple(papers))


def quote_of(order: ExpressOrder, procedure: Procedure, terms: Terms) -> ExpressQuote:
    """The price of the order as it stands, half typed as it may be."""
    sums, capped = [0], []
    lines: tuple[FeeLine, ...] = ()
    for count in range(1, len(order.rows) + 1):
        situation = _situation(procedure, order.rows[:count])
        lines = price(procedure, situation, terms)
        sums.append(total(lines))
        last = _situation(procedure, order.rows[count - 1 : count])
        capped.append(any(
            is_capped(fee, batch.pages) for fee in fees_due(procedure, last) for batch in batches(fee, last)
        ))  # fmt: skip
    rows = tuple(RowFee(after - before, over) for (before, after), over in zip(pairwise(sums), capped, strict=True))
    whole = _situation(procedure, order.rows)
    not_set = tuple(fee.name for fee in fees_not_set(procedure, whole, terms))
    cap = next((fee.cap for fee in procedure.fees if fee.cap is not None), None)
    return ExpressQuote(rows, lines, not_set, cap)


def ledger_lines(order: ExpressOrder, procedure: Procedure, quote: ExpressQuote) -> tuple[LedgerLine, ...]:
    """One line for each original: its copies, made at one time, share one number."""
    about = f" ({clean(order.about)})" if clean(order.about) else ""
    person = clean(order.person.full_name)
    return tuple(
        LedgerLine(person, subject_shown(row.subject, procedure) + about, row.pages, row.copies, fee.amount)
        for row, fee in zip(order.rows, quote.rows, strict=True)
    )


def subject_shown(subject: str, procedure: Procedure) -> str:
    """A subject in words, also where the form knows it by a code."""
    choices = _choices(way_of(procedure), procedure)
    return next((label for code, label in choices if subject == code), clean(subject))


def usual_subjects(procedure: Procedure) -> tuple[str, ...]:
    """What can be called for by a number: the form's own choices, or the papers that come every day."""
    way = way_of(procedure)
    return tuple(label for _code, label in _choices(way, procedure)) or way.usual


# ---- inside -----------------------------------------------------------------------------------------


def _situation(procedure: Procedure, rows: Sequence[ExpressRow]) -> Situation:
    given: dict[str, Any] = {}
    _fill_rows(given, procedure, way_of(procedure), rows)
    return Intake(procedure.code, answers=given).situation(procedure)


def _answers(order: ExpressOrder, procedure: Procedure, way: ExpressPath) -> dict[str, Any]:
    whose = {"submitter": _facts(order.person, order.issued_on), "owner": _facts(_party(order), _issued(order))}
    whose["signer"] = whose["submitter"]
    answers: dict[str, Any] = {}
    for question in procedure.questions:
        if question.kind is FieldKind.TABLE:
            cells = _known(question.columns, whose)
            if cells:
                answers[question.key] = [cells]
    answers |= _known(procedure.questions, whose)
    if way.relation:
        answers[way.relation] = order.relation
    if way.place:
        answers[way.place] = order.place
    _fill_rows(answers, procedure, way, order.rows)
    return {key: value for key, value in answers.items() if value not in ("", None, [])}


def _known(questions: Sequence[Question], whose: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found = {question.key: whose.get(question.of, {}).get(question.card_field) for question in questions}
    return {key: value for key, value in found.items() if value}


def _fill_rows(answers: dict[str, Any], procedure: Procedure, way: ExpressPath, rows: Sequence[ExpressRow]) -> None:
    names = {way.subject: "subject", way.copies: "copies", way.pages: "pages"}
    names.pop("", None)
    if way.several:
        table = way.subject.partition(".")[0]
        columns = {name.partition(".")[2]: part for name, part in names.items()}
        answers[table] = [{key: getattr(row, part) for key, part in columns.items()} for row in rows]
    elif rows:
        answers.update({name: getattr(rows[0], part) for name, part in names.items()})
        answers[way.subject] = _code(rows[0].subject, way, procedure)


def _code(subject: str, way: ExpressPath, procedure: Procedure) -> str:
    wanted = fold(subject)
    return next((code for code, label in _choices(way, procedure) if wanted in (fold(label), code)), subject)


def _choices(way: ExpressPath, procedure: Procedure) -> tuple[tuple[str, str], ...]:
    question = next((one for one in procedure.questions if one.key == way.subject), None)
    return tuple((choice.code, choice.label) for choice in question.choices) if question else ()


def _facts(person: Citizen, issued_on: str) -> dict[str, Any]:
    return {
        "full_name": person.full_name, "personal_id": person.personal_id or person.passport, "birth_date": person.birth_date,
        "sex": person.sex.value if person.sex else "", "residence": _home(person), "issue_date": issued_on,
    }  # fmt: skip


def _home(person: Citizen) -> Any:
    home = person.address
    return home if home.commune or home.as_written.strip() else None


def _party(order: ExpressOrder) -> Citizen:
    return Citizen(order.about) if clean(order.about) else order.person


def _issued(order: ExpressOrder) -> str:
    return "" if clean(order.about) else order.issued_on


def _owner(order: ExpressOrder) -> Owner:
    if order.relation in ("", SELF) and not clean(order.about):
        return Owner(order.person)
    known = {member.value: member for member in Relation}
    relation = known.get(order.relation, Relation.REPRESENTATIVE)
    return Owner(_party(order), relation if relation is not Relation.SELF else Relation.REPRESENTATIVE)


def _provenance(order: ExpressOrder, procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Provenance]:
    """Only what the card said bears its mark."""
    if order.source is Provenance.MANUAL:
        return {}
    return {
        question.key: order.source
        for question in procedure.questions
        if question.card_field and question.of == "submitter" and question.key in answers
    }


def _paper(needed: Requirement, officer: Officer, now: int) -> PaperRecord:
    """Seen or taken as the procedure asks for it: whoever certifies has it in hand."""
    how, copies = HowMet.SHOWN, 1
    if needed.originals:
        how, copies = HowMet.ORIGINAL, needed.originals
    elif needed.certified:
        how, copies = HowMet.CERTIFIED, needed.certified
    elif needed.photocopies:
        how, copies = HowMet.COMPARED, needed.photocopies
    return PaperRecord(needed.key, needed.name, how, copies, officer.id, now)

