"""The search box at work in the window: asks off the GUI thread, drops answers to older words, leads to what was picked."""

from functools import partial
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.counter import Counter
from kiosk.counter.finding import FoundAll
from kiosk.problems import Problem
from kiosk.work import Cancelled
from ui.clerk.window_find import Kind, Target, answering, find, listed
from ui.shortcuts import Live, live
from ui.tasks import Task, Tasks
from ui.widgets.command_bar import CommandBar


class Leads(Protocol):
    """The window, as far as what was found leads into it."""

    def open_dossier(self, dossier: str) -> None: ...

    def open_draft(self, draft: str) -> None: ...

    def begin_intake(self, procedure: str) -> None: ...

    def look_up(self, words: str) -> None: ...

    def show_problem(self, problem: Problem) -> None: ...


class Searching(QObject):
    """Between the box and the window. `leads` and `window` are the same object, seen from two sides."""

    def __init__(self, box: CommandBar, counter: Counter, tasks: Tasks, window: QWidget, leads: Leads) -> None:
        super().__init__(window)
        self._box, self._counter, self._tasks, self._window, self._leads = box, counter, tasks, window, leads
        self._came_from: QWidget | None = None
        self._running: Task | None = None
        box.searched.connect(self._on_searched)
        box.chosen.connect(self._on_chosen)
        box.left.connect(self._back)

    def start(self) -> None:
        """Into the box; where the cursor was is remembered."""
        now = QApplication.focusWidget()
        if now is not self._box.line:
            self._came_from = now
        self._box.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.line.selectAll()

    def _on_searched(self, text: str) -> None:
        if self._running is not None:
            self._running.cancel()
        work = partial(find, self._counter, text)
        self._running = self._tasks.run(work, partial(self._on_found, text), self._on_failed, owner=self)
        self._running.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        if self.sender() is self._running:
            self._running = None

    def _on_found(self, text: str, found: FoundAll) -> None:
        self._box.show_found(text, listed(found, answering(text, live(self._window))))

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self._leads.show_problem(problem)

    def _on_chosen(self, what: Target | Live) -> None:
        if isinstance(what, Live):
            self._back()                   # a command works where the cursor was
            what.key.activated.emit()
            return
        match what.kind:
            case Kind.DOSSIER:
                self._leads.open_dossier(what.key)
            case Kind.PERSON:
                self._leads.look_up(what.key)
            case Kind.DRAFT:
                self._leads.open_draft(what.key)
            case Kind.PROCEDURE:
                self._leads.begin_intake(what.key)

    def _back(self) -> None:
        """The cursor goes where it was before."""
        before, self._came_from = self._came_from, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._window.setFocus(Qt.FocusReason.ShortcutFocusReason)
