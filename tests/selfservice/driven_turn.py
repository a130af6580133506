"""A turn of the kiosk as `main.py selfservice --turn` runs it, with a citizen at it: who that is comes through a socket, not
through the shell, which must never have known.

The program has no such door: this module stands in the tests and puts itself between `main` and the turn.
"""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from ctypes import CDLL
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import commands.selfservice_papers
import ui.selfservice.app
from benchmarks.window_hands import wait_painted
from devices.simulated.laying import LayingScanner
from devices.simulated.scanner_words import SheetLaid
from kiosk.scan_ports import Scanner
from main import main
from tests.selfservice import citizens, driven_scanner

SOCKET = "MOTCUA_TEST_CITIZENS"
_DUMPABLE, _PATIENCE = 4, 120.0
Real = ui.selfservice.app.TurnProcess
BROUGHT: list[SheetLaid] = []          # what the citizen lays on the glass


class DrivenTurn(Real):
    """`Real`, and hands. It hangs up with its process."""

    def __init__(self, *given, **more) -> None:
        super().__init__(*given, **more)
        if sys.platform == "linux":
            CDLL(None).prctl(_DUMPABLE, 1, 0, 0, 0)            # its memory is to be searched, by whoever runs the tests
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(_PATIENCE)
        self._line.connect(os.environ[SOCKET])
        self._lines = self._line.makefile("r", encoding="utf-8")
        self._tell(pid=os.getpid())

    def _on_begun(self) -> None:
        super()._on_begun()
        QApplication.setDoubleClickInterval(0)                 # no finger is as quick as a test's
        wait_painted(self._window)
        self._tell(painted=time.monotonic())
        QTimer.singleShot(0, self._play)

    def _play(self) -> None:
        person = citizens.Person(**self._ask())
        BROUGHT[:] = person.sheets
        self._tell(seen=citizens.play(self._window, person))
        self._end(self._ask()["how"])

    def _end(self, how: str) -> None:
        window = self._window
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif how == "idle":
            window.warn()
            window.warning._left = 1
            window.warning._tick()
        elif how == "closed":
            window.close()
        else:
            citizens.touch(window.end_button)

    def _ask(self) -> dict[str, str]:
        return dict(json.loads(self._lines.readline()))

    def _tell(self, **said: object) -> None:
        self._line.sendall(json.dumps(said).encode() + b"\n")


def glass(_workplace: object) -> Callable[[], Scanner]:
    return lambda: LayingScanner(BROUGHT, driven_scanner.__name__)


if __name__ == "__main__":
    commands.selfservice_papers._scanner = glass
    ui.selfservice.app.TurnProcess = DrivenTurn
    assert Path(os.environ[SOCKET]).is_socket()
    sys.exit(main(sys.argv[1:]))
