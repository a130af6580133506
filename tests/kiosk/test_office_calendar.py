"""The calendar of an office: its files, its days, and arithmetic in its working time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.holidays import COMMITTED, HolidayFileUnreadable, HolidayTable, load_holidays
from kiosk.office_calendar import OfficeCalendar, office_calendar
from kiosk.office_hours import OfficeHours
from tests.kiosk.random_calendars import (
    HOUR,
    MINUTE,
    MinuteOffice,
    at,
    calendar_of,
    calendars,
    minutes,
    moments,
    naive,
    office_hours,
)

OFFICE = office_calendar(OfficeHours(), load_holidays())
amounts = st.integers(0, 60 * HOUR)


# ---- what is written down -------------------------------------------------------------------------------------------


def test_the_committed_years_are_those_of_the_law() -> None:
    weekdays_off = [day for day in OFFICE.off if day.weekday() < 5]
    assert [f"{day:%d/%m}" for day in weekdays_off if day.year == 2026] == [
        "01/01", "02/01", "16/02", "17/02", "18/02", "19/02", "20/02", "27/04", "30/04", "01/05", "31/08", "01/09",
        "02/09", "24/11",
    ]
    assert [f"{day:%d/%m}" for day in weekdays_off if day.year == 2027] == [
        "01/01", "04/02", "05/02", "08/02", "09/02", "10/02", "16/04", "30/04", "03/05", "02/09", "03/09", "24/11",
    ]
    assert OFFICE.working == {date(2026, 1, 10): "friday", date(2026, 8, 22): "monday"}


def test_the_table_says_how_far_it_reaches() -> None:
    assert OFFICE.known_until == date(2027, 12, 31)
    assert OFFICE.knows(date(2027, 12, 31))
    assert not OFFICE.knows(date(2028, 1, 1))
    assert OFFICE.announced == {2026: True, 2027: False}


def test_a_make_up_saturday_has_the_hours_of_the_day_it_stands_for() -> None:
    hours = OfficeHours(monday=("08:00-12:00",), saturday=("07:00-11:30",))
    calendar = office_calendar(hours, load_holidays())
    assert calendar.opening(date(2026, 8, 22)) == at("2026-08-22 08:00")
    assert calendar.closing(date(2026, 8, 22)) == at("2026-08-22 12:00")
    assert calendar.closing(date(2026, 8, 29)) == at("2026-08-29 11:30")


def test_the_operators_file_replaces_whole_years(tmp_path: Path) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text(
        "[2027]\nannounced = true\noff = [{ day = 2027-02-03, to = 2027-02-09 }]\n"
        "[2028]\nannounced = true\noff = []\n"
    )
    table = load_holidays(file)
    assert set(table.years) == {2026, 2027, 2028}
    assert table.years[2026] == load_holidays().years[2026]
    assert table.years[2027].announced
    assert len(table.years[2027].off) == 7
    assert office_calendar(OfficeHours(), table).known_until == date(2028, 12, 31)


def test_without_an_operators_file_the_committed_table_holds(tmp_path: Path) -> None:
    assert load_holidays(tmp_path / "absent.toml") == load_holidays()


@pytest.mark.parametrize("text", [
    "[2027]\nannounced = true\noff = [{ day = 2026-02-03 }]",                              # another year's day
    "[2027]\nannounced = true\noff = [{ day = 2027-02-03, to = 2027-02-01 }]",             # backwards
    "[2027]\nannounced = true\noff = [{ day = 2027-02-03, date = 2027-02-01 }]",           # unknown key
    '[2027]\nannounced = true\noff = [{ day = 2027-02-06 }]\nworking = [{ day = 2027-02-06, like = "friday" }]',
    '[2027]\nannounced = true\noff = []\nworking = [{ day = 2027-02-06, like = "someday" }]',
    "[2027]\noff = []",                                                                    # announced or not?
    "[2027\n", "[year]\nannounced = true\noff = []", "\x00",
])
def test_a_wrong_file_is_refused_whole(tmp_path: Path, text: str) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text(text)
    with pytest.raises(HolidayFileUnreadable) as refused:
        load_holidays(file)
    assert str(file) in refused.value.for_operator()


def test_a_copy_of_the_committed_file_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "holidays.toml"
    copy.write_bytes(COMMITTED.read_bytes())
    assert load_holidays(copy) == load_holidays()


# ---- the office's own hours -----------------------------------------------------------------------------------------


def test_office_hours_are_read_from_the_settings() -> None:
    settings = """
        saturday = ["7:00-11:30"]
        closed_on = [{ day = 2026-12-19, name = "Hội xuân" }]
        working_on = [{ day = 2026-11-24, like = "tuesday" }, { day = 2026-12-20, like = "saturday" }]
    """
    calendar = office_calendar(msgspec.toml.decode(settings, type=OfficeHours), load_holidays())
    assert calendar.closing(date(2026, 11, 28)) == at("2026-11-28 11:30")
    assert not calendar.is_working_day(date(2026, 12, 19))
    assert calendar.is_working_day(date(2026, 11, 24)), "this office works on the holiday"
    assert calendar.closing(date(2026, 12, 20)) == at("2026-12-20 11:30")


def test_an_office_may_stay_closed_on_a_make_up_day() -> None:
    hours = msgspec.convert({"closed_on": [{"day": "2026-08-22"}]}, OfficeHours)
    assert not office_calendar(hours, load_holidays()).is_working_day(date(2026, 8, 22))


@pytest.mark.parametrize("settings", [
    {"monday": ["7h-11h"]}, {"monday": ["11:30-07:00"]}, {"monday": ["07:00-24:00"]}, {"monday": ["07:60-09:00"]},
    {"monday": ["07:00-11:30", "11:00-17:00"]}, {"monday": ["13:30-17:00", "07:00-11:30"]}, {"mondy": []},
    {"monday": [], "tuesday": [], "wednesday": [], "thursday": [], "friday": []},
    {"closed_on": [{"day": "2026-12-01"}], "working_on": [{"day": "2026-12-01", "like": "monday"}]},
    {"working_on": [{"day": "2026-12-05", "like": "sunday"}]},
])
def test_impossible_hours_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(settings, OfficeHours)


def test_a_calendar_without_any_work_cannot_be_built() -> None:
    with pytest.raises(ValueError):
        OfficeCalendar(dict.fromkeys(OFFICE.week, ()), {}, {}, {})


# ---- what counts as working -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "working", "following"), [
    ("2026-11-23 06:59", False, "2026-11-23 07:00"),
    ("2026-11-23 07:00", True, "2026-11-23 07:00"),
    ("2026-11-23 11:30", True, "2026-11-23 11:30"),            # a closing time belongs to its shift
    ("2026-11-23 11:30:00.001", False, "2026-11-23 13:30"),
    ("2026-11-23 12:00", False, "2026-11-23 13:30"),
    ("2026-11-23 17:00", True, "2026-11-23 17:00"),
    ("2026-11-23 17:01", False, "2026-11-25 07:00"),           # over the holiday of 24/11
    ("2026-11-20 18:00", False, "2026-11-23 07:00"),           # Friday evening
    ("2026-08-22 09:00", True, "2026-08-22 09:00"),            # make-up Saturday
    ("2027-02-03 17:30", False, "2027-02-11 07:00"),           # into Tết
])
def test_working_moments(moment: str, working: bool, following: str) -> None:
    assert OFFICE.is_working(at(moment)) is working
    assert OFFICE.next_working_moment(at(moment)) == at(following)


@pytest.mark.parametrize(("moment", "hours", "result"), [
    ("2026-11-23 10:30", 1, "2026-11-23 11:30"),               # ends with the shift
    ("2026-11-23 10:30", 2, "2026-11-23 14:30"),               # through lunch
    ("2026-11-23 16:00", 3, "2026-11-25 09:00"),               # through the holiday
    ("2027-02-03 16:00", 3, "2027-02-11 09:00"),               # through Tết
    ("2026-11-20 19:00", 8, "2026-11-23 17:00"),
])
def test_adding_hours(moment: str, hours: int, result: str) -> None:
    assert OFFICE.add_working_time(at(moment), hours * HOUR) == at(result)
    assert OFFICE.working_time(at(moment), at(result)) == hours * HOUR


def test_only_forwards() -> None:
    with pytest.raises(ValueError):
        OFFICE.add_working_time(at("2026-11-23 10:30"), -1)


@pytest.mark.parametrize("ask", [OFFICE.opening, OFFICE.closing, lambda day: OFFICE.on_day(day, 0)])
def test_a_day_off_has_no_hours(ask: Callable[[date], int]) -> None:
    with pytest.raises(ValueError):
        ask(date(2026, 11, 24))


def test_an_empty_table_knows_nothing_and_still_works() -> None:
    calendar = office_calendar(OfficeHours(), HolidayTable({}))
    assert not calendar.knows(date(2026, 11, 24))
    assert calendar.is_working_day(date(2026, 11, 24))


# ---- properties, on any calendar ------------------------------------------------------------------------------------


@given(calendars(), moments(), amounts)
def test_adding_ends_in_working_time_and_measures_it(calendar: OfficeCalendar, start: int, amount: int) -> None:
    end = calendar.add_working_time(start, amount)
    assert end >= start
    assert calendar.is_working(end)
    assert calendar.working_time(start, end) == amount
    assert calendar.working_time(end, start) == -amount


@given(calendars(), moments(), moments())
def test_adding_back_what_was_measured(calendar: OfficeCalendar, one: int, other: int) -> None:
    start, end = sorted((one, other))
    again = calendar.add_working_time(start, calendar.working_time(start, end))
    assert calendar.working_time(again, end) == 0
    assert again <= calendar.next_working_moment(end)


@given(calendars(), moments(), amounts, amounts)
def test_adding_twice_is_adding_the_sum(calendar: OfficeCalendar, start: int, one: int, other: int) -> None:
    twice = calendar.add_working_time(calendar.add_working_time(start, one), other)
    assert twice == calendar.add_working_time(start, one + other)


@given(calendars(), st.lists(moments(), min_size=3, max_size=3))
def test_measures_add_up(calendar: OfficeCalendar, three: list[int]) -> None:
    first, middle, last = three
    measures = calendar.working_time(first, middle), calendar.working_time(middle, last)
    assert sum(measures) == calendar.working_time(first, last)


@given(calendars(), moments(), moments(), amounts, amounts)
def test_later_or_more_never_ends_earlier(calendar: OfficeCalendar, one: int, other: int, less: int, more: int) -> None:
    early, late = sorted((one, other))
    less, more = sorted((less, more))
    assert calendar.add_working_time(early, less) <= calendar.add_working_time(late, less)
    assert calendar.add_working_time(early, less) <= calendar.add_working_time(early, more)


@settings(deadline=None)     # the slow office is slow
@given(office_hours(), minutes(), st.integers(0, 3000))
def test_as_an_office_that_counts_single_minutes(hours: OfficeHours, start: int, amount: int) -> None:
    calendar, slow = calendar_of(hours), MinuteOffice(hours)
    end = calendar.add_working_time(start, amount * MINUTE)
    assert naive(end) == slow.add(naive(start), amount)
    assert calendar.working_time(start, end) == slow.count(naive(start), naive(end)) * MINUTE
    assert naive(calendar.next_working_moment(start)) == slow.next_open(naive(start))
