"""From an intake to the form that will be sealed: the answers that apply, the fees, the due date. Pure; nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk import form_problems as found
from kiosk.conditions import Situation, all_hold
from kiosk.dossier import CapturedPage, FeeRecord, Form
from kiosk.fees import Terms, fees_not_set, price
from kiosk.form_problems import FormProblem
from kiosk.forms import SCHEMA
from kiosk.intake import Intake
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.procedures import Deadline, EndOfTerm, Procedure
from kiosk.working_time import due


@dataclass(frozen=True, slots=True)
class Rules:
    """What the office adds to the procedure: its calendar, how it reads terms, and the province's fees."""

    calendar: OfficeCalendar
    end_of_term: EndOfTerm
    fees: Mapping[str, int]


def term_of(procedure: Procedure, situation: Situation) -> Deadline | None:
    """The first deadline whose conditions hold; None where the law's term is not known."""
    return next((deadline for deadline in procedure.deadlines if all_hold(deadline.when, situation)), None)


class Making:
    """One intake on its way to a form, received at `now` (epoch ms)."""

    def __init__(self, intake: Intake, procedure: Procedure, rules: Rules, now: int) -> None:
        self._intake, self._procedure, self._rules, self._now = intake, procedure, rules, now
        self._situation = intake.situation(procedure)

    def form(self, dossier: str, pages: tuple[CapturedPage, ...]) -> Form:
        """The content to seal; the intake must have been checked."""
        intake, now, answers = self._intake, self._now, self._situation.answers
        term = term_of(self._procedure, self._situation)
        until = due(now, term, self._rules.calendar, self._rules.end_of_term) if term else None
        return Form(
            schema=SCHEMA,
            dossier=dossier,
            procedure=self._procedure.code,
            procedure_name=self._procedure.name,
            procedure_version=self._procedure.version,
            case=intake.case,
            channel=intake.channel,
            office=intake.office,
            counter=intake.counter,
            officer=intake.officer,
            submitter=intake.submitter,
            owners=intake.owners,
            answers=answers,
            provenance={key: value for key, value in intake.provenance.items() if key in answers},
            papers=intake.papers,
            pages=pages,
            hand_over=intake.hand_over,
            fee=self._fee(),
            submitted_at=now,
            received_at=now,
            valid_at=until.counted_from if until else now,
            due_at=until.due_at if until else None,
            due_basis=until.basis if until else "",
            eligibility=tuple(sorted(intake.eligibility)),
            incident_reason=intake.incident_reason,
        )

    def fee_problems(self) -> Iterator[FormProblem]:
        """What is due is taken: a receipt never says both an amount and that nothing was taken."""
        amount = self._fee().total
        if amount and self._intake.fee_method == "free":
            yield found.FEE_UNPAID.at("fee_method", amount=f"{amount:,}".replace(",", "."))

    def _fee(self) -> FeeRecord:
        """What is due and how it was taken. A fee whose amount nobody has set here is not free: it is paid later."""
        terms = Terms(day_of(self._now), self._intake.eligibility, self._rules.fees)
        lines = price(self._procedure, self._situation, terms)
        not_set = tuple(fee.name for fee in fees_not_set(self._procedure, self._situation, terms))
        if any(line.amount for line in lines):
            return FeeRecord(lines, self._intake.fee_method, not_set)
        return FeeRecord(lines, "later" if not_set else "free", not_set)
