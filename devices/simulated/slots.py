"""Places for virtual chips in this process: hands put them on, lift and swap them; everything a reader can suffer is played.

What the real places do is kept: one event speaks for all readers, one connection at a time, and whoever lifts a card ends the
command it was at. All hands return at once, on any thread.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from queue import SimpleQueue
from threading import Condition, Thread, current_thread
from typing import Protocol

from devices.card.link import Link, ReadSize
from devices.card.problems import CardGone
from devices.card.slots import SlotEvent, Slots, SlotState
from devices.simulated.chip.card import VirtualChip
from devices.simulated.chip.link import ATR
from devices.watched import Watched

READER = "Đầu đọc tập huấn"
_PATIENCE_S = 2.0
Telling = Callable[[SlotEvent], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a command takes besides the chip's own work: for each, and for each byte both ways."""

    command_s: float = 0.0
    byte_s: float = 0.0

    def seconds(self, bytes_moved: int) -> float:
        return self.command_s + self.byte_s * bytes_moved


class SlotsWithHands(Slots, Protocol):
    """Places whose cards are put on and lifted by the program itself."""

    def put(self, chip: VirtualChip, label: str = "", reader: str = "") -> None: ...
    def lift(self, reader: str = "") -> None: ...
    def swap_unseen(self, chip: VirtualChip, reader: str = "") -> None: ...
    def plug(self, plugged: bool = True, reader: str = "") -> None: ...
    def hold(self, held: bool = True, reader: str = "") -> None: ...
    def run_service(self, running: bool = True) -> None: ...
    def set_pace(self, pace: Pace) -> None: ...
    def lift_in(self, commands: int) -> None: ...
    def kill_service_in(self, commands: int) -> None: ...
    def label(self, reader: str = "") -> str: ...

    @property
    def lift_armed(self) -> bool: ...


@dataclass(slots=True)
class _Seat:
    """One reader. `generation` counts every change at it."""

    name: str
    size: ReadSize
    generation: int = 0
    came: int = 0
    chip: VirtualChip | None = None
    label: str = ""
    plugged: bool = True
    held: bool = False
    taken: bool = False                # somebody is connected

    @property
    def state(self) -> SlotState:
        if not self.plugged:
            return SlotState.NO_READER
        if self.held:
            return SlotState.BUSY
        return SlotState.EMPTY if self.chip is None else SlotState.CARD

    def event(self) -> SlotEvent:
        there = self.state is SlotState.CARD
        return SlotEvent(self.state, self.name, self.generation, ATR if there else b"")


@dataclass(slots=True)
class _Traps:
    """What the next reading runs into, so many commands after it began."""

    lift_in: int | None = None
    service_dies_in: int | None = None
    armed: dict[str, int] = field(default_factory=dict)


class VirtualSlots:
    """`readers` by name; the first is meant where a hand names none."""

    def __init__(self, readers: tuple[str, ...] = (READER,), *, extended: bool = True) -> None:
        self._seats = {name: _Seat(name, ReadSize(extended=extended)) for name in readers}
        self._first = readers[0]
        self._service, self._closed = True, False
        self._pace, self._traps = Pace(), _Traps()
        self._arrivals = count(1)
        self._changed = Condition()
        self._calls: SimpleQueue[SlotEvent | Telling | None] = SimpleQueue()
        self._teller = Thread(target=self._tell, name="virtual card readers", daemon=True)
        self._teller.start()
        self._calls.put(self._event())

    # ---- as `Slots`

    def watch(self, told: Telling) -> None:
        self._calls.put(told)

    @contextmanager
    def connect(self, card: SlotEvent) -> Iterator[Link]:
        seat = self._seats.get(card.reader)
        if seat is None:
            raise CardGone
        with self._changed:
            self._changed.wait_for(lambda: not seat.taken or not self._lies(card))
            chip = self._chip(card)
            chip.reset()
            seat.taken = True
            self._spring(chip)
        try:
            yield _Way(self, card, seat.size)
        finally:
            with self._changed:
                seat.taken = False
                chip.reset()
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._calls.put(None)
        if current_thread() is not self._teller:
            self._teller.join(_PATIENCE_S)

    # ---- hands

    def put(self, chip: VirtualChip, label: str = "", reader: str = "") -> None:
        with self._moved(reader) as seat:
            seat.chip, seat.label = chip, label

    def lift(self, reader: str = "") -> None:
        with self._moved(reader) as seat:
            seat.chip, seat.label = None, ""

    def swap_unseen(self, chip: VirtualChip, reader: str = "") -> None:
        """So quickly that nobody noticed: the same way now leads to another card, as has been seen of real readers."""
        with self._changed:
            self._seats[reader or self._first].chip = chip

    def plug(self, plugged: bool = True, reader: str = "") -> None:
        with self._moved(reader) as seat:
            seat.plugged = plugged

    def hold(self, held: bool = True, reader: str = "") -> None:
        """Another program has the reader for itself."""
        with self._moved(reader) as seat:
            seat.held = held

    def run_service(self, running: bool = True) -> None:
        with self._changed:
            self._set_service(running)

    def set_pace(self, pace: Pace) -> None:
        with self._changed:
            self._pace = pace

    def lift_in(self, commands: int) -> None:
        """The next reading loses its card at this command."""
        with self._changed:
            self._traps.lift_in = commands

    def kill_service_in(self, commands: int) -> None:
        """The service dies at this command of the next reading, and is started again at once."""
        with self._changed:
            self._traps.service_dies_in = commands

    @property
    def lift_armed(self) -> bool:
        return self._traps.lift_in is not None or "lift" in self._traps.armed

    def label(self, reader: str = "") -> str:
        """What lies there."""
        return self._seats[reader or self._first].label

    # ---- within

    def transmit(self, card: SlotEvent, command: bytes) -> bytes:
        """One command to that very card. Raises CardGone."""
        with self._changed:
            chip = self._chip(card)
            number = chip.commands + 1
            if number in (chip.faults.pulled_at, self._traps.armed.get("lift")):
                self._traps.armed.pop("lift", None)
                self._take_away(card)
            elif number == self._traps.armed.get("service"):
                del self._traps.armed["service"]
                self._set_service(False)
                self._set_service(True)
            elif number == chip.faults.hangs_at:
                self._changed.wait_for(lambda: not self._lies(card))
            self._chip(card)
        answer = chip.answer(command)
        with self._changed:
            self._changed.wait_for(lambda: not self._lies(card), self._pace.seconds(len(command) + len(answer)))
            self._chip(card)
        return answer

    def _spring(self, chip: VirtualChip) -> None:
        traps = self._traps
        if traps.lift_in is not None:
            traps.armed["lift"], traps.lift_in = chip.commands + traps.lift_in, None
        if traps.service_dies_in is not None:
            traps.armed["service"], traps.service_dies_in = chip.commands + traps.service_dies_in, None

    def _lies(self, card: SlotEvent) -> bool:
        seat = self._seats[card.reader]
        return self._service and not self._closed and seat.state is SlotState.CARD and seat.generation == card.generation

    def _chip(self, card: SlotEvent) -> VirtualChip:
        chip = self._seats[card.reader].chip if self._lies(card) else None
        if chip is None:
            raise CardGone
        return chip

    @contextmanager
    def _moved(self, reader: str) -> Iterator[_Seat]:
        with self._changed:
            seat = self._seats[reader or self._first]
            yield seat
            self._change(seat)

    def _take_away(self, card: SlotEvent) -> None:
        seat = self._seats[card.reader]
        seat.chip, seat.label = None, ""
        self._change(seat)

    def _set_service(self, running: bool) -> None:
        """Whatever lies there counts anew afterwards."""
        self._service = running
        for seat in self._seats.values():
            seat.generation += 1
        self._told_change()

    def _change(self, seat: _Seat) -> None:
        seat.generation += 1
        seat.came = next(self._arrivals)
        self._told_change()

    def _told_change(self) -> None:
        self._calls.put(self._event())
        self._changed.notify_all()

    def _event(self) -> SlotEvent:
        """What was put on last speaks; of empty readers any."""
        plugged = [seat for seat in self._seats.values() if seat.plugged]
        if not self._service:
            return SlotEvent(SlotState.NO_SERVICE)
        if not plugged:
            return SlotEvent(SlotState.NO_READER)
        return max(plugged, key=lambda seat: (seat.state is not SlotState.EMPTY, seat.came)).event()

    def _tell(self) -> None:
        events: Watched[SlotEvent] = Watched()
        while (call := self._calls.get()) is not None:
            if isinstance(call, SlotEvent):
                events.now(call)
            else:
                events.add(call)


class _Way:
    """The `Link` to one card; dead once it no longer lies there."""

    def __init__(self, slots: VirtualSlots, card: SlotEvent, size: ReadSize) -> None:
        self._slots, self._card, self._size = slots, card, size

    @property
    def atr(self) -> bytes:
        return self._card.atr

    @property
    def read_size(self) -> ReadSize:
        return self._size

    def transmit(self, command: bytes) -> bytes:
        return self._slots.transmit(self._card, command)
