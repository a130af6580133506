"""The machine readable zone: three lines of 30 (cards, TD1) or two of 44 (passports, TD3), every check digit recomputed.

A wrong check digit is told, not refused: whether a card whose digits are off may be used is decided where all checks meet.
On a Vietnamese card the personal number stands whole in the first line's optional part, with a check digit of its own.
"""

from dataclasses import dataclass, field
from enum import Enum

from devices.card.passwords import NotAPassword, check_digit

_FILL = "<"
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_ID_LENGTH = 12
VIETNAM = "VNM"


class NotAnMrz(ValueError):
    """The text is no MRZ of a known size. It is kept out of the message."""


class MrzForm(Enum):
    """Lines and their width."""

    TD1 = 3, 30
    TD3 = 2, 44


class MrzField(Enum):
    """The parts that carry a check digit."""

    DOCUMENT_NUMBER = "document_number"
    BIRTH = "birth"
    EXPIRY = "expiry"
    OPTIONAL = "optional"
    COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class MrzData:
    """What the lines say. Dates stay YYMMDD (a century is a guess); `wrong` are the parts whose check digit is off."""

    form: MrzForm
    document_code: str
    issuer: str
    document_number: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)       # M, F, or empty
    expiry: str = field(repr=False)
    nationality: str
    surname: str = field(repr=False)
    given_names: str = field(repr=False)
    personal_id: str = field(repr=False)        # the 12 digits of a Vietnamese card, else empty
    optional: str = field(repr=False)
    wrong: frozenset[MrzField] = frozenset()

    @property
    def full_name(self) -> str:
        """As the lines have it: capitals without diacritics, family name first."""
        return f"{self.surname} {self.given_names}".strip()


def parse(text: str) -> MrzData:
    """From a chip's run of characters, or from lines as typed or scanned. Raises NotAnMrz."""
    flat = "".join(text.split())
    if not set(flat) <= _ALPHABET:
        raise NotAnMrz
    for form, read in ((MrzForm.TD1, _td1), (MrzForm.TD3, _td3)):
        lines, width = form.value
        if len(flat) == lines * width:
            return read([flat[place:place + width] for place in range(0, len(flat), width)])
    raise NotAnMrz


def _td1(lines: list[str]) -> MrzData:
    first, second, third = lines
    issuer, optional = first[2:5], first[15:30]
    number, check, rest = _long_number(first[5:14], first[14], optional)
    surname, given = _names(third)
    personal_id = _personal_id(issuer, optional)
    checked = {
        MrzField.DOCUMENT_NUMBER: (number, check),
        MrzField.BIRTH: (second[:6], second[6]),
        MrzField.EXPIRY: (second[8:14], second[14]),
        MrzField.COMPOSITE: (first[5:30] + second[:7] + second[8:15] + second[18:29], second[29]),
    }
    if personal_id:
        checked[MrzField.OPTIONAL] = (optional[:14], optional[14])
    return MrzData(
        MrzForm.TD1, _bare(first[:2]), _bare(issuer), _bare(number), second[:6], _sex(second[7]), second[8:14],
        _bare(second[15:18]), surname, given, personal_id, _bare(rest) + _bare(second[18:29]), _wrong(checked),
    )  # fmt: skip


def _td3(lines: list[str]) -> MrzData:
    first, second = lines
    surname, given = _names(first[5:])
    optional, optional_check = second[28:42], second[42]
    checked = {
        MrzField.DOCUMENT_NUMBER: (second[:9], second[9]),
        MrzField.BIRTH: (second[13:19], second[19]),
        MrzField.EXPIRY: (second[21:27], second[27]),
        MrzField.COMPOSITE: (second[:10] + second[13:20] + second[21:43], second[43]),
    }
    if optional_check != _FILL or _bare(optional):     # an empty optional part may go without
        checked[MrzField.OPTIONAL] = (optional, optional_check)
    return MrzData(
        MrzForm.TD3, _bare(first[:2]), _bare(first[2:5]), _bare(second[:9]), second[13:19], _sex(second[20]), second[21:27],
        _bare(second[10:13]), surname, given, "", _bare(optional), _wrong(checked),
    )  # fmt: skip


def _long_number(number: str, check: str, optional: str) -> tuple[str, str, str]:
    """A document number of more than nine characters runs on in the optional part, its check digit after it."""
    head, _, rest = optional.partition(_FILL)
    if check != _FILL or len(head) < 2:
        return number, check, optional
    return number + head[:-1], head[-1], rest


def _personal_id(issuer: str, optional: str) -> str:
    digits = optional[:_ID_LENGTH]
    return digits if issuer == VIETNAM and digits.isdigit() and optional[_ID_LENGTH:14] == "<<" else ""


def _names(line: str) -> tuple[str, str]:
    surname, _, given = line.rstrip(_FILL).partition("<<")
    return " ".join(surname.replace(_FILL, " ").split()), " ".join(given.replace(_FILL, " ").split())


def _bare(text: str) -> str:
    return text.strip(_FILL)


def _sex(letter: str) -> str:
    return letter if letter in "MF" else ""


def _wrong(checked: dict[MrzField, tuple[str, str]]) -> frozenset[MrzField]:
    return frozenset(part for part, (text, check) in checked.items() if not _holds(text, check))


def _holds(text: str, check: str) -> bool:
    try:
        return str(check_digit(text)) == check
    except NotAPassword:
        return False
