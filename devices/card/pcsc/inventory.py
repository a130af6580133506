"""One look at the service and its readers, for whoever sets a counter up."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.card.pcsc.problems import NoCardReader
from devices.card.pcsc.results import ServiceFault, problem_of
from devices.card.pcsc.seats import Seats
from devices.card.pcsc.service import Scard, context, installed
from devices.card.slots import SlotState


@dataclass(frozen=True, slots=True)
class ReaderSeen:
    """A reader; a `token` is one for signing that came with its chip inside and is no reader for ID cards."""

    name: str
    state: SlotState
    token: bool


def readers_here(only: str = "", *, scard: Callable[[], Scard] = installed) -> list[ReaderSeen]:
    """At least one. Raises CardProblem: what is missing, a service that does not answer, no reader."""
    seats = Seats(only)
    try:
        with context(scard()) as line:
            names = seats.plugged(line.readers())
            if not names:
                raise NoCardReader
            for name, status in line.changes(dict.fromkeys(names, 0), 0).items():
                seats.seen(name, status)
    except ServiceFault as fault:
        raise problem_of(fault) from fault
    return [ReaderSeen(event.reader, event.state, token) for event, token in seats.all()]
