"""Where processes of the program are born grown up: one that has loaded every module forks whenever it is asked to.

Three quarters of a short process's time is the loading of modules, which no journey is about. What is born here is a process
like any other: its own store, locks and threads, and it dies by SIGKILL. `make soak` starts each one from nothing instead.
"""

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kiosk.store.marks import MARKS_VARIABLE
from tests.journeys import killed_process
from tests.journeys.processes import NOT_AT_ALL, ROOT, Death, Running

COMMANDS = ("receive", "sync", "gateway", "decide")
_LONGEST_REQUEST = 1 << 16


class Born:
    """A process from the nursery, seen from here; as much of `subprocess.Popen` as the journeys need."""

    def __init__(self, control: socket.socket, words: Sequence[str], marks: Path, phases: int) -> None:
        self.returncode: int | None = None
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (lives as long as the process)
        reads, into = os.pipe()
        out, says = os.pipe()
        self._ended, ends = os.pipe()
        request = json.dumps({"words": words, "marks": str(marks)}).encode()
        socket.send_fds(control, [request], [reads, says, self._errors.fileno(), phases, ends])
        for given in (reads, says, ends):
            os.close(given)
        _born, (self._pidfd,), _flags, _address = socket.recv_fds(control, 1, 1)
        self.stdin: TextIO | None = open(into, "w", encoding="utf-8")  # noqa: SIM115
        self.stdout: TextIO = open(out, encoding="utf-8")  # noqa: SIM115

    def kill(self) -> None:
        if self.returncode is None:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All it said, once it is over. That must fit into a pipe: journeys hear a line or two, and errors go to a file."""
        if self.stdin is not None:
            self.stdin.close()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._ended, selectors.EVENT_READ)
            if not waiting.select(timeout):
                raise subprocess.TimeoutExpired("a process of the nursery", timeout or 0)
        self.returncode = int(os.read(self._ended, 16))
        self._errors.seek(0)
        with self.stdout, self._errors:
            said, errors = self.stdout.read(), self._errors.read()
        for descriptor in (self._ended, self._pidfd):
            os.close(descriptor)
        return said, errors


class Nursery:
    """What the tests hold of it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def start(
        self, root: Path, words: Sequence[str], marks: Path, *, death: Death = NOT_AT_ALL, options: Sequence[str] = ()
    ) -> Running:
        """As `tests.journeys.processes.start`."""
        line = ["--data", str(root), *death.words, *options, *words]
        return Running.begun(lambda phases: Born(self._control, line, marks, phases))


@contextmanager
def nursery() -> Iterator[Nursery]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line = [sys.executable, "-m", "tests.journeys.nursery", str(theirs.fileno())]
    with subprocess.Popen(line, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL) as process:
        theirs.close()
        with ours:                     # it ends when nobody can ask any more
            yield Nursery(ours)
        process.wait(60)


# ---- the process itself ---------------------------------------------------------------------------------------------


def tend(control: socket.socket) -> list[str] | None:
    """Forks when asked to, and tells who is over. Returns in each child, with its words; and when nobody can ask any more."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(control, selectors.EVENT_READ)
        while True:
            for key, _events in waiting.select():
                if key.data is not None:
                    waiting.unregister(key.fd)
                    report(key.fd, *key.data)
                    continue
                request, given, _flags, _address = socket.recv_fds(control, _LONGEST_REQUEST, 5)
                if not request:
                    return None
                if (process := os.fork()) == 0:
                    return grown(json.loads(request), given, control)
                child = os.pidfd_open(process)
                socket.send_fds(control, [b"b"], [child])
                for descriptor in given[:4]:
                    os.close(descriptor)
                waiting.register(child, selectors.EVENT_READ, (process, given[4]))


def report(child: int, process: int, ends: int) -> None:
    _process, status = os.waitpid(process, 0)
    os.write(ends, str(os.waitstatus_to_exitcode(status)).encode())
    os.close(ends)
    os.close(child)


def grown(request: dict[str, str], given: Sequence[int], control: socket.socket) -> list[str]:
    """The child puts on what it was given, and is on its own."""
    control.close()
    for number, descriptor in enumerate(given[:3]):
        os.dup2(descriptor, number)
    for descriptor in (*given[:3], given[4]):
        os.close(descriptor)
    os.environ[MARKS_VARIABLE] = request["marks"]
    return ["--phases", str(given[3]), *request["words"]]


def main(descriptor: int) -> int:
    for command in COMMANDS:
        importlib.import_module(f"commands.{command}")
    gc.freeze()
    words = tend(socket.socket(fileno=descriptor))
    return 0 if words is None else killed_process.main(words)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
