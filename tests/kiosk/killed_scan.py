"""A counter that takes pages of a scanner over and is killed at a named step: `python -m tests.kiosk.killed_scan FOLDER STEP`.

The three pages of a stack lie in the scanner's folder, whole; the process dies with kill -9 while it keeps the second. Says on
one line which draft they are for.
"""

import os
import signal
import sys
from pathlib import Path

from kiosk.catalogue import Catalogue
from kiosk.counter import Intakes
from kiosk.holidays import load_holidays
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.scan_journal import Place, ScanJournal, StackNote
from kiosk.scan_ports import ScannedPage, ScanSource
from kiosk.settings import DEMO
from kiosk.store import Opening, Store, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder

STEPS = (
    "pages announced", "page written", "page flushed", "page renamed", "folders flushed", "scan kept", "scan removed",
)  # fmt: skip
NOW = 1_795_572_000_000
PAGES = tuple(b"\xff\xd8\xff\xe0 page " + bytes([number]) * 900 for number in (1, 2, 3))


class Death:
    """Kills this process when a step is come to the second time."""

    def __init__(self, step: str) -> None:
        self.step, self.times = step, 0

    def __call__(self, name: str) -> None:
        self.times += name == self.step
        if name == self.step and self.times == 2:
            os.kill(os.getpid(), signal.SIGKILL)


def opening(folder: Path, step: str = "") -> Opening:
    disk, root = Disk(), folder / "data"
    return Opening(root, DemoKeyFile(root, disk), FixedClock(NOW), MarkFolder(folder / "marks", disk), disk, Death(step))


def intakes_of(store: Store) -> Intakes:
    return Intakes(store, Catalogue.load(), DEMO, office_calendar(DEMO.hours, load_holidays()))


def main(folder: Path, step: str) -> None:
    with open_store(opening(folder, step)) as store:
        intakes = intakes_of(store)
        draft = intakes.open("2.000815", Officer("cb-001", "Lò Thị Mai Hương")).id
        print(draft, flush=True)
        stack = ScanJournal(folder / "scans").begin(StackNote(Place(draft)))
        paths = [stack.folder / f"page-{number:04d}.jpg" for number in (1, 2, 3)]
        for path, content in zip(paths, PAGES, strict=True):
            Disk().write_whole(path, content)
        for path in paths:
            intakes.add_scan(stack, ScannedPage(path, "", 300, ScanSource.FEEDER))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
