"""Moments and dates: epoch milliseconds in the store, Asia/Ho_Chi_Minh for law, paper and screens."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class SystemClock:
    """The `Clock` port on this machine's own clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


@dataclass(slots=True)
class FixedClock:
    """A `Clock` that stands still until it is moved: replays, training and tests."""

    at_ms: int
    ticks_ms: int = 0

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic_ms(self) -> int:
        return self.ticks_ms

    def advance(self, ms: int) -> None:
        self.at_ms += ms
        self.ticks_ms += ms


def local(ms: int) -> datetime:
    """The moment `ms` (UTC epoch milliseconds) as it stands on a Vietnamese wall clock."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(VIETNAM)


def epoch_ms(moment: datetime) -> int:
    """UTC epoch milliseconds of an aware datetime. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return round(moment.timestamp() * 1000)


def day_of(ms: int) -> date:
    """The Vietnamese calendar day in which the moment `ms` lies."""
    return local(ms).date()


def show_date(day: date) -> str:
    """`dd/MM/yyyy`, as every screen and paper writes a day."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_moment(ms: int) -> str:
    """`HH:mm dd/MM/yyyy` in Vietnamese time."""
    moment = local(ms)
    return f"{moment.hour:02d}:{moment.minute:02d} {show_date(moment.date())}"
