"""The way to one card: a context of its own, a transaction, and the end at the first thing that goes wrong.

Drivers have been seen to go on with another card through the same handle after one failed command, so no handle outlives one.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from devices.card.link import ReadSize
from devices.card.pcsc.results import ServiceFault, problem_of
from devices.card.pcsc.service import Context, Handle, Scard, context
from devices.card.problems import CardGone
from devices.card.slots import SlotEvent

IDLE_S: float | None = 4.0 if sys.platform == "win32" else None
"""Windows resets a card that lies idle in a transaction for five seconds; nobody else does."""
_STATUS_WORD = 2


class PcscLink:
    """The `Link` over the service. Closed, it stays closed."""

    def __init__(self, handle: Handle, atr: bytes, size: ReadSize, idle_s: float | None = IDLE_S) -> None:
        self._handle: Handle | None = handle
        self._atr, self._size = atr, size
        self._talking, self._closed = Lock(), Event()
        self._spoke = False
        if idle_s is not None:
            Thread(target=self._keep_awake, args=(idle_s,), name="card kept awake", daemon=True).start()

    @property
    def atr(self) -> bytes:
        return self._atr

    @property
    def read_size(self) -> ReadSize:
        return self._size

    def transmit(self, command: bytes) -> bytes:
        with self._talking:
            if self._handle is None:
                raise CardGone
            self._spoke = True
            try:
                answer = self._handle.transmit(command)
            except ServiceFault as fault:
                self._drop()
                raise CardGone from fault
            if len(answer) < _STATUS_WORD:             # how a removal has been seen to end a command
                self._drop()
                raise CardGone
            return answer

    def close(self) -> None:
        """The card forgets what it was told, this program's keys among it."""
        with self._talking:
            self._drop(reset=True)

    def _drop(self, *, reset: bool = False) -> None:
        self._closed.set()
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.disconnect(reset=reset)

    def _keep_awake(self, idle_s: float) -> None:
        while not self._closed.wait(idle_s):
            if not self._talking.acquire(blocking=False):
                continue                               # a command is on its way: not idle
            try:
                if self._handle is not None and not self._spoke:
                    self._handle.atr()
                self._spoke = False
            except ServiceFault:
                self._drop()
            finally:
                self._talking.release()


@contextmanager
def connected(
    scard: Scard, card: SlotEvent, size: Callable[[Handle], ReadSize], still: Callable[[SlotEvent, int], bool]
) -> Iterator[PcscLink]:
    """The way to `card`; `still` judges by the reader's counter whether it is that very card. Raises CardProblem."""
    try:
        with context(scard) as line:
            link = _opened(line, card, size, still)
            try:
                yield link
            finally:
                link.close()
    except ServiceFault as fault:
        raise problem_of(fault) from fault


def _opened(
    line: Context, card: SlotEvent, size: Callable[[Handle], ReadSize], still: Callable[[SlotEvent, int], bool]
) -> PcscLink:
    handle = line.connect(card.reader)
    try:
        handle.begin()
        if not still(card, line.counter(card.reader)):
            raise CardGone
        return PcscLink(handle, handle.atr(), size(handle))
    except (ServiceFault, CardGone):
        handle.disconnect(reset=False)
        raise
