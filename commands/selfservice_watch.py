"""What watches the kiosk's shell: a process without a screen that starts it, hears it every second, and starts it again when it
hangs or dies. It holds nothing of anybody and does nothing that could hang.

A shell that dies again and again is given less and less often another try; meanwhile a resting one, which does nothing but say
that the machine is out of service, stands on the screen.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from queue import Empty, SimpleQueue
from typing import IO

import msgspec

from commands.children import MAIN
from commands.selfservice_turns import Kept
from commands.service_notice import tell_service
from devices.child import NO_WINDOW
from devices.parent import Broke
from kiosk.event_log import event_log
from kiosk.selfservice.condition import Condition


class Draws(msgspec.Struct, frozen=True, tag=True):
    """The shell, every second, from the thread that draws. `busy`: somebody stands there."""

    busy: bool = False


class Left(msgspec.Struct, frozen=True, tag=True):
    """The shell: it was closed by whoever may; the kiosk is over."""


class Again(msgspec.Struct, frozen=True, tag=True):
    """The shell: it is to be started anew."""


class Changed(msgspec.Struct, frozen=True, tag=True):
    """The shell: the condition of the machine is another now."""


Word = Draws | Left | Again | Changed | Kept
_WORDS: msgspec.json.Decoder[Word | Broke] = msgspec.json.Decoder(Word | Broke)


class End(Enum):
    """How one shell ended."""

    LEFT = "left"
    AGAIN = "again"
    HUNG = "hung"
    DIED = "died"
    RESTED = "rested"                  # it was a resting one, and long enough
    STOPPED = "stopped"                # this process is told to end


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. A slow disk may take its time before the first word; after that silence is a hang."""

    first_word: float = 90
    silence: float = 15
    lived_well: float = 60             # a shell that lived so long is not one that keeps failing
    pauses: tuple[float, ...] = (0.5, 2, 10, 30)
    tries: int = 3                     # so many quick deaths, and the next shell is a resting one
    rest: float = 300
    end: float = 3                     # to end by itself before it is killed


class ShellWatch:
    """Keeps a shell on the screen. `words` stand before the command, `options` behind it."""

    def __init__(self, words: Sequence[str], options: Sequence[str], patience: Patience = Patience()) -> None:
        self._command = [sys.executable, str(MAIN), *words, "selfservice", "--shell", *options]
        self._patience = patience
        self._stopping = threading.Event()
        self._heard: SimpleQueue[Word | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._pipe: IO[bytes] | None = None
        self._condition: Condition | None = None
        self.busy = False
        self.changed: Callable[[], None] = _nothing
        self.kept: Callable[[], None] = _nothing

    def tell(self, condition: Condition) -> None:
        """What the shell is to show; a new one hears it, too. From any thread."""
        with self._lock:
            self._condition = condition
            self._write()

    def _write(self) -> None:
        if self._pipe is not None and self._condition is not None:
            with suppress(OSError):    # its end is about to be noticed
                self._pipe.write(msgspec.json.encode(self._condition) + b"\n")
                self._pipe.flush()

    def stop(self) -> None:
        """From any thread, or a signal's handler."""
        self._stopping.set()
        self._heard.put(None)

    def keep(self) -> End:
        """Until the shell is left or this is stopped."""
        failures = 0
        while not self._stopping.is_set():
            resting = failures >= self._patience.tries
            began = time.monotonic()
            end = self._one(resting)
            if end in (End.LEFT, End.STOPPED):
                return end
            event_log().warning("the shell ended", extra={"kind": end.value})
            lived_well = time.monotonic() - began > self._patience.lived_well and not resting
            if end is End.RESTED:
                failures = self._patience.tries - 1        # one more try
            else:
                failures = 0 if lived_well or end is End.AGAIN else failures + 1
            self._pause(failures)
        return End.STOPPED

    def _pause(self, failures: int) -> None:
        tell_service("WATCHDOG=1")
        if failures:
            pauses = self._patience.pauses
            self._stopping.wait(pauses[min(failures, len(pauses)) - 1])

    def _one(self, resting: bool) -> End:
        heard: SimpleQueue[Word | None] = SimpleQueue()
        self._heard = heard
        try:
            process = subprocess.Popen(
                [*self._command, *(["--resting"] if resting else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                creationflags=NO_WINDOW, start_new_session=True,       # Ctrl+C is this process's to hear; it closes the pipe
            )  # fmt: skip
        except OSError:
            return End.DIED
        assert process.stdout is not None
        with self._lock:
            self._pipe = process.stdin
            self._write()
        ears = threading.Thread(target=_listen, args=[process.stdout, heard.put], name="shell", daemon=True)
        ears.start()
        try:
            return self._hear(heard, self._patience.rest if resting else None)
        finally:
            with self._lock:
                self._pipe, self.busy = None, False
            self._end(process)
            ears.join(self._patience.end)

    def _hear(self, heard: "SimpleQueue[Word | None]", rest: float | None) -> End:
        wait = self._patience.first_word
        rested_at = None if rest is None else time.monotonic() + rest
        while not self._stopping.is_set():
            try:
                word = heard.get(timeout=wait)
            except Empty:
                return End.HUNG
            wait = self._patience.silence
            tell_service("READY=1\nWATCHDOG=1")
            match word:
                case Draws(busy):
                    self.busy = busy
                    if rested_at is not None and time.monotonic() > rested_at:
                        return End.RESTED
                case Changed():
                    self.changed()
                case Kept():
                    self.kept()
                case Left():
                    return End.LEFT
                case Again():
                    return End.AGAIN
                case None:
                    break
        return End.STOPPED if self._stopping.is_set() else End.DIED

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        """The pipe's end is its end; one that hangs is killed, and its turn goes with it."""
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(self._patience.end)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _nothing() -> None:
    """Nobody looks."""


def _listen(lines: IO[bytes], tell: Callable[[Word | None], None]) -> None:
    """None at the end: it is gone."""
    with lines:
        for line in lines:
            try:
                said = _WORDS.decode(line)
            except msgspec.MsgspecError:                   # half a line of one that died
                continue
            if isinstance(said, Broke):
                event_log().error("the shell broke", extra={"where": said.where})
            else:
                tell(said)
    tell(None)
