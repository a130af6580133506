"""One process of the program with a plug in it: it tells every checkpoint it passes, and dies at one if asked to.

Started by the journeys as `python -m tests.journeys.killed_process [options] COMMAND WORDS...`; COMMAND is any command of
`main.py`, run by the same code with the same objects. Only the demo profile: nobody's keyring is touched.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import commands.sync
import sync.gateway.settings
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.words import speak
from sync.transport import Answer, HttpTransport


@dataclass(slots=True)
class Plug:
    """The checkpoint: each name goes into a pipe; at the `times`-th hit of `die_at` the process is gone, as in a power cut
    seen from inside: no handler runs, nothing is flushed, no lock is let go by anybody but the kernel."""

    pipe: int
    die_at: str
    times: int
    hits: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, name: str) -> None:
        with self.lock:
            os.write(self.pipe, f"{name}\n".encode())
            self.hits += name == self.die_at
            if self.die_at and self.hits == self.times:
                os.kill(os.getpid(), signal.SIGKILL)


class DoublingTransport(HttpTransport):
    """A line on which every request arrives twice, and only the second answer comes back."""

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        super().request(method, path, body=body, headers=headers, seconds=seconds)
        return super().request(method, path, body=body, headers=headers, seconds=seconds)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--phases", type=int, required=True, help="descriptor of the pipe")
    parser.add_argument("--die-at", default="")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--doubling", action="store_true", help="send every request twice")
    parser.add_argument("--piece", type=int, default=0, help="the largest piece of a page the gateway asks for")
    parser.add_argument("command")
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    options = parser.parse_args(words)
    if options.doubling:
        commands.sync.HttpTransport = DoublingTransport
    if options.piece:
        sync.gateway.settings.MAX_CHUNK = options.piece
    speak("vi")
    plug = Plug(options.phases, options.die_at, options.times)
    workplace = Workplace(Profile.DEMO, options.data.absolute(), checkpoint=plug)
    return run_command(options.command, options.rest, workplace)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
