"""What is written made into what is said: dates and hours in words, codes figure by figure, a personal number veiled.

A text without any of these stays as it is written, so that its recording is found.
"""

import re
from collections.abc import Callable

from kiosk.words import _

_SHORTEST = 5                          # figures in a row that are no amount: a telephone, a code
_VEILED = re.compile(r"(?<![\w.\-])(?:\d{3}[ .]?(?:\d{3}|•{3})[ .]?(?:\d{3}|•{3})[ .]?|\d{6})(\d{3})(?![\w\-])")
_HIDDEN = re.compile(r"(?<!\w)[A-Za-z0-9]{1,2} •[ •]*• ([A-Za-z0-9]{1,2})(?!\w)")           # of a shorter number
_DATE = re.compile(r"(?:\b(?:ngày|Ngày)\s+)?\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?::\d{2})?(?![\d:])")
_AMOUNT = re.compile(r"(?<![\w.\-])\d{1,3}(?:\.\d{3})+(?![\w\-]|\.\d)")
_PHONE = re.compile(r"(?<!\d)\d{3,4}(?: \d{3,4})+(?!\d)")
_CODE = re.compile(r"(?<!\w)[A-Za-z0-9](?:[A-Za-z0-9]|[.\-](?=[A-Za-z0-9]))*(?!\w)")
_DRAWN = str.maketrans(dict.fromkeys("→←↑↓•✓✕○●▸…", " "))


def aloud(text: str) -> str:
    """The text for the ear; each line by itself, empty ones left out."""
    return "\n".join(line for written in text.splitlines() if (line := _line(written)))


def _line(text: str) -> str:
    if any(char.isdigit() for char in text):
        text = _ANY.sub(_said, text)
    return " ".join(text.translate(_DRAWN).split())


def _said(found: re.Match[str]) -> str:
    """By the first kind it is of: once said, nothing in it is looked at again."""
    for pattern, said in _KINDS:
        if (alone := pattern.fullmatch(found[0])) is not None:
            return said(alone)
    return found[0]


def _veiled(found: re.Match[str]) -> str:
    return _("số đã che, ba số cuối {digits}").format(digits=" ".join(found[1]))


def _hidden(found: re.Match[str]) -> str:
    return _("số đã che, cuối là {digits}").format(digits=" ".join(found[1]))


def _date(found: re.Match[str]) -> str:
    day, month, year = (int(part) for part in found.groups())
    said = _("ngày {day} tháng {month} năm {year}").format(day=day, month=month, year=year)
    return f"{said[0].upper()}{said[1:]}" if found[0].startswith("N") else said


def _hour(found: re.Match[str]) -> str:
    if int(found[2]):
        return _("{hour} giờ {minute} phút").format(hour=int(found[1]), minute=int(found[2]))
    return _("{hour} giờ").format(hour=int(found[1]))


def _amount(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


def _spelled(found: re.Match[str]) -> str:
    return " ".join(found[0].replace(" ", ""))


def _code(found: re.Match[str]) -> str:
    written = found[0]
    if sum(char.isdigit() for char in written) < _SHORTEST:
        return written
    names = {".": _("chấm"), "-": _("gạch")}
    return " ".join(names.get(char, char) for char in written)


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_VEILED, _veiled), (_HIDDEN, _hidden), (_DATE, _date), (_HOUR, _hour), (_AMOUNT, _amount), (_PHONE, _spelled),
    (_CODE, _code),
)  # fmt: skip
_ANY = re.compile("|".join(pattern.pattern for pattern, _how in _KINDS))
