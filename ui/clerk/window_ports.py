"""Lends a window the ports of the counter. A window goes when the language or the text size changes, the devices stay: what
they tell must not reach a window that is no more, and no driver must hold one.
"""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from kiosk.counter import Counter
from kiosk.counter.link import Link, LinkView
from kiosk.device_ports import CardKey, CardReader, Printer, PrintJob, PrintState, ReaderEvent
from kiosk.scan_ports import ScanListener, Scanner, ScannerAbilities, ScanOrder, ScanTrouble

T = TypeVar("T")
_NOTHING = object()


class _Hub(Generic[T]):
    """Hears one thing of a port and passes it on to whoever listens now; newcomers hear the last at once."""

    def __init__(self) -> None:
        self._lock, self._last = Lock(), _NOTHING
        self._told: list[Callable[[T], None]] = []

    def hear(self, what: T) -> None:
        with self._lock:
            self._last, told = what, tuple(self._told)
        for call in told:
            call(what)

    def listen(self, told: Callable[[T], None]) -> None:
        with self._lock:
            self._told.append(told)
            last = self._last
        if last is not _NOTHING:
            told(last)  # type: ignore[arg-type]  # a T once anything was heard

    def forget(self) -> None:
        with self._lock:
            self._told.clear()


class _LentReader:
    def __init__(self, reader: CardReader) -> None:
        self._reader, self.hub = reader, _Hub[ReaderEvent]()
        reader.watch(self.hub.hear)

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self.hub.listen(told)

    def open_with(self, key: CardKey) -> None:
        self._reader.open_with(key)

    def cancel(self) -> None:
        self._reader.cancel()

    def close(self) -> None:
        self._reader.close()


class _LentScanner:
    def __init__(self, scanner: Scanner) -> None:
        self._scanner, self.hub, self.offers = scanner, _Hub[ScanTrouble | None](), _Hub[ScannerAbilities | None]()
        scanner.state(self.hub.hear)
        scanner.abilities(self.offers.hear)

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        self._scanner.scan(order, into, listener)

    def cancel(self) -> None:
        self._scanner.cancel()

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        self.hub.listen(told)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        self.offers.listen(told)

    def close(self) -> None:
        self._scanner.close()


class _LentPrinter:
    def __init__(self, printer: Printer) -> None:
        self._printer, self.hub = printer, _Hub[PrintState | None]()
        printer.state(self.hub.hear)

    @property
    def name(self) -> str:
        return self._printer.name

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        self._printer.print(job, told)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        self.hub.listen(told)

    def close(self) -> None:
        self._printer.close()


class _LentLink:
    def __init__(self, link: Link) -> None:
        self._link, self.hub = link, _Hub[LinkView]()
        self._changed: list[Callable[[], None]] = []
        link.watch(self.hub.hear)
        link.changed(self._on_changed)

    def watch(self, told: Callable[[LinkView], None]) -> None:
        self.hub.listen(told)

    def changed(self, told: Callable[[], None]) -> None:
        self._changed.append(told)

    def send_now(self) -> None:
        self._link.send_now()

    def wake(self) -> None:
        self._link.wake()

    def came_up(self) -> None:
        self._link.came_up()

    def close(self) -> None:
        self._link.close()

    def _on_changed(self) -> None:
        for told in tuple(self._changed):
            told()

    def forget(self) -> None:
        self.hub.forget()
        self._changed.clear()


class Lending:
    """`counter` is the counter to hand to a window; `take_back` before that window goes."""

    def __init__(self, counter: Counter) -> None:
        self._reader, self._scanner = _LentReader(counter.reader), _LentScanner(counter.scanner)
        self._printer, self._link = _LentPrinter(counter.printer), _LentLink(counter.link)
        self.counter = dataclasses.replace(
            counter, reader=self._reader, scanner=self._scanner, printer=self._printer, link=self._link
        )

    def take_back(self) -> None:
        """From here on nobody of the window hears anything."""
        for lent in (self._reader, self._scanner, self._printer):
            lent.hub.forget()
        self._link.forget()
