"""Scanners that SANE knows on this machine and around it."""

import shutil
from collections.abc import Sequence

from devices.scanner.finding_words import NotHere
from devices.scanner.sane import PROGRAM, devices_found
from kiosk.scan_ports import ScannerFound


def find(seconds: float, options: Sequence[str]) -> list[ScannerFound]:
    """SANE takes the time it takes; whoever waits for this process ends it."""
    if shutil.which(PROGRAM) is None:
        raise NotHere
    return list(devices_found())
