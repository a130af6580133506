"""How much of each file of a watched folder has been taken, so that no page is taken twice: also where a file cannot be moved
away, where a scan was cancelled in the middle of it, and after a restart. Files are known by a hash: a name may name a person.
"""

import hashlib
from pathlib import Path

from devices.scanner.folder_watch import Dropped
from kiosk.store.disk import Disk

WHOLE = -1
_MOST = 5_000                          # files remembered; a folder holds a few


class FolderMemory:
    """`path` None: for as long as the process lives."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._disk = path, Disk()
        self._taken = self._read()

    def pages_of(self, file: Dropped) -> int:
        """How many of its pages were taken; WHOLE for all of them."""
        return self._taken.get(_key(file), 0)

    def keep(self, file: Dropped, pages: int) -> None:
        """On disk when this returns, where there is a path and room."""
        self._taken.pop(_key(file), None)
        self._taken[_key(file)] = pages
        while len(self._taken) > _MOST:
            del self._taken[next(iter(self._taken))]
        if self._path is not None:
            lines = "".join(f"{key} {count}\n" for key, count in self._taken.items())
            try:
                self._disk.write_whole(self._path, lines.encode())
            except OSError:            # it is remembered until the process ends
                pass

    def _read(self) -> dict[str, int]:
        if self._path is None:
            return {}
        try:
            lines = [line.split() for line in self._path.read_text("ascii").splitlines()]
            return {key: int(count) for key, count in lines}
        except (OSError, ValueError):
            return {}


def _key(file: Dropped) -> str:
    return hashlib.sha256(f"{file.path.name}\0{file.size}\0{file.changed_ns}".encode("utf-8", "surrogatepass")).hexdigest()
