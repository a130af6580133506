"""What the driver of a scanner and its process tell each other, whichever way that process reaches the device."""

import msgspec

from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble


class Scan(msgspec.Struct, frozen=True, tag=True):
    """Scan into a folder; one scan at a time."""

    into: str
    source: ScanSource
    dpi: int
    duplex: bool


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """No more pages after the one in hand."""


ScanningOrder = Scan | Cancel


class Now(msgspec.Struct, frozen=True, tag=True):
    """What stands in the way of scanning now; None: nothing."""

    obstacle: ScanTrouble | None


class Offers(msgspec.Struct, frozen=True, tag=True):
    """What the device can do, as far as it said."""

    abilities: ScannerAbilities | None


class Page(msgspec.Struct, frozen=True, tag=True):
    """A whole page is on disk."""

    path: str
    sha256: str
    dpi: int
    source: ScanSource
    back: bool = False


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The scan is over: with so many pages, or stopped by `trouble`."""

    pages: int
    trouble: ScanTrouble | None = None


ScanningWord = Now | Offers | Page | Ended
