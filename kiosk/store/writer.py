"""One writer thread per process, one read-only connection per reading thread.

Everybody writes through `Writer`: jobs run one after the other, each inside one `BEGIN IMMEDIATE` transaction, so what a
job reads (numbers, audit head, outbox state) is what it writes on. A job that raises leaves nothing behind.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from kiosk.store.database import Database, Translated, path_of

T = TypeVar("T")
Job = Callable[[Database], T]
_Item = tuple[Callable[[Database], object], Future[object]] | None


class Writer:
    """The only connection that writes. `open_connection` is called on the writer's own thread."""

    def __init__(self, open_connection: Callable[[], Database]) -> None:
        self._jobs: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._open = open_connection
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()
        self._ready.result()

    def run(self, job: Job[T]) -> T:
        """Runs `job` in one transaction and returns its result once it is durable. Raises what the job raises."""
        return self.submit(job).result()

    def submit(self, job: Job[T]) -> "Future[T]":
        """Like `run`, without waiting."""
        outcome: Future[T] = Future()
        self._jobs.put((job, outcome))  # type: ignore[arg-type]  # one queue for jobs of every result type
        return outcome

    def close(self) -> None:
        """Ends after the jobs already handed in."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            database = self._open()
        except BaseException as error:  # noqa: BLE001  (handed to whoever opens the store)
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        while (item := self._jobs.get()) is not None:
            job, outcome = item
            try:
                result = in_transaction(database, job)
            except BaseException as error:  # noqa: BLE001  (handed to whoever asked for the job)
                outcome.set_exception(error)
            else:
                outcome.set_result(result)
            del item, job, outcome
        database.close()


def in_transaction(database: Database, job: Job[T]) -> T:
    """Runs `job` between BEGIN IMMEDIATE and COMMIT; anything it raises rolls back."""
    with Translated("write", path_of(database)):
        database.execute("BEGIN IMMEDIATE")
        try:
            result = job(database)
            database.execute("COMMIT")
        except BaseException:
            if database.conn.in_transaction:
                database.execute("ROLLBACK")
            raise
        return result


class Readers:
    """A read-only connection for each thread that asks."""

    def __init__(self, open_connection: Callable[[], Database]) -> None:
        self._open, self._local = open_connection, threading.local()

    def here(self) -> Database:
        """This thread's own connection."""
        connection: Database | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
        return connection

    def close_here(self) -> None:
        """Closes this thread's connection; the thread calls it before it ends."""
        connection: Database | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
