"""Conditions: what opens and closes questions, blocks, papers, and what a closed block may no longer do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.answers import is_blank, number_of
from kiosk.conditions import (
    ORGANISATION,
    PERSON,
    Situation,
    all_hold,
    columns_asked,
    holds,
    owner_kind,
    questions_asked,
    requirements_asked,
    situate,
)
from kiosk.dossier import Owner
from kiosk.people import Address, Organisation
from kiosk.procedures import Channel, Condition, FieldKind, Requirement, Section
from tests.kiosk.small_procedures import LAN, procedure, question

KEYS = ("a", "b", "c", "d")
conditions = st.builds(
    Condition,
    st.sampled_from(KEYS),
    st.lists(st.sampled_from(("x", "y", "yes")), max_size=2).map(tuple),
    st.booleans(),
)
answers = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(("x", "y", "", True, False, 3)))


@pytest.mark.parametrize(
    ("value", "word", "true"),
    [
        (True, "yes", True),
        (False, "no", True),
        (False, "yes", False),
        ("3", "3", True),
        (3, "3", True),
        (3.0, "3", True),
        (2.5, "2.5", True),
        (["a", "b"], "b", True),
        (["a", "b"], "c", False),
        (("a",), "a", True),
        ("", "a", False),
        (None, "a", False),
    ],
)
def test_an_answer_is_compared_by_the_word_the_catalogue_uses(value: object, word: str, true: bool) -> None:
    assert holds(Condition("q", (word,)), Situation(answers={"q": value})) is true


def test_a_choice_typed_decomposed_is_the_same_choice() -> None:
    typed = unicodedata.normalize("NFD", "Đã ly hôn")
    assert typed != "Đã ly hôn"
    assert holds(Condition("q", ("Đã ly hôn",)), Situation(answers={"q": typed}))


@pytest.mark.parametrize("value", [None, "", "  ", [], (), {}, {"detail": " "}, Address()])
def test_blank_values_answer_nothing(value: object) -> None:
    assert is_blank(value)
    assert not holds(Condition("q"), Situation(answers={"q": value}))
    assert holds(Condition("q", negated=True), Situation(answers={"q": value}))


@pytest.mark.parametrize("value", [False, 0, "0", ["a"], Address(detail="Số 1"), {"detail": "Số 1"}])
def test_no_and_zero_are_answers(value: object) -> None:
    assert holds(Condition("q"), Situation(answers={"q": value}))


def test_text_is_never_a_number() -> None:
    assert number_of("1.000") is None
    assert number_of(True) is None
    assert number_of(float("nan")) is None
    assert number_of(1000) == 1000


def test_case_channel_and_owner_kind_can_be_asked() -> None:
    here = Situation("renew", Channel.ONLINE, ORGANISATION)
    assert all_hold(
        (Condition("case", ("renew",)), Condition("channel", ("online",)), Condition("owner_kind", ("organisation",))),
        here,
    )
    assert not holds(Condition("case", ("renew",), negated=True), here)


def test_the_first_owner_decides_the_kind() -> None:
    company = Owner(Organisation("Công ty Thử"))
    assert owner_kind(()) == PERSON
    assert owner_kind((Owner(LAN), company)) == PERSON
    assert owner_kind((company, Owner(LAN))) == ORGANISATION


def test_a_closed_question_no_longer_opens_another() -> None:
    form = procedure(
        question("married", FieldKind.YES_NO),
        question("spouse", when=(Condition("married", ("yes",)),)),
        question("spouse_id", when=(Condition("spouse"),)),
        question("spouse_address", when=(Condition("spouse_id"),)),
    )
    typed = {"married": False, "spouse": "Trần Văn Ba", "spouse_id": "x", "spouse_address": "y", "stranger": "z"}
    assert situate(form, answers=typed).answers == {"married": False}
    assert situate(form, answers=typed | {"married": True}).answers.keys() == typed.keys() - {"stranger"}


def test_a_closed_section_closes_its_questions() -> None:
    form = procedure(
        sections=(
            Section("one", "Một", (question("loan", FieldKind.YES_NO),)),
            Section("two", "Hai", (question("bank"),), when=(Condition("loan", ("yes",)),)),
        )
    )
    situation = situate(form, answers={"bank": "X"})
    assert [asked.key for asked in questions_asked(form, situation)] == ["loan"]
    assert situation.answers == {}


def test_a_row_sees_its_own_cells_before_the_form() -> None:
    table = question(
        "members",
        FieldKind.TABLE,
        columns=(
            question("kind"),
            question("passport", when=(Condition("kind", ("foreign",)),)),
            question("case_note", when=(Condition("case", ("two",)),)),
        ),
    )
    form = procedure(question("kind"), table)
    rows = [{"kind": "home", "passport": "stale"}, {"kind": "foreign", "passport": "P1"}]
    situation = situate(form, answers={"kind": "foreign", "members": rows})
    assert situation.answers["members"] == ({"kind": "home"}, {"kind": "foreign", "passport": "P1"})
    assert [column.key for column in columns_asked(table, rows[1], situation)] == ["kind", "passport"]


def test_requirements_follow_the_answers() -> None:
    form = procedure(
        question("divorced", FieldKind.YES_NO),
        requirements=(
            Requirement("form", "Tờ khai", originals=1),
            Requirement("ruling", "Bản án", photocopies=1, when=(Condition("divorced", ("yes",)),)),
        ),
    )
    assert [r.key for r in requirements_asked(form, situate(form, answers={}))] == ["form"]
    assert len(requirements_asked(form, situate(form, answers={"divorced": True}))) == 2


@given(conditions, answers)
def test_a_negated_condition_is_the_opposite(condition: Condition, given_answers: dict[str, object]) -> None:
    situation = Situation(answers=given_answers)
    opposite = Condition(condition.question, condition.one_of, not condition.negated)
    assert holds(condition, situation) is not holds(opposite, situation)


@given(st.lists(conditions, min_size=3, max_size=3), answers)
def test_settling_ends_and_keeps_only_questions_that_are_asked(
    chain: list[Condition], given_answers: dict[str, object]
) -> None:
    """Each question depends only on earlier ones, as forms do."""
    earlier = [
        Condition(KEYS[min(KEYS.index(c.question), place)], c.one_of, c.negated) for place, c in enumerate(chain)
    ]
    rest = (question(key, when=(rule,)) for key, rule in zip(KEYS[1:], earlier, strict=True))
    form = procedure(question("a"), *rest)
    situation = situate(form, answers=given_answers)
    asked = {one.key for one in questions_asked(form, situation)}
    assert situation.answers == {key: value for key, value in given_answers.items() if key in asked}
    assert situate(form, answers=situation.answers) == situation


@given(answers)
def test_questions_in_a_ring_do_not_hang(given_answers: dict[str, object]) -> None:
    form = procedure(
        question("a", when=(Condition("b", negated=True),)), question("b", when=(Condition("a", negated=True),))
    )
    assert situate(form, answers=given_answers).answers.keys() <= given_answers.keys()
