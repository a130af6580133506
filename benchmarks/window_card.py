"""A child: a chip card read in this process while its panel is open beside a form. Arguments: an empty folder, how many readings.

A thread lets the window's pulse fall every millisecond; how late each beat is taken up tells how long the window was held up.
The pulse also beats while nobody reads anything: what the machine itself holds up.
"""

import sys
import threading
import time
from collections import deque
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from benchmarks.window_hands import play, sign_in, tell, wait_painted, wait_until
from commands.demo_counter import demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.scan_folder import scan_folder
from commands.workplace import Profile, Workplace
from devices.card.chip_reader import ChipReader
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.simulated.cards import cards
from devices.simulated.chip import VirtualChip
from devices.simulated.issued_chip import TrainingState
from devices.simulated.slots import VirtualSlots
from kiosk.officers import add
from kiosk.ports import Clock
from ui.app import CounterApp, prepare
from ui.clerk.window import ClerkWindow
from ui.clerk.window_makers import build_screens
from ui.shortcuts import Action

PROCEDURE, WHO, BEAT_S, CALM_S = "1.001193", "juan", 0.001, 0.5


class Pulse(QObject):
    """`late` are the delays of the beats since it was last asked."""

    BEAT = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__()
        self._fallen: deque[float] = deque()
        self._late: list[float] = []
        self._ends = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def take(self) -> list[float]:
        late, self._late = self._late, []
        return late

    def end(self) -> None:
        self._ends = True
        self._thread.join()

    def event(self, event: QEvent) -> bool:
        if event.type() is not self.BEAT:
            return super().event(event)
        self._late.append(time.perf_counter() - self._fallen.popleft())
        return True

    def _run(self) -> None:
        due = time.perf_counter()
        while not self._ends:
            due = max(due + BEAT_S, time.perf_counter() - BEAT_S)
            time.sleep(max(0.0, due - time.perf_counter()))
            self._fallen.append(due)
            QCoreApplication.postEvent(self, QEvent(self.BEAT))


class Card:
    """One chip of the training desk, put on the reader and lifted, and the reader over it."""

    def __init__(self, clock: Clock) -> None:
        state = TrainingState.found(clock.now_ms())
        trust = TrustStore.of([bundles.read(state.country.certificate)])
        self._chip = VirtualChip(state.issue(cards()[WHO], clock.now_ms()))
        self._slots = VirtualSlots()
        self.reader = ChipReader(self._slots, lambda: trust, clock, training=True)

    def put(self) -> None:
        self._slots.put(self._chip)

    def lift(self) -> None:
        self._slots.lift()


def main(folder: Path, readings: int) -> None:
    qt = prepare(sys.argv[:1])
    workplace = Workplace(Profile.DEMO, folder / "counter")
    with workplace.store() as store:
        store.write(partial(add, officer=OFFICERS[0], pin=PIN, at=workplace.clock.now_ms()))
    with demo_counter(workplace, furnished=False) as demo, scan_folder(workplace.root) as scans:
        card = Card(workplace.clock)
        counter = replace(demo.counter, reader=card.reader)
        app = CounterApp(qt, counter, partial(build_screens, folder=workplace.root, scans=scans))
        app.show()
        sign_in(app, OFFICERS[0].id)
        window = app.window
        assert window is not None
        _open_form(app, window)
        window.show_card_panel(True)
        pulse = Pulse()
        calm, worst, seconds = [], [], []
        for _reading in range(readings + 1):
            _pass(CALM_S)              # what was lifted or opened before is painted
            pulse.take()
            _pass(CALM_S)
            calm.append(max(pulse.take()))
            began = time.perf_counter()
            _read_once(app, window, card)
            seconds.append(time.perf_counter() - began)
            worst.append(max(pulse.take()))
            card.lift()
        pulse.end()
        card.reader.close()
        app.shell.close()
        wait_until(lambda: not app.shell.isVisible(), "the window does not close")
        app.end()
    tell(worst=worst[1:], calm=calm[1:], seconds=seconds[1:])      # in the first everything is met for the first time


def _pass(seconds: float) -> None:
    until = time.perf_counter() + seconds
    wait_until(lambda: time.perf_counter() > until, "time stands still")


def _open_form(app: CounterApp, window: ClerkWindow) -> None:
    """A form that knows the number already, as after the QR code was scanned."""
    window.go(Action.INTAKE)
    intake = window.screens.intake
    intake.start(PROCEDURE)
    wait_until(lambda: intake.current() is not None and intake.current().form.ready, "no form")
    form = intake.current()
    assert form is not None
    form.form.submitter.person.personal_id.set_value(cards()[WHO].personal_id)
    wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")


def _read_once(app: CounterApp, window: ClerkWindow, card: Card) -> None:
    """The card is put down, and all of it is on the screen when this returns."""
    panel = window.screens.card
    before = panel.shown
    card.put()
    wait_until(lambda: panel.shown is not before, "the card before does not go")
    wait_until(lambda: panel.shown is not None and panel.shown.whole and panel.shown.checks is not None, "no card was read")
    wait_until(lambda: app.tasks.running == 0, "the photo does not come")
    wait_painted(panel)


if __name__ == "__main__":
    play(partial(main, Path(sys.argv[1]), int(sys.argv[2])))
