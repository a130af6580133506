"""The process of a scanner reached through SANE.

Its arguments: the device as SANE names it, "" for the first; "a4" or "a3"; after how many seconds of silence a scan is given up.
"""

import sys

from devices.parent import Parent
from devices.scanner.process import ScanProcess
from devices.scanner.sane import SaneDevice
from devices.scanner.sane_batch import SILENT_S, sweep
from devices.scanner.sane_options import A3, A4
from devices.scanner.words import ScanningOrder


def main() -> None:
    """Runs until the parent closes the pipe."""
    name, paper, silent_s = [*sys.argv[1:], *("", "a4", str(SILENT_S))[len(sys.argv) - 1 :]]
    parent: Parent[ScanningOrder] = Parent(ScanningOrder)
    sweep()
    ScanProcess(parent, SaneDevice(name, A3 if paper == "a3" else A4, float(silent_s))).run()


if __name__ == "__main__":
    main()
