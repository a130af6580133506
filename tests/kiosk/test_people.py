"""Personal numbers, dates of which a part is known, and the code lists about persons. All numbers are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.birth_provinces import BIRTH_PROVINCES
from kiosk.partial_date import ImpossibleDate
from kiosk.people import (
    Citizen,
    Mismatch,
    NotAPersonalId,
    PartialDate,
    PersonalId,
    PersonalIdFault,
    Sex,
    mismatches,
)
from kiosk.people_codes import ETHNIC_GROUPS, IDENTITY_PAPERS, SEXES, choice_of, code_for, nationalities

# ---- personal number -----------------------------------------------------------------------------


def test_a_personal_number_tells_province_sex_and_year():
    number = PersonalId.parse("001199000001")
    assert (number.province_code, number.province_name) == ("001", "Hà Nội")
    assert (number.sex, number.birth_year) == (Sex.FEMALE, 1999)
    assert not number.registered_abroad


@pytest.mark.parametrize("typed", [" 079 204 000 123 ", "079.204.000.123", "079204-000123", "079204000123\u200b"])
def test_blanks_and_dots_do_not_matter(typed):
    number = PersonalId.parse(typed)
    assert number == PersonalId("079204000123")
    assert (number.sex, number.birth_year) == (Sex.MALE, 2004)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", PersonalIdFault.EMPTY),
        (" . ", PersonalIdFault.EMPTY),
        ("00119900000l", PersonalIdFault.NOT_DIGITS),
        ("٠٠١١٩٩٠٠٠٠٠١", PersonalIdFault.NOT_DIGITS),
        ("001199²00001", PersonalIdFault.NOT_DIGITS),
        ("123456789", PersonalIdFault.LENGTH),                  # an old nine-digit card
        ("0011990000011", PersonalIdFault.LENGTH),
        ("003199000001", PersonalIdFault.PROVINCE),
        ("000199000001", PersonalIdFault.PROVINCE),
        ("001499000001", PersonalIdFault.CENTURY),
        ("001999000001", PersonalIdFault.CENTURY),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed, fault):
    with pytest.raises(NotAPersonalId) as caught:
        PersonalId.parse(typed)
    assert caught.value.fault is fault
    assert fault.shown()
    assert not typed.strip(" .") or typed not in str(caught.value)     # no personal data in messages


def test_a_birth_registered_abroad_is_no_fault():
    number = PersonalId.parse("101203000001")
    assert number.registered_abroad
    assert number.province_name == ""


numbers = st.builds(
    "{}{}{:02d}{:06d}".format,
    st.sampled_from(sorted(BIRTH_PROVINCES)), st.integers(0, 3), st.integers(0, 99), st.integers(0, 999_999),
)  # fmt: skip


@given(numbers)
def test_every_number_of_the_right_make_is_read_and_agrees_with_itself(digits):
    number = PersonalId.parse(digits)
    assert number.digits == digits
    assert number.province_name == BIRTH_PROVINCES[digits[:3]]
    assert number.birth_year % 100 == int(digits[4:6])
    assert 1900 <= number.birth_year <= 2099
    itself = Citizen("Nguyễn Thị A", digits, str(number.birth_year), number.sex)
    assert mismatches(itself) == ()


@given(st.text(max_size=14))
def test_any_text_is_a_number_or_a_fault(text):
    try:
        number = PersonalId.parse(text)
    except NotAPersonalId:
        return
    assert len(number.digits) == 12


def test_sixty_three_provinces():
    assert len(BIRTH_PROVINCES) == 63
    assert BIRTH_PROVINCES["046"] == "Thừa Thiên Huế"
    assert BIRTH_PROVINCES["077"] == "Bà Rịa - Vũng Tàu"


def test_disagreement_is_a_warning_per_item():
    stated = Citizen("Trần Văn B", "001199000001", "1998-05-03", Sex.MALE)
    assert mismatches(stated) == (Mismatch.SEX, Mismatch.BIRTH_YEAR)
    assert mismatches(Citizen("Trần Thị B", "001199000001", "1999", Sex.FEMALE)) == ()
    assert mismatches(Citizen("Trần Thị B", "001199000001", "03/05/2099", Sex.FEMALE)) == (Mismatch.BIRTH_YEAR,)
    assert all(mismatch.shown() for mismatch in Mismatch)


@pytest.mark.parametrize("number", ["", "12345", "abc"])
def test_nothing_to_compare_is_no_disagreement(number):
    assert mismatches(Citizen("Lê C", number, "1990", Sex.MALE)) == ()
    assert mismatches(Citizen("Lê C", "001199000001", "", None)) == ()
    assert mismatches(Citizen("Lê C", "001199000001", "khoảng 1999", None)) == ()


# ---- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "stored", "shown"),
    [
        ("1962", "1962", "1962"),
        ("1962-05", "1962-05", "05/1962"),
        ("1962-5", "1962-05", "05/1962"),
        ("05/1962", "1962-05", "05/1962"),
        ("1962-05-03", "1962-05-03", "03/05/1962"),
        ("3/5/1962", "1962-05-03", "03/05/1962"),
        (" 03.05.1962 ", "1962-05-03", "03/05/1962"),
        ("29-02-2024", "2024-02-29", "29/02/2024"),
    ],
)
def test_dates_are_read_as_people_write_them(written, stored, shown):
    when = PartialDate.parse(written)
    assert (str(when), when.shown()) == (stored, shown)


@pytest.mark.parametrize(
    "written",
    ["", "62", "13/1962", "31/04/1962", "29/02/2023", "0/1962", "00/05/1962", "1962-00", "1962-05-32", "0000",
     "05-03-62", "1962/05/03", "٣/٥/١٩٦٢", "1962-05-03T00:00", "hôm qua"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ImpossibleDate):
        PartialDate.parse(written)


def test_impossible_parts_are_refused_however_they_come():
    with pytest.raises(ImpossibleDate):
        PartialDate(1962, None, 3)
    with pytest.raises(ImpossibleDate):
        PartialDate(1962, 2, 30)


@given(st.dates())
def test_a_date_is_read_back_from_all_its_forms(day):
    when = PartialDate.of(day)
    assert str(when) == day.isoformat()
    for part in (when, PartialDate(day.year, day.month), PartialDate(day.year)):
        assert PartialDate.parse(str(part)) == PartialDate.parse(part.shown()) == part


@given(st.dates(min_value=date(1900, 1, 1)))
def test_stored_dates_sort_as_text(day):
    year, month, whole = PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)
    assert str(year) < str(month) < str(whole)


# ---- code lists ----------------------------------------------------------------------------------


def test_ethnic_groups_have_the_national_codes():
    assert [choice.code for choice in ETHNIC_GROUPS] == [f"{number:02d}" for number in range(1, 56)]
    by_code = {choice.code: choice.label for choice in ETHNIC_GROUPS}
    assert (by_code["01"], by_code["12"], by_code["54"]) == ("Kinh", "Ê-đê", "Rơ-măm")
    assert by_code["55"] == "Người nước ngoài"
    assert len(set(by_code.values())) == 55


def test_systems_name_things_differently_and_unknown_is_not_guessed():
    assert (code_for(SEXES, "female", "moj"), code_for(SEXES, "female", "igate")) == ("2", "0")
    assert code_for(ETHNIC_GROUPS, "01", "moj") == "63001"
    assert code_for(ETHNIC_GROUPS, "02", "moj") is None
    assert code_for(SEXES, "female", "elsewhere") is None
    assert code_for(SEXES, "neither", "moj") is None
    assert sorted(int(choice.targets["moj"]) for choice in IDENTITY_PAPERS) == list(range(1, 11))


def test_nationalities_begin_at_home():
    codes = [choice.code for choice in nationalities()]
    assert codes[0] == "VN"
    assert len(codes) == len(set(codes)) > 190
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    laos = choice_of(nationalities(), "LA")
    assert laos is not None
    assert laos.label == "Lào"
    assert choice_of(nationalities(), "ZZ") is None
    labels = [choice.label for choice in nationalities()]
    assert labels.index("Ấn Độ") < labels.index("Brazil") < labels.index("Đức") < labels.index("Lào")
