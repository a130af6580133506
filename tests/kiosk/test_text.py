"""Input as it arrives (decomposed, with rubbish, in any case) ends as text that can be stored, searched and sorted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.text import clean, clean_lines, fold, sort_key, spelling, tidy_name, upper

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VIETNAMESE = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set("bcdđghklmnpqrstvx ")
)
vietnamese = st.text(VIETNAMESE + [letter.upper() for letter in VIETNAMESE], max_size=30)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Nguyễn \t Thị\u00a0 Bé \n", "Nguyễn Thị Bé"),
        (unicodedata.normalize("NFD", "Đặng Thuỷ"), "Đặng Thuỷ"),
        ("Trần\u200b Văn\ufeff \u00adMinh\x00\x1b", "Trần Văn Minh"),
        ("a\u202eb\u2066c\ud800d", "abcd"),
        ("\u200b \n", ""),
    ],
)
def test_input_is_cleaned(raw, kept):
    assert clean(raw) == kept


@given(st.text())
def test_cleaned_text_is_stored_as_it_is(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in once)
    assert "  " not in once
    assert once == once.strip()
    once.encode("utf-8")


def test_lines_survive_in_long_texts():
    assert clean_lines("\n  Kính gửi:  UBND \r\n\r\nTôi là\u200b …  \n\n") == "Kính gửi: UBND\n\nTôi là …"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Thuỷ", "dang thi thuy"),
        ("ĐẮK LẮK", "dak lak"),
        ("Ðống Ða", "dong da"),                                # the Icelandic letter, from old keyboards
        ("Ê-đê, Rơ-măm", "e-de, ro-mam"),
        ("Y Wơ\u0306n Êban Čư\u0306 Ƀuôr", "y won eban cu buor"),  # Ê Đê letters with a combining breve
        ("e\u0302\u0306 ô\u0306", "e o"),
        ("ƀuôn Krông Năng", "buon krong nang"),
        ("   ", ""),
    ],
)
def test_search_ignores_diacritics_and_case(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(vietnamese)
def test_vietnamese_folds_to_ascii_whatever_its_form(text):
    assert fold(text).isascii()
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == fold(upper(text)) == fold(fold(text))


@given(vietnamese)
def test_capitals_and_back_lose_nothing(text):
    assert upper(text).lower() == text.lower()
    assert upper(unicodedata.normalize("NFD", text)) == upper(text)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  nguyễn  văn an ", "Nguyễn Văn An"),
        ("ĐỖ THỊ ÁNH", "Đỗ Thị Ánh"),
        ("Ðặng văn ðức", "Đặng Văn Đức"),
        ("h’hen niê", "H'Hen Niê"),
        ("H'HEN NIÊ-MLÔ", "H'Hen Niê-Mlô"),
        ("y bhăm ÊBAN", "Y Bhăm Êban"),
        ("John McDonald", "John McDonald"),
        ("", ""),
    ],
)
def test_names_are_tidied(typed, tidy):
    assert tidy_name(typed) == tidy


@given(vietnamese)
def test_a_tidy_name_stays_and_keeps_its_letters(text):
    assert tidy_name(tidy_name(text)) == tidy_name(text)
    assert tidy_name(text).lower() == clean(text).lower()


def test_the_place_of_the_tone_mark_makes_no_other_spelling():
    assert spelling("Hoà Thuỷ Quý") == spelling("HÒA  Thủy QUÝ")
    assert spelling("Sa Pa") != spelling("Sa Pả")
    assert spelling("Da") != spelling("Đa")
    assert len({spelling(word) for word in ("ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ")}) == 8


def test_lists_are_in_dictionary_order():
    ordered = ["An", "Ảnh", "Ánh", "Ăn", "Âm", "Bà Rịa", "Dung", "Đào", "Em", "Ê-đê", "Phường 2", "Phường 10", "Yên"]
    assert sorted(set(ordered), key=sort_key) == ordered
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@given(st.lists(st.text(max_size=8), max_size=8))
def test_anything_can_be_sorted(texts):
    ordered = sorted(texts, key=sort_key)
    assert [sort_key(text) for text in ordered] == sorted(map(sort_key, reversed(texts)))
