"""The edge to what speaks: the kiosk says a page to whoever cannot read it. Drivers live in `devices/voice/`.

A text may have several lines; each line is spoken from a recording of its own where the office has one, else by a program that
speaks. What is recorded is found by `prompt_key`, which changes only with the words.
"""

import hashlib
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Protocol

from kiosk.text import clean, fold

_SLUG = 40
_GAINS = (0.3, 0.6, 1.0, 1.5, 2.0)


class Loudness(IntEnum):
    """Of what is spoken. Every citizen begins with the usual one."""

    SOFTEST = 1
    SOFT = 2
    USUAL = 3
    LOUD = 4
    LOUDEST = 5

    @property
    def gain(self) -> float:
        """How many times the usual swing; from the softest to the loudest some sixteen decibels."""
        return _GAINS[self - 1]


class Voice(Protocol):
    """Says texts. No call waits for the sound."""

    def available(self, told: Callable[[frozenset[str]], None]) -> None:
        """Tells which languages it can speak, now or on a thread of its own."""

    def say(self, texts: Sequence[str], language: str) -> None:
        """One after the other; what was being said before is broken off."""

    def speak_at(self, loudness: Loudness) -> None:
        """From the next line on."""

    def stop(self) -> None:
        """Silence. Nothing more of what was given is said."""

    def close(self) -> None:
        """Silence for ever; nothing that speaks outlives it."""


def prompt_key(text: str) -> str:
    """What the recording of a text is called, without the ending: readable, and unlike for unlike words."""
    words = clean(text)
    readable = "-".join("".join(char if char.isalnum() else " " for char in fold(words)).split())[:_SLUG].strip("-")
    return f"{readable or 'text'}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
