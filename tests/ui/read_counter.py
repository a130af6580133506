"""The counter window on a real display, led from place to place by words on standard input, for a screen reader to look at.

`python -m tests.ui.read_counter FOLDER`: answers every place asked for ("sign_in", "desk", "intake", "refused") with the same
word once it stands there.
"""

import sys
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Signal

from tests.ui.at_counter import MARITAL, AtCounter
from tests.ui.killed_counter import Waiting
from tests.ui.office import OpenCounter
from tests.ui.received import receive_some
from ui.app import prepare
from ui.shortcuts import Action


class Heard(QObject):
    """Lines from standard input, on the GUI thread."""

    came = Signal(str)
    over = Signal()

    def listen(self) -> None:
        for line in sys.stdin:
            self.came.emit(line.strip())
        self.over.emit()


def lead(at: AtCounter, place: str) -> None:
    match place:
        case "desk":
            at.enter()
        case "intake":
            at.form(MARITAL)
        case "refused":
            form = at.screens.intake.current()
            form.receive()
            at.wait(lambda: len(form.told.summary.problems) > 3)
        case "outbox" | "look_up" | "settings":
            at.window.go(Action(place))
    at.settle()
    print(place, flush=True)


def main(folder: Path) -> int:
    app = prepare(sys.argv[:1])
    with OpenCounter(folder) as office:
        receive_some(office, 2)
        at = AtCounter(Waiting, app, office, folder)
        heard = Heard()
        heard.came.connect(lambda place: lead(at, place))
        heard.over.connect(app.quit)
        Thread(target=heard.listen, daemon=True).start()
        app.exec()
        at.app.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
