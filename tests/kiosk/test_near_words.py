"""A slip of the finger forgiven: few mistakes, never in the way of what was typed rightly, never a guess out of nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import Catalogue
from kiosk.catalogue.listing import search_entries
from kiosk.search_words import words_in
from kiosk.selfservice.near_words import mistakes, search_nearly

ENTRIES = Catalogue.load().entries(date(2026, 11, 24))
LONG = sorted({word for entry in ENTRIES for word in words_in(entry.name) if len(word) >= 5})
LETTERS = "abcdeghiklmnopqrstuvxy"


@st.composite
def slips(draw) -> tuple[str, str]:
    """A word of the catalogue, and the same with one mistake in it, its first letter right."""
    word = draw(st.sampled_from(LONG))
    at, letter = draw(st.integers(1, len(word) - 1)), draw(st.sampled_from(LETTERS))
    swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word
    return word, draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :],
                                       word[:at] + letter + word[at:], swapped]))  # fmt: skip


@given(slips())
def test_one_slip_is_one_mistake_and_still_finds_something(slip):
    word, typed = slip
    assert mistakes(word, typed) == mistakes(typed, word) <= 1
    assert (mistakes(word, typed) == 0) == (word == typed)
    assert search_nearly(typed, ENTRIES)


@given(st.lists(st.sampled_from(LONG), min_size=1, max_size=3).map(" ".join))
def test_what_is_typed_rightly_is_answered_as_it_always_was(typed):
    found = search_entries(typed, ENTRIES)
    if found:
        assert search_nearly(typed, ENTRIES) == found


@given(st.text(max_size=30))
def test_whatever_is_typed_the_answer_is_of_the_list(typed):
    assert set(search_nearly(typed, ENTRIES)) <= set(ENTRIES)


@pytest.mark.parametrize("typed", ["zzzzzz", "qqqq wwww", "x1x1x1"])
def test_what_is_near_nothing_finds_nothing(typed):
    assert search_nearly(typed, ENTRIES) == ()


@pytest.mark.parametrize(("one", "other", "count"), [("", "", 0), ("khai", "khai", 0), ("khai", "hkai", 1), ("sinh", "sin", 1),
                                                     ("ket hon", "kethon", 1), ("abc", "xyz", 3)])  # fmt: skip
def test_mistakes_are_counted(one, other, count):
    assert mistakes(one, other) == count
