"""The hours one office keeps: its shifts on each weekday, and its own days off and extra days.

This is the part of the settings file that an office writes; the national table of holidays stands apart.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from kiosk.holidays import WEEKDAYS, DayOff, ExtraDay, WeekdayName
from kiosk.words import _

MINUTE_MS = 60_000

_SHIFT = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_OFFICE_DAY = ("07:00-11:30", "13:30-17:00")


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of work, in milliseconds after midnight."""

    opens: int
    closes: int


class OfficeHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shifts as `"07:00-11:30"`, in order; a weekday without shifts is not worked and does not count in any term.

    `closed_on` and `working_on` are this office's own exceptions; they outrank the national table.
    """

    monday: tuple[str, ...] = _OFFICE_DAY
    tuesday: tuple[str, ...] = _OFFICE_DAY
    wednesday: tuple[str, ...] = _OFFICE_DAY
    thursday: tuple[str, ...] = _OFFICE_DAY
    friday: tuple[str, ...] = _OFFICE_DAY
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    closed_on: tuple[DayOff, ...] = ()
    working_on: tuple[ExtraDay, ...] = ()

    def __post_init__(self) -> None:
        if not any(self.shifts(weekday) for weekday in WEEKDAYS):
            raise ValueError(_("không có ngày làm việc nào trong tuần"))
        closed = {day for entry in self.closed_on for day in entry.days}
        for entry in self.working_on:
            if entry.day in closed:
                raise ValueError(_("ngày {day} vừa nghỉ vừa làm việc").format(day=entry.day))
            if not self.shifts(entry.like):
                raise ValueError(_("ngày {day} theo giờ của một ngày không làm việc").format(day=entry.day))

    def shifts(self, weekday: WeekdayName) -> tuple[Shift, ...]:
        """The shifts of an ordinary such weekday. Raises ValueError for a text that is no shift."""
        texts: tuple[str, ...] = getattr(self, weekday)
        shifts = tuple(map(_parsed, texts))
        for earlier, later in pairwise(shifts):
            if later.opens < earlier.closes:
                raise ValueError(_("các ca làm việc chồng lên nhau: {shifts}").format(shifts=", ".join(texts)))
        return shifts


def _parsed(text: str) -> Shift:
    match = _SHIFT.fullmatch(text.strip())
    if match is None:
        raise ValueError(_("“{text}” không phải là giờ làm việc, ví dụ đúng: 07:00-11:30").format(text=text))
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or not opens < closes < 24 * 60:
        raise ValueError(_("“{text}” không phải là giờ làm việc, ví dụ đúng: 07:00-11:30").format(text=text))
    return Shift(opens * MINUTE_MS, closes * MINUTE_MS)
