"""Dates of which only the year, or year and month, may be known: the birth dates of many old people."""

import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_VIETNAMESE = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])(?P<year>\d{4})", re.ASCII)


class ImpossibleDate(ValueError):
    """The text or the numbers are no date."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which only the year, or year and month, may be known (birth dates of old people)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ImpossibleDate("a day needs its month")
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError as error:
            raise ImpossibleDate(str(error)) from error

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """From "1962", "1962-05", "1962-05-03", "05/1962" or "03/05/1962". Raises ImpossibleDate."""
        match = _ISO.fullmatch(text.strip()) or _VIETNAMESE.fullmatch(text.strip())
        if match is None:
            raise ImpossibleDate("not written as a date")
        year, month, day = match["year"], match["month"], match["day"]
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """The whole date."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """As it is stored: "1962", "1962-05" or "1962-05-03"."""
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{self.year:04d}{month}{day}"

    def shown(self) -> str:
        """As screens and papers write it: "1962", "05/1962" or "03/05/1962"."""
        day = "" if self.day is None else f"{self.day:02d}/"
        month = "" if self.month is None else f"{self.month:02d}/"
        return f"{day}{month}{self.year:04d}"
