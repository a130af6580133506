"""A card reader without a reader: the driver of the real ones over virtual chips, and hands that put invented cards on it.

Opening, secure messaging and every proof are as with a card of plastic; only the readers of the machine are left out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread

from devices.card.chip_reader import ChipReader
from devices.simulated.card_troubles import Trouble
from devices.simulated.chip import Faults
from devices.simulated.drawer import Drawer
from devices.simulated.slots import Pace, SlotsWithHands, VirtualSlots
from kiosk.device_ports import CardKey, ReaderEvent
from kiosk.event_log import event_log
from kiosk.moments import SystemClock
from kiosk.ports import Clock

log = event_log()
READ_MS = 600
_COMMANDS = 27                         # of a whole reading, about
_PATIENCE_S = 2.0
NO_FAULTS = Faults()


@dataclass(frozen=True, slots=True)
class ReaderWorld:
    """How things lie."""

    card: str = ""
    lift_armed: bool = False


class SimulatedCardReader:
    """The driver, and what hands do to it; every method returns at once. `tells_number`: whoever puts a card on says its number,
    too; without it somebody has to type or scan it, as in life. `slots`: other places than those in this process."""

    def __init__(
        self, clock: Clock | None = None, *, tells_number: bool = True, slots: SlotsWithHands | None = None
    ) -> None:
        clock = clock or SystemClock()
        self.tells_number = tells_number
        self.drawer = Drawer(clock)
        self.slots: SlotsWithHands = slots or VirtualSlots()
        self._faults, self._garbled, self._pace = NO_FAULTS, False, Pace()
        self._driver = ChipReader(self.slots, self.drawer.trust, clock, training=True)
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing, self._closed = Lock(), False
        self._hands = Thread(target=self._obey, name="hands at the card reader", daemon=True)
        self._hands.start()
        self.read_within(READ_MS)

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._driver.watch(told)

    def open_with(self, key: CardKey) -> None:
        self._driver.open_with(key)

    def cancel(self) -> None:
        self._driver.cancel()

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._orders.put(None)
        self._driver.close()
        self._hands.join(_PATIENCE_S)

    @property
    def world(self) -> ReaderWorld:
        return ReaderWorld(self.slots.label(), self.slots.lift_armed)

    @property
    def printed(self) -> str:
        """The personal number on the card that lies there."""
        card = self.slots.label()
        return self.drawer.printed(card) if card else ""

    # ---- hands

    def place(self, card: str) -> None:
        """Raises KeyError for a card that is not in the drawer."""
        self.drawer.key(card)
        self._order(partial(self._put, card))

    def lift(self) -> None:
        self._order(self.slots.lift)

    def read_within(self, milliseconds: int) -> None:
        self._pace = Pace(milliseconds / 1000 / _COMMANDS)
        self._order(partial(self.slots.set_pace, self._pace))

    def lift_next_at(self, percent: int) -> None:
        self._order(partial(self.slots.lift_in, _command_at(percent)))

    def kill_service(self, at_percent: int | None = None) -> None:
        """The service behind the readers dies, now or in the middle of the next reading, and comes back by itself."""
        if at_percent is not None:
            self._order(partial(self.slots.kill_service_in, _command_at(at_percent)))
            return
        self._order(partial(self.slots.run_service, running=False))
        self._order(self.slots.run_service)

    def run_service(self, running: bool) -> None:
        self._order(partial(self.slots.run_service, running))

    def plug(self, plugged: bool) -> None:
        self._order(partial(self.slots.plug, plugged))

    def hold(self, held: bool) -> None:
        self._order(partial(self.slots.hold, held))

    def garble(self, garbled: bool) -> None:
        """No chip is understood any more, also the one that lies there."""
        self._order(partial(self._garble, garbled))

    def play_faults(self, faults: Faults) -> None:
        """Of every card put on from now."""
        self._order(partial(self._set_faults, faults))

    def play_trouble(self, trouble: Trouble) -> None:
        self.play_faults(trouble.faults)
        self._order(partial(self.slots.set_pace, trouble.pace or self._pace))

    # ---- the thread of the hands: making a chip takes a moment

    def _order(self, order: Callable[[], None]) -> None:
        self._orders.put(order)

    def _obey(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                order()
            except Exception:          # one clumsy movement must not end all others
                log.exception("hands at the simulated card reader failed")

    def _put(self, card: str) -> None:
        faults = replace(self._faults, no_application=True) if self._garbled else self._faults
        chip = self.drawer.chip(card, faults)
        if self.tells_number:
            self._driver.open_with(self.drawer.key(card))
        self.slots.put(chip, card)

    def _garble(self, garbled: bool) -> None:
        self._garbled = garbled
        lying = self.slots.label()
        if lying:
            self._put(lying)

    def _set_faults(self, faults: Faults) -> None:
        self._faults = faults


def _command_at(percent: int) -> int:
    return 1 + percent * (_COMMANDS - 3) // 100
