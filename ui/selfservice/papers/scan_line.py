"""The line to the kiosk's scanner and camera for one turn: what they say is brought to the thread of the screens.

Every scan has a folder of its own; a page leaves it the moment the store has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from kiosk.problems import Problem
from kiosk.scan_journal import Place, ScanJournal, Stack, StackNote
from kiosk.scan_ports import (
    DeskView,
    ScanListener,
    ScannedPage,
    Scanner,
    ScannerAbilities,
    ScanOrder,
    ScanSource,
    ScanTrouble,
)
from kiosk.selfservice.paper_desk import PaperDesk
from ui.selfservice.page import Turn
from ui.tasks import Lane, Tasks

_AWAY = (ScanTrouble.OFFLINE, ScanTrouble.NO_PROGRAM, ScanTrouble.CRASHED)


@dataclass(frozen=True, slots=True)
class _Word:
    what: str
    thing: object = None
    stack: Stack | None = None


class ScanLine(QObject):
    """One scan at a time. Lives as long as the turn."""

    page_came = Signal(object, object)     # Stack, ScannedPage
    over = Signal(object, object)          # Place, ScanTrouble or None
    failed = Signal(object, object)        # Place, Problem: there is no folder for pages
    told = Signal()                        # the scanner says something else of itself
    viewed = Signal(object)                # DeskView
    _heard = Signal(object)

    def __init__(self, desk: PaperDesk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self._tasks = desk, tasks
        self.state: ScanTrouble | None = None
        self.abilities: ScannerAbilities | None = None
        self.place: Place | None = None        # of the scan under way
        self._next: Callable[[], None] | None = None
        self._listens, self._told_state = False, False
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    @property
    def away(self) -> bool:
        """The scanner cannot be reached at all."""
        return self.state in _AWAY

    @property
    def source(self) -> ScanSource | None:
        """Of the next page: the glass while the feeder is empty. None until the scanner has said what it has."""
        if self.abilities is None or not self._told_state:
            return None
        has = self.abilities.sources
        if ScanSource.FLATBED in has and (ScanSource.FEEDER not in has or self.state is ScanTrouble.NO_PAPER):
            return ScanSource.FLATBED
        return ScanSource.FEEDER

    def listen(self) -> None:
        """The scanner is started, once a turn."""
        scanner = None if self._listens else self.desk.scanner()
        if scanner is not None:
            self._listens = True
            scanner.state(partial(self._say, "state"))
            scanner.abilities(partial(self._say, "abilities"))

    def fineness(self, wanted: int) -> int:
        """The least the scanner offers that is no coarser."""
        offered = self.abilities.resolutions if self.abilities else ()
        return next((dpi for dpi in offered if dpi >= wanted), max(offered, default=wanted))

    def scan(self, place: Place, order: ScanOrder) -> None:
        scanner = self.desk.scanner()
        if scanner is not None:
            self.desk.on_glass = self.desk.on_glass or order.source is ScanSource.FLATBED
            self._begin(place, order, partial(_scan, scanner, order))

    def shoot(self, place: Place) -> None:
        camera = self.desk.camera
        if camera is not None:
            self.desk.under_camera = True
            self._begin(place, ScanOrder(ScanSource.FLATBED), camera.shoot)

    def cancel(self) -> None:
        scanner = self.desk.scanner() if self.place is not None else None
        if scanner is not None:
            scanner.cancel()

    def look(self) -> None:
        """Switches the camera on; `viewed` says what it sees."""
        if self.desk.camera is not None:
            self.desk.camera.start(partial(self._say, "view"))

    def look_no_more(self) -> None:
        if self.desk.camera is not None:
            self.desk.camera.stop()

    def _begin(self, place: Place, order: ScanOrder, start: "_Start") -> None:
        if self.place is not None:     # one that is being called off must come to its end
            self._next = partial(self._begin, place, order, start)
            return
        self.place = place
        self._tasks.run(
            lambda _progress: self.desk.journal.begin(StackNote(place, order)),
            lambda stack: start(stack.folder, _Listener(self, stack)), self._on_no_folder, Lane.WRITER, self,
        )  # fmt: skip

    # ---- on whatever thread ----

    def _say(self, what: str, thing: object, stack: Stack | None = None) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(_Word(what, thing, stack))

    # ---- on the thread of the screens ----

    def _on_no_folder(self, problem: Problem) -> None:
        place, self.place = self.place, None
        self.failed.emit(place, problem)
        self._go_on()

    def _on_heard(self, word: _Word) -> None:
        thing = word.thing
        if word.what == "view" and isinstance(thing, DeskView):
            self.viewed.emit(thing)
        elif word.what == "page" and word.stack is not None:
            self.page_came.emit(word.stack, thing)
        elif word.what == "over" and word.stack is not None:
            self._on_over(word.stack, thing if isinstance(thing, ScanTrouble) else None)
        elif word.what == "state":
            self.state, self._told_state = thing if isinstance(thing, ScanTrouble) else None, True
            self.told.emit()
        elif word.what == "abilities":
            self.abilities = thing if isinstance(thing, ScannerAbilities) else None
            self.told.emit()

    def _on_over(self, stack: Stack, trouble: ScanTrouble | None) -> None:
        self.place = None
        self.over.emit(stack.note.place, trouble)
        # behind every page of it on the writers' lane
        self._tasks.run(lambda _progress: self.desk.journal.end(stack), _nothing, _nothing, Lane.WRITER, self)
        self._go_on()

    def _go_on(self) -> None:
        following, self._next = self._next, None
        if following is not None:
            following()


def line_of(turn: Turn) -> ScanLine:
    """The one of this turn, whose desk has nothing on it where the kiosk has no scanner and no camera."""
    found = turn.owner.findChild(ScanLine)
    if found is not None:
        return found
    return ScanLine(turn.kiosk.paper_desk or PaperDesk(ScanJournal(Path(mkdtemp(prefix="kiosk-")))), turn.tasks, turn.owner)


class _Start(Protocol):
    def __call__(self, into: Path, listener: ScanListener) -> None: ...


class _Listener:
    """A `ScanListener`; lives as long as the driver likes."""

    def __init__(self, line: ScanLine, stack: Stack) -> None:
        self._line, self._stack = line, stack

    def page(self, page: ScannedPage) -> None:
        self._line._say("page", page, self._stack)

    def trouble(self, what: ScanTrouble) -> None:
        self._line._say("over", what, self._stack)

    def finished(self, _pages: int) -> None:
        self._line._say("over", None, self._stack)


def _scan(scanner: Scanner, order: ScanOrder, into: Path, listener: ScanListener) -> None:
    scanner.scan(order, into, listener)


def _nothing(_said: object) -> None:
    """It is removed with the turn's folder at the latest."""
