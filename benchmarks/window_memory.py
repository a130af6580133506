"""A child: dossiers received through the window, one after the other, memory looked at after each. Arguments: an empty
folder, dossiers.
"""

import gc
import io
import os
import sys
from ctypes import CDLL
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.window_hands import close, play, sign_in, tell, wait_until
from kiosk.invented import Invention
from kiosk.settings import DEMO
from kiosk.store.drafts import Draft
from tests.ui.office import OFFICER, OpenCounter
from ui.app import CounterApp, prepare
from ui.clerk.window_makers import build_screens
from ui.shortcuts import Action

PAGES, SHEET = 2, (2480, 3508)         # A4 at 300 dpi


def main(folder: Path, dossiers: int) -> None:
    qt = prepare(sys.argv[:1])
    with OpenCounter(folder) as office:
        app = CounterApp(qt, office.counter, partial(build_screens, folder=folder / "data", scans=folder / "scans"))
        app.show()
        sign_in(app, OFFICER.id)
        wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")
        town, paper, looks = Invention(9), scanned_page(), []
        for _number in range(dossiers):
            receive(app, office, town, paper)
            looks.append(held())
        received = len(office.counter.records.search("", 10_000))
        close(app)
    tell(looks=looks, received=received)


def receive(app: CounterApp, office: OpenCounter, town: Invention, paper: bytes) -> None:
    """A form somebody left half done is opened, pages are scanned, it is received, printed, and the desk comes back."""
    window = app.window
    assert window is not None
    intakes, screens = office.counter.intakes, window.screens
    where, now = DEMO.office, office.clock.now_ms()
    intake = town.intake(where.code, where.counter, OFFICER.id, 0, now)
    opened = intakes.open(intake.procedure, OFFICER)
    draft = intakes.save(Draft(opened.id, OFFICER.id, intake, opened_at=now, saved_at=now))
    screens.desk.draft_opened.emit(draft.id)
    wait_until(lambda: (form := screens.intake.screen_of(draft.id)) is not None and form.form.ready, "no form")
    form = screens.intake.screen_of(draft.id)
    assert form is not None
    scan(app, office, paper)
    form.receive()
    wait_until(lambda: form.receiving.strip.asking or form.banner.isVisible(), "no fee is asked for")
    form.receive()
    wait_until(lambda: window.place is Action.RECEIPT or form.banner.isVisible(), "it is not received")
    wait_until(lambda: app.tasks.running == 0, "no receipt")
    screens.receipt.print_button.click()
    wait_until(lambda: bool(office.printer.jobs), "nothing is printed")
    office.printer.jobs.clear()            # the test's own printer would keep them all
    screens.receipt.closed.emit()
    wait_until(lambda: app.tasks.running == 0, "the counter does not come to rest")


def scan(app: CounterApp, office: OpenCounter, paper: bytes) -> None:
    """Through the capture screen, to the last page shown, and back to the form."""
    assert app.window is not None
    window, scanner, before = app.window, office.scanner, len(office.scanner.orders)
    window.screens.intake.capture_wanted.emit(window.screens.intake.tabs.current())
    wait_until(lambda: app.tasks.running == 0, "no pages")
    capture = window.screens.capture
    capture.scan_next()
    wait_until(lambda: len(scanner.orders) > before, "no scan")
    for page in range(PAGES):
        scanner.page(paper + bytes([page]))
    scanner.finish()
    wait_until(lambda: capture.scans.desk.current is None and app.tasks.running == 0, "pages are not kept")
    wait_until(lambda: capture.strip.model().rowCount() == PAGES, "pages are not shown")
    capture.closed.emit()


def scanned_page() -> bytes:
    """Grey grain, as heavy as a page of print."""
    grain = Image.effect_noise((SHEET[0] // 4, SHEET[1] // 4), 60).resize(SHEET)
    written = io.BytesIO()
    grain.save(written, "JPEG", quality=60)
    return written.getvalue()


def held() -> float:
    """MB of this process in memory, once everything that can go has gone and the C library has given back what it keeps
    for the next time."""
    for _time in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        gc.collect()
    give_back = getattr(CDLL(None), "malloc_trim", None)
    if give_back is not None:
        give_back(0)
    with Path("/proc/self/statm").open(encoding="ascii") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


if __name__ == "__main__":
    play(partial(main, Path(sys.argv[1]), int(sys.argv[2])))
