"""The process of every real scanner: looks after the device while idle, brings pages to disk, one scan at a time.

A page is written whole (`Disk.write_whole`: synced, then renamed) before a word is said of it. The device is only ever touched
by the main thread, so a driver needs no locks; orders are heard by another, so that a device that hangs keeps nobody waiting:
a scan cancelled before it began ends at once, and one that does not end in time is ended together with the process.
"""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from devices.bounded import limit_memory
from devices.parent import Broke, Parent
from devices.scanner.keeping import PageFolder
from devices.scanner.picture import MEMORY, NotWhole
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan, ScanningOrder
from kiosk.problems import Problem
from kiosk.scan_ports import ScannerAbilities, ScanTrouble

_AWAY = (ScanTrouble.OFFLINE, ScanTrouble.NO_PROGRAM)


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
    kept: Callable[[], None] = lambda: None    # called once the page is on disk and told


class Device(Protocol):
    """One device, reached in one way. Every call may take its time; it runs in the device's own process, one at a time."""

    def abilities(self) -> ScannerAbilities | None:
        """What it offers; None when nobody can say now (asked again later, and after the device was away)."""

    def obstacle(self) -> ScanTrouble | None:
        """What stands in the way of scanning now. Asked every `look_again_s` while nothing is scanned."""

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        """The pages of one scan. `wanted()` turns false when nobody wants more: give the page in hand, or nothing of it, and
        end. Raises Stopped; an empty feeder after at least one page is an end, not a trouble. A generator is closed when the
        scan ends, however it ends: what must be said to the device then belongs into its `finally`."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the device may keep the office waiting before its process is given up."""

    to_begin_s: float = 30.0           # a scan ordered while the device is being looked at
    to_cancel_s: float = 20.0          # a cancel, with a page in hand


@dataclass(slots=True)
class _Turn:
    """One scan from its order to its end."""

    order: Scan
    begin_by: float
    begun: bool = False
    cancelled: bool = False
    end_by: float = float("inf")       # once cancelled
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> bool:
        """False when it was cancelled before anybody got to it; its end has been told then."""
        with self.lock:
            self.begun = not self.cancelled
            return self.begun

    def cancel(self, end_by: float) -> bool:
        """True when it had not begun and never will."""
        with self.lock:
            first, self.cancelled = not self.cancelled, True
            self.end_by = min(self.end_by, end_by)
            return first and not self.begun

    def wanted(self) -> bool:
        return not self.cancelled


class ScanProcess:
    """Runs until the parent closes the pipe."""

    def __init__(
        self, parent: Parent[ScanningOrder], device: Device, look_again_s: float = 1.0, patience: Patience | None = None
    ) -> None:
        self._parent, self._device, self._look_again_s = parent, device, look_again_s
        self._patience = patience or Patience()
        self._turns: SimpleQueue[_Turn] = SimpleQueue()
        self._turn: _Turn | None = None                # the one under way or waiting; set and cleared by single assignments
        self._known = False                            # what the device offers has been told

    def run(self) -> None:
        limit_memory(MEMORY)           # a device may give any picture
        threading.Thread(target=self._attend, name="orders", daemon=True).start()
        while True:
            self._look()
            try:
                turn = self._turns.get(timeout=self._look_again_s)
            except Empty:
                continue
            if turn.begin():
                self._scan(turn)

    # ---- the thread that hears orders ---------------------------------------------------------------------------------

    def _attend(self) -> None:
        while True:
            order = self._parent.order(0.2 if self._turn else None)
            turn = self._turn
            if isinstance(order, Scan):
                self._turn = _Turn(order, time.monotonic() + self._patience.to_begin_s)
                self._turns.put(self._turn)
            elif isinstance(order, Cancel) and turn:
                if turn.cancel(time.monotonic() + self._patience.to_cancel_s):
                    self._end(turn, 0, None)
            elif turn and _overdue(turn):
                self._parent.say(Broke("the device does not answer"))
                os._exit(1)

    # ---- the thread that touches the device ---------------------------------------------------------------------------

    def _look(self) -> None:
        obstacle = self._device.obstacle()
        if obstacle in _AWAY:
            self._known = False                        # another device may stand there when it comes back
        elif not self._known:
            offered = self._device.abilities()
            self._known = offered is not None
            self._parent.say(Offers(offered))
        self._parent.say(Now(obstacle))

    def _scan(self, turn: _Turn) -> None:
        order, pages, trouble = turn.order, 0, None
        sheets: Iterator[Sheet] = iter(())
        try:
            folder = PageFolder(Path(order.into))
            sheets = self._device.sheets(order, turn.wanted)
            for sheet in sheets:
                path, digest = folder.keep(sheet.content)
                self._parent.say(Page(str(path), digest, sheet.dpi, order.source, sheet.back))
                sheet.kept()
                pages += 1
                if not turn.wanted():
                    break
        except Stopped as stopped:
            trouble = stopped.trouble
        except NotWhole:
            trouble = ScanTrouble.TRUNCATED
        except Problem:                                # DiskFull, FolderRefused
            trouble = ScanTrouble.NO_ROOM
        finally:
            if isinstance(sheets, Generator):
                sheets.close()
        self._end(turn, pages, trouble if turn.wanted() else None)

    def _end(self, turn: _Turn, pages: int, trouble: ScanTrouble | None) -> None:
        if self._turn is turn:
            self._turn = None
        self._parent.say(Ended(pages, trouble))


def _overdue(turn: _Turn) -> bool:
    now = time.monotonic()
    return now > turn.end_by or (not turn.begun and now > turn.begin_by)
