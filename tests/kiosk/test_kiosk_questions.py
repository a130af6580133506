"""What a kiosk asks: every shipped procedure can be answered to its end, whatever way the answers take, and no branch that was
closed leaves anything behind."""

import random
from dataclasses import replace
from datetime import date

import pytest

from kiosk.answers import is_blank
from kiosk.catalogue import Catalogue
from kiosk.checks import check
from kiosk.dossier import Relation
from kiosk.form_problems import Severity
from kiosk.intake import Intake
from kiosk.procedures import Channel, FieldKind, Provenance
from kiosk.selfservice.answers_list import lines_of
from kiosk.selfservice.asked_as import QUESTIONS
from kiosk.selfservice.asks import Ask, value_of
from kiosk.selfservice.invented_answers import an_answer
from kiosk.selfservice.questions import answered, ask_of, asks, faults, finished, next_after, plain, settled

TODAY = date(2026, 11, 29)
CATALOGUE = Catalogue.load()
CODES = [
    entry.code for entry in CATALOGUE.entries(TODAY, "")
    if Channel.ONLINE in CATALOGUE.on(entry.code, TODAY, "").channels
]  # fmt: skip
LATE = {"stay_until": "2027-05-01"}
NOT_HERE = ("requirements.", "papers[", "fee_method")


def a_form(code: str):
    return CATALOGUE.on(code, TODAY, ""), Intake(code, channel=Channel.ONLINE, office="H99.01.02", counter="K1")


def some_answer(ask: Ask, rnd: random.Random) -> object:
    """Now this way, now that: every branch is gone into some time."""
    question = ask.question
    if ask.more:
        return rnd.random() < 0.4 and not ask.path.endswith("[3]")
    match question.kind:
        case FieldKind.SELECT if not ask.part:
            return rnd.choice(question.choices).code
        case FieldKind.CHECKS:
            return [rnd.choice(question.choices).code]
        case FieldKind.YES_NO:
            return True if question.must_be_yes else rnd.random() < 0.5
        case FieldKind.DATE if question.key in LATE:
            return LATE[question.key]
        case FieldKind.PERSONAL_ID if "submitter" not in ask.path:
            return f"0010900{rnd.randrange(10_000):05d}"
        case FieldKind.MONEY:
            return int(max(question.minimum or 1, 50_000))
    return an_answer(ask)


def walk(code: str, rnd: random.Random, *, optional: bool):
    """From the first question to the last, as pages do; the intake, and what was asked."""
    procedure, intake = a_form(code)
    found = asks(procedure, intake)
    ask, seen = found[0], []
    while ask is not None:
        assert len(seen) < 600
        seen.append(ask)
        value = some_answer(ask, rnd)
        if not optional and not ask.more and not any(
            one.severity is Severity.ERROR for one in faults(procedure, intake, ask, None, TODAY)
        ):
            value = None
        wrong = [one for one in faults(procedure, intake, ask, value, TODAY) if one.severity is Severity.ERROR]
        assert not wrong, (ask, value, wrong)
        intake = answered(procedure, intake, ask, value)
        ask = next_after(asks(procedure, intake), ask)
    return procedure, finished(procedure, intake), seen


@pytest.mark.parametrize("optional", [True, False], ids=["all", "only-wanted"])
@pytest.mark.parametrize("code", CODES)
def test_whoever_answers_all_has_only_papers_left(code, optional):
    for seed in range(2):
        procedure, intake, _seen = walk(code, random.Random(seed), optional=optional)
        errors = [one for one in check(intake, procedure, TODAY) if one.severity is Severity.ERROR]
        assert [one for one in errors if not one.field.startswith(NOT_HERE)] == []


@pytest.mark.parametrize("code", [code for code in CODES if a_form(code)[0].case_by_officer])
def test_what_only_an_officer_can_judge_is_not_asked(code):
    procedure, intake, seen = walk(code, random.Random(5), optional=False)
    assert "case" not in [ask.id for ask in seen]
    assert intake.case == procedure.cases[0].key


def test_what_kind_of_case_it_is_is_asked_where_the_citizen_knows():
    assert "case" in [ask.id for ask in walk("1.004222", random.Random(5), optional=False)[2]]


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_asked_twice_and_all_that_is_said_stands(code):
    _procedure, intake, seen = walk(code, random.Random(7), optional=True)
    assert len({ask.id for ask in seen}) == len(seen)
    for ask in seen:
        if not ask.more and ask.question.kind is not FieldKind.YES_NO:
            assert not is_blank(value_of(intake, ask)), ask.id


@pytest.mark.parametrize("code", CODES)
def test_every_problem_of_an_empty_form_leads_to_a_question(code):
    procedure, empty = a_form(code)
    intake = settled(procedure, empty)
    found = asks(procedure, intake)
    for problem in check(intake, procedure, TODAY):
        if not problem.field.startswith(NOT_HERE) and problem.severity is Severity.ERROR:
            assert ask_of(found, problem.field) is not None, problem.field


@pytest.mark.parametrize("code", CODES)
def test_changing_any_choice_leaves_nothing_of_the_closed_branch(code):
    procedure, intake, seen = walk(code, random.Random(3), optional=True)
    for ask in seen:
        if ask.question.kind not in (FieldKind.SELECT, FieldKind.YES_NO) or ask.more or len(ask.question.choices) > 20:
            continue
        for other in [choice.code for choice in ask.question.choices] or [True, False]:
            changed = answered(procedure, intake, ask, other)
            assert changed.answers == changed.situation(procedure).answers
            assert not [one for one in check(changed, procedure, TODAY) if one.code in ("CHECK-11", "CHECK-12")]


def by_path(found: tuple[Ask, ...], path: str) -> Ask:
    return next(ask for ask in found if ask.path == path)


def test_another_owner_takes_nothing_of_the_submitter_along():
    procedure, intake = a_form("1.004194")
    for path, value in (("submitter.person.full_name", "Lò Thị Mai"), ("submitter.person.personal_id", "001190000017"),
                        ("submitter.person.birth_date", "1990-05-03"), ("owners[0].relation", "self")):  # fmt: skip
        intake = answered(procedure, intake, by_path(asks(procedure, intake), path), value)
    assert intake.answers["declarant_name"] == "Lò Thị Mai"
    assert "answers.declarant_name" not in {ask.path for ask in asks(procedure, intake)}
    intake = answered(procedure, intake, by_path(asks(procedure, intake), "owners[0].relation"), Relation.RELATIVE.value)
    assert "Lò Thị Mai" not in intake.answers.values()
    assert "1990-05-03" not in intake.answers.values()
    intake = answered(procedure, intake, by_path(asks(procedure, intake), "owners[0].party.full_name"), "Y Bhun Niê")
    assert intake.answers["declarant_name"] == "Y Bhun Niê"


def test_the_form_follows_when_the_name_is_mended():
    procedure, intake = a_form("1.001193")
    name = by_path(asks(procedure, intake), "submitter.person.full_name")
    intake = answered(procedure, intake, name, "Lò Thị Mái")
    intake = answered(procedure, intake, name, "Lò Thị Mai")
    assert intake.answers["requester_name"] == "Lò Thị Mai"
    intake = answered(procedure, intake, name, "")
    assert "requester_name" not in intake.answers


def test_dates_in_words_follow_their_date():
    procedure, intake = a_form("1.001193")
    born = by_path(asks(procedure, intake), "answers.child_birth_date")
    intake = answered(procedure, intake, born, "2026-11-03")
    assert intake.answers["child_birth_date_in_words"].startswith("Ngày ba tháng mười một")
    intake = answered(procedure, intake, born, "2026-11-04")
    assert intake.answers["child_birth_date_in_words"].startswith("Ngày bốn tháng mười một")


def test_a_row_somebody_began_and_left_blank_is_no_row():
    procedure, intake = a_form("1.004194")
    more = next(ask for ask in asks(procedure, intake) if ask.more)
    intake = answered(procedure, intake, more, True)
    assert next_after(asks(procedure, intake), more).path == "answers.members[0].name"
    assert "members" not in finished(procedure, intake).answers


def test_wrong_answers_are_told_before_going_on():
    procedure, intake = a_form("1.001193")
    found = asks(procedure, intake)
    number = by_path(found, "submitter.person.personal_id")
    assert [one.code for one in faults(procedure, intake, number, "123", TODAY)] == ["CHECK-18"]
    assert [one.code for one in faults(procedure, intake, number, "", TODAY)] == ["CHECK-10"]
    born = by_path(found, "submitter.person.birth_date")
    assert [one.code for one in faults(procedure, intake, born, "2027-01-01", TODAY)] == ["CHECK-44"]
    province, commune, detail = [ask for ask in found if ask.path == "answers.child_birth_place"]
    assert [one.code for one in faults(procedure, intake, province, "", TODAY)] == ["CHECK-10"]
    assert faults(procedure, intake, detail, "", TODAY) == ()
    there = answered(procedure, intake, province, "01")
    assert faults(procedure, there, commune, "00004", TODAY) == ()
    assert value_of(answered(procedure, answered(procedure, there, commune, "00004"), province, "79"), commune) == ""


def test_what_the_form_insists_on_is_not_offered_to_be_skipped_first():
    procedure, intake = a_form("3.000347")
    phone = by_path(asks(procedure, intake), "submitter.phone")
    assert [one.code for one in faults(procedure, intake, phone, "", TODAY)] == ["CHECK-10"]
    relation = by_path(asks(procedure, intake), "owners[0].relation")
    other = answered(procedure, intake, relation, Relation.RELATIVE.value)
    assert faults(procedure, other, by_path(asks(procedure, other), "submitter.phone"), "", TODAY) == ()    # it is the owner's
    copy, empty = a_form("2.000635")
    for part in ("birth_date", "address"):
        ask = by_path(asks(copy, empty), f"submitter.person.{part}")
        assert [one.code for one in faults(copy, empty, ask, "", TODAY)] == ["CHECK-10"]
    lenient, empty = a_form("2.000635")
    assert faults(lenient, empty, by_path(asks(lenient, empty), "submitter.phone"), "", TODAY) == ()


def test_who_has_a_personal_number_is_asked_for_no_passport():
    procedure, intake = a_form("3.000347")
    intake = answered(procedure, intake, by_path(asks(procedure, intake), "owners[0].relation"), Relation.SELF.value)
    assert "answers.passport" in {ask.path for ask in asks(procedure, intake)}
    number = by_path(asks(procedure, intake), "submitter.person.personal_id")
    known = answered(procedure, intake, number, "001090012345")
    assert "answers.passport" not in {ask.path for ask in asks(procedure, known)}
    lines = [line.field for _heading, group in lines_of(procedure, known, now=0) for line in group]
    assert "answers.licence_number" in lines
    assert "answers.passport" not in lines                       # a line that leads nowhere


def test_who_told_a_province_is_not_asked_in_which_country_they_live():
    procedure, intake = a_form("2.000635")
    assert "answers.requester_country" in {ask.path for ask in asks(procedure, intake)}
    province = by_path(asks(procedure, intake), "submitter.person.address")
    known = answered(procedure, intake, province, "11")
    assert "answers.requester_country" not in {ask.path for ask in asks(procedure, known)}


def test_what_the_card_said_keeps_its_mark_until_it_is_changed():
    procedure, intake = a_form("1.001193")
    intake = replace(intake, provenance={"submitter.person.full_name": Provenance.CARD})
    name = by_path(asks(procedure, intake), "submitter.person.full_name")
    assert answered(procedure, intake, name, "Lò Thị Mai").provenance == {}


def test_labels_put_into_questions_are_labels_of_forms():
    asked = [question for code in CODES for question in CATALOGUE.on(code, TODAY, "").questions]
    labels = {plain(one.label) for question in asked for one in (question, *question.columns)}
    assert set(QUESTIONS) <= labels, "no form has these any more"


def test_a_telephone_passed_over_is_not_asked_for_again():
    asked_twice = []
    for code in CODES:
        procedure, intake = a_form(code)
        intake = replace(intake, owners=())
        found = asks(procedure, intake)
        relation = next(ask for ask in found if ask.path == "owners[0].relation")
        own = asks(procedure, answered(procedure, intake, relation, Relation.SELF.value))
        asked_twice += [
            (code, ask.path) for ask in own
            if ask.path.startswith("answers.") and ask.question.of == "submitter" and ask.question.kind is FieldKind.PHONE
            and not ask.question.required and "[" not in ask.path
        ]  # fmt: skip
    assert not asked_twice
