"""Where a citizen lays paper during one turn: the scanner, the document camera, who looks at pages, the folder they lie in for a
moment. Each is begun only when somebody needs it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.page_ports import PageLooker
from kiosk.scan_journal import ScanJournal, private_folder
from kiosk.scan_ports import DocumentCamera, Scanner
from kiosk.store.disk import Disk


class PaperDesk:
    """`scanner` makes the driver; its process is started when the first paper is asked for, and ends with the turn."""

    def __init__(
        self, journal: ScanJournal, scanner: Callable[[], Scanner] | None = None, camera: DocumentCamera | None = None,
        looker: PageLooker | None = None,
    ) -> None:  # fmt: skip
        self.journal, self.camera, self.looker = journal, camera, looker
        self._make = scanner
        self._scanner: Scanner | None = None
        self.on_glass = False              # paper was laid there, and nobody has seen it taken away
        self.under_camera = False

    @property
    def scans(self) -> bool:
        return self._make is not None

    @property
    def usable(self) -> bool:
        """There is something to show a paper to."""
        return self.scans or self.camera is not None

    @property
    def holds_paper(self) -> bool:
        """As far as anybody knows."""
        return self.on_glass or self.under_camera

    def scanner(self) -> Scanner | None:
        if self._scanner is None and self._make is not None:
            self._scanner = self._make()
        return self._scanner

    def close(self) -> None:
        for part in (self._scanner, self.camera, self.looker):
            if part is not None:
                part.close()


@contextmanager
def scans_of_turn(folder: Path, disk: Disk | None = None) -> Iterator[ScanJournal]:
    """The folder for the pages of one turn. Nothing of a turn before is ever taken over: whoever that was is gone. It is wiped
    here and at the end. Raises FolderRefused, DiskFull."""
    wipe(folder)
    try:
        with private_folder(folder):
            yield ScanJournal(folder, disk)
    finally:
        wipe(folder)


def wipe(folder: Path) -> None:
    """Every file is emptied before it goes: a driver that still holds one open has nothing to give away."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                os.truncate(path, 0)
            except OSError:                # another system's lock on it; it goes with the folder all the same
                continue
    shutil.rmtree(folder, ignore_errors=True)
