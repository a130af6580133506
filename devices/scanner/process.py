"""The process of every real scanner: looks after the device while idle, brings pages to disk, one scan at a time.

A page is written whole (`Disk.write_whole`: synced, then renamed) before a word is said of it; between two pages and while
waiting for one the process listens, so a cancel is never more than a page away.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from devices.parent import Parent
from devices.scanner.picture import NotWhole, kind_of_whole
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan, ScanningOrder
from kiosk.scan_ports import ScannerAbilities, ScanTrouble
from kiosk.store.disk import Disk

_UNFINISHED = ".new"                   # as Disk.write_whole names a file that is not whole yet


class Stopped(Exception):
    """The device stopped the scan; pages given before stay."""

    def __init__(self, trouble: ScanTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet as the device gave it: a JPEG or PNG."""

    content: bytes
    dpi: int
    back: bool = False


class Device(Protocol):
    """One device, reached in one way. Every call may take its time; it runs in the device's own process."""

    def abilities(self) -> ScannerAbilities | None:
        """What it offers; None when nobody can say now (asked again later)."""

    def obstacle(self) -> ScanTrouble | None:
        """What stands in the way of scanning now. Asked every `look_again_s` while nothing is scanned."""

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        """The pages of one scan. `wanted()` turns false when nobody wants more: give the page in hand, or nothing of it, and
        end. Raises Stopped; an empty feeder after at least one page is an end, not a trouble."""


class ScanProcess:
    """Runs until the parent closes the pipe."""

    def __init__(self, parent: Parent[ScanningOrder], device: Device, look_again_s: float = 1.0) -> None:
        self._parent, self._device, self._look_again_s = parent, device, look_again_s
        self._disk = Disk()
        self._cancelled = False
        self._waiting: list[Scan] = []                 # orders heard while a scan was under way
        self._told: ScannerAbilities | None = None

    def run(self) -> None:
        while True:
            self._look()
            order = self._waiting.pop(0) if self._waiting else self._parent.order(self._look_again_s)
            if isinstance(order, Scan):
                self._cancelled = False
                self._scan(order)

    def _look(self) -> None:
        if self._told is None:
            self._told = self._device.abilities()
            self._parent.say(Offers(self._told))
        self._parent.say(Now(self._device.obstacle()))

    def _wanted(self) -> bool:
        while order := self._parent.order(0):
            if isinstance(order, Cancel):
                self._cancelled = True
            else:
                self._waiting.append(order)
        return not self._cancelled

    def _scan(self, order: Scan) -> None:
        into = Path(order.into)
        self._disk.make_folder(into)
        for leftover in into.glob(f"page-*{_UNFINISHED}"):
            leftover.unlink()
        pages = 0
        trouble: ScanTrouble | None = None
        try:
            for sheet in self._device.sheets(order, self._wanted):
                self._keep(order, into, sheet)
                pages += 1
                if not self._wanted():
                    break
        except Stopped as stopped:
            trouble = stopped.trouble
        except NotWhole:
            trouble = ScanTrouble.TRUNCATED
        self._parent.say(Now(trouble or self._device.obstacle()))
        self._parent.say(Ended(pages, trouble))

    def _keep(self, order: Scan, into: Path, sheet: Sheet) -> None:
        ending = kind_of_whole(sheet.content)
        path = into / f"page-{_next_number(into):04d}.{ending}"
        self._disk.write_whole(path, sheet.content)
        digest = hashlib.sha256(sheet.content).hexdigest()
        self._parent.say(Page(str(path), digest, sheet.dpi, order.source, sheet.back))


def _next_number(into: Path) -> int:
    """Behind every page that lies there already."""
    numbers = [int(path.stem[5:]) for path in into.glob("page-*.*") if path.stem[5:].isdecimal()]
    return max(numbers, default=0) + 1
