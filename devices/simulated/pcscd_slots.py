"""Virtual chips on virtual readers of the real smart card service: the hands of `VirtualSlots`, and nothing of the way left out.

From the driver's first call to the chip's last byte everything is as with a card of plastic but the plastic and the reader.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Lock

from devices.card.link import Link
from devices.card.pcsc import PcscSlots
from devices.card.pcsc.monitor import LOOK_S
from devices.card.pcsc.results import ServiceFault
from devices.card.pcsc.service import Context, context, installed
from devices.card.slots import SlotEvent
from devices.simulated.chip import VirtualChip
from devices.simulated.chip.vpcd import ChipOnReader
from devices.simulated.private_pcscd import READERS, PrivatePcscd
from devices.simulated.slots import Pace

_NAMES = "Virtual PCD"                 # whatever real readers the service may find are not ours to use
_PRESENT, _EXCLUSIVE, _ANY_PROTOCOL = 0x20, 1, 3
_NOTICES_WITHIN_MS, _LOOKS = 500, 10
Telling = Callable[[SlotEvent], None]


class PcscdSlots:
    """Hands wait until the service has noticed them, so they are for a thread of their own."""

    def __init__(self, service: PrivatePcscd, *, look_s: float = LOOK_S) -> None:
        self._service = service
        self._slots = PcscSlots(_NAMES, look_s=look_s)
        self._lying: dict[str, tuple[ChipOnReader, VirtualChip, str]] = {}
        self._pace, self._holding = Pace(), ExitStack()
        self._lock = Lock()
        self._lift_in: int | None = None
        self._service_dies_in: int | None = None

    # ---- as `Slots`

    def watch(self, told: Telling) -> None:
        self._slots.watch(told)

    @contextmanager
    def connect(self, card: SlotEvent) -> Iterator[Link]:
        with self._slots.connect(card) as link:
            self._spring(card.reader)
            yield link

    def close(self) -> None:
        self._slots.close()
        self._holding.close()
        for card, _chip, _label in self._lying.values():
            card.close()

    # ---- hands

    def put(self, chip: VirtualChip, label: str = "", reader: str = "") -> None:
        self.lift(reader)
        self._lay(chip, label, reader or READERS[0])

    def lift(self, reader: str = "") -> None:
        name = reader or READERS[0]
        card, _chip, _label = self._lying.pop(name, (None, None, ""))
        if card is not None:
            card.close()
            _wait_until_noticed(name)

    def swap_unseen(self, chip: VirtualChip, reader: str = "") -> None:
        """Between two looks of the service."""
        name = reader or READERS[0]
        card, _chip, label = self._lying[name]
        card.close()
        self._lay(chip, label, name)

    def plug(self, plugged: bool = True, reader: str = "") -> None:
        """Virtual readers come and go with the service: all of them."""
        self._service.stop()
        self._service.start(readers=plugged)

    def hold(self, held: bool = True, reader: str = "") -> None:
        """Another program takes the card that lies there; without a card nobody can take a reader for himself."""
        self._holding.close()
        if held:
            self._holding.enter_context(_held(reader or READERS[0]))

    def run_service(self, running: bool = True) -> None:
        if running:
            self._service.start()
        else:
            self._service.kill()

    def set_pace(self, pace: Pace) -> None:
        self._pace = pace

    def lift_in(self, commands: int) -> None:
        """The next reading loses its card at this command."""
        with self._lock:
            self._lift_in = commands

    def kill_service_in(self, commands: int) -> None:
        """The service dies at this command of the next reading, and is started again at once."""
        with self._lock:
            self._service_dies_in = commands

    @property
    def lift_armed(self) -> bool:
        return self._lift_in is not None

    def label(self, reader: str = "") -> str:
        """What lies there."""
        card, _chip, label = self._lying.get(reader or READERS[0], (None, None, ""))
        return label if card is not None and card.lies_there else ""

    # ---- within

    def _lay(self, chip: VirtualChip, label: str, reader: str) -> None:
        port = self._service.ports[READERS.index(reader)]
        self._lying[reader] = ChipOnReader(port, chip, seconds=lambda moved: self._pace.seconds(moved)), chip, label

    def _spring(self, reader: str) -> None:
        with self._lock:
            lift, self._lift_in = self._lift_in, None
            dies, self._service_dies_in = self._service_dies_in, None
        if reader not in self._lying:
            return
        chip = self._lying[reader][1]
        if lift is not None:
            chip.faults = replace(chip.faults, pulled_at=chip.commands + lift)
        if dies is not None:
            chip.faults = replace(chip.faults, slow=self._dying(chip.commands + dies))

    def _dying(self, number: int) -> Callable[[int], None]:
        def at(command: int) -> None:
            if command == number:
                self._service.kill()
                self._service.start()

        return at


@contextmanager
def _held(reader: str) -> Iterator[None]:
    """As long as this is open, the card belongs to another program."""
    scard = installed()
    result, line = scard.SCardEstablishContext(0)
    try:
        if not result:
            scard.SCardConnect(line, reader, _EXCLUSIVE, _ANY_PROTOCOL)
        yield
    finally:
        scard.SCardReleaseContext(line)                # and with it whatever was connected


def _wait_until_noticed(reader: str) -> None:
    """A card put on within one look of the service would be taken for the one before. A service that is down notices nothing."""
    try:
        with context(installed()) as line:
            _until_empty(line, reader)
    except ServiceFault:
        return


def _until_empty(line: Context, reader: str) -> None:
    """Raises ServiceFault."""
    for _look in range(_LOOKS):
        state = line.changes({reader: 0}, 0)[reader].event
        if not state & _PRESENT:
            return
        line.changes({reader: state}, _NOTICES_WITHIN_MS)
