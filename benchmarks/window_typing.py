"""A child: typing into the intake while everything else goes on. Arguments: an empty folder, keys, waiting dossiers, 1 for
a calm counter (nothing else goes on).

A thread plays the typist: each key falls at a moment fixed beforehand, so that a window that hangs cannot put it off.
"""

import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from benchmarks.window_hands import NOTHING_HELD, Eye, play, sign_in, tell, wait_until
from commands.demo_counter import DemoCounter, demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.scan_folder import scan_folder
from commands.seed import Seeding
from commands.workplace import Profile, Workplace
from kiosk.officers import add
from kiosk.store import outbox
from ui.app import CounterApp, prepare
from ui.clerk.window_makers import build_screens
from ui.shortcuts import Action

LETTERS, PROCEDURE = "nguyễn thị hồng đào êban", "1.001193"
BETWEEN = (0.035, 0.075)               # seconds: faster than anybody types
SHEETS, TOGETHER = 6, 20


class Typist(QObject):
    """Types letters and takes them back, and notes for each how long it took to be seen."""

    def __init__(self, line: QLineEdit, keys: int) -> None:
        super().__init__(line)
        self._window, self._keys = line.window().windowHandle(), keys
        self._fallen: list[float] = []     # due moments of keys under way, in order
        self._taken = 0                    # of those: handed to the field, not painted yet
        self.times: list[float] = []
        self._eye = Eye(line, self._on_painted)
        line.installEventFilter(self)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive() and not self._fallen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() is QEvent.Type.KeyPress:
            self._taken += 1
        return False

    def _on_painted(self) -> None:
        now = time.perf_counter()
        for _key in range(self._taken):
            self.times.append(now - self._fallen.pop(0))
        self._taken = 0

    def _run(self) -> None:
        pause, due = random.Random(5), time.perf_counter()
        for number in range(self._keys):
            due += pause.uniform(*BETWEEN)
            time.sleep(max(0.0, due - time.perf_counter()))
            self._fallen.append(due)
            QCoreApplication.postEvent(self._window, _key(number))


def _key(number: int) -> QKeyEvent:
    """Forwards through the letters, then as many times Backspace, and so on: every key changes what is seen."""
    step = number % (2 * len(LETTERS))
    if step < len(LETTERS):
        return QKeyEvent(QEvent.Type.KeyPress, 0, NOTHING_HELD, LETTERS[step])
    return QKeyEvent(QEvent.Type.KeyPress, 0x01000003, NOTHING_HELD, "\b")


class Life(QObject):
    """What else happens at the counter: cards come and go, the feeder is filled again, the link is sent for."""

    def __init__(self, demo: DemoCounter, app: CounterApp) -> None:
        super().__init__()
        self._demo, self._app = demo, app
        demo.desk.bench.say_numbers()
        self._cards = [card.id for card in demo.desk.bench.cards()]
        self.scanned = self.read = self._beats = 0
        assert app.window is not None
        app.window.screens.capture.pages_changed.connect(self._on_pages)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(500)
        self._on_beat()

    def stop(self) -> None:
        self._timer.stop()

    def _on_beat(self) -> None:
        window = self._app.window
        assert window is not None
        self._beats += 1
        bench = self._demo.desk.bench
        if self._beats % 5 == 1:
            bench.swap_card(self._cards[self._beats // 5 % len(self._cards)])
            self.read += 1
        elif self._beats % 5 == 4:
            bench.lift_card()
        if window.screens.capture.scans.desk.current is None:
            bench.load_numbered(SHEETS)
            window.screens.capture.scan_next()
        self._demo.counter.link.send_now()

    def _on_pages(self, _draft: str) -> None:
        self.scanned += 1


def main(folder: Path, keys: int, waiting: int, calm: bool) -> None:
    qt = prepare(sys.argv[:1])
    workplace = Workplace(Profile.DEMO, folder / "counter")
    with _demo(workplace, 0 if calm else waiting) as demo, scan_folder(workplace.root) as scans:
        app = CounterApp(qt, demo.counter, partial(build_screens, folder=workplace.root, scans=scans))
        app.show()
        sign_in(app, OFFICERS[0].id)
        assert app.window is not None
        window, intake = app.window, app.window.screens.intake
        window.go(Action.INTAKE)
        intake.start(PROCEDURE)
        wait_until(lambda: intake.current() is not None and intake.current().form.ready, "no form")
        screen = intake.current()
        assert screen is not None
        window.screens.capture.open(screen.id, screen.procedure)
        window.show_card_panel(True)
        wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")
        line = screen.form.fields()["submitter.person.full_name"].parts()[0]
        assert isinstance(line, QLineEdit)
        line.setFocus()
        before = outbox.count_waiting(demo.store.read())
        life = None if calm else Life(demo, app)
        typist = Typist(line, keys)
        wait_until(lambda: typist.done, "keys were not painted")
        if life is not None:
            life.stop()
        sent = before - outbox.count_waiting(demo.store.read())
        app.shell.close()
        wait_until(lambda: not app.shell.isVisible(), "the window does not close")
        app.end()
        scanned, cards = (life.scanned, life.read) if life else (0, 0)
    tell(times=typist.times, sent=sent, scanned=scanned, cards=cards)


@contextmanager
def _demo(workplace: Workplace, waiting: int) -> Iterator[DemoCounter]:
    """The demo's counter with its gateway; what was seeded before it opens is sent while somebody types."""
    with workplace.store() as store:
        store.write(partial(add, officer=OFFICERS[0], pin=PIN, at=workplace.clock.now_ms()))
        seeding = Seeding(store, workplace, seed=11, pages=2)
        for first in range(0, waiting, TOGETHER):
            seeding.add(first, min(TOGETHER, waiting - first))
    with demo_counter(workplace, furnished=False) as demo:
        yield demo


if __name__ == "__main__":
    play(partial(main, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "1"))
