"""Commands as processes of their own: how the demo (and later the counter window) starts them and lets them go."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.store.marks import MARKS_VARIABLE

MAIN = Path(__file__).parents[1] / "main.py"


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
    """A gateway process that ends when this object is closed, or when this process dies."""

    def __init__(self, office: Office) -> None:
        self._process = start_main(office, "gateway", "--port", "0", "--until-stdin-closes")
        out: IO[str] | None = self._process.stdout
        line = out.readline() if out else ""
        if not line:
            self.close()
            raise RuntimeError("the gateway did not come up")
        self.url: str = json.loads(line)["address"]

    def close(self) -> None:
        """Lets the gateway finish what it is doing."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=20)
        if self._process.stdout:
            self._process.stdout.close()
