"""The stretches in which a dossier waits for the citizen, taken together."""

from collections.abc import Iterator, Sequence

from kiosk.dossier import Pause
from kiosk.office_calendar import OfficeCalendar


def is_waiting(pauses: Sequence[Pause]) -> bool:
    """Whether one of the pauses still lasts."""
    return any(pause.ended_at is None for pause in pauses)


def runs_backwards(pauses: Sequence[Pause]) -> bool:
    """Whether a pause ends before it starts, as when the machine's clock was set back in between."""
    return any(pause.ended_at is not None and pause.ended_at < pause.started_at for pause in pauses)


def last_completion(pauses: Sequence[Pause], received_at: int) -> int:
    """When the dossier was last made complete: at its receipt, or at the end of the latest pause after it."""
    return max([received_at, *(end for _start, end in _closed(pauses))])


def waited(pauses: Sequence[Pause], counted_from: int, calendar: OfficeCalendar) -> int:
    """Working milliseconds spent waiting since `counted_from`; pauses that overlap or touch count once."""
    return sum(calendar.working_time(start, end) for start, end in _merged(pauses, counted_from))


def _merged(pauses: Sequence[Pause], counted_from: int) -> Iterator[tuple[int, int]]:
    covered = counted_from
    for start, end in sorted(_closed(pauses)):
        if end > covered:
            yield max(start, covered), end
            covered = end


def _closed(pauses: Sequence[Pause]) -> Iterator[tuple[int, int]]:
    """Start and end of every pause that is over; one that runs backwards is empty at its start."""
    for pause in pauses:
        if pause.ended_at is not None:
            yield pause.started_at, max(pause.started_at, pause.ended_at)
