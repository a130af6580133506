"""The process behind the simulated scanner: draws page after page and puts each on disk before it says a word of it."""

import hashlib
import os
import time
from pathlib import Path
from typing import Any, Protocol

import msgspec

from devices.parent import Parent
from devices.simulated.scanner_words import (
    Cancel,
    ClearTray,
    CrashScanner,
    Ended,
    Lay,
    Load,
    Now,
    Page,
    RestoreScanner,
    Scan,
    ScannerOrder,
    ScannerWorld,
    SetScanner,
    SheetLaid,
)
from kiosk.scan_ports import ScanSource, ScanTrouble
from kiosk.store.disk import Disk

CRASH_CODE = 70
_UNFINISHED = ".jpg.new"               # as Disk.write_whole names a file that is not whole yet


class Sees(Protocol):
    """The picture of what lies there, as JPEG."""

    def __call__(self, laid: SheetLaid | None, dpi: int, *, back: bool) -> bytes: ...


class _Scanner:
    """One thing at a time; between two pages it looks whether hands or the office want something."""

    def __init__(self, parent: Parent[ScannerOrder], sees: Sees) -> None:
        self._parent, self._sees, self._disk = parent, sees, Disk()
        self._world = ScannerWorld()
        self._cancelled = False

    def run(self) -> None:
        while True:
            if order := self._parent.order():
                self._obey(order)

    def _obey(self, order: ScannerOrder) -> None:
        world = self._world
        match order:
            case Scan():
                self._scan(order)
            case Cancel():
                self._cancelled = True
            case RestoreScanner(kept):
                self._change(kept)
            case CrashScanner():
                os._exit(CRASH_CODE)
            case Load(sheets):
                self._change(world.changed(tray=world.tray + sheets))
            case ClearTray():
                self._change(world.changed(tray=(), back_is_next=False))
            case Lay(sheet):
                self._change(world.changed(glass=sheet))
            case SetScanner():
                fields: dict[str, Any] = msgspec.structs.asdict(order)
                self._change(world.changed(**{name: value for name, value in fields.items() if value is not None}))

    def _change(self, world: ScannerWorld) -> None:
        self._world = world
        self._parent.say(Now(world, world.obstacle(ScanSource.FEEDER)))

    def _scan(self, order: Scan) -> None:
        into = Path(order.into)
        self._disk.make_folder(into)
        for leftover in into.glob(f"*{_UNFINISHED}"):
            leftover.unlink()
        self._cancelled = False
        self._listen(time.monotonic())
        pages, trouble = self._take_all(order, into)
        self._change(self._world)
        self._parent.say(Ended(pages, trouble))

    def _take_all(self, order: Scan, into: Path) -> tuple[int, ScanTrouble | None]:
        first, pages = _next_number(into), 0
        while not self._cancelled:
            self._spring_jam(order)
            trouble = self._world.obstacle(order.source)
            if trouble:
                return pages, None if trouble is ScanTrouble.NO_PAPER and pages else trouble
            until = time.monotonic() + self._world.page_ms / 1000
            self._take(order, into / f"page-{first + pages:04d}.jpg")
            pages += 1
            self._listen(until)
            if order.source is ScanSource.FLATBED:
                break
        return pages, None

    def _spring_jam(self, order: Scan) -> None:
        if order.source is ScanSource.FEEDER and self._world.tray and self._world.jam_in == 1:
            self._change(self._world.changed(jammed=True, jam_in=0))

    def _listen(self, until: float) -> None:
        """Obeys what comes until the page's time is over or nobody wants more, and at least what is there already."""
        while not self._cancelled and (order := self._parent.order(max(0.0, until - time.monotonic()))):
            self._obey(order)

    def _take(self, order: Scan, path: Path) -> None:
        world, feeding = self._world, order.source is ScanSource.FEEDER
        laid = world.tray[0] if feeding else world.glass
        back = feeding and order.duplex and world.back_is_next
        picture = self._sees(laid, order.dpi, back=back)
        if world.crash_in == 1:
            path.with_name(path.name + ".new").write_bytes(picture[: len(picture) // 2])
            os._exit(CRASH_CODE)
        self._disk.write_whole(path, picture)
        digest = hashlib.sha256(picture).hexdigest()
        self._world = world.after_page(duplex=order.duplex) if feeding else world
        self._parent.say(Page(str(path), self._world, digest, order.dpi, order.source, back))


def _next_number(into: Path) -> int:
    """Behind every page that lies there already."""
    numbers = [int(path.stem[5:]) for path in into.glob("page-*.jpg") if path.stem[5:].isdecimal()]
    return max(numbers, default=0) + 1


def serve(sees: Sees) -> None:
    """Until the parent goes."""
    _Scanner(Parent(ScannerOrder), sees).run()


if __name__ == "__main__":
    from devices.simulated.sheet_picture import picture_of

    serve(picture_of)
