"""Dossier numbers: temporary codes by default, official numbers only from a signed lease.

An official-looking number is never made up. A temporary code is unique without asking anyone: it carries a device part
drawn at random, the day, and a counter of that device part and day. It stays findable for ever.
Source of the official pattern: TT 01/2018 Đ19 and QĐ 20/2020 as amended; ministry systems differ, so it is read leniently.
"""

import re
import secrets
from datetime import date

# Without I, L, O, U: nothing that is misread from paper or over the telephone (Crockford).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DEVICE_PART_LENGTH = 6
NUMBER = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*-(\d{6}|\d{8})-\d{4,8}")
TEMPORARY = re.compile(rf"TMP-[{_ALPHABET}]{{{DEVICE_PART_LENGTH}}}-\d{{6}}-\d{{4,8}}")

_BARE_TEMPORARY = re.compile(rf"TMP([{_ALPHABET}]{{{DEVICE_PART_LENGTH}}})(\d{{6}})(\d{{4,8}})")
_BARE_NUMBER = re.compile(r"([A-Z]\d{2}(?:\d{2}){0,3})([2-9]\d(?:0[1-9]|1[0-2])[0-3]\d)(\d{4})")


def new_device_part() -> str:
    """A fresh device part: 30 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(DEVICE_PART_LENGTH))


def temporary_series(device_part: str, day: date) -> str:
    """The series within which a temporary code counts: one device part, one day."""
    return f"TMP-{device_part}-{day:%y%m%d}"


def official_series(prefix: str, day: date) -> str:
    """The series of official numbers: one competent agency, one day."""
    return f"{prefix}-{day:%y%m%d}"


def notice_series(kind: str, device_part: str, day: date) -> str:
    """The series of notices of one kind (its letters): one device part, one year."""
    return f"{kind}-{device_part}-{day:%y}"


def numbered(series: str, count: int) -> str:
    """The `count`-th number of a series, at least four digits."""
    return f"{series}-{count:04d}"


def tidy(text: str) -> str:
    """A number as typed or scanned, in the form it is kept: no blanks, upper case."""
    return re.sub(r"\s+", "", text).upper()


def with_signs(text: str, office: str) -> str:
    """A number as it is kept, where its letters and figures alone were typed, or other signs between them: points and hyphens
    are the hardest to find on a keyboard. `office`: the agency code its official numbers begin with here. Else only tidied."""
    kept = tidy(text)
    if is_number(kept):
        return kept
    bare = re.sub(r"[^A-Z0-9]", "", kept)
    if found := _BARE_TEMPORARY.fullmatch(bare):
        return "TMP-" + "-".join(found.groups())
    begins = office.upper().replace(".", "")
    if found := re.fullmatch(rf"{re.escape(begins)}(\d{{6}})(\d{{4,8}})", bare):
        return "-".join((office.upper(), *found.groups()))
    if found := _BARE_NUMBER.fullmatch(bare):
        agency, day, count = found.groups()
        return "-".join((".".join((agency[:3], *re.findall("..", agency[3:]))), day, count))
    return kept


def is_number(text: str) -> bool:
    """True for anything shaped like a dossier number, temporary or official."""
    return bool(TEMPORARY.fullmatch(text) or NUMBER.fullmatch(text))
