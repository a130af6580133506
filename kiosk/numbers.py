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


def is_number(text: str) -> bool:
    """True for anything shaped like a dossier number, temporary or official."""
    return bool(TEMPORARY.fullmatch(text) or NUMBER.fullmatch(text))
