"""Due dates: the cases worked out by hand, and properties that hold in any calendar."""

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.dossier import Pause
from kiosk.holidays import load_holidays
from kiosk.moments import day_of, local
from kiosk.office_calendar import OfficeCalendar, office_calendar
from kiosk.office_hours import OfficeHours
from kiosk.procedures import Deadline, DeadlineUnit, EndOfTerm, SupplementRule
from kiosk.working_time import Due, DueWarning, due
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
    on,
)

OFFICE = office_calendar(OfficeHours(), load_holidays())
WITH_SATURDAY = office_calendar(OfficeHours(saturday=("07:00-11:30",)), load_holidays())
SAME_CLOCK, END_OF_DAY = EndOfTerm.SAME_CLOCK_TIME, EndOfTerm.END_OF_DAY
AT_THREE = time(15)


def days(amount: int, cutoff: time | None = None, supplement: SupplementRule = SupplementRule.RESTART) -> Deadline:
    return Deadline(DeadlineUnit.WORKING_DAYS, amount, cutoff=cutoff, supplement=supplement)


def hours(amount: int) -> Deadline:
    return Deadline(DeadlineUnit.WORKING_HOURS, amount)


def calendar_days(amount: int, cutoff: time | None = None) -> Deadline:
    return Deadline(DeadlineUnit.CALENDAR_DAYS, amount, cutoff=cutoff)


def same_day(cutoff: time | None = AT_THREE) -> Deadline:
    return Deadline(DeadlineUnit.SAME_DAY, cutoff=cutoff)


def due_at(
    received: str, deadline: Deadline, policy: EndOfTerm = SAME_CLOCK, calendar: OfficeCalendar = OFFICE, *pauses: Pause
) -> str:
    result = due(at(received), deadline, calendar, policy, pauses).due_at
    assert result is not None
    return local(result).strftime("%Y-%m-%d %H:%M")


# ---- worked out by hand ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("received", "amount", "same_clock", "end_of_day"), [
    ("2026-11-23 15:30", 3, "2026-11-27 15:30", "2026-11-27 17:00"),      # over the holiday of 24/11
    ("2026-11-20 17:20", 1, "2026-11-25 07:00", "2026-11-23 17:00"),      # Friday evening
    ("2026-11-20 17:00", 1, "2026-11-23 17:00", "2026-11-23 17:00"),      # on the stroke of closing: still in time
    ("2026-11-20 17:01", 1, "2026-11-25 07:00", "2026-11-23 17:00"),
    ("2026-11-25 06:10", 1, "2026-11-26 07:00", "2026-11-26 17:00"),      # before opening
    ("2026-11-25 12:15", 2, "2026-11-27 13:30", "2026-11-27 17:00"),      # in lunch
    ("2026-11-25 11:30", 1, "2026-11-26 11:30", "2026-11-26 17:00"),
    ("2026-11-21 09:00", 1, "2026-11-25 07:00", "2026-11-23 17:00"),      # Saturday
    ("2026-11-24 09:00", 1, "2026-11-26 07:00", "2026-11-25 17:00"),      # a holiday
    ("2027-02-03 10:00", 1, "2027-02-11 10:00", "2027-02-11 17:00"),      # over Tết
    ("2027-02-01 10:00", 5, "2027-02-15 10:00", "2027-02-15 17:00"),
    ("2027-02-05 10:00", 1, "2027-02-12 07:00", "2027-02-11 17:00"),      # in Tết
    ("2026-08-21 15:30", 1, "2026-08-22 15:30", "2026-08-22 17:00"),      # the make-up Saturday
    ("2026-08-21 15:30", 2, "2026-08-24 15:30", "2026-08-24 17:00"),
    ("2026-08-22 08:00", 1, "2026-08-24 08:00", "2026-08-24 17:00"),
    ("2026-08-28 10:00", 1, "2026-09-03 10:00", "2026-09-03 17:00"),      # the long National Day
])
def test_working_days(received: str, amount: int, same_clock: str, end_of_day: str) -> None:
    assert due_at(received, days(amount)) == same_clock
    assert due_at(received, days(amount), END_OF_DAY) == end_of_day


@pytest.mark.parametrize(("received", "amount", "expected"), [
    ("2026-11-27 15:30", 1, "2026-11-28 11:30"),      # Saturday is over at 11:30: its closing
    ("2026-11-27 15:30", 2, "2026-11-30 15:30"),
    ("2026-11-28 09:00", 1, "2026-11-30 09:00"),
])
def test_an_office_open_on_saturday_morning_counts_it(received: str, amount: int, expected: str) -> None:
    assert due_at(received, days(amount), calendar=WITH_SATURDAY) == expected


@pytest.mark.parametrize(("received", "expected"), [
    ("2026-11-23 08:00", "2026-11-23 17:00"),
    ("2026-11-23 15:00", "2026-11-23 17:00"),         # "after 15:00" does not include 15:00
    ("2026-11-23 15:00:00.001", "2026-11-25 17:00"),
    ("2026-11-20 16:30", "2026-11-23 17:00"),         # Friday afternoon
    ("2026-11-20 19:00", "2026-11-23 17:00"),
    ("2026-11-21 08:00", "2026-11-23 17:00"),
    ("2026-11-23 05:00", "2026-11-23 17:00"),
    ("2027-02-03 15:01", "2027-02-11 17:00"),
])
def test_same_day_with_the_cutoff(received: str, expected: str) -> None:
    for policy in EndOfTerm:
        assert due_at(received, same_day(), policy) == expected


def test_same_day_without_a_cutoff_runs_to_closing() -> None:
    assert due_at("2026-11-23 16:30", same_day(None)) == "2026-11-23 17:00"
    assert due_at("2026-11-23 17:30", same_day(None)) == "2026-11-25 17:00"


def test_same_day_on_a_saturday_morning() -> None:
    assert due_at("2026-11-28 11:00", same_day(), calendar=WITH_SATURDAY) == "2026-11-28 11:30"
    assert due_at("2026-11-28 12:00", same_day(), calendar=WITH_SATURDAY) == "2026-11-30 17:00"


def test_after_closing_is_late_even_when_the_office_closes_before_the_cutoff() -> None:
    assert due_at("2026-11-28 11:00", days(1, AT_THREE), END_OF_DAY, WITH_SATURDAY) == "2026-11-30 17:00"
    assert due_at("2026-11-28 12:00", days(1, AT_THREE), END_OF_DAY, WITH_SATURDAY) == "2026-12-01 17:00"


@pytest.mark.parametrize(("received", "same_clock", "end_of_day"), [
    ("2026-11-25 15:00", "2026-11-26 15:00", "2026-11-26 17:00"),
    ("2026-11-25 15:01", "2026-11-27 07:00", "2026-11-27 17:00"),         # counts as if received on 26/11 at 07:00
    ("2026-11-25 18:00", "2026-11-27 07:00", "2026-11-27 17:00"),
    ("2026-11-20 15:30", "2026-11-25 07:00", "2026-11-25 17:00"),
    ("2026-11-21 10:00", "2026-11-25 07:00", "2026-11-25 17:00"),
])
def test_a_cutoff_moves_the_start_to_the_next_working_day(received: str, same_clock: str, end_of_day: str) -> None:
    assert due_at(received, days(1, AT_THREE)) == same_clock
    assert due_at(received, days(1, AT_THREE), END_OF_DAY) == end_of_day


@pytest.mark.parametrize(("received", "amount", "expected"), [
    ("2026-11-25 10:30", 2, "2026-11-25 14:30"),
    ("2026-11-25 15:30", 8, "2026-11-26 15:30"),      # eight hours are a day
    ("2026-11-20 15:30", 16, "2026-11-25 15:30"),
    ("2026-11-25 20:00", 8, "2026-11-26 17:00"),      # a whole day ends with it
    ("2026-11-25 16:00", 1, "2026-11-25 17:00"),
])
def test_working_hours(received: str, amount: int, expected: str) -> None:
    for policy in EndOfTerm:
        assert due_at(received, hours(amount), policy) == expected


@pytest.mark.parametrize(("received", "amount", "same_clock", "end_of_day"), [
    ("2026-11-25 15:30", 2, "2026-11-27 15:30", "2026-11-27 17:00"),
    ("2026-11-25 15:30", 10, "2026-12-07 15:30", "2026-12-07 17:00"),     # Saturday rolls to Monday
    ("2026-11-20 17:20", 10, "2026-12-01 07:00", "2026-11-30 17:00"),     # from Saturday morning: 11 days on
    ("2026-11-21 09:00", 10, "2026-12-01 07:00", "2026-12-01 17:00"),
    ("2026-11-14 09:00", 10, "2026-11-25 07:00", "2026-11-25 17:00"),     # ends on the holiday
    ("2027-01-26 08:00", 10, "2027-02-11 08:00", "2027-02-11 17:00"),     # ends in Tết
    ("2026-08-12 08:00", 10, "2026-08-22 08:00", "2026-08-22 17:00"),     # ends on a make-up Saturday: stays
])
def test_calendar_days(received: str, amount: int, same_clock: str, end_of_day: str) -> None:
    assert due_at(received, calendar_days(amount)) == same_clock
    assert due_at(received, calendar_days(amount), END_OF_DAY) == end_of_day


def test_a_term_without_length_is_a_mistake_of_the_catalogue() -> None:
    for deadline in (days(0), hours(0), calendar_days(-1)):
        with pytest.raises(ValueError):
            due(at("2026-11-25 15:30"), deadline, OFFICE, SAME_CLOCK)


# ---- waiting for the citizen ----------------------------------------------------------------------------------------


def pause(start: str, end: str | None) -> Pause:
    return Pause(at(start), None if end is None else at(end), "thiếu giấy tờ")


PAUSING = days(3, supplement=SupplementRule.PAUSE)
RECEIVED = "2026-11-25 09:00"                         # a Wednesday; three days lead to Monday 30/11 09:00


@pytest.mark.parametrize(("pauses", "expected"), [
    ([], "2026-11-30 09:00"),
    ([("2026-11-26 10:00", "2026-11-26 11:00")], "2026-11-30 10:00"),
    ([("2026-11-26 10:00", "2026-11-27 10:00")], "2026-12-01 09:00"),  # 8 h
    ([("2026-11-27 17:00", "2026-11-30 07:00")], "2026-11-30 09:00"),  # a weekend
    ([("2026-11-26 11:30", "2026-11-26 13:30")], "2026-11-30 09:00"),  # a lunch
    ([("2026-11-26 10:00", "2026-11-26 11:00"), ("2026-11-26 10:30", "2026-11-26 11:30")], "2026-11-30 10:30"),
    ([("2026-11-26 10:30", "2026-11-26 11:00"), ("2026-11-26 10:00", "2026-11-26 11:30")], "2026-11-30 10:30"),
    ([("2026-11-26 10:30", "2026-11-26 11:00"), ("2026-11-26 10:00", "2026-11-26 10:30")], "2026-11-30 10:00"),
    ([("2026-11-26 10:00", "2026-11-26 11:00")] * 2, "2026-11-30 10:00"),
    ([("2026-11-25 08:00", "2026-11-25 09:30")], "2026-11-30 09:30"),  # part before receipt
    ([("2026-11-26 10:00", "2026-11-26 09:00")], "2026-11-30 09:00"),  # backwards
])
def test_a_pause_adds_its_working_time(pauses: list[tuple[str, str]], expected: str) -> None:
    assert due_at(RECEIVED, PAUSING, SAME_CLOCK, OFFICE, *(pause(*ends) for ends in pauses)) == expected


@pytest.mark.parametrize(("completed", "expected"), [
    ("2026-11-27 10:00", "2026-12-02 10:00"),
    ("2026-11-27 18:00", "2026-12-03 07:00"),
    ("2026-11-24 10:00", "2026-11-30 09:00"),         # over before the receipt: nothing restarts
])
def test_a_supplement_restarts_the_term_by_default(completed: str, expected: str) -> None:
    assert due_at(RECEIVED, days(3), SAME_CLOCK, OFFICE, pause("2026-11-23 08:00", completed)) == expected


def test_the_latest_completion_restarts_and_the_cutoff_holds_for_it() -> None:
    twice = pause("2026-11-25 15:00", "2026-11-27 15:30"), pause("2026-11-25 10:00", "2026-11-25 14:00")
    assert due_at(RECEIVED, days(1, AT_THREE), SAME_CLOCK, OFFICE, *twice) == "2026-12-01 07:00"


@pytest.mark.parametrize("supplement", SupplementRule)
def test_while_the_citizen_is_awaited_nothing_is_due(supplement: SupplementRule) -> None:
    open_pause = pause("2026-11-26 10:00", None)
    result = due(at(RECEIVED), days(3, supplement=supplement), OFFICE, SAME_CLOCK, [open_pause])
    assert result.due_at is None
    assert result.warnings == (DueWarning.PAUSED,)
    assert "đang tạm dừng" in result.basis


# ---- what is said about it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("received", "deadline", "pauses", "basis"), [
    (RECEIVED, days(3), [], "03 ngày làm việc; tính từ 09:00 25/11/2026"),
    ("2026-11-25 18:00", days(3), [], "03 ngày làm việc; tính từ 07:00 26/11/2026 do tiếp nhận ngoài giờ làm việc"),
    ("2026-11-25 15:30", same_day(), [], "trong ngày làm việc; tính từ 07:00 26/11/2026 do tiếp nhận sau 15:00"),
    (RECEIVED, hours(8), [], "08 giờ làm việc; tính từ 09:00 25/11/2026"),
    (RECEIVED, Deadline(DeadlineUnit.CALENDAR_DAYS, 10, basis="Luật mẫu"), [],
     "10 ngày; tính từ 09:00 25/11/2026; Luật mẫu"),
    (RECEIVED, days(3), [pause("2026-11-25 10:00", "2026-11-26 10:00")],
     "03 ngày làm việc; tính lại từ 10:00 26/11/2026 sau khi bổ sung đủ"),
    (RECEIVED, PAUSING, [pause("2026-11-25 10:00", "2026-11-25 11:15")],
     "03 ngày làm việc; tính từ 09:00 25/11/2026; cộng 1 giờ 15 phút làm việc đã tạm dừng"),
    (RECEIVED, Deadline(DeadlineUnit.WORKING_DAYS, 3, text="Ba ngày"), [], "Ba ngày; tính từ 09:00 25/11/2026"),
])
def test_the_basis_is_told(received: str, deadline: Deadline, pauses: list[Pause], basis: str) -> None:
    assert due(at(received), deadline, OFFICE, SAME_CLOCK, pauses).basis == basis


@pytest.mark.parametrize(("received", "warnings"), [
    ("2026-12-28 09:00", ()),                                                                   # due 31/12/2026
    ("2026-12-29 09:00", (DueWarning.HOLIDAYS_UNANNOUNCED,)),
    ("2027-12-28 09:00", (DueWarning.HOLIDAYS_UNANNOUNCED,)),
    ("2027-12-31 09:00", (DueWarning.HOLIDAYS_UNKNOWN, DueWarning.HOLIDAYS_UNANNOUNCED)),
    ("2028-03-01 09:00", (DueWarning.HOLIDAYS_UNKNOWN,)),
])
def test_beyond_the_table_the_date_carries_a_warning(received: str, warnings: tuple[DueWarning, ...]) -> None:
    assert due(at(received), days(3), OFFICE, SAME_CLOCK).warnings == warnings


def test_a_clock_set_back_is_shown_and_not_fatal() -> None:
    result = due(at(RECEIVED), PAUSING, OFFICE, SAME_CLOCK, [pause("2026-11-26 10:00", "2026-11-26 09:00")])
    assert result.warnings == (DueWarning.PAUSE_BACKWARDS,)


def test_every_warning_is_a_sentence() -> None:
    assert all(warning.text().endswith(".") for warning in DueWarning)


# ---- properties, in any calendar ------------------------------------------------------------------------------------

amounts = st.integers(1, 15)
cutoffs = st.sampled_from([None, AT_THREE, time(11)])
deadlines = st.builds(Deadline, st.sampled_from(DeadlineUnit), amounts, cutoff=cutoffs)
policies = st.sampled_from(EndOfTerm)


@st.composite
def closed_pauses(draw: st.DrawFn) -> list[Pause]:
    ends = draw(st.lists(st.tuples(moments(), st.integers(0, 100 * HOUR)), max_size=4))
    return [Pause(start, start + length, "") for start, length in ends]


def when(result: Due) -> int:
    assert result.due_at is not None
    return result.due_at


@given(calendars(), moments(), deadlines, policies, closed_pauses())
def test_due_while_the_office_is_open_and_not_before_receipt(
    calendar: OfficeCalendar, received: int, deadline: Deadline, policy: EndOfTerm, pauses: list[Pause]
) -> None:
    result = due(received, deadline, calendar, policy, pauses)
    assert calendar.is_working(when(result))
    assert calendar.is_working(result.counted_from)
    assert received <= result.counted_from <= when(result)


@given(calendars(), moments(), moments(), deadlines, policies)
def test_a_later_receipt_is_never_due_earlier(
    calendar: OfficeCalendar, one: int, other: int, deadline: Deadline, policy: EndOfTerm
) -> None:
    early, late = (when(due(moment, deadline, calendar, policy)) for moment in sorted((one, other)))
    if deadline.unit is DeadlineUnit.CALENDAR_DAYS and policy is SAME_CLOCK:
        # A term that rolls over a day off keeps its clock time, so within the day it reaches the order may turn.
        early, late = day_of(early).toordinal(), day_of(late).toordinal()
    assert early <= late


@given(calendars(), moments(), deadlines, amounts, policies)
def test_a_longer_term_never_ends_earlier(
    calendar: OfficeCalendar, received: int, deadline: Deadline, more: int, policy: EndOfTerm
) -> None:
    longer = Deadline(deadline.unit, deadline.amount + more, cutoff=deadline.cutoff)
    assert when(due(received, deadline, calendar, policy)) <= when(due(received, longer, calendar, policy))


@given(calendars(), moments(), deadlines, policies, closed_pauses())
def test_pauses_add_exactly_their_working_time(
    calendar: OfficeCalendar, received: int, deadline: Deadline, policy: EndOfTerm, pauses: list[Pause]
) -> None:
    pausing = Deadline(deadline.unit, deadline.amount, cutoff=deadline.cutoff, supplement=SupplementRule.PAUSE)
    without, result = (due(received, pausing, calendar, policy, some) for some in ((), pauses))
    assert calendar.working_time(when(without), when(result)) == paused_time(calendar, without.counted_from, pauses)


def paused_time(calendar: OfficeCalendar, since: int, pauses: list[Pause]) -> int:
    """The working time covered by any pause, measured between all their ends."""
    ends = sorted({since, *(end for one in pauses for end in (one.started_at, one.ended_at or 0) if end > since)})
    return sum(
        calendar.working_time(start, end)
        for start, end in pairwise(ends)
        if any(one.started_at <= start and end <= (one.ended_at or 0) for one in pauses)
    )


@given(calendars(), moments(), deadlines, policies, closed_pauses())
def test_a_restart_is_a_new_receipt(
    calendar: OfficeCalendar, received: int, deadline: Deadline, policy: EndOfTerm, pauses: list[Pause]
) -> None:
    completed = max([received, *(one.ended_at or 0 for one in pauses)])
    again = due(completed, deadline, calendar, policy)
    result = due(received, deadline, calendar, policy, pauses)
    assert (result.due_at, result.counted_from) == (again.due_at, again.counted_from)


@given(moments(), amounts)
def test_eight_hours_are_a_day_in_an_office_of_eight_hours(received: int, amount: int) -> None:
    in_hours, in_days = (when(due(received, term, OFFICE, SAME_CLOCK)) for term in (hours(8 * amount), days(amount)))
    assert OFFICE.working_time(in_hours, in_days) == 0


# ---- against an office that looks at single minutes -----------------------------------------------------------------


def slow_due(office: MinuteOffice, received: datetime, deadline: Deadline, policy: EndOfTerm) -> datetime:
    """The rules once more, minute by minute and day by day."""
    if deadline.cutoff is not None:
        received = after_cutoff(office, received, deadline.cutoff)
    start = office.next_open(received)
    if deadline.unit is DeadlineUnit.WORKING_HOURS:
        return office.add(start, deadline.amount * 60)
    if deadline.unit is DeadlineUnit.SAME_DAY:
        return on(start.date(), max(office.open_minutes(start.date())))
    day, clock = received.date(), 0
    if policy is SAME_CLOCK and (deadline.unit is DeadlineUnit.WORKING_DAYS or start.date() == day):
        day, clock = start.date(), start.hour * 60 + start.minute
    elif policy is SAME_CLOCK and office.open_minutes(day):
        day += timedelta(days=1)
    for _day in range(deadline.amount):
        day += timedelta(days=1)
        while deadline.unit is DeadlineUnit.WORKING_DAYS and not office.open_minutes(day):
            day += timedelta(days=1)
    while not office.open_minutes(day):
        day += timedelta(days=1)
    opened = office.open_minutes(day)
    fitting = [minute for minute in opened if minute >= clock]
    return on(day, max(opened) if policy is END_OF_DAY or not fitting else fitting[0])


def after_cutoff(office: MinuteOffice, received: datetime, cutoff: time) -> datetime:
    """The first moment from `received` on at which the office is open and the cutoff of that day not over."""
    day = received.date()
    while True:
        opened = office.open_minutes(day)
        if opened and received <= on(day, min(max(opened), cutoff.hour * 60 + cutoff.minute)):
            return max(received, on(day, opened[0]))
        day += timedelta(days=1)


@settings(deadline=None)     # the slow office is slow
@given(office_hours(), minutes(), deadlines, policies)
def test_as_an_office_that_counts_single_minutes(
    hours: OfficeHours, received: int, deadline: Deadline, policy: EndOfTerm
) -> None:
    result = when(due(received, deadline, calendar_of(hours), policy))
    assert result % MINUTE == 0
    assert naive(result) == slow_due(MinuteOffice(hours), naive(received), deadline, policy)
