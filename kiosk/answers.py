"""How the value of an answer is read, whichever way it came: typed, from a card, or back from a stored draft.

An answer is text, yes or no (`bool`), a number (`int`, `float` or `Decimal`), a list of choice codes, an address
(`Address`, or its fields in a mapping), or a list of rows, each a mapping from column to answer.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kiosk.people import Address
from kiosk.text import clean


def is_blank(value: object) -> bool:
    """Whether nothing was answered. "No" and zero are answers."""
    match value:
        case None:
            return True
        case str():
            return not value.strip()
        case Address():
            return not (value.province or value.commune or value.detail.strip() or value.as_written.strip())
        case Mapping():
            return all(is_blank(part) for part in value.values())
        case Sequence():
            return len(value) == 0
        case _:
            return False


def words_of(value: object) -> frozenset[str]:
    """The words by which a catalogue may name this answer: "yes" or "no", a choice code, a number."""
    match value:
        case bool():
            return frozenset({"yes" if value else "no"})
        case str():
            return frozenset({clean(value)}) if value.strip() else frozenset()
        case int() | float() | Decimal():
            return frozenset({_number_word(value)})
        case Mapping():
            return frozenset()
        case Sequence():
            return frozenset(word for part in value for word in words_of(part))
        case _:
            return frozenset()


def rows_of(value: object) -> tuple[Mapping[str, Any], ...] | None:
    """The rows of a table answer; None when it is not a list of rows at all."""
    if value is None:
        return ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        return None
    return tuple(value) if all(isinstance(row, Mapping) for row in value) else None


def _number_word(value: float | Decimal) -> str:
    number = Decimal(str(value))
    return format(number.normalize(), "f") if number.is_finite() else str(number)


def number_of(value: object) -> Decimal | None:
    """The number answered; None when it is none. Text is never read as a number: "1.000" is a thousand to a citizen."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None


def address_of(value: object) -> Address | None:
    """The address answered; None when it is none."""
    if isinstance(value, Address):
        return value
    if not isinstance(value, Mapping):
        return None
    parts = {name: value.get(name, "") for name in ("province", "commune", "detail", "as_written")}
    if value.keys() - parts.keys() or not all(isinstance(part, str) for part in parts.values()):
        return None
    return Address(**parts)
