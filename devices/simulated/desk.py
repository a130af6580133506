"""A desk with all three simulated devices, as `commands` puts it before the counter in demo and training."""

from dataclasses import dataclass
from pathlib import Path

from devices.simulated.bench import DeviceBench
from devices.simulated.card_reader import SimulatedCardReader
from devices.simulated.printer import SimulatedPrinter
from devices.simulated.scanner import SimulatedScanner
from devices.simulated.slots import SlotsWithHands
from kiosk.device_ports import CardReader, Printer
from kiosk.scan_ports import Scanner


@dataclass(frozen=True, slots=True)
class SimulatedDesk:
    """The devices as their ports, and the hands that play with them."""

    reader: CardReader
    scanner: Scanner
    printer: Printer
    bench: DeviceBench

    @classmethod
    def start(cls, printed: Path, places: SlotsWithHands | None = None, *, tells_number: bool = True) -> "SimulatedDesk":
        """Starts all three; what is printed appears in the folder `printed`. Cards lie in `places`, or else in this process.
        Without `tells_number` somebody has to type or scan what is printed on a card, as in life."""
        reader = SimulatedCardReader(slots=places, tells_number=tells_number)
        scanner, printer = SimulatedScanner(), SimulatedPrinter(printed)
        return cls(reader, scanner, printer, DeviceBench(reader, scanner, printer))

    def close(self) -> None:
        for device in (self.reader, self.scanner, self.printer):
            device.close()
