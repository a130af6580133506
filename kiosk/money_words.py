"""An amount of đồng in Vietnamese words, as every receipt must carry it beside the figures (NĐ 254).

Groups of three digits: "mốt" after mươi, "lăm" after mười and mươi, "tư" after mươi, "linh" for a zero among the tens, and
"không trăm" inside a number. Groups of nothing but zeros are not spoken.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_SMALL_SCALES = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def in_words(amount: int) -> str:
    """15000 is "Mười lăm nghìn đồng". Raises ValueError for less than nothing."""
    if amount < 0:
        raise ValueError("an amount in words is never negative")
    spoken = _number(amount, inside=False) or [_DIGITS[0]]
    text = " ".join((*spoken, "đồng"))
    return text[0].upper() + text[1:]


def _number(number: int, *, inside: bool) -> list[str]:
    """Words of a number; `inside` one that has more before it. No words for zero."""
    billions, rest = divmod(number, _BILLION)
    words = [*_number(billions, inside=inside), "tỷ"] if billions else []
    for scale in (2, 1, 0):
        group = rest // 1000**scale % 1000
        if group:
            words += _group(group, whole=inside or bool(words))
            words += [_SMALL_SCALES[scale]] if scale else []
    return words


def _group(group: int, *, whole: bool) -> list[str]:
    """Up to three digits; `whole`: all three are spoken, as inside a number."""
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    return words + _below_hundred(rest, linh=bool(words))


def _below_hundred(rest: int, *, linh: bool) -> list[str]:
    tens, ones = divmod(rest, 10)
    if not rest:
        return []
    if tens == 0:
        return [*(["linh"] if linh else []), _DIGITS[ones]]
    head = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if not ones:
        return head
    if tens == 1:
        return [*head, "lăm" if ones == 5 else _DIGITS[ones]]
    return [*head, _AFTER_TENS.get(ones, _DIGITS[ones])]
