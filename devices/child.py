"""A device's child process, as its parent sees it: JSON lines out, JSON lines in, started again when it dies.

A driver that hangs or crashes takes only its own process along. The child's standard input is a pipe; it ends when that
closes, so it never outlives the counter. What the child says and what the office asks all run on one thread of the
driver, one after the other: a driver needs no locks, and no call of the office waits for a device.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread, current_thread
from typing import IO, Any, Generic, TypeVar

import msgspec

from devices.parent import Broke

Said = TypeVar("Said", bound=msgspec.Struct)
log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
BACKOFF_S = (0.1, 0.5, 2.0, 10.0, 30.0)
LIVED_WELL_S = 20.0                    # a process that lived this long is started again at once
PATIENCE_S = 2.0                       # for a child to end by itself before it is killed
if sys.platform == "win32":
    NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    NO_WINDOW = 0


@dataclass(frozen=True, slots=True)
class Ears(Generic[Said]):
    """What a driver does when its child speaks, comes or goes; all on the driver's thread."""

    heard: Callable[[Said], None]
    came: Callable[[], msgspec.Struct | None]  # answers what a new process must be told first
    went: Callable[[], None]                   # the process died or could not be started


class Child(Generic[Said]):
    """A module run as a process of its own, for as long as this object is open."""

    def __init__(self, module: str, said: Any, ears: Ears[Said], arguments: Sequence[str] = ()) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(said | Broke)
        self._ears = ears
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing, self._lock = Event(), Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: IO[bytes] | None = None
        self._unsent: list[bytes] = []
        self._driver = Thread(target=self._drive, name=f"{module} driver", daemon=True)
        self._keeper = Thread(target=self._keep_alive, name=f"{module} keeper", daemon=True)
        self._driver.start()
        self._keeper.start()

    def post(self, call: Callable[[], None]) -> None:
        """Runs `call` on the driver's thread, after everything posted before."""
        self._calls.put(call)

    def send(self, order: msgspec.Struct) -> None:
        """Sends `order`; while no process is there it waits for the next one."""
        self.post(partial(self._write, msgspec.json.encode(order) + b"\n"))

    def close(self) -> None:
        """Ends the process. Once this returns nobody hears anything any more; it may be called from a callback."""
        with self._lock:
            self._closing.set()
            process = self._process
        self._calls.put(None)
        if current_thread() is not self._driver:
            self._driver.join(PATIENCE_S)
        if process is not None:
            if current_thread() is self._driver or not self._driver.is_alive():  # else it is stuck writing: kill first
                _let_go(process.stdin)
            _end(process)
        for thread in (self._driver, self._keeper):
            if thread is not current_thread():
                thread.join(PATIENCE_S)

    # ---- the driver's thread ------------------------------------------------------------------------------------------

    def _drive(self) -> None:
        while (call := self._calls.get()) is not None:
            if self._closing.is_set():
                continue
            try:
                call()
            except Exception:  # a listener's mistake must not make the device deaf
                log.exception("a listener failed")
        self._hang_up()

    def _write(self, line: bytes) -> None:
        if self._pipe is None:
            self._unsent.append(line)
            return
        try:
            self._pipe.write(line)
            self._pipe.flush()
        except OSError:
            log.warning("a device process did not take an order")  # its end is about to be noticed

    def _came(self, process: "subprocess.Popen[bytes]") -> None:
        self._pipe = process.stdin
        first = self._ears.came()
        lines = [msgspec.json.encode(first) + b"\n"] if first is not None else []
        lines, self._unsent = lines + self._unsent, []
        for line in lines:
            self._write(line)

    def _went(self) -> None:
        self._hang_up()
        self._unsent.clear()           # an order that was meant for the dead process must not surprise the next one
        self._ears.went()

    def _hang_up(self) -> None:
        pipe, self._pipe = self._pipe, None
        _let_go(pipe)

    # ---- the keeper's thread ------------------------------------------------------------------------------------------

    def _keep_alive(self) -> None:
        failures = 0
        while not self._closing.is_set():
            started = time.monotonic()
            process = self._start()
            if process is not None:
                self._listen(process)
            if self._closing.is_set():
                return
            self.post(self._went)
            failures = 0 if time.monotonic() - started > LIVED_WELL_S else failures + 1
            self._closing.wait(BACKOFF_S[min(failures, len(BACKOFF_S)) - 1] if failures else 0)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._closing.is_set():
                return None
            try:
                self._process = subprocess.Popen(
                    self._command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW,
                    start_new_session=True,            # Ctrl+C in the terminal is the window's to hear; it closes the pipe
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                log.warning("a device process did not start: %s", type(error).__name__)
                return None
            return self._process

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        self.post(partial(self._came, process))
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                try:
                    said = self._decoder.decode(line)
                except msgspec.MsgspecError:   # a process that dies may leave half a line
                    log.warning("a device process said something unreadable")
                    continue
                if isinstance(said, Broke):
                    log.error("a device process broke: %s", said.where)
                else:
                    self.post(partial(self._ears.heard, said))
        _end(process)


def _let_go(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except OSError:                # what was still buffered found nobody
            pass


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
