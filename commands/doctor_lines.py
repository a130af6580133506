"""One line of what `doctor` found."""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Line:
    finding: Finding
    text: str
