"""Background work for screens: plain functions run in worker threads, their results come back on the GUI thread.

Whoever asked may be gone by then: a result for a destroyed widget is dropped. What a function raises arrives as a
`Problem`; anything unforeseen is logged without its text (it may quote a person) and shown as the general one.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import count
from time import monotonic
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from kiosk.event_log import event_log
from kiosk.problems import Problem
from kiosk.work import Cancelled, Progress

T = TypeVar("T")
_POOL_THREADS = 4
_BETWEEN_STEPS = 0.05                  # seconds; more often nobody can see


class Lane(StrEnum):
    """Where work runs: writing one after the other in the order asked for, everything else side by side."""

    WRITER = "writer"
    POOL = "pool"


class Task(QObject):
    """One piece of work under way. Lives on the GUI thread; `ended` comes after `done` or `failed` was called."""

    progressed = Signal(str, int, int)  # what, done, total
    ended = Signal()

    def __init__(self, mailbox: QObject | None) -> None:
        super().__init__(mailbox)
        self._stop = threading.Event()
        self._over = False

    @property
    def over(self) -> bool:
        return self._over

    def cancel(self) -> None:
        """Asks the work to stop at its next step; it then fails with `Cancelled`."""
        self._stop.set()

    @property
    def cancel_asked(self) -> bool:
        return self._stop.is_set()

    def _end(self) -> None:
        self._over = True
        self.ended.emit()
        self.deleteLater()


@dataclass(frozen=True, slots=True)
class _Job:
    """What stays on the GUI thread while the work runs. Also the work itself, which may be the last to hold a widget."""

    task: Task
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[Problem], None]
    owner: QObject


class Tasks(QObject):
    """Runs work for one window. `close` it before the application ends."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = _Mailbox()
        self._jobs: dict[int, _Job] = {}
        self._numbers, self._closed = count(), False
        self._lanes = {
            Lane.WRITER: ThreadPoolExecutor(1, "writer"),
            Lane.POOL: ThreadPoolExecutor(_POOL_THREADS, "pool"),
        }

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None],
        lane: Lane = Lane.POOL,
        owner: QObject | None = None,
    ) -> Task:
        """Starts `work`. `owner` (else whose method `done` is, else the parent) decides whether the result is still wanted."""
        if self._closed:                   # a device or a clock may still tell something to a window that is going, or gone
            never = Task(None)
            never.cancel()
            return never
        number, task = next(self._numbers), Task(self._mailbox)
        self._jobs[number] = _Job(task, work, done, failed, owner or _owner_of(done) or self.parent() or self)
        self._lanes[lane].submit(_perform, _Errand(work), task._stop, partial(self._tell, number), partial(self._bring, number))
        return task

    @property
    def running(self) -> int:
        return len(self._jobs)

    def close(self) -> None:
        """Calls off what can be called off and waits for the rest; results that come later are dropped, new work is not begun."""
        self._closed = True
        for job in self._jobs.values():
            job.task.cancel()
        self._mailbox.shut()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()
        self._mailbox.deleteLater()

    # ---- called by workers: post, touch nothing ----

    def _tell(self, number: int, what: str, done: int, total: int) -> None:
        self._mailbox.post(partial(self._on_step, number, what, done, total))

    def _bring(self, number: int, result: object, problem: Problem | None) -> None:
        self._mailbox.post(partial(self._on_brought, number, result, problem))

    # ---- on the GUI thread ----

    def _on_step(self, number: int, what: str, done: int, total: int) -> None:
        if number in self._jobs:
            self._jobs[number].task.progressed.emit(what, done, total)

    def _on_brought(self, number: int, result: object, problem: Problem | None) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        try:
            if shiboken6.isValid(job.owner):
                if problem is None:
                    job.done(result)
                else:
                    job.failed(problem)
        finally:
            job.task._end()


class _Errand:
    """The work, to be let go of by the worker before it posts: no widget may die in a worker thread."""

    def __init__(self, work: Callable[[Progress], Any]) -> None:
        self._work: Callable[[Progress], Any] | None = work

    def take(self) -> Callable[[Progress], Any]:
        work, self._work = self._work, None
        assert work is not None
        return work


class _Mailbox(QObject):
    """Where worker threads leave what the GUI thread is to do. Belongs to the application, so it outlives every worker."""

    left = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._open = True
        self.left.connect(self._on_left, Qt.ConnectionType.QueuedConnection)

    def post(self, message: Callable[[], None]) -> None:
        if self._open:
            self.left.emit(message)

    def shut(self) -> None:
        self._open = False

    def _on_left(self, message: Callable[[], None]) -> None:
        if self._open:
            message()


class _Reporter:
    """The `Progress` a worker is given."""

    def __init__(self, stop: threading.Event, tell: Callable[[str, int, int], None]) -> None:
        self._stop, self._tell = stop, tell
        self._last = 0.0

    def step(self, what: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled()
        now = monotonic()
        if now - self._last >= _BETWEEN_STEPS or done >= total:
            self._last = now
            self._tell(what, done, total)


def _perform(
    errand: _Errand,
    stop: threading.Event,
    tell: Callable[[str, int, int], None],
    bring: Callable[[object, Problem | None], None],
) -> None:
    """In the worker thread: does the work and posts how it went."""
    result, problem = None, None
    try:
        result = errand.take()(_Reporter(stop, tell))
    except Problem as met:
        problem = met.with_traceback(None)     # its frames hold what the work held
    except Exception:  # noqa: BLE001  (whatever it is, the screen stays and the log knows)
        event_log().exception("unforeseen error in background work", extra={"code": Problem.code})
        problem = Problem()
    bring(result, problem)


def _owner_of(call: Callable[..., object]) -> QObject | None:
    owner = getattr(call, "__self__", None)
    return owner if isinstance(owner, QObject) else None
