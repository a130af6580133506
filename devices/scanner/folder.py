"""A folder into which a shared scanner puts its files, as a scanner: what lies there is the paper in the feeder.

Every file is opened in a process of its own (`devices/files`); several pages in one file come one by one. What was taken is put
into a folder beside it and never deleted unless the settings say so.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from devices.files.reader import FileOpener, Unusable
from devices.scanner.folder_memory import WHOLE, FolderMemory
from devices.scanner.folder_place import FolderPlace
from devices.scanner.folder_watch import Dropped, FolderWatch
from devices.scanner.process import Sheet, Stopped
from devices.scanner.words import Scan
from kiosk.media_types import LONGEST_BEGINNING, UNKNOWN, media_type
from kiosk.page_ports import LARGEST_FILE, FileFault, fault_words
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble
from kiosk.words import _

_SEVERAL = ("application/pdf", "image/tiff")
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderDevice:
    """Looked at by one thread."""

    def __init__(self, place: FolderPlace) -> None:
        self._place = place
        self._watch = FolderWatch(place.folder, place.settle_s)
        self._memory, self._opener = FolderMemory(place.memory), FileOpener()
        self._half_written: set[Dropped] = set()

    def abilities(self) -> ScannerAbilities | None:
        return ScannerAbilities(frozenset({ScanSource.FEEDER}), (200, 300))

    def obstacle(self) -> ScanTrouble | None:
        try:
            return None if self._ready() else ScanTrouble.NO_PAPER
        except OSError:
            return ScanTrouble.OFFLINE

    def sheets(self, order: Scan, wanted: Callable[[], bool]) -> Iterator[Sheet]:
        if order.source is not ScanSource.FEEDER:
            raise Stopped(ScanTrouble.REFUSED)
        pages = 0
        try:
            ready = self._ready()
            for file in ready:
                for sheet in self._pages_of(file, order.dpi):
                    yield sheet
                    pages += 1
        except OSError as error:       # the share went away; a file alone that vanishes is passed over
            raise Stopped(ScanTrouble.OFFLINE) from error
        if not pages and wanted():
            raise Stopped(ScanTrouble.NO_PAPER)

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _ready(self) -> list[Dropped]:
        """Raises OSError."""
        ready = self._watch.ready()
        self._half_written = {file for file in self._half_written if self._watch.quiet_for(file) < self._place.patience_s}
        for file in ready:
            if self._memory.pages_of(file) == WHOLE:
                self._put_away(file)   # it could not be moved before
        return [file for file in ready if file not in self._half_written and self._memory.pages_of(file) != WHOLE]

    def _pages_of(self, file: Dropped, dpi: int) -> Iterator[Sheet]:
        """What was not taken yet of it; then it is put away. Raises OSError when the folder is gone."""
        try:
            content = self._content(file)
            if content is None:
                return
            several = media_type(content[:LONGEST_BEGINNING]) in _SEVERAL
            count = self._opener.count(content) if several else 1     # broken on its last page, it gives none at all
            taken = self._memory.pages_of(file)
            for number, (picture, fine) in enumerate(self._opener.pages(content, dpi), 1):
                if number > taken:
                    yield Sheet(picture, fine, kept=partial(self._kept, file, number, count))
        except Unusable as unusable:
            self._not_usable(file, unusable.fault)

    def _kept(self, file: Dropped, number: int, count: int) -> None:
        self._memory.keep(file, number if number < count else WHOLE)
        if number == count:
            self._put_away(file)

    def _content(self, file: Dropped) -> bytes | None:
        """None when it is not there any more, changes just now, or is none to be read. Raises OSError when the folder is gone."""
        try:
            descriptor = os.open(file.path, _FLAGS)
        except OSError:
            if file.path.is_symlink():
                self._watch.refuse(file, _("đây là một liên kết, không phải tệp"))
            os.stat(self._place.folder)                # the file alone is gone, or is being written by a program that locks it
            return None
        with open(descriptor, "rb") as opened:
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode) or file.path.is_symlink():
                self._watch.refuse(file, _("đây không phải tệp thường"))
                return None
            if status.st_size > LARGEST_FILE:
                self._watch.refuse(file, fault_words(FileFault.TOO_LARGE))
                return None
            content = opened.read(LARGEST_FILE + 1)
        as_seen = (status.st_size, status.st_mtime_ns) == (file.size, file.changed_ns) and len(content) == file.size
        if as_seen and media_type(content[:LONGEST_BEGINNING]) == UNKNOWN and not content.startswith(b"BM"):
            self._watch.refuse(file, fault_words(FileFault.BROKEN))
            return None
        return content if as_seen else None

    def _not_usable(self, file: Dropped, fault: FileFault) -> None:
        if fault is FileFault.BROKEN and self._watch.quiet_for(file) < self._place.patience_s:
            self._half_written.add(file)               # perhaps its writer only rests
        else:
            self._watch.refuse(file, fault_words(fault))

    def _put_away(self, file: Dropped) -> None:
        """Where that cannot be done the file stays, and is not taken again."""
        try:
            if self._place.delete:
                file.path.unlink()
            else:
                target = self._place.folder / self._place.taken
                target.mkdir(exist_ok=True)
                shutil.move(file.path, _free(target / file.path.name))
        except OSError:
            self._watch.put_aside(file)


def _free(wanted: Path) -> Path:
    """A name that nothing has yet."""
    number, free = 1, wanted
    while os.path.lexists(free):
        number += 1
        free = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return free
