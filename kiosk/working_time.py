"""The due date of a dossier, computed in its office's calendar, with the reasons printed beside it.

The rules, and where they leave a choice:

- A dossier that comes outside working time counts from the next working moment. Where the term has a cutoff (15:00),
  one that comes later, or on a day off, counts from the opening of the next working day.
- Hours are working time. A working day leads to the same clock time of the next working day; at the end of a term
  that time moves to the next opening of its day, or back to the closing when the day is already over.
- `EndOfTerm.END_OF_DAY` instead leaves out the day of receipt and ends at the closing of the last day.
- Calendar days run through weekends and holidays; a term that would end on one ends on the next working day.
- Waiting for the citizen restarts the term, or is added to it as working time, as the procedure says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from kiosk import term_words
from kiosk.dossier import Pause
from kiosk.moments import day_of
from kiosk.office_calendar import DAY, OfficeCalendar, midnight_ms
from kiosk.pauses import is_waiting, last_completion, runs_backwards, waited
from kiosk.procedures import Deadline, DeadlineUnit, EndOfTerm, SupplementRule
from kiosk.words import _

HOUR_MS = 3_600_000


class DueWarning(StrEnum):
    """What the officer should know before trusting a due date."""

    PAUSED = "paused"                              # no due date while the citizen is awaited
    HOLIDAYS_UNKNOWN = "holidays_unknown"          # the term touches a year that is not in the holiday table
    HOLIDAYS_UNANNOUNCED = "holidays_unannounced"  # ... a year computed before its official notice
    PAUSE_BACKWARDS = "pause_backwards"            # a pause ends before it starts: the clock was set back

    def text(self) -> str:
        """The warning as a sentence for the officer."""
        match self:
            case DueWarning.PAUSED:
                return _("Hồ sơ đang tạm dừng để chờ bổ sung, chưa có ngày hẹn trả.")
            case DueWarning.HOLIDAYS_UNKNOWN:
                return _("Ngày hẹn trả rơi vào năm chưa có lịch nghỉ lễ. Cần nhập lịch nghỉ và xem lại ngày hẹn.")
            case DueWarning.HOLIDAYS_UNANNOUNCED:
                return _("Lịch nghỉ lễ của năm này chưa theo thông báo chính thức. Cần đối chiếu lại ngày hẹn trả.")
            case DueWarning.PAUSE_BACKWARDS:
                return _("Có lần tạm dừng kết thúc trước khi bắt đầu. Cần kiểm tra đồng hồ của máy.")


@dataclass(frozen=True, slots=True)
class Due:
    """When the result must be ready, and why. `due_at` is None while the dossier waits for the citizen."""

    due_at: int | None
    basis: str
    counted_from: int
    warnings: tuple[DueWarning, ...] = ()


def due(
    received_at: int,
    deadline: Deadline,
    calendar: OfficeCalendar,
    end_of_term: EndOfTerm,
    pauses: Sequence[Pause] = (),
) -> Due:
    """The due date of a dossier validly received at `received_at` (epoch ms). Raises ValueError for an empty term."""
    restart = deadline.supplement is SupplementRule.RESTART
    started = last_completion(pauses, received_at) if restart else received_at
    effective = _effective(started, deadline.cutoff, calendar)
    counted_from = calendar.next_working_moment(effective)
    added = 0 if restart else waited(pauses, counted_from, calendar)
    due_at = None
    if not is_waiting(pauses):
        due_at = calendar.add_working_time(_end(effective, deadline, calendar, end_of_term), added)
    parts = (
        deadline.text or term_words.term(deadline),
        term_words.start(started, counted_from, deadline, calendar, supplemented=started > received_at),
        term_words.waiting(added, still=due_at is None),
        deadline.basis,
    )
    return Due(due_at, "; ".join(filter(None, parts)), counted_from, _warnings(counted_from, due_at, calendar, pauses))


def _effective(received_at: int, cutoff: time | None, calendar: OfficeCalendar) -> int:
    """The moment as which a receipt counts: its own, or the opening of the day to which the cutoff moves it."""
    if cutoff is None:
        return received_at
    clock = timedelta(hours=cutoff.hour, minutes=cutoff.minute, seconds=cutoff.second) // timedelta(milliseconds=1)
    day = calendar.first_working_day(day_of(received_at))
    if received_at > min(midnight_ms(day) + clock, calendar.closing(day)):
        day = calendar.working_day_after(day, 1)
    return max(received_at, calendar.opening(day))


def _end(effective: int, deadline: Deadline, calendar: OfficeCalendar, end_of_term: EndOfTerm) -> int:
    """Where the term ends when nothing interrupts it."""
    unit, amount = deadline.unit, deadline.amount
    start = calendar.next_working_moment(effective)
    if unit is DeadlineUnit.SAME_DAY:
        return calendar.closing(day_of(start))
    if amount < 1:
        raise ValueError(f"a term of {amount} {unit}")
    if unit is DeadlineUnit.WORKING_HOURS:
        return calendar.add_working_time(start, amount * HOUR_MS)
    if end_of_term is EndOfTerm.END_OF_DAY:
        return calendar.closing(_last_day(day_of(effective), unit, amount, calendar))
    if unit is DeadlineUnit.WORKING_DAYS:
        return calendar.add_working_days(start, amount)
    return _same_clock_time(effective, amount, calendar)


def _last_day(day: date, unit: DeadlineUnit, amount: int, calendar: OfficeCalendar) -> date:
    if unit is DeadlineUnit.WORKING_DAYS:
        return calendar.working_day_after(day, amount)
    return calendar.first_working_day(day + amount * DAY)


def _same_clock_time(effective: int, days: int, calendar: OfficeCalendar) -> int:
    """The end of a term in calendar days. Past closing it counts from the next morning, even that of a day off."""
    start, day = calendar.next_working_moment(effective), day_of(effective)
    if day_of(start) == day:
        clock = start - midnight_ms(day)
    else:
        clock = 0
        day += DAY if calendar.is_working_day(day) else timedelta()
    return calendar.on_day(calendar.first_working_day(day + days * DAY), clock)


def _warnings(
    counted_from: int, due_at: int | None, calendar: OfficeCalendar, pauses: Sequence[Pause]
) -> tuple[DueWarning, ...]:
    last = counted_from if due_at is None else due_at
    years = range(day_of(counted_from).year, day_of(last).year + 1)
    known = [calendar.announced[year] for year in years if year in calendar.announced]
    checks = {
        DueWarning.PAUSED: due_at is None,
        DueWarning.HOLIDAYS_UNKNOWN: len(known) < len(years),
        DueWarning.HOLIDAYS_UNANNOUNCED: not all(known),
        DueWarning.PAUSE_BACKWARDS: runs_backwards(pauses),
    }
    return tuple(warning for warning, holds in checks.items() if holds)
