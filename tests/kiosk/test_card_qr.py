"""The QR code of identity cards as keyboard scanners type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card_qr import read_card_qr
from kiosk.people import Sex

CARD_2021 = "001199000001||Nguyễn Thị A|01011999|Nữ|Số 1, phố Cây Gạo, phường Tân Lập|01012024"


def test_the_seven_parts_of_2021():
    found = read_card_qr(CARD_2021)
    person = found.person
    assert (person.full_name, person.personal_id, person.birth_date) == ("Nguyễn Thị A", "001199000001", "1999-01-01")
    assert (person.sex, person.address.as_written) == (Sex.FEMALE, "Số 1, phố Cây Gạo, phường Tân Lập")
    assert (found.issued_on, found.broken) == ("2024-01-01", False)


def test_what_the_card_of_2024_adds_is_left_alone():
    assert read_card_qr(f"{CARD_2021}|Nguyễn Văn B|Trần Thị C|") == read_card_qr(CARD_2021)


@pytest.mark.parametrize("name", ["Nguy?n Th? A", "Nguy\ufffdn", "Nguye^~n 4", ""])
def test_a_name_the_scanner_broke_is_not_taken(name):
    found = read_card_qr(CARD_2021.replace("Nguyễn Thị A", name))
    assert found.broken
    assert not found.person.full_name
    assert found.person.personal_id == "001199000001"


def test_a_name_with_loose_marks_is_whole():
    assert read_card_qr(CARD_2021.replace("Nguyễn Thị A", "H'Ơ̆n Byă")).person.full_name == "H'Ơ̆n Byă"


@pytest.mark.parametrize("typed", ["Nguyễn Thị A", "001199000001", "a|b|c|d|e|f|g", "|||||||", "001199000001||A|1|Nữ"])
def test_anything_else_is_no_card(typed):
    assert read_card_qr(typed) is None


@given(st.text(max_size=80))
def test_no_text_is_too_strange(typed):
    read_card_qr(typed)


def test_a_day_that_does_not_exist_is_left_out():
    assert read_card_qr(CARD_2021.replace("01011999", "31021999")).person.birth_date == ""
