"""The readers of this machine as `Slots`: a monitor, a thread that tells, and connections."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Lock, Thread, current_thread

from devices.card.link import Link, ReadSize
from devices.card.pcsc.connection import connected
from devices.card.pcsc.features import read_size
from devices.card.pcsc.monitor import LOOK_S, Monitor
from devices.card.pcsc.service import Handle, Scard, installed
from devices.card.slots import SlotEvent
from devices.watched import Watched

_PATIENCE_S = 2.0
_COUNTER = 0xFFFF
Telling = Callable[[SlotEvent], None]


class PcscSlots:
    """`only`: part of the name of the one reader that counts; without it all do."""

    def __init__(self, only: str = "", *, scard: Callable[[], Scard] = installed, look_s: float = LOOK_S) -> None:
        self._scard = scard
        self._calls: SimpleQueue[SlotEvent | Telling | None] = SimpleQueue()
        self._monitor = Monitor(scard, self._calls.put, only=only, look_s=look_s)
        self._teller = Thread(target=self._tell, name="card readers, telling", daemon=True)
        self._started, self._lock = False, Lock()
        self._sizes: dict[str, ReadSize] = {}

    def watch(self, told: Telling) -> None:
        self._calls.put(told)
        with self._lock:
            if not self._started:
                self._started = True
                self._teller.start()
                self._monitor.start()

    def connect(self, card: SlotEvent) -> AbstractContextManager[Link]:
        return connected(self._scard(), card, lambda handle: self._size(card.reader, handle), self._is_still)

    def close(self) -> None:
        """Nobody hears anything any more once this returns; a service or listener that hangs is waited for two seconds each."""
        with self._lock:
            self._started = True                       # whoever begins to watch now hears nothing
        if self._teller.ident is None:
            return
        self._monitor.close()
        self._calls.put(None)
        if current_thread() is not self._teller:
            self._teller.join(_PATIENCE_S)

    def _tell(self) -> None:
        """A listener that takes its time holds up nobody's watch."""
        events: Watched[SlotEvent] = Watched()
        while (call := self._calls.get()) is not None:
            if isinstance(call, SlotEvent):
                events.now(call)
            else:
                events.add(call)

    def _size(self, reader: str, handle: Handle) -> ReadSize:
        if reader not in self._sizes:
            self._sizes[reader] = read_size(handle)
        return self._sizes[reader]

    def _is_still(self, card: SlotEvent, counter: int) -> bool:
        """Neither did the reader count since, nor was it or the service another one in between."""
        return self._monitor.seats.generation(card.reader) == card.generation and counter == card.generation & _COUNTER
