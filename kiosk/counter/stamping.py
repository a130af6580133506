"""Time stamps for the signed copies of a counter, asked for on a thread of their own as long as its window is open: who signs
without a link is stamped when the link returns.
"""

import threading
from collections.abc import Callable

from kiosk.event_log import log_problem
from kiosk.signature_ports import SignatureChecker, TimeStamper
from kiosk.signature_problems import CopyNotSignable, SignatureNotGood, TimeStampNotGiven
from kiosk.store import Store
from kiosk.store.copies.stamping import stamp, unstamped
from kiosk.store.faults import StoreProblem

LOOKS_EVERY = 5.0                      # seconds between two looks at what was signed: one query
RESTS_AFTER_TROUBLE = 120.0            # nobody answers, or a copy cannot be stamped: neither is any better at once
_LONGEST = 25.0                        # seconds a request in hand may take


class Stamping:
    """`told` hears when a stamp is to be sent."""

    def __init__(self, store: Store, stamper: TimeStamper, checker: SignatureChecker, told: Callable[[], None]) -> None:
        self._store, self._stamper, self._checker, self._told = store, stamper, checker, told
        self._ending = threading.Event()
        self._silent = False           # said already that nobody answers
        self._thread = threading.Thread(target=self._run, name="time stamps", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """What is not stamped yet is asked for when a window opens again."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout=_LONGEST)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._ending.wait(LOOKS_EVERY if self._work() else RESTS_AFTER_TROUBLE)
        self._store.readers.close_here()

    def _work(self) -> bool:
        """False when anything stood in the way. One copy that cannot be stamped does not keep the others waiting."""
        good = True
        try:
            for one in unstamped(self._store.read()):
                if self._ending.is_set():
                    break
                try:
                    stamp(self._store, one, self._stamper, self._checker)
                except (SignatureNotGood, CopyNotSignable) as problem:
                    log_problem(problem)
                    good = False
                else:
                    self._silent = False
                    self._told()
        except (TimeStampNotGiven, StoreProblem) as problem:
            good = False
            if not self._silent:
                log_problem(problem)
            self._silent = isinstance(problem, TimeStampNotGiven)
        return good
