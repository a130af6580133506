"""What stands on the kiosk's first page: which day it is, whether somebody is at the counters, since when nothing was heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.moments import day_of, local, show_date, show_moment
from kiosk.office_calendar import OfficeCalendar
from kiosk.words import N_, _

_WEEKDAYS = (N_("Thứ Hai"), N_("Thứ Ba"), N_("Thứ Tư"), N_("Thứ Năm"), N_("Thứ Sáu"), N_("Thứ Bảy"), N_("Chủ nhật"))
_AHEAD_DAYS = 7
_SILENT_MS = 5 * 60_000                # a kiosk makes a pass a minute: so long without one and it is cut off


@dataclass(frozen=True, slots=True)
class Today:
    """Each of the first is a sentence, "" where there is nothing to say."""

    day: str
    hours: str
    closed: str
    cut_off: str
    number: str = ""                 # of the day in its month, for the leaf of a calendar
    away: str = ""                   # nobody is at the counters at this moment


def today(calendar: OfficeCalendar, now: int, heard_at: int) -> Today:
    """`now`, `heard_at` in epoch ms; `heard_at` is the last whole pass, 0 for never."""
    day = day_of(now)
    named = _("{weekday}, {day}").format(weekday=_(_WEEKDAYS[day.weekday()]), day=show_date(day))
    silent = "" if now - heard_at < _SILENT_MS else _cut_off(heard_at)
    return Today(named, _hours(calendar, day), _closed(calendar, day), silent, f"{day.day}", _away(calendar, now))


def _hours(calendar: OfficeCalendar, day: date) -> str:
    shifts = calendar.shifts(day)
    if shifts:
        told = ", ".join(f"{_clock(shift.opens)}–{_clock(shift.closes)}" for shift in shifts)
        return _("Cán bộ làm việc {hours}").format(hours=told)
    back = calendar.first_working_day(day)
    return _("Hôm nay cán bộ nghỉ, {day} làm việc lại. Ông/Bà vẫn dùng được máy này.").format(day=show_date(back))


def _away(calendar: OfficeCalendar, now: int) -> str:
    day = day_of(now)
    shifts = calendar.shifts(day)
    if any(shift.opens <= now < shift.closes for shift in shifts):
        return ""
    outside = _("Lúc này ngoài giờ làm việc, có thể chưa có cán bộ nào ở đây.")
    return f"{outside} {_hours(calendar, day)}." if shifts else _hours(calendar, day)


def _clock(at: int) -> str:
    return f"{local(at):%H:%M}"


def _closed(calendar: OfficeCalendar, day: date) -> str:
    """Holidays ahead; the usual days off of a week need no saying."""
    days = tuple(_holidays(calendar, day))
    return _("Nghỉ {days}").format(days=", ".join(days)) if days else ""


def _holidays(calendar: OfficeCalendar, day: date) -> Iterator[str]:
    for ahead in range(1, _AHEAD_DAYS + 1):
        coming = day + timedelta(days=ahead)
        if coming in calendar.off:
            yield f"{coming:%d/%m}"


def _cut_off(heard_at: int) -> str:
    if not heard_at:
        return _("Đang mất mạng. Ông/Bà vẫn nộp được hồ sơ: máy giữ lại và tự gửi khi có mạng.")
    return _("Đang mất mạng. Ông/Bà vẫn nộp được hồ sơ; hồ sơ xem được tính đến {moment}.").format(moment=show_moment(heard_at))
