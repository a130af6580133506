"""What the simulated printer and its parent say to each other."""

from typing import Any

import msgspec

from kiosk.device_ports import PrintState

FULL_TRAY = 250


class PrinterWorld(msgspec.Struct, frozen=True, kw_only=True):
    """What is physically there; it outlives the process. `crash_in`: copies until a trap springs, 0 for none."""

    sheets: int = FULL_TRAY
    plugged: bool = True
    failing: bool = False
    copy_ms: int = 0                   # a copy takes at least this long
    crash_in: int = 0

    def obstacle(self, sheets: int = 1) -> PrintState | None:
        """What stands in the way of printing so many sheets. A printer that does not answer is "unknown"."""
        if not self.plugged:
            return PrintState.UNKNOWN
        if self.failing:
            return PrintState.FAILED
        return PrintState.OUT_OF_PAPER if self.sheets < sheets else None

    def changed(self, **changes: Any) -> "PrinterWorld":
        return msgspec.structs.replace(self, **changes)


class SetPrinter(msgspec.Struct, frozen=True, tag=True):
    """Changes the world; what is None stays."""

    sheets: int | None = None
    plugged: bool | None = None
    failing: bool | None = None
    copy_ms: int | None = None
    crash_in: int | None = None


class CrashPrinter(msgspec.Struct, frozen=True, tag=True):
    """The process dies at once."""


class RestorePrinter(msgspec.Struct, frozen=True, tag=True):
    """To a new process: how things lie."""

    world: PrinterWorld


class PrintThis(msgspec.Struct, frozen=True, tag=True):
    key: str
    pdf: bytes
    copies: int


PrinterHands = SetPrinter | CrashPrinter
PrinterOrder = PrinterHands | RestorePrinter | PrintThis


class PrinterNow(msgspec.Struct, frozen=True, tag=True):
    """How things lie now, and what stands in the way of printing."""

    world: PrinterWorld
    obstacle: PrintState | None


class JobNow(msgspec.Struct, frozen=True, tag=True):
    """How a job stands."""

    key: str
    state: PrintState


PrinterWord = PrinterNow | JobNow
