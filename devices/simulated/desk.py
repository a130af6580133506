"""A desk with all simulated devices, as `commands` puts it before the counter in demo and training."""

from dataclasses import dataclass
from pathlib import Path

from devices.simulated.bench import DeviceBench
from devices.simulated.card_reader import SimulatedCardReader
from devices.simulated.desk_camera import SimulatedDocumentCamera
from devices.simulated.printer import SimulatedPrinter
from devices.simulated.scanner import SimulatedScanner
from devices.simulated.slots import SlotsWithHands
from kiosk.device_ports import CardReader, Printer
from kiosk.scan_ports import DocumentCamera, Scanner


@dataclass(frozen=True, slots=True)
class SimulatedDesk:
    """The devices as their ports, and the hands that play with them."""

    reader: CardReader
    scanner: Scanner
    printer: Printer
    bench: DeviceBench
    camera: DocumentCamera

    @classmethod
    def start(cls, printed: Path, places: SlotsWithHands | None = None, *, tells_number: bool = True) -> "SimulatedDesk":
        """Starts them all (the document camera when it is first wanted); what is printed appears in the folder `printed`.
        Cards lie in `places`, or else in this process.
        Without `tells_number` somebody has to type or scan what is printed on a card, as in life."""
        reader = SimulatedCardReader(slots=places, tells_number=tells_number)
        scanner, printer, camera = SimulatedScanner(), SimulatedPrinter(printed), SimulatedDocumentCamera()
        return cls(reader, scanner, printer, DeviceBench(reader, scanner, printer, camera), camera)

    def close(self) -> None:
        for device in (self.reader, self.scanner, self.printer, self.camera):
            device.close()
