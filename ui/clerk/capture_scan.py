"""One scan at a time for the capture screen: brings what the scanner tells to the GUI thread and says it in words.

The scanner writes into a folder that only this user can read; a page leaves it the moment the store has it. Whatever lies
there when the screen is made came from a run that ended before it could say so, and is removed.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from kiosk.problems import Problem
from kiosk.scan_ports import ScannedPage, Scanner, ScanOrder, ScanTrouble
from kiosk.work import Progress
from ui.clerk.capture_pages import Place
from ui.tasks import Lane, Tasks
from ui.theme.tokens import Tone


def tone_of(what: ScanTrouble | None) -> Tone:
    if what is None:
        return Tone.SUCCESS
    return Tone.NEUTRAL if what is ScanTrouble.NO_PAPER else Tone.WARNING


@dataclass(slots=True)
class Scan:
    """One order and where its pages go. `pages` counts what has come, over every resumption."""

    order: ScanOrder
    place: Place
    pages: int = 0


class ScanDesk(QObject):
    """Starts scans, hears their pages. Signals come on the GUI thread; each page belongs to the scan it came with."""

    page_came = Signal(object, object)     # Scan, ScannedPage
    stopped = Signal(object, object)       # Scan, ScanTrouble
    ended = Signal(object)                 # Scan
    refused = Signal(object)               # Problem: the folder cannot be made
    state_changed = Signal(object)         # ScanTrouble or None
    _heard = Signal(object, object, object)

    def __init__(self, scanner: Scanner, tasks: Tasks, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scanner, self._tasks, self._folder = scanner, tasks, folder / "scan"
        self._scan: Scan | None = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        tasks.run(partial(_empty, self._folder), self._on_ready, self._on_refused, Lane.WRITER, self)

    @property
    def current(self) -> Scan | None:
        """The scan under way."""
        return self._scan

    def start(self, scan: Scan) -> None:
        """Begins, or goes on with, a scan; nothing happens while another is under way."""
        if self._scan is None:
            self._scan = scan
            self._tasks.run(partial(_make, self._folder), self._on_folder, self._on_refused, Lane.WRITER, self)

    def cancel(self) -> None:
        if self._scan is not None:
            self._scanner.cancel()

    # ---- on whatever thread ----

    def _hear(self, scan: Scan | None, what: str, thing: object) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(scan, what, thing)

    # ---- on the GUI thread ----

    def _on_ready(self, _made: None) -> None:
        self._scanner.state(partial(self._hear, None, "state"))

    def _on_folder(self, _made: None) -> None:
        if self._scan is not None:
            self._scanner.scan(self._scan.order, self._folder, _Listener(self, self._scan))

    def _on_refused(self, problem: Problem) -> None:
        self._scan = None
        self.refused.emit(problem)

    def _on_heard(self, scan: Scan | None, what: str, thing: object) -> None:
        if scan is None:
            self.state_changed.emit(thing)
        elif what == "page":
            scan.pages += 1
            self.page_came.emit(scan, thing)
        elif scan is self._scan:
            self._scan = None
            if what == "trouble":
                self.stopped.emit(scan, thing)
            else:
                self.ended.emit(scan)


class _Listener:
    """A `ScanListener`; lives as long as the driver likes."""

    def __init__(self, desk: ScanDesk, scan: Scan) -> None:
        self._desk, self._scan = desk, scan

    def page(self, page: ScannedPage) -> None:
        self._desk._hear(self._scan, "page", page)

    def trouble(self, what: ScanTrouble) -> None:
        self._desk._hear(self._scan, "trouble", what)

    def finished(self, pages: int) -> None:
        self._desk._hear(self._scan, "finished", pages)


def _make(folder: Path, _progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _empty(folder: Path, progress: Progress) -> None:
    _make(folder, progress)
    for left in folder.iterdir():
        if left.is_file() or left.is_symlink():
            left.unlink()
