"""The kiosk as `main.py selfservice` runs it: what watches the shell, and the shell itself, with a finger for its attract screen
and turns that have hands.

The shell says "ready" through a socket whenever somebody may begin, and when a finger touched; each line it is sent is a touch.
"""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Signal

import commands.selfservice_shell
import ui.selfservice.app
from commands import demo_selfservice
from commands.selfservice_watch import ShellWatch
from main import main
from tests.selfservice.citizens import touch

FINGER = "MOTCUA_TEST_FINGER"
Real = ui.selfservice.app.AttractWindow


class DrivenAttract(Real):
    """`Real`, and a finger."""

    asked = Signal()

    def __init__(self, *given, **more) -> None:
        super().__init__(*given, **more)
        self.asked.connect(self._touch)
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(os.environ[FINGER])
        threading.Thread(target=self._listen, daemon=True).start()
        self._say("ready")

    def ready(self) -> None:
        super().ready()
        self._say("ready")

    def _touch(self) -> None:
        self._say(f"touched {time.monotonic()}")
        touch(self.begin)

    def _listen(self) -> None:
        with self._line.makefile("r", encoding="utf-8") as lines:
            for _line in lines:
                self.asked.emit()

    def _say(self, what: str) -> None:
        self._line.sendall(f"{what}\n".encode())


class DrivenWatch(ShellWatch):
    """Keeps this module's shell instead of the program's own."""

    def __init__(self, *given, **more) -> None:
        super().__init__(*given, **more)
        self._command[1:2] = ["-m", "tests.selfservice.driven_shell"]


@contextmanager
def no_office(_kiosk: object) -> Iterator[str]:
    """The folder is furnished by the test; there is no gateway but the one it names."""
    yield ""


if __name__ == "__main__":
    ui.selfservice.app.AttractWindow = DrivenAttract
    demo_selfservice.office_around = no_office
    commands.selfservice_shell.ShellWatch = DrivenWatch
    commands.selfservice_shell.TurnProcesses = partial(
        commands.selfservice_shell.TurnProcesses, module="tests.selfservice.driven_turn"
    )
    sys.exit(main(sys.argv[1:]))
