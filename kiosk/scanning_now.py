"""Whether a stack is being scanned: asked by work that should not get in its way."""

import time
from collections.abc import Callable
from pathlib import Path

from kiosk.scan_ports import ScanListener, ScannedPage, Scanner, ScannerAbilities, ScanOrder, ScanTrouble

QUIET_AFTER = 20.0                     # seconds without a page: whoever waits for paper all day does not scan all day


class WatchedScanner:
    """A scanner that knows whether it is at work; everything is the other's."""

    def __init__(self, scanner: Scanner, now: Callable[[], float] = time.monotonic) -> None:
        self._scanner, self._now = scanner, now
        self._moved_at: float | None = None

    def is_busy(self) -> bool:
        return self._moved_at is not None and self._now() - self._moved_at < QUIET_AFTER

    def moves(self, *, on: bool) -> None:
        self._moved_at = self._now() if on else None

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        self.moves(on=True)
        self._scanner.scan(order, into, _Watched(self, listener))

    def cancel(self) -> None:
        self._scanner.cancel()

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        self._scanner.state(told)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        self._scanner.abilities(told)

    def close(self) -> None:
        self._scanner.close()


class _Watched:
    def __init__(self, scanner: WatchedScanner, listener: ScanListener) -> None:
        self._scanner, self._listener = scanner, listener

    def page(self, page: ScannedPage) -> None:
        self._scanner.moves(on=True)
        self._listener.page(page)

    def trouble(self, what: ScanTrouble) -> None:
        self._scanner.moves(on=False)
        self._listener.trouble(what)

    def finished(self, pages: int) -> None:
        self._scanner.moves(on=False)
        self._listener.finished(pages)
