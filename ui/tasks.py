"""Background work for screens: plain functions run in worker threads, their results come back on the GUI thread.

Whoever asked may be gone by then: a result for a destroyed widget is dropped. What a function raises arrives as a
`Problem`; anything unforeseen is logged without its text (it may quote a person) and shown as the general one.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import TypeVar

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

    def __init__(self) -> None:
        super().__init__()
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


class Tasks(QObject):
    """Runs work for one window. `close` it before the application ends."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = _Mailbox()
        self._running: set[Task] = set()
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
        task = Task()
        wanted_by = owner or _owner_of(done) or self.parent() or self
        self._running.add(task)

        def deliver(call: Callable[[], None]) -> None:
            self._running.discard(task)
            if shiboken6.isValid(wanted_by):
                call()
            task._end()

        self._lanes[lane].submit(_perform, work, _Reporter(task, self._mailbox), self._mailbox, deliver, done, failed)
        return task

    @property
    def running(self) -> int:
        return len(self._running)

    def close(self) -> None:
        """Calls off what can be called off and waits for the rest; results that come later are dropped."""
        for task in self._running:
            task.cancel()
        self._mailbox.shut()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._running.clear()


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

    def __init__(self, task: Task, mailbox: _Mailbox) -> None:
        self._task = task
        self._mailbox = mailbox
        self._last = 0.0

    def step(self, what: str, done: int, total: int) -> None:
        if self._task.cancel_asked:
            raise Cancelled()
        now = monotonic()
        if now - self._last >= _BETWEEN_STEPS or done >= total:
            self._last = now
            self._mailbox.post(partial(self._tell, what, done, total))

    def _tell(self, what: str, done: int, total: int) -> None:
        if not self._task.over:
            self._task.progressed.emit(what, done, total)


def _perform(
    work: Callable[[Progress], T],
    reporter: _Reporter,
    mailbox: _Mailbox,
    deliver: Callable[[Callable[[], None]], None],
    done: Callable[[T], None],
    failed: Callable[[Problem], None],
) -> None:
    """In the worker thread: does the work and posts how it went."""
    try:
        result = work(reporter)
    except Problem as problem:
        call = partial(failed, problem)
    except Exception:  # noqa: BLE001  (whatever it is, the screen stays and the log knows)
        event_log().exception("unforeseen error in background work", extra={"code": Problem.code})
        call = partial(failed, Problem())
    else:
        call = partial(done, result)
    mailbox.post(partial(deliver, call))


def _owner_of(call: Callable[..., object]) -> QObject | None:
    owner = getattr(call, "__self__", None)
    return owner if isinstance(owner, QObject) else None
