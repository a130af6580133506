"""A printer without a printer: what it prints appears as PDF files in a folder; every fault can be played.

`SimulatedPrinter` is the driver; the child process behind it is `printer_child.py`. A job ends with PRINTED, FAILED
(certainly not printed) or UNKNOWN (perhaps); printing the same key again brings it out at most once.
"""

from collections.abc import Callable
from pathlib import Path

from devices.child import Child, Ears
from devices.simulated.printer_words import (
    JobNow,
    PrinterHands,
    PrinterNow,
    PrinterWord,
    PrinterWorld,
    PrintThis,
    RestorePrinter,
)
from devices.watched import Watched
from kiosk.device_ports import PrintJob, PrintState
from kiosk.words import _

ENDS = frozenset({PrintState.PRINTED, PrintState.FAILED, PrintState.UNKNOWN})


class SimulatedPrinter:
    """The driver. `world` is how things lay when the child last spoke; any thread may look at it."""

    def __init__(self, folder: Path, world: PrinterWorld | None = None) -> None:
        self.folder = folder
        self.world = world or PrinterWorld()
        self._states: Watched[PrintState | None] = Watched()
        self._jobs: dict[str, list[Callable[[PrintState], None]]] = {}
        self._gone = False
        self._child: Child[PrinterWord] = Child(
            "devices.simulated.printer_child", PrinterWord, Ears(self._heard, self._came, self._went), [str(folder.absolute())]
        )

    @property
    def name(self) -> str:
        return _("Máy in mô phỏng")

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        def begin() -> None:
            told(PrintState.PREPARED)
            if self._gone:
                told(PrintState.FAILED)
                return
            self._jobs.setdefault(job.key, []).append(told)
            self._child.send(PrintThis(job.key, job.pdf, job.copies))

        self._child.post(begin)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        self._child.post(lambda: self._states.add(told))

    def order(self, order: PrinterHands) -> None:
        """For the bench: what hands do to a printer."""
        self._child.send(order)

    def close(self) -> None:
        self._child.close()

    def _heard(self, word: PrinterWord) -> None:
        match word:
            case PrinterNow(world, obstacle):
                self.world = world
                self._states.now(obstacle)
            case JobNow(key, state):
                self._tell(key, state)

    def _tell(self, key: str, state: PrintState) -> None:
        listeners = self._jobs.pop(key, []) if state in ENDS else self._jobs.get(key, [])
        for told in tuple(listeners):
            told(state)

    def _came(self) -> RestorePrinter:
        self._gone = False
        return RestorePrinter(self.world)

    def _went(self) -> None:
        self._gone = True
        self.world = self.world.changed(crash_in=0)
        self._states.now(PrintState.UNKNOWN)
        for key in tuple(self._jobs):
            self._tell(key, PrintState.UNKNOWN)
