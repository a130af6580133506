"""What is typed or scanned to open a chip: six digits, a whole personal number, the QR code on the card, or the lines a machine
reads (MRZ) of a passport or a foreigner's card.

A wrong number costs the person a try at the chip, so whatever can be seen to be wrong is told before the chip is asked.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.card_qr import read_card_qr
from kiosk.device_ports import CardKey
from kiosk.people import NotAPersonalId, PersonalId
from kiosk.words import N_, _

CAN_LENGTH, ID_LENGTH = 6, 12
_BETWEEN_DIGITS = re.compile(r"[\s.\-\u200b\ufeff]")
_QR_START = re.compile(r"\s*(\d{12})\s*\|", re.ASCII)
_MRZ_TEXT = re.compile(r"[A-Z0-9<]+")
_CARD_WIDTH, _PASSPORT_WIDTH = 30, 44
_LEAST_MRZ = 20                        # fewer characters in a row are no line anybody began
_FILL, _WEIGHTS = "<", (7, 3, 1)
_FORMS = {("I", "A", "C"): (_CARD_WIDTH, 3), ("P",): (_PASSPORT_WIDTH, 2)}      # by the first letter: width, lines


class KeyFault(StrEnum):
    """Why a text does not open anything."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    LENGTH = "length"
    MORE_LINES = "more_lines"          # machine readable lines, and not all of them yet
    CHECK_DIGIT = "check_digit"

    def shown(self) -> str:
        """For the person who typed."""
        return _(_FAULTS[self])


_FAULTS = {
    KeyFault.EMPTY: N_("Chưa có số."),
    KeyFault.NOT_A_NUMBER: N_("Đây không phải số, mã QR hay dòng máy đọc của thẻ."),
    KeyFault.LENGTH: N_("Cần sáu số cuối, hoặc đủ 12 số của số định danh."),
    KeyFault.MORE_LINES: N_("Chưa đủ các dòng máy đọc: quét hoặc gõ tiếp dòng sau."),
    KeyFault.CHECK_DIGIT: N_("Dòng máy đọc có chỗ sai: so từng ký tự với giấy rồi sửa."),
}


class NotAKey(ValueError):
    """The text opens no chip; `fault` says why. The text itself is kept out of the message."""

    def __init__(self, fault: KeyFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A personal number the form in hand already has. `role` is whose it is there."""

    digits: str = field(repr=False)
    role: str

    @property
    def ending(self) -> str:
        """The last three digits, by which an officer recognises it."""
        return self.digits[-3:]


def known_numbers(typed: Iterable[tuple[str, str]]) -> tuple[KnownNumber, ...]:
    """From (what stands in a form, whose it is): the whole personal numbers among it, each once."""
    found: dict[str, KnownNumber] = {}
    for text, role in typed:
        with suppress(NotAPersonalId):
            digits = PersonalId.parse(text).digits
            found.setdefault(digits, KnownNumber(digits, role))
    return tuple(found.values())


def key_of_number(digits: str) -> CardKey:
    """From a personal number of twelve digits."""
    return CardKey(can=digits[-CAN_LENGTH:])


def understand(text: str) -> CardKey:
    """From what stands in the field. Raises NotAKey."""
    if not text.strip():
        raise NotAKey(KeyFault.EMPTY)
    digits = _BETWEEN_DIGITS.sub("", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) not in (CAN_LENGTH, ID_LENGTH):
            raise NotAKey(KeyFault.LENGTH)
        return key_of_number(digits)
    if begins_mrz(text):
        return CardKey(mrz=_mrz("".join(text.split()).upper()))
    return key_of_number(_number_in_qr(text))


def begins_mrz(text: str) -> bool:
    """Whether it looks like machine readable lines, whole or in part."""
    flat = "".join(text.split()).upper()
    return len(flat) >= _LEAST_MRZ and _FILL in flat and _MRZ_TEXT.fullmatch(flat) is not None


def _number_in_qr(text: str) -> str:
    """Only the number counts: letters that a scanner broke do not matter here."""
    found = read_card_qr(text)
    if found is not None:
        return found.person.personal_id
    start = _QR_START.match(text)
    if start is None:
        raise NotAKey(KeyFault.NOT_A_NUMBER)
    return start[1]


def _mrz(flat: str) -> str:
    """The lines, with the check digits of what opens a chip recomputed. Raises NotAKey."""
    width, count = next((form for letters, form in _FORMS.items() if flat[0] in letters), (0, 0))
    if not width or len(flat) > width * count:
        raise NotAKey(KeyFault.NOT_A_NUMBER)
    if len(flat) < width * count:
        raise NotAKey(KeyFault.MORE_LINES)
    lines = [flat[start : start + width] for start in range(0, len(flat), width)]
    checked = _checked_of_card(lines) if count == 3 else _checked_of_passport(lines)
    if not all(check == str(_check_digit(part)) for part, check in checked):
        raise NotAKey(KeyFault.CHECK_DIGIT)
    return "\n".join(lines)


def _checked_of_card(lines: list[str]) -> list[tuple[str, str]]:
    first, second, _names = lines
    number, check = first[5:14], first[14]
    if check == _FILL:                 # a longer number runs on in the optional part, its check digit at the end
        tail = first[15:].partition(_FILL)[0]
        number, check = number + tail[:-1], tail[-1:]
    return [(number, check), (second[:6], second[6]), (second[8:14], second[14])]


def _checked_of_passport(lines: list[str]) -> list[tuple[str, str]]:
    second = lines[1]
    return [(second[:9], second[9]), (second[13:19], second[19]), (second[21:27], second[27])]


def _check_digit(text: str) -> int:
    """ICAO 9303-3, 4.9."""
    return sum(0 if char == _FILL else int(char, 36) * _WEIGHTS[place % 3] for place, char in enumerate(text)) % 10
