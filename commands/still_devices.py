"""Devices and a link that tell one thing and then stand still: what pictures of the screens are taken with."""

from collections.abc import Callable
from pathlib import Path

from devices.simulated.bench import BenchView, DeviceBench
from devices.simulated.cards import cards
from kiosk.counter.link import LinkState, LinkView
from kiosk.device_ports import PrintJob, PrintState, ReaderEvent, ReaderState, ScanListener, ScanOrder, ScanTrouble

_SINCE_MS = 18 * 60_000
_CARD = "juan"                         # the longest name there is


class StillReader:
    """A card lies on it, read."""

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        told(ReaderEvent(ReaderState.READ, 100, cards()[_CARD].data()))

    def close(self) -> None: ...


class StillScanner:
    """Ready, and never asked."""

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        listener.finished(0)

    def cancel(self) -> None: ...

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        told(None)

    def close(self) -> None: ...


class StillPrinter:
    """Ready, and prints nothing."""

    name = "Máy in quầy 3"

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        told(PrintState.SENT)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        told(None)

    def close(self) -> None: ...


class StillLink:
    """Cut for a while, with so much waiting."""

    def __init__(self, now: int, waiting: int) -> None:
        self._view = LinkView(LinkState.OFFLINE, now - _SINCE_MS, waiting)

    def watch(self, told: Callable[[LinkView], None]) -> None:
        told(self._view)

    def changed(self, told: Callable[[], None]) -> None: ...

    def send_now(self) -> None: ...

    def close(self) -> None: ...


class StillBench(DeviceBench):
    """A bench to be looked at; its hands must not be moved."""

    def __init__(self) -> None: ...

    def view(self) -> BenchView:
        return BenchView(_CARD, 3, "birth_proof", jammed=True, sheets_in_printer=0)
