"""A card reader without a reader: invented cards are put on it and lifted by the bench; every fault can be played.

`SimulatedCardReader` is the driver; run as a module this file is the child process behind it.
"""

import os
from collections.abc import Callable

import msgspec

from devices.child import Child, Ears
from devices.parent import Parent
from devices.simulated.cards import cards
from devices.simulated.reader_words import Crash, Place, ReaderOrder, ReaderWorld, Restore, Set, Told
from devices.watched import Watched
from kiosk.device_ports import CardKey, ReaderEvent, ReaderState

CRASH_CODE = 70
_STEP = 10
_UNDERSTOOD_BY = 30                    # per cent after which a reader knows that a chip is none of ours


class SimulatedCardReader:
    """The driver. `world` is how things lay when the child last spoke; any thread may look at it."""

    def __init__(self, world: ReaderWorld | None = None) -> None:
        self.world = world or ReaderWorld()
        self._events: Watched[ReaderEvent] = Watched()
        self._child: Child[Told] = Child(
            "devices.simulated.card_reader", Told, Ears(self._heard, lambda: Restore(self.world), self._went)
        )

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._child.post(lambda: self._events.add(told))

    def open_with(self, key: CardKey) -> None:
        """Invented cards have no lock."""

    def cancel(self) -> None:
        """A reading here is over before anybody could wish to stop it; lifting the card does."""

    def order(self, order: Place | Set | Crash) -> None:
        """For the bench: what hands do to a reader."""
        self._child.send(order)

    def close(self) -> None:
        self._child.close()

    def _heard(self, told: Told) -> None:
        self.world = told.world
        self._events.now(told.event)

    def _went(self) -> None:
        self.world = msgspec.structs.replace(self.world, crash_at=None)
        self._events.now(ReaderEvent(ReaderState.NO_READER))


class _Reader:
    """The child's side: one thing at a time, paced by waiting for orders."""

    def __init__(self, parent: Parent[ReaderOrder]) -> None:
        self._parent = parent
        self._world = ReaderWorld()
        self._progress: int | None = None  # while reading

    def run(self) -> None:
        while True:
            reading = self._progress is not None
            order = self._parent.order(self._world.read_ms * _STEP / 100_000 if reading else None)
            if order is not None:
                self._obey(order)
            elif reading:
                self._read_on()

    def _obey(self, order: ReaderOrder) -> None:
        before = self._world
        match order:
            case Restore(world):
                self._world = world
                self._begin_or_say()
                return
            case Crash():
                os._exit(CRASH_CODE)
            case Place(card):
                self._world = msgspec.structs.replace(before, card=card)
            case Set():
                changes = {name: value for name, value in msgspec.structs.asdict(order).items() if value is not None}
                self._world = msgspec.structs.replace(before, **changes)
        if _seen(self._world) != _seen(before):
            self._begin_or_say()

    def _begin_or_say(self) -> None:
        world, was_reading = self._world, self._progress is not None
        self._progress = None
        if not world.plugged:
            self._say(ReaderState.NO_READER)
        elif world.held:
            self._say(ReaderState.BUSY)
        elif not world.card:
            self._say(ReaderState.LIFTED_EARLY if was_reading else ReaderState.NO_CARD)
        else:
            self._progress = 0
            self._say(ReaderState.READING)

    def _read_on(self) -> None:
        world, progress = self._world, (self._progress or 0) + _STEP
        if world.crash_at is not None and progress >= world.crash_at:
            os._exit(CRASH_CODE)
        if world.lift_at is not None and progress >= world.lift_at:
            self._world = msgspec.structs.replace(world, card="", lift_at=None)
            self._begin_or_say()
            return
        self._progress = progress
        card = cards()[world.card]
        if (world.garbled or not card.understood) and progress >= _UNDERSTOOD_BY:
            self._progress = None
            self._say(ReaderState.NOT_UNDERSTOOD)
        elif progress < 100:
            self._say(ReaderState.READING)
        else:
            self._progress = None
            self._parent.say(Told(world, ReaderEvent(ReaderState.READ, 100, card.data())))

    def _say(self, state: ReaderState) -> None:
        self._parent.say(Told(self._world, ReaderEvent(state, self._progress or 0)))


def _seen(world: ReaderWorld) -> tuple[object, ...]:
    """What of the world a reader can notice."""
    return world.card, world.plugged, world.held, world.garbled


if __name__ == "__main__":
    _Reader(Parent(ReaderOrder)).run()
