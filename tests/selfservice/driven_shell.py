"""The kiosk's shell as `main.py selfservice` runs it, with a finger for its attract screen and turns that have hands.

Says "ready" whenever somebody may begin, and when a finger touched; is touched at each line it is sent.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Signal

import commands.selfservice
import ui.selfservice.app
from commands import demo_selfservice
from main import main
from tests.selfservice.citizens import touch

Real = ui.selfservice.app.AttractWindow


class DrivenAttract(Real):
    """`Real`, and a finger."""

    asked = Signal()

    def __init__(self, *given, **more) -> None:
        super().__init__(*given, **more)
        self.asked.connect(self._touch)
        threading.Thread(target=self._listen, daemon=True).start()
        print("ready", flush=True)

    def ready(self) -> None:
        super().ready()
        print("ready", flush=True)

    def _touch(self) -> None:
        print(f"touched {time.monotonic()}", flush=True)
        touch(self.begin)

    def _listen(self) -> None:
        for _line in sys.stdin:
            self.asked.emit()
        sys.stdin.close()


@contextmanager
def no_office(_kiosk: object) -> Iterator[str]:
    """The folder is furnished by the test; there is no gateway but the one it names."""
    yield ""


if __name__ == "__main__":
    ui.selfservice.app.AttractWindow = DrivenAttract
    demo_selfservice.office_around = no_office
    commands.selfservice.TurnProcesses = partial(commands.selfservice.TurnProcesses, module="tests.selfservice.driven_turn")
    sys.exit(main(sys.argv[1:]))
