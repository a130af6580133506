"""The edge to whatever turns paper into pictures, as the office sees it: feeder and flatbed scanners, folders, document cameras.

A driver calls back on a thread of its own; no call here ever waits for a device. A page is whole and on disk before anybody
hears of it; what was cut short, by a cancel, a jam or a lost line, never counts as a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.code_ports import CameraState


class ScanTrouble(StrEnum):
    """Why a scan stopped or is waiting, in the states people can tell apart and do something about."""

    NO_PAPER = "no_paper"
    JAM = "jam"
    DOUBLE_FEED = "double_feed"        # two sheets went through as one: the page in hand is not kept
    COVER_OPEN = "cover_open"
    BUSY = "busy"                      # another program, or another counter, has it
    WARMING = "warming"
    OFFLINE = "offline"
    TRUNCATED = "truncated"            # a page ended before its end
    TRANSFER_LOST = "transfer_lost"    # the line broke while a page came
    STOPPED_THERE = "stopped_there"    # somebody cancelled at the device itself
    REFUSED = "refused"                # it does not offer what was ordered
    NO_ROOM = "no_room"                # the disk is full, or does not take pages
    NO_PROGRAM = "no_program"          # what drives it is not installed on this machine
    CRASHED = "crashed"                # the driver's own process died


class ScanSource(StrEnum):
    FEEDER = "feeder"
    FLATBED = "flatbed"


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """What to scan and how; always in colour, as the rules of digitisation ask."""

    source: ScanSource = ScanSource.FEEDER
    dpi: int = 300
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class ScannerAbilities:
    """What a scanner offers. `largest_mm`: width and height of the largest page, (0, 0) where it does not say."""

    sources: frozenset[ScanSource]
    resolutions: tuple[int, ...]       # dots per inch, ascending
    duplex: bool = False               # the feeder takes both sides in one pass
    largest_mm: tuple[int, int] = (0, 0)
    tells_paper: bool = True           # it says by itself when paper is laid in


@dataclass(frozen=True, slots=True)
class ScannerFound:
    """One way to one scanner. `driver` and `address` are what `[scanner]` of the settings takes; `device` is the same for the
    same machine found twice (a serial number or UUID), "" where nobody says."""

    driver: str
    address: str
    name: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A whole page on disk (JPEG or PNG), with its hash as the driver wrote it (SHA-256, hex)."""

    path: Path
    sha256: str
    dpi: int
    source: ScanSource
    back: bool = False                 # the other side of the sheet before


class ScanListener(Protocol):
    """Hears what a scan brings, in order."""

    def page(self, page: ScannedPage) -> None:
        """A whole page is on disk; the listener owns the file now."""

    def trouble(self, what: ScanTrouble) -> None:
        """The scan stopped here; the pages before stay. A jam may be resumed by scanning again."""

    def finished(self, pages: int) -> None: ...


class Scanner(Protocol):
    """A scanner. One scan at a time."""

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        """Starts scanning into the folder `into` and returns at once."""

    def cancel(self) -> None:
        """Stops after the page in hand; a page cut short never counts."""

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        """`told` hears what stands in the way of scanning now (None: ready), at once and on every change."""

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        """`told` hears what the scanner offers (None: nobody knows yet), at once and on every change."""

    def close(self) -> None: ...


class DeskWarning(StrEnum):
    """What would spoil a page that is photographed now."""

    GLARE = "glare"                    # a lamp or window mirrored on the page
    BLURRED = "blurred"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class DeskView:
    """What a document camera sees: a small JPEG to show, and what was found in it.

    `corners`: of the page, as shares of the picture's width and height, from the upper left clockwise; () when none was found.
    `steady`: the page lies still. `new`: it is not the page photographed last. `dpi`: about so fine, 0 when nobody knows.
    """

    state: CameraState
    picture: bytes = b""
    corners: tuple[tuple[float, float], ...] = ()
    warnings: frozenset[DeskWarning] = frozenset()
    steady: bool = False
    new: bool = False
    dpi: int = 0


class DocumentCamera(Protocol):
    """A camera above the desk; it is on only between `start` and `stop`, or while a page is awaited.

    Pages come upright as the camera looks, cut out of the desk and straightened; where no page was found, all it sees.
    """

    def start(self, told: Callable[[DeskView], None]) -> None:
        """Switches it on and returns at once; `told` hears its state and what it sees, on a thread of the driver."""

    def shoot(self, into: Path, listener: ScanListener) -> None:
        """Photographs what lies there now, whatever the warnings; the listener hears one page and the end, or a trouble."""

    def shoot_each(self, into: Path, listener: ScanListener) -> None:
        """Photographs by itself each new page that lies still, is sharp and without glare, until `cancel` or `stop`."""

    def cancel(self) -> None:
        """Ends what `shoot_each` began; the listener hears `finished`."""

    def stop(self) -> None:
        """Switches it off; whoever was told hears OFF, then nothing more."""

    def close(self) -> None: ...
