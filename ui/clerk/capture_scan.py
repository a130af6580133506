"""One scan at a time for the capture screen: brings what the scanner tells to the GUI thread, waits for paper where it is to.

Every scan has a folder of its own in the journal, its note on disk before the scanner is asked; a page leaves it the moment
the store has it. What lies there when the screen is made came from a run that ended before it could say so: it is told.
"""

from dataclasses import dataclass, field
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.problems import Problem
from kiosk.scan_journal import Place, ScanJournal, Stack, StackNote
from kiosk.scan_ports import ScannedPage, Scanner, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from kiosk.work import Progress
from ui.tasks import Lane, Tasks
from ui.theme.tokens import Tone

# What hands take away and the device then says so by itself. After a double feed or a page cut short it says nothing, and the
# sheet must first be laid back.
_PASSES = frozenset({ScanTrouble.NO_PAPER, ScanTrouble.JAM, ScanTrouble.COVER_OPEN, ScanTrouble.BUSY, ScanTrouble.WARMING})
_TRY_AGAIN_MS = 2500                   # a feeder that does not say when paper is laid in is asked for some


def tone_of(what: ScanTrouble | None) -> Tone:
    if what is None:
        return Tone.SUCCESS
    return Tone.NEUTRAL if what is ScanTrouble.NO_PAPER else Tone.WARNING


@dataclass(slots=True)
class Scan:
    """One stack: the order and where its pages go. `pages` counts what has come, over every resumption; `kept` are those in the
    store.
    """

    order: ScanOrder
    place: Place
    pages: int = 0
    waits: bool = False                # for paper, before the first page and after the last
    kept: list[str] = field(default_factory=list)
    stack: str = ""                    # the journal's name for all of it, once it was begun


class ScanDesk(QObject):
    """Starts scans, hears their pages. Signals come on the GUI thread; each page belongs to the scan it came with."""

    page_came = Signal(object, object, object)     # Scan, Stack, ScannedPage
    stopped = Signal(object, object)       # Scan, ScanTrouble
    ended = Signal(object)                 # Scan
    waiting = Signal(object)               # Scan: for paper
    resumed = Signal(object)               # Scan: there is paper, or what stood in the way is gone
    refused = Signal(object)               # Problem: the folder cannot be made
    left = Signal(object)                  # tuple[Stack, ...] of a run before
    state_changed = Signal(object)         # ScanTrouble or None
    abilities_changed = Signal(object)     # ScannerAbilities or None
    _heard = Signal(object, object, str, object)

    def __init__(
        self, scanner: Scanner, tasks: Tasks, journal: ScanJournal, parent: QObject | None = None, *, beside: bool = False
    ) -> None:
        """`beside`: there is another desk over the same journal, which tells what was left."""
        super().__init__(parent)
        self._scanner, self._tasks, self._journal = scanner, tasks, journal
        self._scan: Scan | None = None
        self._waiting: Scan | None = None
        self._state: ScanTrouble | None = None
        self._abilities: ScannerAbilities | None = None
        self._again = QTimer(self, interval=_TRY_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._on_try_again)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        if not beside:
            tasks.run(lambda _progress: journal.left(), self._on_left, self._on_refused, Lane.WRITER, self)

    @property
    def current(self) -> Scan | None:
        """The scan under way."""
        return self._scan

    @property
    def waits_for_paper(self) -> Scan | None:
        return self._waiting

    @property
    def abilities(self) -> ScannerAbilities | None:
        return self._abilities

    @property
    def state(self) -> ScanTrouble | None:
        return self._state

    def start(self, scan: Scan) -> None:
        """Begins, or goes on with, a scan; nothing happens while another is under way."""
        if self._scan is None:
            self.wait_no_more()
            self._scan = scan
            note = StackNote(scan.place, scan.order, scan.pages, scan.stack)
            self._tasks.run(partial(self._begin, note), self._on_begun, self._on_refused, Lane.WRITER, self)

    def cancel(self) -> None:
        if self._scan is not None:
            self._scan.waits = False
            self._scanner.cancel()

    def wait_no_more(self) -> None:
        self._waiting = None
        self._again.stop()

    # ---- on whatever thread ----

    def _hear(self, scan: Scan | None, stack: Stack | None, what: str, thing: object) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(scan, stack, what, thing)

    def _begin(self, note: StackNote, _progress: Progress) -> Stack:
        return self._journal.begin(note)

    # ---- on the GUI thread ----

    def _on_left(self, stacks: tuple[Stack, ...]) -> None:
        self._scanner.state(partial(self._hear, None, None, "state"))
        self._scanner.abilities(partial(self._hear, None, None, "abilities"))
        if stacks:
            self.left.emit(stacks)

    def _on_begun(self, stack: Stack) -> None:
        if self._scan is not None:
            self._scan.stack = stack.first
            self._scanner.scan(self._scan.order, stack.folder, _Listener(self, self._scan, stack))

    def _on_refused(self, problem: Problem) -> None:
        self._scan = None
        self.refused.emit(problem)

    def _on_heard(self, scan: Scan | None, stack: Stack | None, what: str, thing: object) -> None:
        if what == "state":
            self._on_state(thing if isinstance(thing, ScanTrouble) else None)
        elif what == "abilities":
            self._abilities = thing if isinstance(thing, ScannerAbilities) else None
            self.abilities_changed.emit(thing)
        elif what == "page" and scan is not None:
            scan.pages += 1
            self.page_came.emit(scan, stack, thing)
        elif scan is not None and stack is not None and scan is self._scan:
            self._scan = None
            self._on_over(scan, thing if isinstance(thing, ScanTrouble) else None)
            # behind every page of it on the writers' lane
            self._tasks.run(lambda _progress: self._journal.end(stack), lambda _none: None, self.refused.emit, Lane.WRITER, self)

    def _on_over(self, scan: Scan, trouble: ScanTrouble | None) -> None:
        wants_more = scan.waits and scan.order.source is ScanSource.FEEDER
        if wants_more and trouble in (None, ScanTrouble.NO_PAPER):
            self._wait(scan)
        elif trouble is None:
            self.ended.emit(scan)
        else:
            if wants_more and trouble in _PASSES:
                self._waiting = scan       # for the device to be ready again
            self.stopped.emit(scan, trouble)

    def _wait(self, scan: Scan) -> None:
        self._waiting = scan
        self.waiting.emit(scan)
        if self._state is None or self._abilities is None or not self._abilities.tells_paper:
            self._again.start()            # nobody will say when there is paper

    def _on_state(self, state: ScanTrouble | None) -> None:
        self._state = state
        self.state_changed.emit(state)
        if state is None and self._waiting is not None:
            self._on_try_again()

    def _on_try_again(self) -> None:
        scan = self._waiting
        if scan is not None:
            self.start(scan)
            self.resumed.emit(scan)


class _Listener:
    """A `ScanListener`; lives as long as the driver likes."""

    def __init__(self, desk: ScanDesk, scan: Scan, stack: Stack) -> None:
        self._desk, self._scan, self._stack = desk, scan, stack

    def page(self, page: ScannedPage) -> None:
        self._desk._hear(self._scan, self._stack, "page", page)

    def trouble(self, what: ScanTrouble) -> None:
        self._desk._hear(self._scan, self._stack, "trouble", what)

    def finished(self, pages: int) -> None:
        self._desk._hear(self._scan, self._stack, "finished", pages)
