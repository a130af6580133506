"""Amounts and dates in words: the forms a receipt wants, and nothing that could be read as another number."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.partial_date import PartialDate
from kiosk.spoken import amount_in_words, date_in_words, number_in_words

LIMIT = 10**18
DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
SIZES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: str) -> int:
    """Reads a number as a Vietnamese speaker does; knows nothing of how it was written."""
    total = millions = group = digit = 0
    for word in words.split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in SIZES:
            millions, group, digit = millions + (group + digit) * SIZES[word], 0, 0
        elif word == "tỷ":
            total, millions, group, digit = (total + millions + group + digit) * 10**9, 0, 0, 0
        else:
            assert word == "linh"
    return total + millions + group + digit


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (0, "Không đồng"),
        (4, "Bốn đồng"),
        (10, "Mười đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (24, "Hai mươi tư đồng"),
        (105, "Một trăm linh năm đồng"),
        (8_000, "Tám nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (55_000, "Năm mươi lăm nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (115_000, "Một trăm mười lăm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (1_050_310, "Một triệu không trăm năm mươi nghìn ba trăm mười đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (3_000_000_001, "Ba tỷ không trăm linh một đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
    ],
)
def test_amounts_as_receipts_write_them(dong, words):
    assert amount_in_words(dong) == words


@given(st.integers(0, LIMIT - 1) | st.integers(0, 2_000_000))
def test_words_say_exactly_this_number(number):
    assert read(number_in_words(number)) == number


def test_no_two_numbers_sound_alike():
    assert len({number_in_words(number) for number in range(20_000)}) == 20_000


@given(st.integers(0, LIMIT - 1))
def test_one_five_and_four_change_their_sound_only_after_tens(number):
    words = number_in_words(number).split()
    for before, word in zip(["", *words], words, strict=False):
        assert word not in ("mốt", "tư") or before == "mươi"
        assert word != "lăm" or before in ("mươi", "mười")
        assert before != "mươi" or word not in ("một", "bốn", "năm")
        assert before != "linh" or word in DIGITS


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_what_cannot_be_said_is_refused(number):
    with pytest.raises(ValueError, match="written out"):
        number_in_words(number)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(1962, 4, 3), "Ngày ba tháng tư năm một nghìn chín trăm sáu mươi hai"),
        (date(2005, 12, 31), "Ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm linh năm"),
        (PartialDate(2026, 11, 24), "Ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        (PartialDate(1962, 5), "Tháng năm năm một nghìn chín trăm sáu mươi hai"),
        (PartialDate(1955), "Năm một nghìn chín trăm năm mươi lăm"),
    ],
)
def test_dates_as_civil_status_forms_write_them(when, words):
    assert date_in_words(when) == words


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_in_words_is_read_back(day):
    said = re.fullmatch(r"Ngày (.+) tháng (.+?) năm ((?:một|hai) nghìn.*)", date_in_words(day))
    assert said is not None
    assert [read(words) for words in said.groups()] == [day.day, day.month, day.year]
