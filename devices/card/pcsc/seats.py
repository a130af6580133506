"""Which of this machine's readers speaks for all of them: a counter has one card in hand, whatever else is plugged in.

Beside the reader for ID cards there are often others: tokens for signing are readers that come with their chip inside, and
Windows brings readers of its own. A chip that was there when its reader appeared, and that is no contactless one, is taken for
such a token until it is moved. What was put on last speaks; an operator may also name the one reader that counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntFlag
from itertools import count

from devices.card.pcsc.service import Status
from devices.card.slots import SlotEvent, SlotState

_COUNTER_BITS = 16
_NO_READERS = ("windows hello", "microsoft uicc", "microsoft iso")     # what Windows lists without anybody having plugged it in


class _Flag(IntFlag):
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    PRESENT = 0x0020
    EXCLUSIVE = 0x0080
    MUTE = 0x0200


@dataclass(frozen=True, slots=True)
class _Seat:
    state: SlotState
    generation: int
    atr: bytes
    came: int                          # the order in which things were put on, over all readers
    unmoved: bool                      # nothing was put in or taken out since the reader appeared

    @property
    def token(self) -> bool:
        """A chip that came together with its reader, and no contactless one."""
        return self.unmoved and bool(self.atr) and not _contactless(self.atr)

    def event(self, reader: str) -> SlotEvent:
        return SlotEvent(self.state, reader, self.generation, self.atr)


class Seats:
    """Bookkeeping of the monitor's thread; `generation` may be asked from any."""

    def __init__(self, only: str = "") -> None:
        self._only = only.casefold()
        self._epochs, self._arrivals = count(1), count(1)
        self._epoch: dict[str, int] = {}
        self._seats: dict[str, _Seat] = {}

    def forget(self) -> None:
        """The service is gone: what it counts begins anew with the next one."""
        self._epoch, self._seats = {}, {}

    def plugged(self, readers: Collection[str]) -> list[str]:
        """These readers are there now; answers those worth watching."""
        wanted = [name for name in readers if self._wanted(name.casefold())]
        self._epoch = {name: self._epoch.get(name) or next(self._epochs) for name in wanted}
        self._seats = {name: seat for name, seat in self._seats.items() if name in self._epoch}
        return wanted

    def _wanted(self, name: str) -> bool:
        return self._only in name if self._only else not name.startswith(_NO_READERS)

    def seen(self, reader: str, status: Status) -> None:
        flags = _Flag(status.event & 0xFFFF)
        if reader not in self._epoch or flags & (_Flag.UNKNOWN | _Flag.UNAVAILABLE):
            self._seats.pop(reader, None)
            return
        before = self._seats.get(reader)
        generation = self._epoch[reader] << _COUNTER_BITS | status.counter
        moved = before is None or before.generation != generation
        came = next(self._arrivals) if before is None or moved else before.came
        unmoved = before is None or (before.unmoved and not moved)
        self._seats[reader] = _Seat(_state(flags), generation, status.atr, came, unmoved)

    def generation(self, reader: str) -> int | None:
        """Of a reader, as last seen."""
        seat = self._seats.get(reader)
        return None if seat is None else seat.generation

    def all(self) -> list[tuple[SlotEvent, bool]]:
        """Each reader, and whether it is taken for a token with its chip inside."""
        return [(seat.event(name), seat.token and not self._only) for name, seat in sorted(self._seats.items())]

    def event(self) -> SlotEvent:
        """The reader that speaks for all."""
        counting = {name: seat for name, seat in self._seats.items() if self._only or not seat.token}
        if not counting:
            return SlotEvent(SlotState.NO_READER)
        name = max(counting, key=lambda name: (counting[name].state is not SlotState.EMPTY, counting[name].came))
        return counting[name].event(name)


def _state(flags: _Flag) -> SlotState:
    if not flags & _Flag.PRESENT:
        return SlotState.EMPTY
    if flags & _Flag.MUTE:
        return SlotState.MUTE
    return SlotState.BUSY if flags & _Flag.EXCLUSIVE else SlotState.CARD


def _contactless(atr: bytes) -> bool:
    """As PC/SC part 3 has readers make up an ATR for a chip that has none."""
    return len(atr) >= 4 and atr[0] == 0x3B and atr[1] & 0xF0 == 0x80 and atr[2:4] == b"\x80\x01"
