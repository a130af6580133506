"""A document camera, or a webcam on an arm: the `DocumentCamera` and the `Scanner` over one process.

The process is started when somebody first wants something of it. As a scanner it has only the glass: a scan is the next page
that lies still.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from devices.camera.words import Begin, Halt
from devices.child import Child, Ears
from devices.scanner.camera_words import DeskOrder, DeskWord, PlayDesk, Shoot, Viewed
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan
from devices.watched import Watched
from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskView, ScanListener, ScannedPage, ScannerAbilities, ScanOrder, ScanTrouble

REAL = "devices.scanner.camera_child"


class DocumentCameraDriver:
    """`module` is the process: the simulated one, or a real camera whose argument is its number ("0": the first) or a film."""

    def __init__(self, module: str = REAL, arguments: Sequence[str] = ("0",)) -> None:
        self._module, self._arguments = module, arguments
        self._states: Watched[ScanTrouble | None] = Watched()
        self._abilities: Watched[ScannerAbilities | None] = Watched()
        self._listener: ScanListener | None = None
        self._told: Callable[[DeskView], None] | None = None
        self._number = 0
        self._up, self._gone = False, False
        self._child: Child[DeskWord] | None = None

    # ---- as a document camera ----------------------------------------------------------------------------------------

    def start(self, told: Callable[[DeskView], None]) -> None:
        self._post(lambda child: self._begin(child, told))

    def shoot(self, into: Path, listener: ScanListener) -> None:
        self._post(lambda child: self._order(child, Shoot(str(into)), listener))

    def shoot_each(self, into: Path, listener: ScanListener) -> None:
        self._post(lambda child: self._order(child, Shoot(str(into), each=True), listener))

    def stop(self) -> None:
        if self._child is not None:
            self._post(self._end)

    # ---- as a scanner --------------------------------------------------------------------------------------------------

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        self._post(lambda child: self._order(child, Scan(str(into), order.source, order.dpi, order.duplex), listener))

    def cancel(self) -> None:
        if self._child is not None:
            self._post(lambda child: child.send(Cancel()))     # behind an order that has not been sent yet

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        self._post(lambda _child: self._states.add(told))

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        self._post(lambda _child: self._abilities.add(told))

    def play(self, order: PlayDesk) -> None:
        """For whoever plays with a simulated one."""
        self._post(lambda child: child.send(order))

    def close(self) -> None:
        if self._child is not None:
            self._child.close()

    # ---- the driver's thread -------------------------------------------------------------------------------------------

    def _post(self, act: Callable[[Child[DeskWord]], None]) -> None:
        if self._child is None:
            self._child = Child(self._module, DeskWord, Ears(self._heard, self._came, self._went), self._arguments)
        child = self._child
        child.post(lambda: act(child))

    def _begin(self, child: Child[DeskWord], told: Callable[[DeskView], None]) -> None:
        self._told = told
        self._number += 1
        if self._up:
            child.send(Begin(self._number))

    def _end(self, child: Child[DeskWord]) -> None:
        told, self._told = self._told, None
        if told is not None:
            child.send(Halt())
            told(DeskView(CameraState.OFF))

    def _order(self, child: Child[DeskWord], order: DeskOrder, listener: ScanListener) -> None:
        if self._gone:
            listener.trouble(ScanTrouble.CRASHED)
        elif self._listener is not None:
            listener.trouble(ScanTrouble.BUSY)
        else:
            self._listener = listener
            child.send(order)

    def _heard(self, word: DeskWord) -> None:
        match word:
            case Viewed(number, state, picture, corners, warnings, steady, new, dpi):
                if self._told is not None and number == self._number:
                    self._told(DeskView(state, picture, corners, warnings, steady, new, dpi))
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

    def _came(self) -> Begin | None:
        """A process that comes late, or after one that died, looks at once."""
        self._up, self._gone = True, False
        return Begin(self._number) if self._told is not None else None

    def _went(self) -> None:
        self._up, self._gone = False, True
        listener, self._listener = self._listener, None
        self._states.now(ScanTrouble.CRASHED)
        if self._told is not None:
            self._told(DeskView(CameraState.NO_CAMERA))
        if listener:
            listener.trouble(ScanTrouble.CRASHED)
