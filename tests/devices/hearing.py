"""What a driver told, in order, and waiting for it without sleeping."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from kiosk.scan_ports import ScannedPage, ScanTrouble

T = TypeVar("T")
PATIENCE_S = 60.0                      # only a test that fails waits this long


class Heard(Generic[T]):
    """Call it to tell it something."""

    def __init__(self) -> None:
        self.all: list[T] = []
        self.threads: set[int] = set()
        self._changed = threading.Condition()
        self._looked_at = 0

    def __call__(self, word: T) -> None:
        with self._changed:
            self.all.append(word)
            self.threads.add(threading.get_ident())
            self._changed.notify_all()

    def until(self, wanted: Callable[[T], bool]) -> list[T]:
        """Everything since the last call, up to and with the first word that is wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._place(wanted) is not None, PATIENCE_S), self.all
            place = self._place(wanted)
            assert place is not None
            found, self._looked_at = self.all[self._looked_at : place + 1], place + 1
            return found

    def until_is(self, wanted: T) -> list[T]:
        return self.until(lambda word: word == wanted)

    def _place(self, wanted: Callable[[T], bool]) -> int | None:
        later = range(self._looked_at, len(self.all))
        return next((place for place in later if wanted(self.all[place])), None)


class ScanHeard:
    """A ScanListener that keeps everything."""

    def __init__(self) -> None:
        self.pages: list[Path] = []
        self.whole: list[ScannedPage] = []
        self.contents: list[bytes] = []
        self.ends: Heard[ScanTrouble | int] = Heard()
        self.arrived: Heard[int] = Heard()

    def page(self, page: ScannedPage) -> None:
        self.whole.append(page)
        self.pages.append(page.path)
        self.contents.append(page.path.read_bytes())
        self.arrived(len(self.pages))

    def trouble(self, what: ScanTrouble) -> None:
        self.ends(what)

    def finished(self, pages: int) -> None:
        self.ends(pages)

    def end(self) -> ScanTrouble | int:
        """How it ended: what stopped it, or how many pages it brought."""
        (end,) = self.ends.until(lambda _end: True)
        return end


def processes_below(pid: int) -> list[str]:
    """Command lines of the processes this one has started, where the system can say."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        except (OSError, ValueError):  # it ended meanwhile
            continue
        if parent == pid:
            found.append(line or "(ended, not waited for)")
    return found


def driver_processes() -> list[str]:
    return [line for line in processes_below(os.getpid()) if "devices" in line or "ended" in line]
