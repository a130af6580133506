"""Scanners that Windows knows, whichever way they are connected."""

from collections.abc import Sequence

from devices.scanner.finding_words import NotHere
from devices.scanner.wia import HERE, devices_here
from kiosk.scan_ports import ScannerFound


def find(seconds: float, options: Sequence[str]) -> list[ScannerFound]:
    """Windows answers from its own list, at once."""
    if not HERE:
        raise NotHere
    return [ScannerFound("wia", device.id, device.name) for device in devices_here()]
