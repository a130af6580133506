"""What a person gives to open a card, made into the passwords a chip knows. Looked at here before any chip is asked: a slip of
the hand must not cost one of the tries a card allows."""

from dataclasses import dataclass, field
from typing import ClassVar

from devices.card.lds import mrz
from devices.card.lds.mrz import MrzField, NotAnMrz
from devices.card.passwords import Can, Mrz, NotAPassword, Password
from devices.card.problems import CardProblem
from kiosk.device_ports import CardKey

_CAN_LENGTHS = (6, 12)
_KEY_FIELDS = {MrzField.DOCUMENT_NUMBER, MrzField.BIRTH, MrzField.EXPIRY}


class KeyUnusable(CardProblem):
    """Neither six digits (or twelve) nor whole machine readable lines with the right check digits; no card was asked."""

    code: ClassVar[str] = "CARD-20"
    sentence: ClassVar[str] = "Số để mở thẻ chưa đúng dạng: cần sáu số cuối của số định danh, hoặc đủ các dòng máy đọc."
    remedy: ClassVar[str] = "Gõ lại sáu chữ số, hoặc quét lại các dòng máy đọc; thẻ chưa bị hỏi lần nào."


@dataclass(frozen=True, slots=True)
class Passwords:
    """In the order in which they are tried: the CAN first."""

    all: tuple[Password, ...] = field(repr=False)
    number: str = field(default="", repr=False)        # the digits given
    number_in_mrz: str = field(default="", repr=False)

    def number_used(self, kind: str) -> str:
        """The personal number, or its end, that the password of this kind says."""
        return self.number if kind == "CAN" else self.number_in_mrz

    def mrz_used(self, kind: str) -> Mrz | None:
        """The printed lines, where they are what opened the card."""
        return next((one for one in self.all if isinstance(one, Mrz) and one.kind == kind), None)

    def only(self, kind: str) -> "Passwords":
        """Those of one kind: what has opened the card before."""
        return Passwords(tuple(one for one in self.all if one.kind == kind), self.number, self.number_in_mrz)


def passwords_of(key: CardKey) -> Passwords:
    """Raises KeyUnusable."""
    digits = "".join(key.can.split())
    found: list[Password] = []
    number_in_mrz = ""
    try:
        if digits:
            if len(digits) not in _CAN_LENGTHS:
                raise KeyUnusable
            found.append(Can.of_personal_id(digits))
        if key.mrz.strip():
            lines = mrz.parse(key.mrz)
            if lines.wrong & _KEY_FIELDS:
                raise KeyUnusable
            found.append(Mrz(lines.document_number, lines.birth, lines.expiry))
            number_in_mrz = lines.personal_id
    except (NotAPassword, NotAnMrz) as damage:
        raise KeyUnusable from damage
    if not found:
        raise KeyUnusable
    return Passwords(tuple(found), digits, number_in_mrz)
