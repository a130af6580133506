"""The QR code on an identity card, as a scanner types it: number, old number, name, birth, sex, residence, day of issue.

The first seven parts are the same on the cards of 2021 and 2024; what the newer one adds behind them is not read. A scanner
types like a keyboard, so a wrong keyboard setting breaks Vietnamese letters: a name that looks broken is not taken over.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kiosk.people import Address, Citizen, NotAPersonalId, PersonalId, Sex
from kiosk.text import clean

_PARTS = 7
_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE, "nu": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class CardQr:
    """What was on the card. `broken`: the name came through damaged and is left out."""

    person: Citizen
    issued_on: str = ""
    broken: bool = False


def read_card_qr(typed: str) -> CardQr | None:
    """None for anything that is not such a code."""
    parts = [clean(part) for part in typed.split("|")]
    if len(parts) < _PARTS:
        return None
    number, _old, name, born, sex, home, issued = parts[:_PARTS]
    try:
        identifier = PersonalId.parse(number).digits
    except NotAPersonalId:
        return None
    broken = not name or not all(_belongs_in_a_name(letter) for letter in name)
    person = Citizen(
        full_name="" if broken else name,
        personal_id=identifier,
        birth_date=_iso(born),
        sex=_SEXES.get(sex.lower()),
        address=Address(as_written=home),
    )
    return CardQr(person, _iso(issued), broken)


def _belongs_in_a_name(letter: str) -> bool:
    return letter in " '’.-" or unicodedata.category(letter)[0] in "LM"


def _iso(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""
