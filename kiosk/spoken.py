"""Amounts and dates written out in Vietnamese words, as receipts, fee slips and civil-status forms demand.

These words are part of a legal paper: they stay Vietnamese whatever language the screens speak.
"""

from datetime import date

from kiosk.partial_date import PartialDate

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_BILLION = 1_000_000_000
_LIMIT = _BILLION * _BILLION


def number_in_words(number: int) -> str:
    """A whole number in lower case: 21 -> "hai mươi mốt". Raises ValueError below 0 and from 10**18 on."""
    if not 0 <= number < _LIMIT:
        raise ValueError("only numbers from 0 to 10**18 - 1 are written out")
    return " ".join(_large(number, inner=False)) if number else _DIGITS[0]


def amount_in_words(dong: int) -> str:
    """An amount of money with its capital: 15000 -> "Mười lăm nghìn đồng"."""
    words = number_in_words(dong)
    return f"{words[0].upper()}{words[1:]} đồng"


def date_in_words(when: date | PartialDate) -> str:
    """A day, month or year: "Ngày ba tháng tư năm một nghìn chín trăm sáu mươi hai"; unknown parts are left out."""
    parts = [f"năm {number_in_words(when.year)}"]
    if when.month is not None:
        parts.insert(0, f"tháng {'tư' if when.month == 4 else number_in_words(when.month)}")
    if when.day is not None:
        parts.insert(0, f"ngày {number_in_words(when.day)}")
    words = " ".join(parts)
    return words[0].upper() + words[1:]


def _large(number: int, inner: bool) -> list[str]:
    billions, rest = divmod(number, _BILLION)
    words = [*_millions(billions, inner), "tỷ"] if billions else []
    return words + _millions(rest, inner or bool(billions))


def _millions(number: int, inner: bool) -> list[str]:
    """Below a billion. `inner`: something larger stands before, so every group is read with all its places."""
    words: list[str] = []
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            words += _hundreds(group, inner or bool(words))
            words += [name] if name else []
    return words


def _hundreds(group: int, inner: bool) -> list[str]:
    hundreds, below = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    return words + _tens(below, linh=bool(words))


def _tens(number: int, linh: bool) -> list[str]:
    tens, unit = divmod(number, 10)
    if not tens:
        return ([*(["linh"] if linh else []), _DIGITS[unit]]) if unit else []
    if tens == 1:
        return ["mười", *([] if not unit else ["lăm" if unit == 5 else _DIGITS[unit]])]
    return [_DIGITS[tens], "mươi", *([] if not unit else [_AFTER_TENS.get(unit, _DIGITS[unit])])]
