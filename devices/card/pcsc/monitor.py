"""Follows readers and cards on a thread of its own, with a context of its own, for as long as it is open.

The service may be down at the start, stop, be killed and come back: that is a state, never the end of this thread.
"""

import sys
from collections.abc import Callable
from threading import Event, Lock, Thread, current_thread

from devices.card.pcsc.problems import CardSupportMissing, NoCardService, ServiceForbidden
from devices.card.pcsc.results import Result, ServiceFault
from devices.card.pcsc.seats import Seats
from devices.card.pcsc.service import CHANGED, PLUGGING, Context, Scard, context
from devices.card.problems import CardProblem
from devices.card.slots import SlotEvent, SlotState

LOOK_S = 1.0
"""Changes are told at once; this often the monitor looks round by itself: for a service that was down, for a reader plugged in
between two calls, and for a card another program took for itself, which pcsc-lite tells nobody."""
_SETTLES_S = 0.05
_PATIENCE_S = 2.0
_UNKNOWN = 0x0004
SLEEPS_WITHOUT_READERS = sys.platform == "win32"
"""Windows starts the service with the first reader and ends it with the last: then what is missing is a reader."""


class Monitor:
    """`told` hears, on the monitor's thread, the present state and every change."""

    def __init__(
        self, scard: Callable[[], Scard], told: Callable[[SlotEvent], None], *, only: str = "", look_s: float = LOOK_S
    ) -> None:
        self.seats = Seats(only)
        self._scard, self._told, self._look_s = scard, told, look_s
        self._closing, self._lock = Event(), Lock()
        self._line: Context | None = None
        self._said: tuple[object, ...] = ()
        self._refused = False          # once is nothing: a service that is being stopped says so too
        self._thread = Thread(target=self._run, name="card readers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the wait. A service that hangs is not waited for: the thread then ends with the program."""
        self._closing.set()
        if self._thread.ident is None or current_thread() is self._thread:
            return
        interrupter = Thread(target=self._interrupt, name="card readers, closing", daemon=True)
        interrupter.start()
        interrupter.join(_PATIENCE_S)

    def _interrupt(self) -> None:
        """Again and again: a wait that begins just after its cancellation does not hear of it."""
        while self._thread.is_alive():
            with self._lock:
                if self._line is not None:
                    self._line.cancel()
            self._thread.join(_SETTLES_S)

    # ---- the monitor's thread

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                with context(self._scard()) as line:
                    self._watch_over(line)
            except CardSupportMissing as missing:
                self._no_service(missing)
            except ServiceFault as fault:
                refused = fault.result == Result.SECURITY_VIOLATION
                self._no_service(ServiceForbidden() if refused and self._refused else NoCardService())
                self._refused = refused
            self._closing.wait(self._look_s)

    def _watch_over(self, line: Context) -> None:
        with self._lock:
            self._line = line
        try:
            self._follow(line)
        finally:
            with self._lock:
                self._line = None

    def _follow(self, line: Context) -> None:
        """Until closed. Raises ServiceFault."""
        known = {PLUGGING: 0}
        readers = self._listed(line)
        self._refused = False
        while not self._closing.is_set():
            try:
                statuses = line.changes(known | {name: known.get(name, 0) for name in readers}, int(self._look_s * 1000))
            except ServiceFault as fault:
                if fault.result not in (Result.TIMEOUT, Result.CANCELLED, Result.UNKNOWN_READER):
                    raise
                if fault.result == Result.UNKNOWN_READER:
                    self._closing.wait(_SETTLES_S)     # listed and not yet there, or no longer
                readers = self._listed(line)
                known = {name: state for name, state in known.items() if name == PLUGGING}
                continue
            for name in readers:
                self.seats.seen(name, statuses[name])
            known = {name: status.event for name, status in statuses.items()}
            if known.get(PLUGGING, 0) & _UNKNOWN:
                del known[PLUGGING]                    # a service that does not know the name says so for ever
            elif known.get(PLUGGING, 0) & CHANGED:
                readers = self._listed(line)
            known = {name: state for name, state in known.items() if name == PLUGGING or name in readers}
            self._say(self.seats.event())

    def _listed(self, line: Context) -> list[str]:
        readers = self.seats.plugged(line.readers())
        if not readers:
            self._say(self.seats.event())
        return readers

    def _no_service(self, problem: CardProblem) -> None:
        self.seats.forget()
        asleep = SLEEPS_WITHOUT_READERS and isinstance(problem, NoCardService)
        if not self._closing.is_set():
            self._say(SlotEvent(SlotState.NO_READER if asleep else SlotState.NO_SERVICE, problem=problem))

    def _say(self, event: SlotEvent) -> None:
        said = (event.state, event.reader, event.generation, event.atr, type(event.problem))
        if said != self._said:
            self._said = said
            self._told(event)
