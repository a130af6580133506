"""The shipped catalogue under the checks and the prices: no procedure may stop either, whatever is still empty."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk import form_problems as found
from kiosk.catalogue import Catalogue
from kiosk.checks import check, may_be_received
from kiosk.conditions import questions_asked, requirements_asked
from kiosk.fees import Terms, fees_not_set, price
from kiosk.form_problems import Severity
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.online_offer import cheaper_online
from kiosk.procedures import Channel, Procedure
from tests.kiosk.small_procedures import TODAY

CATALOGUE = Catalogue.load()
VERSIONS = [(code, version) for code in CATALOGUE.codes() for version in CATALOGUE.versions(code)]


@pytest.fixture(params=VERSIONS, ids=" ".join)
def form(request: pytest.FixtureRequest) -> Procedure:
    return CATALOGUE.version(*request.param)


def empty_intakes(form: Procedure) -> list[Intake]:
    cases = [case.key for case in form.cases] or [""]
    return [Intake(form.code, channel, case) for channel in Channel for case in cases]


def test_an_empty_form_hears_of_each_question_and_paper_it_needs(form: Procedure) -> None:
    for intake in empty_intakes(form):
        situation = intake.situation(form)
        problems = check(intake, form, max(TODAY, form.valid_from))
        unanswered = {one.field for one in problems if one.code == found.REQUIRED.code}
        missing = {one.field for one in problems if one.code == found.PAPER_MISSING.code}
        for asked in questions_asked(form, situation):
            if asked.required and not asked.derived_from:
                assert f"answers.{asked.key}" in unanswered
        for needed in requirements_asked(form, situation):
            assert (f"requirements.{needed.key}" in missing) is not (needed.optional or needed.forbidden)


def test_prices_and_hints_can_be_given(form: Procedure) -> None:
    terms = Terms(max(TODAY, form.valid_from))
    for intake in empty_intakes(form):
        situation = intake.situation(form)
        lines = price(form, situation, terms)
        assert all(line.amount == line.full_amount for line in lines if not line.exemption)
        assert not {line.key for line in lines} & {fee.key for fee in fees_not_set(form, situation, terms)}
        assert all(offer.saving > 0 for offer in cheaper_online(form, situation, terms))


def test_permanent_residence_costs_less_online_and_nothing_with_the_digital_identity() -> None:
    form = CATALOGUE.on("1.004222", date(2026, 11, 25))
    now, later = cheaper_online(form, Intake(form.code).situation(form), Terms(TODAY))
    assert (now.total, now.saving) == (10_000, 10_000)
    assert (later.total, later.saving) == (0, 20_000)


def test_a_pledge_answered_no_is_no_pledge() -> None:
    day = date(2026, 11, 25)
    procedure = Catalogue.load().on("1.004873", day)
    intake = Invention(7).intake("H99.01.02", "Quầy 1", "cb-001", page_count=1, now=0)
    refused = replace(intake, answers={**intake.answers, "pledge": False})
    assert may_be_received(check(intake, procedure, day))
    assert [(problem.field, problem.code) for problem in check(refused, procedure, day)
            if problem.severity is Severity.ERROR] == [("answers.pledge", "CHECK-39")]
