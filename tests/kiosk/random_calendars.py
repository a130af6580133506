"""Random office calendars for properties, and a slow office that only knows single minutes to compare with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from kiosk.holidays import WEEKDAYS, DayOff, ExtraDay, HolidayTable, HolidayYear
from kiosk.moments import VIETNAM, epoch_ms
from kiosk.office_calendar import OfficeCalendar, office_calendar
from kiosk.office_hours import OfficeHours

MINUTE = 60_000
HOUR = 60 * MINUTE
FIRST, LAST = date(2026, 10, 20), date(2026, 12, 20)
NO_HOLIDAYS = HolidayTable({year: HolidayYear(True, {}, {}) for year in (2026, 2027)})

PATTERNS: tuple[tuple[str, ...], ...] = (
    (), ("07:00-11:30", "13:30-17:00"), ("07:00-11:30",), ("08:15-12:00", "12:00-16:45"),
    ("07:30-09:00", "09:30-11:00", "14:00-18:00"), ("00:00-23:59",), ("13:00-13:01",),
)


def at(text: str) -> int:
    """Epoch milliseconds of "2026-11-23 15:30" on a Vietnamese wall clock."""
    return epoch_ms(datetime.fromisoformat(text).replace(tzinfo=VIETNAM))


@st.composite
def office_hours(draw: st.DrawFn) -> OfficeHours:
    week = draw(st.lists(st.sampled_from(PATTERNS), min_size=7, max_size=7).filter(any))
    worked = [weekday for weekday, shifts in zip(WEEKDAYS, week, strict=True) if shifts]
    days = st.dates(FIRST, LAST)
    closed = draw(st.sets(days, max_size=12))
    extra = draw(st.dictionaries(days.filter(lambda day: day not in closed), st.sampled_from(worked), max_size=6))
    return OfficeHours(
        **dict(zip(WEEKDAYS, week, strict=True)),
        closed_on=tuple(DayOff(day) for day in sorted(closed)),
        working_on=tuple(ExtraDay(day, like) for day, like in sorted(extra.items())),
    )


def calendar_of(hours: OfficeHours) -> OfficeCalendar:
    return office_calendar(hours, NO_HOLIDAYS)


def calendars() -> st.SearchStrategy[OfficeCalendar]:
    return office_hours().map(calendar_of)


def minutes() -> st.SearchStrategy[int]:
    """Moments on the full minute, in epoch milliseconds."""
    start, end = at("2026-10-25 00:00") // MINUTE, at("2026-11-30 00:00") // MINUTE
    return st.integers(start, end).map(lambda minute: minute * MINUTE)


def moments() -> st.SearchStrategy[int]:
    return st.integers(at("2026-10-25 00:00"), at("2026-11-30 00:00"))


@dataclass(frozen=True, slots=True)
class MinuteOffice:
    """The same office, looked at one minute after the other; moments are naive Vietnamese datetimes."""

    hours: OfficeHours

    def worked_minutes(self, day: date) -> list[int]:
        """Every minute of the day (0 to 1439) in which somebody works."""
        if any(entry.day == day for entry in self.hours.closed_on):
            return []
        weekday = WEEKDAYS[day.weekday()]
        for entry in self.hours.working_on:
            if entry.day == day:
                weekday = entry.like
        spans = [text.split("-") for text in getattr(self.hours, weekday)]
        return [minute for opens, closes in spans for minute in range(_minute(opens), _minute(closes))]

    def open_minutes(self, day: date) -> list[int]:
        """Every full minute at which the door is open: those worked, and those that end a worked one."""
        worked = self.worked_minutes(day)
        return sorted({*worked, *(minute + 1 for minute in worked)})

    def add(self, moment: datetime, minutes: int) -> datetime:
        """Walks on until so many worked minutes have gone by."""
        if minutes == 0:
            return self.next_open(moment)
        while True:
            for minute in self.worked_minutes(moment.date()):
                if minute >= moment.hour * 60 + moment.minute:
                    minutes -= 1
                    if minutes == 0:
                        return on(moment.date(), minute + 1)
            moment = on(moment.date() + timedelta(days=1), 0)

    def next_open(self, moment: datetime) -> datetime:
        while moment.hour * 60 + moment.minute not in self.open_minutes(moment.date()):
            moment += timedelta(minutes=1)
        return moment

    def count(self, start: datetime, end: datetime) -> int:
        total, day = 0, start.date()
        while day <= end.date():
            total += sum(start <= on(day, minute) < end for minute in self.worked_minutes(day))
            day += timedelta(days=1)
        return total


def on(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def naive(ms: int) -> datetime:
    return (datetime.fromtimestamp(ms // 1000, UTC) + timedelta(hours=7)).replace(tzinfo=None)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
