"""Amounts in words: the known vectors, and two spellings made another way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.money_words import in_words

NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
AMOUNTS = st.one_of(st.integers(0, 2_000), st.integers(0, 10**7), st.integers(0, 10**14))


@pytest.mark.parametrize(("amount", "words"), [
    (0, "Không đồng"),
    (4, "Bốn đồng"),
    (5, "Năm đồng"),
    (10, "Mười đồng"),
    (14, "Mười bốn đồng"),
    (15, "Mười lăm đồng"),
    (24, "Hai mươi tư đồng"),
    (8_000, "Tám nghìn đồng"),
    (15_000, "Mười lăm nghìn đồng"),
    (21_000, "Hai mươi mốt nghìn đồng"),
    (105_000, "Một trăm linh năm nghìn đồng"),
    (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
    (1_000_000_000, "Một tỷ đồng"),
    (2_000_150_000, "Hai tỷ một trăm năm mươi nghìn đồng"),
    (1_234_000_000_000, "Một nghìn hai trăm ba mươi tư tỷ đồng"),
])  # fmt: skip
def test_as_receipts_say_it(amount, words):
    assert in_words(amount) == words


def test_less_than_nothing_is_no_amount():
    with pytest.raises(ValueError, match="never negative"):
        in_words(-1)


@given(AMOUNTS)
def test_spelled_digit_by_digit_and_mended_afterwards_it_is_the_same(amount):
    assert in_words(amount).casefold() == spelled(amount)


@given(AMOUNTS)
def test_read_back_it_is_the_same_amount(amount):
    assert heard(in_words(amount).casefold().removesuffix(" đồng")) == amount


# ---- another spelling: every digit by its name, then the habits of speech as replacements ----------------


def spelled(amount: int) -> str:
    digits = str(amount)
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = re.findall("...", digits)
    parts = []
    for place, group in enumerate(groups):
        scale = len(groups) - 1 - place
        name = ["", "nghìn", "triệu"][scale % 3]
        each = (f"{NAMES[int(digit)]} {unit}" for digit, unit in zip(group, ("trăm", "mươi", ""), strict=True))
        said = "" if group == "000" else " ".join(each)
        parts.append(f"{said} {name}" if said else "")
        if scale and scale % 3 == 0:
            before = "".join(digits[: (place + 1) * 3])
            parts.append(" ".join(["tỷ"] * (scale // 3)) if scale == 3 and int(before) else "")
    text = " ".join(" ".join(parts).split())
    text = re.sub("^(không trăm )?(không mươi )?", "", text)
    for found, put in (
        ("không mươi không", ""), ("không mươi", "linh"), ("một mươi", "mười"),
        (r"mươi không\b", "mươi"), (r"mười không\b", "mười"),
        (r"mươi một\b", "mươi mốt"), (r"mươi bốn\b", "mươi tư"), (r"(mươi|mười) năm\b", r"\1 lăm"),
    ):  # fmt: skip
        text = re.sub(found, put, text)
    return " ".join((text or "không").split()) + " đồng"


# ---- a reader: words to a number, without the tables of the program -----------------------------------


def heard(words: str) -> int:
    value = {name: number for number, name in enumerate(NAMES)} | {"mốt": 1, "tư": 4, "lăm": 5}
    whole = total = group = last = 0
    for word in words.split():
        if word in value:
            last = value[word]
            group += last
        elif word == "linh":
            last = 0
        elif word == "mười":
            group, last = group + 10, 0
        elif word in ("mươi", "trăm"):
            group, last = group + last * ({"mươi": 10, "trăm": 100}[word] - 1), 0
        elif word in ("nghìn", "triệu"):
            total, group = total + group * {"nghìn": 10**3, "triệu": 10**6}[word], 0
        else:
            assert word == "tỷ"
            whole, total, group = whole + (total + group) * 10**9, 0, 0
    return whole + total + group
