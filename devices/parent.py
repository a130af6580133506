"""The parent, as a device's child process sees it: orders come in as JSON lines, words go out the same way.

When the parent closes the pipe, or dies, the process ends at once: it holds nothing that a cut could hurt.
"""

import os
import sys
import threading
import traceback
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

import msgspec

Order = TypeVar("Order")


class Broke(msgspec.Struct, frozen=True, tag=True):
    """The process is about to die of a mistake; `where` names code only, never what it was working on."""

    where: str


class Parent(Generic[Order]):
    """The two pipes to the parent. Made once, first thing in the process."""

    def __init__(self, order: Any) -> None:
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(order)
        self._orders: SimpleQueue[Order] = SimpleQueue()
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)                  # what a library prints must not mix with our lines
        sys.excepthook = self._broke
        threading.Thread(target=self._listen, daemon=True).start()

    def order(self, seconds: float | None = None) -> Order | None:
        """The next order; None when none came within `seconds`."""
        try:
            return self._orders.get(timeout=seconds) if seconds is None or seconds > 0 else self._orders.get_nowait()
        except Empty:
            return None

    def say(self, word: msgspec.Struct) -> None:
        """Says one thing, in one piece."""
        try:
            self._out.write(msgspec.json.encode(word) + b"\n")
            self._out.flush()
        except OSError:                # nobody is listening any more
            os._exit(0)

    def _listen(self) -> None:
        code = 1
        try:
            for line in sys.stdin.buffer:
                self._orders.put(self._decoder.decode(line))
            code = 0
        except msgspec.MsgspecError:
            self.say(Broke("an order that is none"))
        finally:
            os._exit(code)

    def _broke(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        steps = [f"{os.path.basename(step.filename)}:{step.lineno}" for step in traceback.extract_tb(trace)]
        self.say(Broke(" ".join([kind.__name__, *steps])))
        os._exit(1)
