"""Enrolment codes are typed by people: what is typed wrongly is noticed before it is sent."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kiosk.enrolment_code import LETTERS, drawn, understood

CODES = st.builds(lambda _n: str(drawn()), st.integers(0, 10**9))


@given(CODES)
def test_a_code_is_understood_as_people_type_it(code):
    found = understood(code)
    assert found is not None
    assert (str(found), len(code), code.count("-")) == (code, 14, 2)
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} ", code.replace("-", "–")):
        assert understood(typed) == found
    assert not set("01ILO") & set(code)


@given(CODES, st.integers(0, 11), st.sampled_from(LETTERS + "01OIL"))
def test_one_wrong_letter_is_noticed(code, at, letter):
    letters = list(code.replace("-", ""))
    if letters[at] != letter:
        letters[at] = letter
        assert understood("".join(letters)) is None


@given(CODES)
def test_two_letters_exchanged_are_noticed(code):
    letters = code.replace("-", "")
    for one, other in itertools.combinations(range(12), 2):
        if letters[one] != letters[other]:
            changed = list(letters)
            changed[one], changed[other] = letters[other], letters[one]
            assert understood("".join(changed)) is None


def test_what_is_no_code_is_none():
    code = str(drawn())
    for text in ("", "x", code[:-1], code + "2", "Ắ" * 12, code.replace("-", "\0")):
        assert understood(text) is None
    assert len({str(drawn()) for _one in range(200)}) == 200
