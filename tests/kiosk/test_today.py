"""What the kiosk's first page says of the day."""

from datetime import date, datetime

import pytest

from kiosk.holidays import DayOff, load_holidays
from kiosk.moments import VIETNAM, epoch_ms
from kiosk.office_calendar import office_calendar
from kiosk.office_hours import OfficeHours
from kiosk.selfservice.today import today

CALENDAR = office_calendar(OfficeHours(closed_on=(DayOff(date(2026, 12, 3), "Hội làng"),)), load_holidays())


def at(day: int, hour: int = 9) -> int:
    return epoch_ms(datetime(2026, 11, day, hour, tzinfo=VIETNAM))


def test_a_working_day():
    said = today(CALENDAR, at(25), at(25))
    assert said.day == "Thứ Tư, 25/11/2026"
    assert said.hours == "Cán bộ làm việc 07:00–11:30, 13:30–17:00"
    assert (said.closed, said.cut_off) == ("", "")


def test_a_sunday_says_when_somebody_is_there_again():
    assert "30/11/2026" in today(CALENDAR, at(29), at(29)).hours


@pytest.mark.parametrize(("day", "closed"), [(23, "Nghỉ 24/11"), (25, ""), (26, "Nghỉ 03/12"), (30, "Nghỉ 03/12")])
def test_days_off_are_said_a_week_ahead(day, closed):
    assert today(CALENDAR, at(day), at(day)).closed == closed


def test_whoever_calls_an_officer_is_told_when_nobody_is_there():
    assert today(CALENDAR, at(25), at(25)).away == ""
    assert "ngoài giờ làm việc" in today(CALENDAR, at(25, hour=12), at(25)).away
    assert "07:00–11:30" in today(CALENDAR, at(25, hour=20), at(25)).away
    assert "30/11/2026" in today(CALENDAR, at(29), at(29)).away


def test_cut_off_is_said_with_the_moment_things_were_last_heard():
    assert "tính đến 08:40 24/11/2026" in today(CALENDAR, at(24), at(24) - 20 * 60_000).cut_off
    assert "tự gửi khi có mạng" in today(CALENDAR, at(24), 0).cut_off
    assert today(CALENDAR, at(24), at(24) - 4 * 60_000).cut_off == ""
