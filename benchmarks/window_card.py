"""A child: a chip card read in this process while its panel is open beside a form. Arguments: an empty folder, how many readings.

A thread lets the window's pulse fall every millisecond; how late each beat is taken up tells how long the window was held up.
The pulse also beats while nobody reads anything: what the machine itself holds up.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from benchmarks.window_hands import play, sign_in, tell, wait_painted, wait_until
from commands.demo_counter import demo_counter
from commands.demo_office import OFFICERS, PIN
from commands.scan_folder import scan_folder
from commands.workplace import Profile, Workplace
from devices.card.keys_given import passwords_of
from devices.card.link import Link
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.whole import Asked, Hearing, read_whole
from devices.simulated.cards import cards
from devices.simulated.chip import ChipLink, VirtualChip
from devices.simulated.issued_chip import TrainingState
from kiosk.device_ports import CardData, CardKey, ReaderEvent, ReaderState
from kiosk.officers import add
from ui.app import CounterApp, prepare
from ui.clerk.window import ClerkWindow
from ui.clerk.window_screens import build_screens
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


class ChipOnThread:
    """A `CardReader` over one chip of the training desk, read by the real code on a thread of its own."""

    def __init__(self, now: int) -> None:
        self._now, self._state = now, TrainingState.found(now)
        self._trust = TrustStore.of([bundles.read(self._state.country.certificate)])
        self._content = self._state.issue(cards()[WHO], now)
        self._told: list[Callable[[ReaderEvent], None]] = []
        self.event = ReaderEvent(ReaderState.NO_CARD)

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._told.append(told)
        told(self.event)

    def open_with(self, key: CardKey) -> None:
        threading.Thread(target=self._read, args=(key,), daemon=True).start()

    def cancel(self) -> None:
        """Nobody stops a measurement."""

    def close(self) -> None:
        self._told.clear()

    def say(self, event: ReaderEvent) -> None:
        self.event = event
        for told in tuple(self._told):
            told(event)

    def _read(self, key: CardKey) -> None:
        progress, text = 0, None

        def on_progress(per_cent: int) -> None:
            nonlocal progress
            progress = per_cent
            self.say(ReaderEvent(ReaderState.READING, progress, text))

        def on_text(card: CardData) -> None:
            nonlocal text
            text = card
            self.say(ReaderEvent(ReaderState.READING, progress, text))

        asked = Asked(passwords_of(key), self._trust, self._now, training=True)
        found = read_whole(self._connect, asked, Hearing(on_progress, on_text))
        self.say(ReaderEvent(ReaderState.READ, 100, found.card))

    @contextmanager
    def _connect(self) -> Iterator[Link]:
        yield ChipLink(VirtualChip(self._content))


def main(folder: Path, readings: int) -> None:
    qt = prepare(sys.argv[:1])
    workplace = Workplace(Profile.DEMO, folder / "counter")
    with workplace.store() as store:
        store.write(partial(add, officer=OFFICERS[0], pin=PIN, at=workplace.clock.now_ms()))
    with demo_counter(workplace, furnished=False) as demo, scan_folder() as scans:
        reader = ChipOnThread(workplace.clock.now_ms())
        counter = replace(demo.counter, reader=reader)
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
            _read_once(app, window, reader)
            seconds.append(time.perf_counter() - began)
            worst.append(max(pulse.take()))
            reader.say(ReaderEvent(ReaderState.NO_CARD))
        pulse.end()
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


def _read_once(app: CounterApp, window: ClerkWindow, reader: ChipOnThread) -> None:
    """The card is put down, and all of it is on the screen when this returns."""
    panel = window.screens.card
    before = panel.shown
    reader.say(ReaderEvent(ReaderState.NUMBER_NEEDED))
    wait_until(lambda: panel.shown is not before, "the card before does not go")
    wait_until(lambda: panel.shown is not None and panel.shown.whole and panel.shown.checks is not None, "no card was read")
    wait_until(lambda: app.tasks.running == 0, "the photo does not come")
    wait_painted(panel)


if __name__ == "__main__":
    play(partial(main, Path(sys.argv[1]), int(sys.argv[2])))
