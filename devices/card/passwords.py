"""What opens a chip: the six-digit CAN, or the lines a machine reads (MRZ). Neither is ever shown by `repr` or in a message."""

from dataclasses import dataclass, field
from hashlib import sha1

_WEIGHTS = (7, 3, 1)
_NUMBER_WIDTH = 9
_CAN_OF_ID = 6


class NotAPassword(ValueError):
    """The text cannot be a CAN, or the fields no MRZ. The text is kept out of the message."""


@dataclass(frozen=True, slots=True)
class Can:
    """The card access number. On a Vietnamese card: the last six digits of the personal number."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (self.digits.isascii() and self.digits.isdigit() and len(self.digits) >= _CAN_OF_ID):
            raise NotAPassword

    @classmethod
    def of_personal_id(cls, digits: str) -> "Can":
        return cls(digits[-_CAN_OF_ID:])

    @property
    def kind(self) -> str:
        return "CAN"

    @property
    def reference(self) -> int:
        """How MSE:Set AT names it."""
        return 2

    @property
    def secret(self) -> bytes:
        """What goes into the key derivation of PACE."""
        return self.digits.encode("ascii")


@dataclass(frozen=True, slots=True)
class Mrz:
    """The three fields of the MRZ that open a chip; dates as YYMMDD. A Vietnamese card has the last nine digits of the
    personal number as its document number."""

    document_number: str = field(repr=False)
    birth: str = field(repr=False)
    expiry: str = field(repr=False)

    def __post_init__(self) -> None:
        for text in (self.document_number, self.birth, self.expiry):
            check_digit(text)
        if not self.document_number or len(self.birth) != 6 or len(self.expiry) != 6:
            raise NotAPassword

    @property
    def kind(self) -> str:
        return "MRZ"

    @property
    def reference(self) -> int:
        return 1

    @property
    def information(self) -> str:
        """The fields with their check digits, a short document number filled up."""
        fields = (self.document_number.ljust(_NUMBER_WIDTH, "<"), self.birth, self.expiry)
        return "".join(f"{text}{check_digit(text)}" for text in fields)

    @property
    def secret(self) -> bytes:
        return sha1(self.information.encode("ascii"), usedforsecurity=False).digest()  # the standard's choice


Password = Can | Mrz


def check_digit(text: str) -> int:
    """The check digit of ICAO 9303-3, 4.9. Raises NotAPassword for a character no MRZ has."""
    return sum(_value(char) * _WEIGHTS[place % 3] for place, char in enumerate(text)) % 10


def _value(char: str) -> int:
    if char == "<":
        return 0
    if char.isascii() and (char.isdigit() or char.isupper()):
        return int(char, 36)
    raise NotAPassword
