"""The table of days off and make-up working days: one committed for all offices, corrected by the operator's own file.

A year is either in the table or it is not: nobody guesses the holidays of a year that has not been written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, Literal

import msgspec

from kiosk.problems import Problem
from kiosk.words import N_, _

COMMITTED = Path(__file__).parent / "holidays.toml"

WeekdayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[WeekdayName, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class HolidayFileUnreadable(Problem):
    """The operator's table of holidays is there, but wrong: due dates are not computed from half a table."""

    code: ClassVar[str] = "CALENDAR-01"
    sentence: ClassVar[str] = N_("Không đọc được lịch nghỉ lễ. Chưa thể tính ngày hẹn trả.")
    remedy: ClassVar[str] = N_("Sửa tệp lịch nghỉ {path}: {reason}")


class DayOff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day nobody works, or the days from `day` to `to`."""

    day: date
    name: str = ""
    to: date | None = None

    def __post_init__(self) -> None:
        if self.to is not None and self.to < self.day:
            raise ValueError(_("{day}: ngày cuối đứng trước ngày đầu").format(day=self.day))

    @property
    def days(self) -> tuple[date, ...]:
        count = ((self.to or self.day) - self.day).days + 1
        return tuple(self.day + timedelta(days=step) for step in range(count))


class ExtraDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day worked by way of exception, with the hours of the weekday it is `like`."""

    day: date
    like: WeekdayName
    name: str = ""


class _YearInFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    announced: bool
    off: tuple[DayOff, ...]
    working: tuple[ExtraDay, ...] = ()


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year; `announced` says whether it follows the official notice or was only computed from the law."""

    announced: bool
    off: Mapping[date, str]
    working: Mapping[date, WeekdayName]


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The years we know."""

    years: Mapping[int, HolidayYear]

    def corrected_by(self, other: "HolidayTable") -> "HolidayTable":
        """This table with every year that `other` holds taken whole from `other`."""
        return HolidayTable({**self.years, **other.years})


def load_holidays(operator_file: Path | None = None) -> HolidayTable:
    """The committed table, corrected by the operator's file when there is one.

    Raises HolidayFileUnreadable when a file exists but cannot be used.
    """
    table = read_holidays(COMMITTED)
    if operator_file is None or not operator_file.exists():
        return table
    return table.corrected_by(read_holidays(operator_file))


def read_holidays(path: Path) -> HolidayTable:
    """The table in one TOML file. Raises HolidayFileUnreadable."""
    try:
        years = msgspec.toml.decode(path.read_bytes(), type=dict[int, _YearInFile])
        return HolidayTable({year: _checked(year, content) for year, content in sorted(years.items())})
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise HolidayFileUnreadable(path=str(path), reason=str(error)) from error


def _checked(year: int, content: _YearInFile) -> HolidayYear:
    off = {day: entry.name for entry in content.off for day in entry.days}
    working = {entry.day: entry.like for entry in content.working}
    for day in (*off, *working):
        if day.year != year:
            raise ValueError(_("ngày {day} không thuộc năm {year}").format(day=day, year=year))
    for day in off.keys() & working.keys():
        raise ValueError(_("ngày {day} vừa là ngày nghỉ vừa là ngày làm bù").format(day=day))
    return HolidayYear(content.announced, off, working)
