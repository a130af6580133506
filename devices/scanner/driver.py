"""The `Scanner` over any process that speaks `words.py`: eSCL, SANE, WIA, a watched folder. Nothing here knows a device.

A scan ends with exactly one of `finished` and `trouble`, also when the process dies in the middle of it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from devices.child import Child, Ears
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan, ScanningWord
from devices.watched import Watched
from kiosk.scan_ports import ScanListener, ScannedPage, ScannerAbilities, ScanOrder, ScanTrouble


class ScannerDriver:
    """`module` is run as the device's process with `arguments`."""

    def __init__(self, module: str, arguments: Sequence[str] = ()) -> None:
        self._states: Watched[ScanTrouble | None] = Watched()
        self._abilities: Watched[ScannerAbilities | None] = Watched()
        self._abilities.now(None)
        self._listener: ScanListener | None = None
        self._gone = False
        self._child: Child[ScanningWord] = Child(
            module, ScanningWord, Ears(self._heard, self._came, self._went), arguments
        )

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
        self._child.post(lambda: self._abilities.add(told))

    def close(self) -> None:
        self._child.close()

    # ---- the driver's thread ---------------------------------------------------------------------------------------

    def _heard(self, word: ScanningWord) -> None:
        match word:
            case Now(obstacle):
                self._states.now(obstacle)
            case Offers(abilities):
                self._abilities.now(abilities)
            case Page(path, sha256, dpi, source, back):
                if self._listener:
                    self._listener.page(ScannedPage(Path(path), sha256, dpi, source, back))
            case Ended(pages, trouble):
                listener, self._listener = self._listener, None
                if listener and trouble:
                    listener.trouble(trouble)
                elif listener:
                    listener.finished(pages)

    def _came(self) -> None:
        self._gone = False

    def _went(self) -> None:
        self._gone = True
        listener, self._listener = self._listener, None
        self._states.now(ScanTrouble.CRASHED)
        if listener:
            listener.trouble(ScanTrouble.CRASHED)
