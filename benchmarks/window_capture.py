"""A child: a stack from the simulated feeder into the window, watched frame by frame. Arguments: an empty folder, pages, before.

`before`: pages that lie in the strip already, by the simulated feeder's own hand.
"""

import io
import os
import sys
import time
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QTimer

from benchmarks.window_hands import close, play, sign_in, tell, wait_until
from devices.imaging.driver import PageLooks
from devices.simulated.scanner import SimulatedScanner
from devices.simulated.scanner_words import Load, SheetLaid
from kiosk.scan_ports import ScanListener, ScannedPage, ScanTrouble
from tests.ui.office import OFFICER, OpenCounter
from ui.app import CounterApp, prepare
from ui.clerk.window_makers import build_screens
from ui.shortcuts import Action

PROCEDURE = "2.000815"
PULSE_MS = 1
FRAME_EVERY_MS, STEP = 16, 60          # pixels for each frame: two rows of pages in less than a second
SMALL = (1240, 1754)                   # A4 at 150 dpi: what lies in the strip already


class Delivered:
    """Between scanner and window: when each page was there, which is what the window is measured against."""

    def __init__(self, scanner: SimulatedScanner) -> None:
        self._scanner, self.pages = scanner, list[float]()

    def __getattr__(self, name: str) -> object:
        return getattr(self._scanner, name)

    def scan(self, order: object, into: Path, listener: ScanListener) -> None:
        self._scanner.scan(order, into, _Noting(listener, self.pages))  # type: ignore[arg-type]


class _Noting:
    def __init__(self, listener: ScanListener, pages: list[float]) -> None:
        self._listener, self._pages = listener, pages

    def page(self, page: ScannedPage) -> None:
        self._pages.append(time.monotonic())
        self._listener.page(page)

    def trouble(self, what: ScanTrouble) -> None:
        self._listener.trouble(what)

    def finished(self, pages: int) -> None:
        self._listener.finished(pages)


class Pulse:
    """Falls every millisecond; how long each waits to be taken up is how long a frame would."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._due = 0.0
        self._timer = QTimer()
        self._timer.setInterval(PULSE_MS)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self._due = time.monotonic() + PULSE_MS / 1000
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.monotonic()
        self.waits.append(max(0.0, now - self._due))
        self._due = now + PULSE_MS / 1000


def main(folder: Path, pages: int, before: int) -> None:
    qt = prepare(sys.argv[:1])
    simulated, looker = SimulatedScanner(), PageLooks()
    scanner = Delivered(simulated)
    with OpenCounter(folder) as office:
        counter = replace(office.counter, scanner=scanner, looker=looker)
        app = CounterApp(qt, counter, partial(build_screens, folder=folder / "data", scans=folder / "scans"))
        app.show()
        sign_in(app, OFFICER.id)
        wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")
        shown, pulse, held = _scan(app, office, simulated, pages, before)
        close(app)
    simulated.close()
    looker.close()
    tell(delivered=scanner.pages, shown=shown, waits=pulse.waits, **held)


def _scan(
    app: CounterApp, office: OpenCounter, scanner: SimulatedScanner, pages: int, before: int
) -> tuple[list[float], Pulse, dict[str, float | list[float]]]:
    window, intakes = app.window, office.counter.intakes
    assert window is not None
    draft = intakes.open(PROCEDURE, OFFICER)
    empty = _held()
    for number in range(before):
        intakes.add_page(draft.id, _page(number))
    window.open_draft(draft.id)
    wait_until(lambda: (form := window.screens.intake.current()) is not None and form.form.ready, "no form")
    window.capture(draft.id)
    capture = window.screens.capture
    strip = capture.strip
    wait_until(lambda: strip.model().rowCount() == before and app.tasks.running == 0, "the pages are not shown")
    _leaf_through(app, strip)
    full = _held()
    scrolled = _scroll(app, strip)         # the first pictures have made room for the last: they come anew
    scanner.order(Load(tuple(SheetLaid("numbered", number % 5) for number in range(pages))))
    wait_until(lambda: bool(scanner.world.tray), "no paper in the feeder")
    shown: list[float] = []
    pulse = Pulse()

    def look() -> None:
        while len(shown) < strip.model().rowCount() - before:
            shown.append(time.monotonic())

    strip.model().rowsInserted.connect(lambda *_rows: look())
    strip.model().modelReset.connect(look)
    pulse.begin()
    capture.scan_next()
    wait_until(lambda: len(shown) == pages, "the pages do not come")
    wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")
    pulse.end()
    assert window.place is Action.CAPTURE
    return shown, pulse, {"empty": empty, "full": full, "scrolled": scrolled}


def _scroll(app: CounterApp, strip: object) -> list[float]:
    """From the first page to the last as a wheel does, a step for each frame; the pictures of the first pages come anew."""
    bar = strip.verticalScrollBar()  # type: ignore[attr-defined]
    pulse, wheel = Pulse(), QTimer()
    wheel.setInterval(FRAME_EVERY_MS)
    wheel.timeout.connect(lambda: bar.setValue(bar.value() + STEP))
    pulse.begin()
    wheel.start()
    wait_until(lambda: bar.value() >= bar.maximum() and bool(pulse.waits), "the end of the strip does not come")
    wheel.stop()
    wait_until(lambda: app.tasks.running == 0, "the pictures do not come")
    pulse.end()
    bar.setValue(0)
    return pulse.waits


def _leaf_through(app: CounterApp, strip: object) -> None:
    """To the end of the strip and back, as an officer checks a stack."""
    bar = strip.verticalScrollBar()  # type: ignore[attr-defined]
    for value in (*range(0, bar.maximum(), max(bar.pageStep(), 1)), bar.maximum(), 0):
        bar.setValue(value)
        wait_until(lambda: app.tasks.running == 0, "the pictures do not come")


@cache
def _paper() -> Image.Image:
    return Image.effect_noise(SMALL, 40).convert("RGB")


def _page(number: int) -> bytes:
    image = _paper().copy()
    image.paste((number % 256, 90, 120), (100, 100, 400, 400))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=60)
    return target.getvalue()


def _held() -> float:
    """Megabytes of this process in memory."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    play(lambda: main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
