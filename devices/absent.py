"""Devices that are not there: the counter says so beside the button and goes on without them."""

from collections.abc import Callable
from pathlib import Path

from kiosk.device_ports import CardKey, ReaderEvent, ReaderState
from kiosk.problems import Problem
from kiosk.scan_ports import ScanListener, ScannerAbilities, ScanOrder, ScanTrouble


class NoCardReader:
    """The `CardReader` of a counter without one, or with one that cannot be used because of `problem`."""

    def __init__(self, problem: Problem | None = None) -> None:
        self._problem = problem

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        if self._problem is None:
            told(ReaderEvent(ReaderState.NO_READER))
        else:
            told(ReaderEvent(ReaderState.NO_SERVICE, problem=self._problem))

    def open_with(self, key: CardKey) -> None:
        """There is nothing to open."""

    def cancel(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing was opened."""


class NoScanner:
    """The `Scanner` of a counter without one."""

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        listener.trouble(ScanTrouble.OFFLINE)

    def cancel(self) -> None:
        """Nothing is under way."""

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        told(ScanTrouble.OFFLINE)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        told(None)

    def close(self) -> None:
        """Nothing was opened."""
