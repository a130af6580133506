"""Spans of every day by the clock on the wall, such as the hours in which pages may be sent. One may pass midnight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kiosk.moments import epoch_ms, local

DAY_MINUTES = 1440
_WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class HoursOfDay:
    """From a minute of the day until another; the same minute twice is the whole day."""

    begins: int
    ends: int

    def holds(self, minute: int) -> bool:
        return (minute - self.begins) % DAY_MINUTES < ((self.ends - self.begins) % DAY_MINUTES or DAY_MINUTES)


def hours_of_day(written: str) -> HoursOfDay:
    """"19:00-06:00". Raises ValueError."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(written)
    hours = [int(part) for part in found.groups()]
    return HoursOfDay(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])


def is_within(spans: Sequence[HoursOfDay], at_ms: int) -> bool:
    now = local(at_ms)
    return any(span.holds(now.hour * 60 + now.minute) for span in spans)


def next_change(spans: Sequence[HoursOfDay], at_ms: int) -> int:
    """The next moment, to the minute, at which `is_within` answers otherwise; 0 when it never does."""
    now = local(at_ms).replace(second=0, microsecond=0)
    inside = is_within(spans, at_ms)
    for minutes in range(1, DAY_MINUTES + 1):
        moment = epoch_ms(now + timedelta(minutes=minutes))
        if is_within(spans, moment) is not inside:
            return moment
    return 0
