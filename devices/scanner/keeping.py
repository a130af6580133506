"""A page to disk before a word is said of it: its number, its hash. In a device's own process."""

import hashlib
from pathlib import Path

from devices.scanner.picture import kind_of_whole
from kiosk.store.disk import Disk, disk_errors

_UNFINISHED = ".new"                   # as Disk.write_whole names a file that is not whole yet


class PageFolder:
    """Where the pages of scans go; several scans after one another go on counting."""

    def __init__(self, into: Path, disk: Disk | None = None) -> None:
        """What an earlier process left half written is removed. Raises DiskFull, FolderRefused."""
        self._into, self._disk = into, disk or Disk()
        with disk_errors():
            self._disk.make_folder(into)
            for leftover in into.glob(f"page-*{_UNFINISHED}"):
                leftover.unlink()

    def keep(self, content: bytes) -> tuple[Path, str]:
        """The file, and its SHA-256. Raises NotWhole before anything is written; DiskFull, FolderRefused."""
        ending = kind_of_whole(content)
        path = self._into / f"page-{self._next_number():04d}.{ending}"
        with disk_errors():
            self._disk.write_whole(path, content)
        return path, hashlib.sha256(content).hexdigest()

    def _next_number(self) -> int:
        """Behind every page that lies there already."""
        numbers = [int(path.stem[5:]) for path in self._into.glob("page-*.*") if path.stem[5:].isdecimal()]
        return max(numbers, default=0) + 1
