"""What the simulated scanner and its parent say to each other."""

from typing import Any

import msgspec

from kiosk.scan_ports import ScanSource, ScanTrouble


class SheetLaid(msgspec.Struct, frozen=True):
    """One sheet as somebody laid it in: which of a paper's sheets, counted from 0."""

    paper: str
    sheet: int = 0
    upside_down: bool = False


class ScannerWorld(msgspec.Struct, frozen=True, kw_only=True):
    """What is physically there; it outlives the process. `jam_in`, `crash_in`: pages until a trap springs, 0 for none."""

    tray: tuple[SheetLaid, ...] = ()
    back_is_next: bool = False         # the front of the first sheet has been taken already
    glass: SheetLaid | None = None
    jammed: bool = False
    cover_open: bool = False
    held: bool = False                 # by another program
    plugged: bool = True
    page_ms: int = 0                   # a page takes at least this long
    jam_in: int = 0
    crash_in: int = 0

    def obstacle(self, source: ScanSource) -> ScanTrouble | None:
        """What stands in the way of scanning from `source`."""
        feeding = source is ScanSource.FEEDER
        if not self.plugged:
            return ScanTrouble.OFFLINE
        if self.held:
            return ScanTrouble.BUSY
        if self.cover_open and feeding:
            return ScanTrouble.COVER_OPEN
        if self.jammed and feeding:
            return ScanTrouble.JAM
        if feeding and not self.tray:
            return ScanTrouble.NO_PAPER
        return None

    def after_page(self, *, duplex: bool) -> "ScannerWorld":
        """With one page taken from the feeder."""
        turn = duplex and not self.back_is_next
        return msgspec.structs.replace(
            self, tray=self.tray if turn else self.tray[1:], back_is_next=turn,
            jam_in=max(0, self.jam_in - 1), crash_in=max(0, self.crash_in - 1),
        )

    def changed(self, **changes: Any) -> "ScannerWorld":
        return msgspec.structs.replace(self, **changes)


class Load(msgspec.Struct, frozen=True, tag=True):
    """Lays sheets behind those in the feeder."""

    sheets: tuple[SheetLaid, ...]


class ClearTray(msgspec.Struct, frozen=True, tag=True):
    """Takes all paper out of the feeder."""


class Lay(msgspec.Struct, frozen=True, tag=True):
    """Lays a sheet on the glass; None takes it away."""

    sheet: SheetLaid | None


class SetScanner(msgspec.Struct, frozen=True, tag=True):
    """Changes the world; what is None stays."""

    jammed: bool | None = None
    cover_open: bool | None = None
    held: bool | None = None
    plugged: bool | None = None
    page_ms: int | None = None
    jam_in: int | None = None
    crash_in: int | None = None


class CrashScanner(msgspec.Struct, frozen=True, tag=True):
    """The process dies at once."""


class RestoreScanner(msgspec.Struct, frozen=True, tag=True):
    """To a new process: how things lie."""

    world: ScannerWorld


class Scan(msgspec.Struct, frozen=True, tag=True):
    into: str
    source: ScanSource
    dpi: int
    duplex: bool


class Cancel(msgspec.Struct, frozen=True, tag=True):
    pass


Hands = Load | ClearTray | Lay | SetScanner | CrashScanner
ScannerOrder = Hands | RestoreScanner | Scan | Cancel


class Now(msgspec.Struct, frozen=True, tag=True):
    """How things lie now, and what stands in the way of feeding."""

    world: ScannerWorld
    obstacle: ScanTrouble | None


class Page(msgspec.Struct, frozen=True, tag=True):
    """A whole page is on disk; `world` is already without it."""

    path: str
    world: ScannerWorld
    sha256: str
    dpi: int
    source: ScanSource
    back: bool = False


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The scan is over: with so many pages, or stopped by `trouble`."""

    pages: int
    trouble: ScanTrouble | None = None


ScannerWord = Now | Page | Ended
