"""Every problem of a form at once, so that nobody is sent back to one screen twice (NĐ 118/2025 Đ16: one guidance).

This is the front door: each room beside it (`answer_checks`, `rule_checks`, `people_checks`, `paper_checks`,
`page_checks`) knows one part of the form. Errors stand in the way of receipt, warnings are shown and let through.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from kiosk import form_problems as found
from kiosk.answer_checks import check_answers
from kiosk.form_problems import FormProblem, Severity
from kiosk.intake import FEE_METHODS, Intake
from kiosk.moments import show_date
from kiosk.page_checks import check_pages
from kiosk.paper_checks import check_papers
from kiosk.people_checks import check_owners, check_return, check_submitter
from kiosk.procedures import Channel, Procedure
from kiosk.rule_checks import check_rules


def check(intake: Intake, procedure: Procedure, today: date) -> tuple[FormProblem, ...]:
    """All problems, in the order of the screens. Raises ValueError when handed another procedure's intake."""
    if intake.procedure != procedure.code:
        raise ValueError(f"an intake of {intake.procedure} cannot be checked against {procedure.code}")
    situation = intake.situation(procedure)
    return (
        *_procedure(intake, procedure, today),
        *check_submitter(intake.submitter, today, nameless=procedure.express is not None and procedure.express.nameless),
        *check_owners(intake.owners, intake.submitter.person, today),
        *check_answers(intake, procedure, situation),
        *check_rules(procedure, situation, today),
        *check_papers(intake, procedure, situation),
        *check_pages(intake, procedure),
        *check_return(intake.hand_over),
        *_fee_method(intake, procedure),
    )


def may_be_received(problems: Iterable[FormProblem]) -> bool:
    """Whether nothing but warnings is left."""
    return all(problem.severity is Severity.WARNING for problem in problems)


def _procedure(intake: Intake, procedure: Procedure, today: date) -> Iterator[FormProblem]:
    if today < procedure.valid_from or (procedure.valid_to is not None and today > procedure.valid_to):
        yield found.NOT_IN_FORCE.at("procedure", day=show_date(today))
    if procedure.cases and not intake.case:
        keys = (case.key for case in procedure.cases)
        yield found.CASE_WANTED.at("case", keys, cases=", ".join(case.name for case in procedure.cases))
    elif intake.case and intake.case not in {case.key for case in procedure.cases}:
        yield found.CASE_UNKNOWN.at("case")
    # an online-first procedure comes in any other way only on incident, whatever channels it lists
    by_incident = bool(procedure.online_first) and intake.channel is not Channel.ONLINE
    if by_incident:
        if not intake.incident_reason.strip():
            yield found.INCIDENT_WANTED.at("incident_reason")
    elif intake.channel not in procedure.channels:
        yield found.CHANNEL_CLOSED.at("channel")


def _fee_method(intake: Intake, procedure: Procedure) -> Iterator[FormProblem]:
    if intake.fee_method not in FEE_METHODS:
        yield found.FEE_METHOD_UNKNOWN.at("fee_method", methods=", ".join(FEE_METHODS))
    elif intake.fee_method == "later" and not procedure.pay_later:
        yield found.FEE_NOT_LATER.at("fee_method")
