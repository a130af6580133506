"""The process of a scanner reached through SANE. Its argument: the device as SANE names it, "" for the first."""

import sys

from devices.parent import Parent
from devices.scanner.process import ScanProcess
from devices.scanner.sane import SaneDevice
from devices.scanner.sane_batch import SILENT_S, sweep
from devices.scanner.words import ScanningOrder


def main() -> None:
    """A second argument says after how many seconds of silence a scan is given up."""
    parent: Parent[ScanningOrder] = Parent(ScanningOrder)
    sweep()
    silent_s = float(sys.argv[2]) if len(sys.argv) > 2 else SILENT_S
    ScanProcess(parent, SaneDevice(sys.argv[1] if len(sys.argv) > 1 else "", silent_s)).run()


if __name__ == "__main__":
    main()
