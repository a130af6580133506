"""When an office works, and arithmetic in its working time.

A shift runs from its opening to its closing, both moments included: a result due "by 17:00" is due while the office is
open. The length of working time is not touched by that. So the last moment of a shift and the first of the next lie
zero working milliseconds apart, and adding time stops at the earlier of the two.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk.holidays import WEEKDAYS, HolidayTable, WeekdayName
from kiosk.moments import VIETNAM, day_of, epoch_ms
from kiosk.office_hours import OfficeHours, Shift

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The working time of one office, in epoch milliseconds. Build it with `office_calendar`.

    The weekly pattern goes on beyond the years of the holiday table; `knows` tells where it is no more than a pattern.
    """

    week: Mapping[WeekdayName, tuple[Shift, ...]]
    off: Mapping[date, str]
    working: Mapping[date, WeekdayName]
    announced: Mapping[int, bool]          # the years of the holiday table

    def __post_init__(self) -> None:
        if not any(self.week.values()):
            raise ValueError("a calendar needs a weekday that is worked")

    @property
    def known_until(self) -> date:
        """The last day the holiday table reaches."""
        return date(max(self.announced, default=1), 12, 31)

    def knows(self, day: date) -> bool:
        """Whether the holidays of this day's year are in the table."""
        return day.year in self.announced

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """What is worked on `day`, in epoch milliseconds; empty on a day off."""
        if day in self.off:
            return ()
        pattern = self.week[self.working.get(day, WEEKDAYS[day.weekday()])]
        midnight = midnight_ms(day) if pattern else 0
        return tuple(Shift(midnight + shift.opens, midnight + shift.closes) for shift in pattern)

    def is_working_day(self, day: date) -> bool:
        return bool(self.shifts(day))

    def is_working(self, at_ms: int) -> bool:
        """Whether the office is open; the moment of closing still counts."""
        return any(shift.opens <= at_ms <= shift.closes for shift in self.shifts(day_of(at_ms)))

    def opening(self, day: date) -> int:
        """When a working day begins. Raises ValueError for a day off."""
        return self._worked(day)[0].opens

    def closing(self, day: date) -> int:
        """When a working day ends. Raises ValueError for a day off."""
        return self._worked(day)[-1].closes

    def first_working_day(self, day: date) -> date:
        """`day` itself or the first working day after it."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is never counted."""
        for _step in range(count):
            day = self.first_working_day(day + DAY)
        return day

    def next_working_moment(self, at_ms: int) -> int:
        """`at_ms` itself while the office is open, otherwise the next opening."""
        return max(at_ms, next(self._shifts_from(at_ms)).opens)

    def on_day(self, day: date, clock_ms: int) -> int:
        """The time `clock_ms` after midnight of a working day: in a break the next opening, too late the closing."""
        shifts = self._worked(day)
        wanted = midnight_ms(day) + clock_ms
        index = bisect_left(shifts, wanted, key=lambda shift: shift.closes)
        return max(wanted, shifts[index].opens) if index < len(shifts) else shifts[-1].closes

    def add_working_time(self, at_ms: int, amount_ms: int) -> int:
        """The first working moment with `amount_ms` of working time between `at_ms` and it."""
        if amount_ms < 0:
            raise ValueError("working time is only added")
        for shift in self._shifts_from(at_ms):
            start = max(at_ms, shift.opens)
            if start + amount_ms <= shift.closes:
                return start + amount_ms
            amount_ms -= shift.closes - start
        raise AssertionError("a calendar never ends")

    def add_working_days(self, at_ms: int, count: int) -> int:
        """The same clock time `count` working days later, counted from the next working moment."""
        start = self.next_working_moment(at_ms)
        day = day_of(start)
        return self.on_day(self.working_day_after(day, count), start - midnight_ms(day))

    def working_time(self, from_ms: int, to_ms: int) -> int:
        """Milliseconds of working time between two moments; negative when `to_ms` comes first."""
        if to_ms < from_ms:
            return -self.working_time(to_ms, from_ms)
        total = 0
        for shift in self._shifts_from(from_ms):
            if shift.opens >= to_ms:
                break
            total += min(to_ms, shift.closes) - max(from_ms, shift.opens)
        return total

    def _worked(self, day: date) -> tuple[Shift, ...]:
        shifts = self.shifts(day)
        if not shifts:
            raise ValueError(f"{day} is a day off")
        return shifts

    def _shifts_from(self, at_ms: int) -> Iterator[Shift]:
        """Every shift that has not closed before `at_ms`, without end."""
        day = self.first_working_day(day_of(at_ms))
        while True:
            yield from (shift for shift in self.shifts(day) if shift.closes >= at_ms)
            day = self.first_working_day(day + DAY)


def office_calendar(hours: OfficeHours, table: HolidayTable) -> OfficeCalendar:
    """The calendar of an office: its own exceptions first, then the national table, then its week."""
    own_off = {day: entry.name for entry in hours.closed_on for day in entry.days}
    own_working = {entry.day: entry.like for entry in hours.working_on}
    off = {day: name for year in table.years.values() for day, name in year.off.items() if day not in own_working}
    working = {day: like for year in table.years.values() for day, like in year.working.items()}
    return OfficeCalendar(
        week={weekday: hours.shifts(weekday) for weekday in WEEKDAYS},
        off={**off, **own_off},
        working={**working, **own_working},
        announced={number: year.announced for number, year in table.years.items()},
    )


def midnight_ms(day: date) -> int:
    """Epoch milliseconds at which the Vietnamese day begins; the country keeps no summer time."""
    return epoch_ms(datetime.combine(day, time(), VIETNAM))
