"""A code by which one machine is enrolled once: read out or written down by one person, typed by another.

Twelve letters and digits in three groups, without those that look alike on paper (0 O, 1 I L). The first group names the
code, the rest is its secret; the last one is a check: any one wrong letter, and any two exchanged, are noticed before the code
is sent anywhere.
"""

import re
import secrets
from dataclasses import dataclass

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"      # 31 of them, a prime: so the check misses nothing of the above
NAME_LETTERS, ALL_LETTERS, _GROUP = 4, 12, 4


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """`name` may be shown and kept; `secret` is known to whoever holds the code, and kept nowhere."""

    name: str
    secret: str

    def __str__(self) -> str:
        return "-".join(re.findall(f".{{{_GROUP}}}", self.name + self.secret))


def drawn() -> EnrolmentCode:
    """A new code."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(ALL_LETTERS - 1))
    return _split(letters + _check_for(letters))


def understood(text: str) -> EnrolmentCode | None:
    """The code that was typed, with or without hyphens and blanks, in small letters or large; None where it is none."""
    letters = re.sub(r"[\s\-–—.]", "", text).upper()
    if len(letters) != ALL_LETTERS or any(letter not in LETTERS for letter in letters):
        return None
    return _split(letters) if _check_for(letters[:-1]) == letters[-1] else None


def _split(letters: str) -> EnrolmentCode:
    return EnrolmentCode(letters[:NAME_LETTERS], letters[NAME_LETTERS:])


def _check_for(letters: str) -> str:
    """Makes the sum of every letter's place times its value a multiple of their number."""
    weighed = sum(place * LETTERS.index(letter) for place, letter in enumerate(letters, 1))
    prime = len(LETTERS)
    return LETTERS[-weighed * pow(ALL_LETTERS, -1, prime) % prime]
