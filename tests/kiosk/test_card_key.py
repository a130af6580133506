"""What opens a chip, from whatever is typed or scanned; what cannot open one is told before the chip is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card_key import KeyFault, NotAKey, known_numbers, understand
from kiosk.device_ports import CardKey

QR = "066302001234|240123456|H'Ƀăn Êñuôl Niê Kdăm|25122002|Nữ|Tổ 4, Láng Thượng, Đống Đa, Hà Nội|14022022"
CARD = (
    "IDVNM3020012341066302001234<<9",
    "0212252F3602140VNM<<<<<<<<<<<6",
    "EBAN<<HBAN<<<<<<<<<<<<<<<<<<<<",
)  # fmt: skip
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


@pytest.mark.parametrize(
    "typed",
    ["001234", "066302001234", "066 302 001 234", " 001.234 ", QR, f"{QR}|Nguyễn Văn B|Trần Thị C|", QR.replace("Ê", "\ufffd")],
)
def test_six_digits_whatever_way_they_come(typed):
    assert understand(typed) == CardKey(can="001234")


def test_a_code_with_a_broken_rest_still_has_its_number():
    assert understand("066302001234|| ?? ") == CardKey(can="001234")


@pytest.mark.parametrize("between", ["\n", " ", ""])
@pytest.mark.parametrize("lines", [PASSPORT, CARD])
def test_the_lines_a_machine_reads(lines, between):
    assert understand(between.join(lines).lower()) == CardKey(mrz="\n".join(lines))


def test_a_long_document_number_runs_on():
    first = "I<UTOD23145890<7349<<<<<<<<<<<"
    assert understand(f"{first}7408122F1204159UTO<<<<<<<<<<<2ERIKSSON<<ANNA<MARIA<<<<<<<<<<").mrz.startswith(first)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("  ", KeyFault.EMPTY),
        ("12345", KeyFault.LENGTH),
        ("0663020012345", KeyFault.LENGTH),
        ("Lò Thị Hạnh", KeyFault.NOT_A_NUMBER),
        ("66302001234|x", KeyFault.NOT_A_NUMBER),
        ("https://example.org/|", KeyFault.NOT_A_NUMBER),
        ("٠٠١٢٣٤", KeyFault.NOT_A_NUMBER),
        (PASSPORT[0], KeyFault.MORE_LINES),
        ("".join(CARD[:2]), KeyFault.MORE_LINES),
        (PASSPORT[0] + PASSPORT[1].replace("740812", "740813"), KeyFault.CHECK_DIGIT),
        (CARD[0] + CARD[1].replace("360214", "360215") + CARD[2], KeyFault.CHECK_DIGIT),
        ("X" + "".join(PASSPORT)[1:], KeyFault.NOT_A_NUMBER),
        ("".join(PASSPORT) + "<", KeyFault.NOT_A_NUMBER),
    ],
)
def test_what_opens_nothing_is_told(typed, fault):
    with pytest.raises(NotAKey) as told:
        understand(typed)
    assert told.value.fault is fault
    assert fault.shown()
    assert typed.strip() == "" or typed.strip() not in str(told.value)


@given(st.text(alphabet=st.sampled_from("0123456789<|ABPIX ăê.\n"), max_size=100))
def test_no_text_does_harm(text):
    try:
        key = understand(text)
    except NotAKey:
        return
    assert bool(key.can) is not bool(key.mrz)
    assert not key.can or (len(key.can) == 6 and key.can.isdigit())


def test_numbers_of_a_form_are_taken_once_and_only_whole():
    found = known_numbers([("066 302 001 234", "submitter"), ("001192", "owner"), ("066302001234", "owner"), ("", "owner")])
    assert [(number.digits, number.role, number.ending) for number in found] == [("066302001234", "submitter", "234")]
    assert "066302001234" not in repr(found)
