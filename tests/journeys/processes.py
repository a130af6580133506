"""Real processes of the program, as the journeys start, watch and kill them."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.store.marks import MARKS_VARIABLE

ROOT = Path(__file__).parents[2]
KILLED = -signal.SIGKILL
LONGEST_SECONDS = 90


def whole_program(words: Sequence[str], seconds: float = 10 * LONGEST_SECONDS) -> tuple[int, str]:
    """Runs a program that has children of its own, without a screen: its exit code and all it said. One that hangs takes its
    children along, or they would hold its pipes open and this would hang in its place."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _none = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _none = process.communicate()
            raise AssertionError(f"hangs after {seconds} s: {said}") from None
    return process.returncode, said


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process is to die: by itself at a named phase, or killed from outside after a while."""

    phase: str = ""
    times: int = 1
    after_seconds: float | None = None

    @property
    def words(self) -> list[str]:
        return ["--die-at", self.phase, "--times", str(self.times)] if self.phase else []


NOT_AT_ALL = Death()


@dataclass(slots=True)
class Ended:
    """A process that is over. `lines` are the JSON lines it printed, as far as they arrived."""

    code: int
    lines: list[dict[str, Any]]
    errors: str
    phases: list[str]
    seconds: float
    working_after: float               # seconds until the first phase: before it only modules are loaded

    @property
    def was_killed(self) -> bool:
        return self.code == KILLED

    @property
    def last_phase(self) -> str:
        return self.phases[-1] if self.phases else "before the first"


@dataclass(slots=True)
class Running:
    """A process of the program with a plug in it, and the phases it has told so far."""

    process: subprocess.Popen[str]
    began: float
    phases: list[str] = field(default_factory=list)
    working_since: float = 0.0
    told: threading.Condition = field(default_factory=threading.Condition)
    listening: threading.Thread | None = None

    @classmethod
    def begun(cls, begin: Callable[[int], subprocess.Popen[str]]) -> "Running":
        """`begin` starts the process with the descriptor into which it is to tell its phases."""
        read_end, write_end = os.pipe()
        began = time.monotonic()
        try:
            running = cls(begin(write_end), began)
        finally:
            os.close(write_end)
        running.listening = threading.Thread(target=running.listen, args=[read_end], daemon=True)
        running.listening.start()
        return running

    def listen(self, pipe: int) -> None:
        with os.fdopen(pipe, encoding="utf-8") as lines:
            for line in lines:
                self.working_since = self.working_since or time.monotonic()
                with self.told:
                    self.phases.append(line.rstrip("\n"))
                    self.told.notify_all()

    def wait_for(self, phase: str) -> bool:
        """False when it does not come to this phase within patience."""
        with self.told:
            return self.told.wait_for(lambda: phase in self.phases, LONGEST_SECONDS)

    def end(self, after_seconds: float | None = None) -> Ended:
        """Waits for the end, or kills after a while."""
        try:
            out, errors = self.process.communicate(timeout=after_seconds or LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, errors = self.process.communicate()
            assert after_seconds, f"hangs after {self.phases[-5:]}: {errors}"
        return self._ended(out, errors)

    def kill(self) -> Ended:
        self.process.kill()
        return self._ended(*self.process.communicate())

    def _ended(self, out: str, errors: str) -> Ended:
        if self.listening is not None:
            self.listening.join(LONGEST_SECONDS)
        # A line cut by the kill was never seen whole by anybody.
        lines = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n") and line[0] == "{"]
        now = time.monotonic()
        working_after = (self.working_since or now) - self.began
        return Ended(self.process.returncode, lines, errors, self.phases, now - self.began, working_after)


def start(
    root: Path, words: Sequence[str], marks: Path, *, death: Death = NOT_AT_ALL, options: Sequence[str] = ()
) -> Running:
    """Starts `COMMAND WORDS...` on the data folder `root`."""
    line = ["--data", str(root), *death.words, *options, *words]

    def begin(phases: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.killed_process", "--phases", str(phases), *line],
            cwd=ROOT, pass_fds=[phases], text=True, encoding="utf-8", env={**os.environ, MARKS_VARIABLE: str(marks)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return Running.begun(begin)


Start = Callable[..., Running]         # as `start`: from nothing, or from a nursery


@dataclass(slots=True)
class GatewayProcess:
    """The province's gateway; it goes on in the same folder after each death."""

    root: Path
    marks: Path
    options: Sequence[str] = ()
    words: Sequence[str] = ("--leases",)
    begin: Start = start
    running: Running | None = None
    port: int = 0
    starts: int = 0

    def start(self, death: Death = NOT_AT_ALL) -> bool:
        """False when it died before it served."""
        words = ["gateway", "--port", "0", "--until-stdin-closes", *self.words]
        self.running = self.begin(self.root, words, self.marks, death=death, options=self.options)
        self.starts += 1
        line = self.running.process.stdout.readline()
        if not line:
            return False
        self.port = int(json.loads(line)["address"].rsplit(":", 1)[1])
        return True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> Ended:
        """Waits for a gateway that is to die by itself."""
        assert self.running is not None
        ended, self.running = self.running.end(), None
        return ended

    def end_after(self, seconds: float) -> Ended:
        """Kills it after a while."""
        assert self.running is not None
        ended, self.running = self.running.end(seconds), None
        return ended

    def close(self) -> Ended | None:
        """The polite end: its parent lets go of its standard input."""
        if self.running is None:
            return None
        if self.running.process.stdin is not None:
            self.running.process.stdin.close()
            self.running.process.stdin = None
        return self.end()
