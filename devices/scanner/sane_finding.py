"""Looks for scanners that SANE knows, on this machine and around it."""

import shutil
from collections.abc import Sequence

from devices.scanner.finding_words import NotHere
from devices.scanner.sane import PROGRAM, listed
from kiosk.scan_ports import ScannerFound


def find(seconds: float, options: Sequence[str]) -> list[ScannerFound]:
    """Raises NotHere where SANE's own program is not installed."""
    if shutil.which(PROGRAM) is None:
        raise NotHere
    return list(listed(seconds))
