"""The whole check: one form, every problem at once: procedure, people, answers and rules (papers stand beside)."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import form_problems as found
from kiosk.checks import check, may_be_received
from kiosk.dossier import Owner, Relation, ReturnChoice, ReturnMethod, Submitter
from kiosk.form_problems import Finding, Severity
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Organisation, Sex
from kiosk.procedures import Case, Channel, Choice, Condition, FieldKind, Procedure, Question, Rule
from kiosk.value_checks import is_email, is_phone
from tests.kiosk.small_procedures import LAN, TODAY, intake, procedure, question

COMPANY = Organisation("Công ty Thử", "0100000000")


def problems(form: Procedure, **more: Any) -> set[tuple[str, str]]:
    """Field and code of everything wrong."""
    return {(problem.field, problem.code) for problem in check(intake(**more), form, TODAY)}


def at(path: str, finding: Finding) -> tuple[str, str]:
    return path, finding.code


def of_answer(asked: Question, value: object) -> set[str]:
    """Codes of what is wrong with one answer."""
    return {code for _field, code in problems(procedure(asked), answers={asked.key: value})}


def changed(person: Citizen, **fields: Any) -> Citizen:
    return msgspec.structs.replace(person, **fields)


def test_a_form_with_nothing_wrong_has_no_problems() -> None:
    assert check(intake(), procedure(), TODAY) == ()


def test_everything_wrong_is_said_at_once() -> None:
    form = procedure(question("one", required=True), question("two", required=True), cases=(Case("a", "A"),))
    empty = Intake(form.code, channel=Channel.POST)
    codes = {problem.code for problem in check(empty, form, TODAY)}
    wanted = (found.CASE_WANTED, found.NAME_WANTED, found.IDENTIFIER_WANTED, found.OWNER_WANTED, found.REQUIRED)
    assert {finding.code for finding in wanted} <= codes


def test_another_procedures_intake_is_refused() -> None:
    with pytest.raises(ValueError):
        check(intake(procedure="9.000002"), procedure(), TODAY)


def test_codes_are_unique_and_sentences_complete() -> None:
    findings = [value for value in vars(found).values() if isinstance(value, Finding)]
    assert len(findings) > 50
    assert len({finding.code for finding in findings}) == len(findings)
    for problem in check(intake(owners=(), answers={"x": 1}), procedure(question("y", required=True)), TODAY):
        assert problem.sentence.endswith(".")
        assert "{" not in problem.sentence
        assert problem.sentence[0].isupper()


def test_warnings_let_a_form_through() -> None:
    quiet = check(intake(submitter=Submitter(LAN)), procedure(), TODAY)
    assert [problem.severity for problem in quiet] == [Severity.WARNING]
    assert may_be_received(quiet)
    assert not may_be_received(check(intake(owners=()), procedure(), TODAY))


# ---- the procedure


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "in_force"),
    [
        (TODAY, None, True),
        (date(2026, 1, 1), TODAY, True),
        (date(2026, 11, 26), None, False),
        (date(2026, 1, 1), date(2026, 11, 24), False),
    ],
)
def test_a_procedure_is_taken_on_its_days(valid_from: date, valid_to: date | None, in_force: bool) -> None:
    form = procedure(valid_from=valid_from, valid_to=valid_to)
    assert (at("procedure", found.NOT_IN_FORCE) in problems(form)) is not in_force


def test_the_case_must_be_one_of_the_procedure() -> None:
    form = procedure(cases=(Case("new", "Mới"),))
    assert problems(form) == {at("case", found.CASE_WANTED)}
    assert problems(form, case="new") == set()
    assert problems(form, case="old") == {at("case", found.CASE_UNKNOWN)}
    assert problems(procedure(), case="new") == {at("case", found.CASE_UNKNOWN)}


def test_cases_are_told_by_name_and_their_keys_stand_apart_for_files() -> None:
    form = procedure(cases=(Case("standard", "Thông thường"), Case("abandoned", "Trẻ em bị bỏ rơi")))
    (wanted,) = check(intake(), form, TODAY)
    assert wanted.sentence == "Chưa chọn trường hợp giải quyết. Các trường hợp: Thông thường, Trẻ em bị bỏ rơi."
    assert wanted.in_file == ("standard", "abandoned")


def test_no_sentence_of_the_screen_speaks_of_files() -> None:
    kinds = [kind for kind in vars(found).values() if isinstance(kind, found.Finding) and kind is not found.FEE_UNPAID]
    assert len(kinds) > 50
    assert [kind.code for kind in kinds if "tệp" in kind.sentence] == []


def test_dates_are_told_as_people_write_them_and_stand_apart_for_files() -> None:
    asked = {"day": FieldKind.DATE, "born": FieldKind.PARTIAL_DATE, "here": FieldKind.YES_NO}
    form = procedure(*(question(name, kind) for name, kind in asked.items()))
    wrong = intake(answers={"day": "2026-02-30", "born": "1962-13", "here": "x"})
    told = {each.field: each for each in check(wrong, form, TODAY)}
    assert "24/11/2026" in told["answers.day"].sentence
    assert told["answers.day"].in_file == ("2026-11-24",)
    assert "03/05/1962" in told["answers.born"].sentence
    assert told["answers.born"].in_file == ("1962", "1962-05", "1962-05-03")
    assert "true" not in told["answers.here"].sentence
    assert told["answers.here"].in_file == ("true", "false")


def test_a_closed_channel_is_refused() -> None:
    assert problems(procedure(channels=(Channel.ONLINE,))) == {at("channel", found.CHANNEL_CLOSED)}


@pytest.mark.parametrize("channels", [(Channel.ONLINE,), (Channel.ONLINE, Channel.COUNTER)])
def test_online_first_is_taken_at_the_counter_only_on_incident(channels: tuple[Channel, ...]) -> None:
    form = procedure(channels=channels, online_first="NĐ 217/2026 Đ53")
    assert problems(form) == {at("incident_reason", found.INCIDENT_WANTED)}
    assert problems(form, incident_reason="Cổng dừng từ 8 giờ") == set()
    assert problems(form, channel=Channel.ONLINE) == set()


# ---- people


def test_the_submitter_needs_a_name_and_a_number() -> None:
    nobody = Submitter(Citizen(" "), phone="0912345678")
    assert problems(procedure(), submitter=nobody) == {
        at("submitter.person.full_name", found.NAME_WANTED),
        at("submitter.person.personal_id", found.IDENTIFIER_WANTED),
    }
    foreigner = Citizen("John Smith", passport="X1234567", nationality="GB", birth_date="1980")
    assert problems(procedure(), submitter=Submitter(foreigner, "+447911123456"), owners=(Owner(foreigner),)) == set()


@pytest.mark.parametrize(
    ("fields", "path", "finding"),
    [
        ({"personal_id": "07918500012"}, "personal_id", found.NOT_A_PERSONAL_ID),
        ({"personal_id": "07918500012x"}, "personal_id", found.NOT_A_PERSONAL_ID),
        ({"birth_date": "1985-02-30"}, "birth_date", found.PARTIAL_DATE_IMPOSSIBLE),
        ({"birth_date": "03/04/1985"}, "birth_date", found.PARTIAL_DATE_IMPOSSIBLE),
        ({"birth_date": "1986"}, "birth_date", found.BIRTH_YEAR_DIFFERS),
        ({"sex": Sex.MALE}, "sex", found.SEX_DIFFERS),
        ({"full_name": "Lan\x07"}, "full_name", found.UNPRINTABLE),
        ({"address": Address("79", "00004")}, "address", found.ADDRESS_INCONSISTENT),
        ({"address": Address("01", "99999")}, "address", found.ADDRESS_INCONSISTENT),
        ({"address": Address("01", "")}, "address", found.ADDRESS_INCOMPLETE),
    ],
)
def test_a_persons_data_are_looked_at(fields: dict[str, Any], path: str, finding: Finding) -> None:
    person = changed(LAN, **fields)
    assert at(f"submitter.person.{path}", finding) in problems(procedure(), submitter=Submitter(person, "0912345678"))
    owner = Owner(person, Relation.RELATIVE)
    assert problems(procedure(), owners=(owner,)) == {at(f"owners[0].party.{path}", finding)}


def test_disagreement_with_the_personal_number_is_a_warning_only() -> None:
    person = changed(LAN, sex=Sex.MALE, birth_date="1990")
    assert may_be_received(check(intake(owners=(Owner(person, Relation.RELATIVE),)), procedure(), TODAY))


@pytest.mark.parametrize(
    ("born", "later"),
    [
        ("2026-11-25", False),
        ("2026-11-26", True),
        ("2026", False),
        ("2026-11", False),
        ("2026-12", True),
        ("2027", True),
    ],
)
def test_nobody_is_born_after_today(born: str, later: bool) -> None:
    child = Owner(Citizen("Trần An", birth_date=born), Relation.REPRESENTATIVE)
    expected = {at("owners[0].party.birth_date", found.BORN_LATER)} if later else set()
    assert problems(procedure(), owners=(child,)) == expected


def test_an_owner_without_a_number_may_be_a_newborn() -> None:
    assert problems(procedure(), owners=(Owner(Citizen("Trần An"), Relation.REPRESENTATIVE),)) == set()


def test_whoever_is_authorised_names_the_paper() -> None:
    owner = Owner(COMPANY, Relation.AUTHORISED)
    assert problems(procedure(), owners=(owner,)) == {at("owners[0].authorisation", found.AUTHORISATION_WANTED)}
    assert problems(procedure(), owners=(replace(owner, authorisation="Giấy ủy quyền 12/UQ"),)) == set()


def test_an_organisation_does_not_stand_at_the_counter() -> None:
    assert problems(procedure(), owners=(Owner(COMPANY),)) == {at("owners[0].relation", found.ORGANISATION_ITSELF)}
    nameless = Owner(Organisation("", "12345"), Relation.REPRESENTATIVE)
    assert problems(procedure(), owners=(nameless,)) == {
        at("owners[0].party.name", found.NAME_WANTED),
        at("owners[0].party.tax_code", found.TAX_CODE_ODD),
    }


def test_self_means_the_same_person() -> None:
    other = changed(LAN, personal_id="079185000124")
    assert problems(procedure(), owners=(Owner(other),)) == {at("owners[0].relation", found.NOT_THE_SUBMITTER)}
    renamed = changed(LAN, full_name="Nguyễn Thị Liên")
    assert problems(procedure(), owners=(Owner(renamed),)) == {at("owners[0].party.full_name", found.NAME_DIFFERS)}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_and_numbers_are_compared_however_they_were_typed(form: Any) -> None:
    typed = unicodedata.normalize(form, "NGUYỄN  THỊ LAN")
    same = changed(LAN, full_name=typed, personal_id="079 185 000 123")
    assert problems(procedure(), owners=(Owner(same),)) == set()


def test_the_same_owner_twice_is_noticed() -> None:
    again = Owner(LAN, Relation.RELATIVE)
    assert problems(procedure(), owners=(Owner(LAN), again)) == {at("owners[1].party", found.OWNER_TWICE)}
    children = (Owner(Citizen("An"), Relation.REPRESENTATIVE), Owner(Citizen("Bình"), Relation.REPRESENTATIVE))
    assert problems(procedure(), owners=children) == set()


def test_the_post_needs_an_address() -> None:
    assert problems(procedure(), hand_over=ReturnChoice(ReturnMethod.POST)) == {
        at("hand_over.address", found.POST_ADDRESS_WANTED)
    }
    assert problems(procedure(), hand_over=ReturnChoice(ReturnMethod.POST, "Số 1, xã Thử")) == set()


def test_phone_and_mail_are_looked_at() -> None:
    assert problems(procedure(), submitter=Submitter(LAN, "12345", "a@b"), owners=(Owner(LAN, phone="1"),)) == {
        at("submitter.phone", found.NOT_A_PHONE),
        at("submitter.email", found.NOT_AN_EMAIL),
        at("owners[0].phone", found.NOT_A_PHONE),
    }


@pytest.mark.parametrize(
    "text",
    ["0912345678", "0912 345 678", "091.234.5678", "+84912345678", "84912345678", "02838123456", "(028) 3812 3456",
     "+442071234567", "0044 20 7123 4567", "19001234"],
)  # fmt: skip
def test_telephone_numbers(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["", "0112345678", "091234567", "09123456789", "+8491234567", "abc", "123456789012345678", "٠٩١٢٣٤٥٦٧٨"]
)
def test_no_telephone_numbers(text: str) -> None:
    assert not is_phone(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [("lan@thu.vn", True), ("a.b@c.gov.vn", True), ("a@b", False), ("a..b@c.vn", False), ("a b@c.vn", False),
     ("@c.vn", False), ("a@c.vn.", False), ("a" * 250 + "@c.vn", False)],
)  # fmt: skip
def test_mail_addresses(text: str, right: bool) -> None:
    assert is_email(text) is right


# ---- answers


def test_required_questions_and_those_that_become_so() -> None:
    form = procedure(
        question("loan", FieldKind.YES_NO, required=True),
        question("bank", required=True, when=(Condition("loan", ("yes",)),)),
    )
    assert problems(form) == {at("answers.loan", found.REQUIRED)}
    assert problems(form, answers={"loan": False}) == set()
    assert problems(form, answers={"loan": True, "bank": "  "}) == {at("answers.bank", found.REQUIRED)}
    assert problems(form, answers={"loan": False, "bank": "X"}) == {at("answers.bank", found.NOT_ASKED)}


def test_derived_answers_are_the_programs_own_work() -> None:
    words = question("born_words", FieldKind.DATE_IN_WORDS, required=True, derived_from="born", read_only=True)
    assert problems(procedure(question("born", FieldKind.DATE), words)) == set()


def test_answers_to_nothing_are_errors() -> None:
    assert problems(procedure(), answers={"mother": "X"}) == {at("answers.mother", found.UNKNOWN_ANSWER)}


CHOICES = (Choice("kinh", "Kinh"), Choice("tay", "Tày"))


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "finding"),
    [
        (FieldKind.TEXT, "Phường", "Phường\nmới", found.UNPRINTABLE),
        (FieldKind.TEXT, "Phường", 7, found.UNREADABLE),
        (FieldKind.LONG_TEXT, "Một\nhai", "Một\x00hai", found.UNPRINTABLE),
        (FieldKind.DATE, "2026-02-28", "2026-02-29", found.DATE_IMPOSSIBLE),
        (FieldKind.DATE, "2024-02-29", "20240229", found.DATE_IMPOSSIBLE),
        (FieldKind.DATE, "2026-11-24", "2026-W48-2", found.DATE_IMPOSSIBLE),
        (FieldKind.PARTIAL_DATE, "1962", "62", found.PARTIAL_DATE_IMPOSSIBLE),
        (FieldKind.PARTIAL_DATE, "1962-05", "1962-13", found.PARTIAL_DATE_IMPOSSIBLE),
        (FieldKind.PARTIAL_DATE, "1962-05-03", "1962-05-32", found.PARTIAL_DATE_IMPOSSIBLE),
        (FieldKind.PERSONAL_ID, "079185000123", "999", found.NOT_A_PERSONAL_ID),
        (FieldKind.PHONE, "0912345678", "5678", found.NOT_A_PHONE),
        (FieldKind.EMAIL, "a@b.vn", "a.b.vn", found.NOT_AN_EMAIL),
        (FieldKind.SELECT, "kinh", "hoa", found.NOT_A_CHOICE),
        (FieldKind.CHECKS, ["kinh", "tay"], ["kinh", "hoa"], found.NOT_A_CHOICE),
        (FieldKind.CHECKS, (), "kinh", found.UNREADABLE),
        (FieldKind.YES_NO, False, "yes", found.UNREADABLE),
        (FieldKind.NUMBER, 5, "5", found.UNREADABLE),
        (FieldKind.NUMBER, 5.0, 5.5, found.TOO_MANY_DECIMALS),
        (FieldKind.NUMBER, 0, float("inf"), found.UNREADABLE),
        (FieldKind.MONEY, 15_000, -1, found.NOT_WHOLE_MONEY),
        (FieldKind.MONEY, 0, 15_000.5, found.NOT_WHOLE_MONEY),
        (FieldKind.ADDRESS, Address("01", "00004", "Số 1"), "Số 1", found.UNREADABLE),
        (FieldKind.ADDRESS, {"province": "01", "commune": "00004"}, {"province": "01"}, found.ADDRESS_INCOMPLETE),
        (FieldKind.ADDRESS, {"as_written": "Xã cũ"}, {"detail": "Số 1"}, found.ADDRESS_INCOMPLETE),
        (FieldKind.ADDRESS, {"province": "01", "commune": "00004"}, {"province": "79", "commune": "00004"},
         found.ADDRESS_INCONSISTENT),
    ],
)  # fmt: skip
def test_each_kind_of_answer(kind: FieldKind, right: object, wrong: object, finding: Finding) -> None:
    asked = question("q", kind, choices=CHOICES if kind in (FieldKind.SELECT, FieldKind.CHECKS) else ())
    assert of_answer(asked, right) == set()
    assert of_answer(asked, wrong) == {finding.code}


def test_limits_of_numbers_and_lengths() -> None:
    area = question("q", FieldKind.NUMBER, minimum=0.1, maximum=100, decimals=2)
    assert of_answer(area, 0.1) == of_answer(area, 100) == of_answer(area, 12.25) == set()
    assert of_answer(area, 0.05) == {found.BELOW_MINIMUM.code}
    assert of_answer(area, 100.01) == {found.ABOVE_MAXIMUM.code}
    assert of_answer(area, 12.345) == {found.TOO_MANY_DECIMALS.code}
    capital = question("q", FieldKind.MONEY, minimum=1_000)
    assert of_answer(capital, 999) == {found.BELOW_MINIMUM.code}


def test_length_is_counted_in_letters_not_in_marks() -> None:
    asked = question("q", max_length=6)
    assert of_answer(asked, unicodedata.normalize("NFD", "Nguyễn")) == set()
    assert of_answer(asked, "Nguyễn ") == {found.TOO_LONG.code}


def test_a_choice_may_come_decomposed() -> None:
    asked = question("q", FieldKind.SELECT, choices=(Choice("Cấp", "Cấp"),))
    assert of_answer(asked, unicodedata.normalize("NFD", "Cấp")) == set()


def test_what_the_form_says_of_the_submitter_should_agree() -> None:
    form = procedure(
        question("name", of="submitter", card_field="full_name"),
        question("born", FieldKind.PARTIAL_DATE, of="owner", card_field="birth_date"),
    )
    agreeing = {"name": unicodedata.normalize("NFD", "nguyễn thị lan"), "born": "1985"}
    assert problems(form, answers=agreeing) == set()
    assert problems(form, answers={"name": "Trần Thị Lan", "born": "1986"}) == {
        at("answers.name", found.DIFFERS_FROM_PARTY),
        at("answers.born", found.DIFFERS_FROM_PARTY),
    }


# ---- tables


def members(**more: Any) -> Procedure:
    columns = (
        question("name", required=True),
        question("birth_date", FieldKind.PARTIAL_DATE),
        question("foreign", FieldKind.YES_NO),
        question("passport", required=True, when=(Condition("foreign", ("yes",)),)),
    )
    return procedure(question("members", FieldKind.TABLE, columns=columns, **more))


def test_each_cell_is_checked_where_it_stands() -> None:
    rows = [{"name": "An"}, {"birth_date": "1990"}, {"name": "Bình", "birth_date": "1990-02-31", "x": 1}]
    assert problems(members(), answers={"members": rows}) == {
        at("answers.members[1].name", found.REQUIRED),
        at("answers.members[2].birth_date", found.PARTIAL_DATE_IMPOSSIBLE),
        at("answers.members[2].x", found.UNKNOWN_ANSWER),
    }


def test_a_cell_is_named_with_its_row() -> None:
    (problem,) = check(intake(answers={"members": [{"name": "An"}, {"foreign": False}]}), members(), TODAY)
    assert problem.sentence == "Chưa điền mục “Mục members, dòng 2: Mục name”."


def test_conditions_within_a_row() -> None:
    rows = [{"name": "An", "foreign": True}, {"name": "Bình", "foreign": False, "passport": "P1"}]
    assert problems(members(), answers={"members": rows}) == {
        at("answers.members[0].passport", found.REQUIRED),
        at("answers.members[1].passport", found.NOT_ASKED),
    }


def test_how_many_rows() -> None:
    row = {"name": "An"}
    form = members(min_rows=2, max_rows=3)
    assert problems(form) == {at("answers.members", found.REQUIRED)}
    assert problems(form, answers={"members": [row]}) == {at("answers.members", found.TOO_FEW_ROWS)}
    assert problems(form, answers={"members": [row] * 3}) == set()
    assert problems(form, answers={"members": [row] * 4}) == {at("answers.members", found.TOO_MANY_ROWS)}
    assert problems(members()) == set()
    assert problems(members(required=True), answers={"members": []}) == {at("answers.members", found.REQUIRED)}


@pytest.mark.parametrize("value", ["x", 3, {"name": "An"}, ["An"]])
def test_a_table_that_is_none(value: object) -> None:
    assert problems(members(), answers={"members": value}) == {at("answers.members", found.UNREADABLE)}


def test_an_empty_row_is_said_once() -> None:
    assert problems(members(), answers={"members": [{"name": " "}, {}]}) == {
        at("answers.members[0]", found.BLANK_ROW),
        at("answers.members[1]", found.BLANK_ROW),
    }


# ---- rules


def compared(kind: FieldKind, relation: str, right: str = "right") -> Procedure:
    rule = Rule("rule", "left", relation, right, "Hai mục không khớp nhau.")
    return procedure(question("left", kind, decimals=2), question("right", kind, decimals=2), rules=(rule,))


@pytest.mark.parametrize(
    ("relation", "less", "equal", "more"),
    [(">=", 1, 0, 0), (">", 1, 1, 0), ("<=", 0, 0, 1), ("<", 0, 1, 1), ("==", 1, 0, 1), ("!=", 0, 1, 0)],
)
def test_relations_between_numbers(relation: str, less: int, equal: int, more: int) -> None:
    form = compared(FieldKind.NUMBER, relation)
    broken = {at("answers.left", found.RULE_BROKEN)}
    for left, is_broken in ((1, less), (2, equal), (3.5, more)):
        assert problems(form, answers={"left": left, "right": 2}) == (broken if is_broken else set())


def test_a_rule_speaks_its_own_words() -> None:
    (problem,) = check(intake(answers={"left": 1, "right": 2}), compared(FieldKind.NUMBER, ">="), TODAY)
    assert problem.sentence == "Hai mục không khớp nhau."


@pytest.mark.parametrize(
    ("value", "is_broken"),
    [("2026-11-25", False), ("2026-11-26", True), ("2026", False), ("2026-12", True), ("2027", True), ("1962", False)],
)
def test_a_partial_date_breaks_a_rule_only_when_it_must(value: str, is_broken: bool) -> None:
    form = compared(FieldKind.PARTIAL_DATE, "<=", "today")
    assert bool(problems(form, answers={"left": value})) is is_broken


@pytest.mark.parametrize("answers", [{}, {"left": 1}, {"right": 1}])
def test_a_rule_waits_for_both_answers(answers: dict[str, int]) -> None:
    assert problems(compared(FieldKind.NUMBER, ">"), answers=answers) == set()


def test_a_rule_of_the_catalogue_that_makes_no_sense_is_loud() -> None:
    with pytest.raises(ValueError, match="unknown relation"):
        problems(compared(FieldKind.NUMBER, "~"), answers={"left": 1, "right": 1})
    with pytest.raises(ValueError, match="compares"):
        problems(compared(FieldKind.NUMBER, "<", "today"), answers={"left": 1})
    with pytest.raises(ValueError, match="does not have"):
        problems(compared(FieldKind.NUMBER, "<", "nobody"), answers={"left": 1})


# ---- whatever is typed

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
every_kind = st.sampled_from(FieldKind)


@given(every_kind, junk, st.booleans())
def test_nothing_typed_stops_the_check(kind: FieldKind, value: object, required: bool) -> None:
    asked = question("q", kind, required=required, choices=CHOICES, columns=(question("name"),))
    for problem in check(intake(answers={"q": value}), procedure(asked), TODAY):
        assert problem.field.startswith("answers.q")


@given(st.text(max_size=20), st.text(max_size=14), st.text(max_size=12), st.text(max_size=16), st.text(max_size=16))
def test_no_person_stops_the_check(name: str, number: str, born: str, phone: str, mail: str) -> None:
    person = Citizen(name, number, born, address=Address(number, born))
    for problem in check(intake(submitter=Submitter(person, phone, mail)), procedure(), TODAY):
        assert len(name) < 8 or name not in problem.sentence


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_there_is_can_be_answered(day: date) -> None:
    assert of_answer(question("q", FieldKind.DATE), day.isoformat()) == set()
    assert of_answer(question("q", FieldKind.PARTIAL_DATE), day.isoformat()) == set()


# ---- sentences that say what would be right


@pytest.mark.parametrize(
    ("asked", "value", "told"),
    [
        (question("q", FieldKind.SELECT, choices=CHOICES), "hoa", "Kinh, Tày"),
        (question("q", FieldKind.CHECKS, choices=CHOICES), ["hoa"], "Kinh, Tày"),
        (question("q", FieldKind.YES_NO), "yes", "có hoặc không"),
        (question("q", FieldKind.DATE), "24/11/26", "24/11/2026"),
        (question("q", FieldKind.PARTIAL_DATE), "62", "03/05/1962"),
        (question("q", FieldKind.PERSONAL_ID), "000199000123", "nơi đăng ký khai sinh"),
        (question("q", FieldKind.PERSONAL_ID), "001999000123", "thế kỷ"),
    ],
)  # fmt: skip
def test_a_refused_value_says_what_would_be_taken(asked: Question, value: object, told: str) -> None:
    (problem,) = check(intake(answers={"q": value}), procedure(asked), TODAY)
    assert told in problem.sentence
    assert problem.sentence.endswith(".")


def test_many_choices_are_not_listed() -> None:
    asked = question("q", FieldKind.SELECT, choices=tuple(Choice(f"c{number}", "C") for number in range(13)))
    (problem,) = check(intake(answers={"q": "x"}), procedure(asked), TODAY)
    assert "c12" not in problem.sentence


def test_a_fee_is_taken_in_a_known_way() -> None:
    (problem,) = check(intake(fee_method="card"), procedure(), TODAY)
    assert (problem.field, problem.code) == at("fee_method", found.FEE_METHOD_UNKNOWN)
    assert "cash, transfer, later, free" in problem.sentence
    for method, procedure_of, codes in (
        ("transfer", procedure(), []), ("later", procedure(pay_later=True), []),
        ("later", procedure(), [found.FEE_NOT_LATER.code]),
    ):  # fmt: skip
        assert [each.code for each in check(intake(fee_method=method), procedure_of, TODAY)] == codes
