"""The process of one scanner of Windows. Its only argument is the device as Windows names it, "" for the first."""

import sys
from collections.abc import Callable, Iterator

from devices.parent import Parent
from devices.scanner.process import Device, ScanProcess, Sheet, Stopped
from devices.scanner.wia import HERE, WiaDevice
from devices.scanner.words import Scan, ScanningOrder
from kiosk.scan_ports import ScannerAbilities, ScanTrouble

_LOOK_AGAIN_S = 3.0                    # opening a device takes Windows a while


class NoWia:
    """Where there is no Windows, or its packages are missing."""

    def abilities(self) -> ScannerAbilities | None:
        return None

    def obstacle(self) -> ScanTrouble | None:
        return ScanTrouble.NO_PROGRAM

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        raise Stopped(ScanTrouble.NO_PROGRAM)


def wia_device(device_id: str) -> Device:
    return WiaDevice(device_id) if HERE else NoWia()


if __name__ == "__main__":
    parent: Parent[ScanningOrder] = Parent(ScanningOrder)
    ScanProcess(parent, wia_device(sys.argv[1] if len(sys.argv) > 1 else ""), _LOOK_AGAIN_S).run()
