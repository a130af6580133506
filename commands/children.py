"""Commands as processes of their own: how the demo (and later the counter window) starts them and lets them go."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from kiosk.problems import Problem
from kiosk.store.marks import MARKS_VARIABLE

MAIN = Path(__file__).parents[1] / "main.py"
_PATIENCE_SECONDS = 20


class GatewayNotUp(Problem):
    """A training gateway ended before it had said its address."""

    code: ClassVar[str] = "DEMO-02"
    sentence: ClassVar[str] = "Trục tập huấn không chạy được."
    remedy: ClassVar[str] = "Muốn xem vì sao, chạy: main.py --profile demo --data {folder} gateway --port 0"


@dataclass(frozen=True, slots=True)
class Office:
    """The folders of one demo machine."""

    data: Path
    marks: Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def command(office: Office, *words: str | Path) -> list[str]:
    """The command line of `main.py` in the demo profile."""
    return [sys.executable, str(MAIN), "--profile", "demo", "--data", str(office.data), *map(str, words)]


def environment(office: Office) -> Mapping[str, str]:
    return {**os.environ, MARKS_VARIABLE: str(office.marks), "PYTHONUTF8": "1"}


def run_main(office: Office, *words: str | Path) -> Ended:
    """Runs a command to its end."""
    done = subprocess.run(
        command(office, *words), env=environment(office), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def start_main(office: Office, *words: str | Path) -> "subprocess.Popen[str]":
    """Starts a command with a pipe as standard input; whoever started it holds the other end."""
    return subprocess.Popen(
        command(office, *words), env=environment(office), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, encoding="utf-8", start_new_session=True,     # Ctrl+C is the parent's to hear
    )


class GatewayChild:
    """A gateway process that ends when this object is closed, or when this process dies. Raises GatewayNotUp."""

    def __init__(self, office: Office, port: int = 0) -> None:
        self._process = start_main(office, "gateway", "--port", str(port), "--until-stdin-closes")
        out: IO[str] | None = self._process.stdout
        line = out.readline() if out else ""
        if not line:
            self.close()
            raise GatewayNotUp(folder=office.data)
        self.url: str = json.loads(line)["address"]

    def runs(self) -> bool:
        """False once the process ended, whatever ended it."""
        return self._process.poll() is None

    def close(self) -> None:
        """Lets the gateway finish what it is doing; one that does not come to an end is killed."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
