"""The copies of a counter, made on a thread of their own for as long as its window is open. The counter never waits for them.

While a stack is scanned no copy is begun: the machine is the person's who stands before it.
"""

import threading
from collections.abc import Callable

from kiosk import copying
from kiosk.copy_ports import CopyMaker
from kiosk.event_log import log_problem
from kiosk.store import Store
from kiosk.store.faults import StoreProblem
from kiosk.work import Cancelled

LOOKS_EVERY = 2.0                      # seconds between two looks at what is wanted: one query over an index
RESTS_AFTER_TROUBLE = 30.0             # a disk that is full is not filled any better at once


class Copying:
    """Makes what is wanted. `told` hears when something new is to be sent; `resting` is asked before each copy is begun."""

    def __init__(
        self, store: Store, maker: CopyMaker, told: Callable[[], None], resting: Callable[[], bool] = lambda: False
    ) -> None:
        self._store, self._maker, self._told, self._resting = store, maker, told, resting
        self._wake, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="copies", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something new is wanted."""
        self._wake.set()

    def close(self) -> None:
        """Calls off the copy in hand: it stays wanted."""
        self._ending.set()
        self._wake.set()
        self._maker.close()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def step(self, what: str, done: int, total: int) -> None:
        """As a `Progress`."""
        if self._ending.is_set():
            raise Cancelled

    def _run(self) -> None:
        crashed = True
        while not self._ending.is_set():
            pause = LOOKS_EVERY
            try:
                copying.take_up(self._store, crashed=crashed)
                crashed = False
                self._work()
            except Cancelled:
                break
            except StoreProblem as problem:
                log_problem(problem)
                pause = RESTS_AFTER_TROUBLE
            self._wake.wait(pause)
            self._wake.clear()
        self._store.readers.close_here()

    def _work(self) -> None:
        if copying.bring_up(self._store):
            self._told()
        while not self._ending.is_set() and not self._resting() and copying.make_next(self._store, self._maker, self):
            self._told()
