"""Autosave: every change is on disk within a moment, typing goes on meanwhile, and "saved" is only said when it is true."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.problems import Problem
from kiosk.receive_draft import DraftGone
from kiosk.store.drafts import Draft
from ui.tasks import Lane, Tasks

QUIET_MS = 300                         # after the last key
LONGEST_MS = 1500                      # after the first, however long somebody goes on typing
AGAIN_MS = 5000                        # after a failure


class Autosave(QObject):
    """Saves one draft. `collect` gives the newest state, `save` returns once it is on disk."""

    saved = Signal(object)             # the Draft as saved
    failed = Signal(object)            # Problem
    state_changed = Signal()

    def __init__(self, tasks: Tasks, collect: Callable[[], Draft], save: Callable[[Draft], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._collect, self._save = tasks, collect, save
        self._dirty = self._busy = self._over = False
        self._refused = False
        self._waiting: list[Callable[[], None]] = []
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        for timer in (self._quiet, self._longest):
            timer.timeout.connect(self._start)

    @property
    def unsaved(self) -> bool:
        return self._dirty or self._busy

    @property
    def refused(self) -> bool:
        """Whether the disk did not take the last save; else what is unsaved is only on its way."""
        return self._refused

    def touch(self) -> None:
        """Something changed."""
        if self._over:
            return
        was, self._dirty = self.unsaved, True
        self._quiet.start(QUIET_MS)
        if not self._longest.isActive():
            self._longest.start()
        if not was:
            self.state_changed.emit()

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Saves what is not saved yet, at once; `then` is called when all of it is on disk, and not at all if that fails."""
        if then is not None:
            self._waiting.append(then)
        self._start()

    def stop(self) -> None:
        """The draft is no draft any more."""
        self._over, self._dirty, self._refused = True, False, False
        self._waiting.clear()
        self._quiet.stop()
        self._longest.stop()

    def _start(self) -> None:
        if self._over or self._busy:
            return
        self._quiet.stop()
        self._longest.stop()
        if not self._dirty:
            self._let_go()
            return
        draft, save = self._collect(), self._save
        self._dirty, self._busy = False, True
        self._tasks.run(lambda _progress: save(draft), self._on_saved, self._on_failed, Lane.WRITER, self)

    def _on_saved(self, draft: Draft) -> None:
        self._busy = self._refused = False
        if self._over:
            return
        self.saved.emit(draft)
        if self._dirty and self._waiting:
            self._start()
        elif not self._dirty:
            self._let_go()
        self.state_changed.emit()

    def _on_failed(self, problem: Problem) -> None:
        self._busy = False
        self._waiting.clear()
        if self._over:
            return
        self._dirty = self._refused = True
        if isinstance(problem, DraftGone):
            self.stop()
        else:
            self._quiet.start(AGAIN_MS)
        self.failed.emit(problem)
        self.state_changed.emit()

    def _let_go(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
