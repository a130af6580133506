"""A scanner without a scanner: the bench lays papers in, the scan gives pictures of them; every fault can be played.

`SimulatedScanner` is the driver; the child process behind it is `scanner_child.py`. A scan ends with exactly one of
`finished` and `trouble`. The state watched is that of the feeder; the glass can be scanned while the feeder is empty.
"""

from collections.abc import Callable
from pathlib import Path

from devices.child import Child, Ears
from devices.simulated.scanner_words import (
    Cancel,
    Ended,
    Hands,
    Now,
    Page,
    RestoreScanner,
    Scan,
    ScannerWord,
    ScannerWorld,
)
from devices.watched import Watched
from kiosk.scan_ports import ScanListener, ScannedPage, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble

PROCESS = "devices.simulated.scanner_child"
_ABILITIES = ScannerAbilities(frozenset(ScanSource), (75, 100, 150, 200, 300, 600), duplex=True, largest_mm=(216, 356))


class SimulatedScanner:
    """The driver. `world` is how things lay when the child last spoke; any thread may look at it. `process` sees what lies
    there."""

    def __init__(self, world: ScannerWorld | None = None, process: str = PROCESS) -> None:
        self.world = world or ScannerWorld()
        self._states: Watched[ScanTrouble | None] = Watched()
        self._listener: ScanListener | None = None
        self._gone = False
        self._child: Child[ScannerWord] = Child(process, ScannerWord, Ears(self._heard, self._came, self._went))

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        def begin() -> None:
            if self._gone:
                listener.trouble(ScanTrouble.CRASHED)
            elif self._listener is not None:
                listener.trouble(ScanTrouble.BUSY)
            else:
                self._listener = listener
                self._child.send(Scan(str(into), order.source, order.dpi, order.duplex))

        self._child.post(begin)

    def cancel(self) -> None:
        self._child.post(lambda: self._child.send(Cancel()))   # behind a `scan` that has not been sent yet

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        self._child.post(lambda: self._states.add(told))

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        self._child.post(lambda: told(_ABILITIES))

    def order(self, order: Hands) -> None:
        """For the bench: what hands do to a scanner."""
        self._child.send(order)

    def close(self) -> None:
        self._child.close()

    def _heard(self, word: ScannerWord) -> None:
        match word:
            case Now(world, obstacle):
                self.world = world
                self._states.now(obstacle)
            case Page(path, world, sha256, dpi, source, back):
                self.world = world
                if self._listener:
                    self._listener.page(ScannedPage(Path(path), sha256, dpi, source, back))
            case Ended(pages, trouble):
                listener, self._listener = self._listener, None
                if listener and trouble:
                    listener.trouble(trouble)
                elif listener:
                    listener.finished(pages)

    def _came(self) -> RestoreScanner:
        self._gone = False
        return RestoreScanner(self.world)

    def _went(self) -> None:
        self._gone = True
        self.world = self.world.changed(crash_in=0)
        listener, self._listener = self._listener, None
        self._states.now(ScanTrouble.CRASHED)
        if listener:
            listener.trouble(ScanTrouble.CRASHED)
