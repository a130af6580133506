"""Which files of a watched folder are ready to be taken: whole, regular, quiet for a while, and not taken before.

Looks at names and sizes only. What is odd is left where it is, with a note beside it that says why.
"""

import os
import re
import stat
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.words import _

NOTE = ".ghi-chu.txt"
_NOT_MEANT = ("thumbs.db", "desktop.ini")
_UNFINISHED = (".part", ".tmp", ".partial", ".crdownload", ".filepart", ".new")
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it lies there; another size or time makes it another one."""

    path: Path
    size: int
    changed_ns: int


class FolderWatch:
    """`settle_s`: how long a file must have been quiet before it counts as written."""

    def __init__(self, folder: Path, settle_s: float) -> None:
        self._folder, self._settle_s = folder, settle_s
        self._quiet: dict[Dropped, float] = {}         # since when it has been like that
        self._put_aside: set[Dropped] = set()

    def ready(self) -> tuple[Dropped, ...]:
        """In the order people count in. Raises OSError when the folder cannot be looked into."""
        now, here = time.monotonic(), self._here()
        self._quiet = {file: self._quiet.get(file, now) for file in here}
        self._put_aside &= here
        quiet = [file for file, since in self._quiet.items() if file.size and now - since >= self._settle_s]
        return tuple(sorted((file for file in quiet if file not in self._put_aside), key=lambda file: natural(file.path.name)))

    def quiet_for(self, file: Dropped) -> float:
        """Seconds."""
        return time.monotonic() - self._quiet.get(file, time.monotonic())

    def put_aside(self, file: Dropped) -> None:
        """Not ready again until it changes."""
        self._put_aside.add(file)

    def refuse(self, file: Dropped, why: str) -> None:
        """It stays where it is, with a note beside it where one can be written."""
        self.put_aside(file)
        note = file.path.with_name(file.path.name + NOTE)
        text = _("Không lấy được tệp này: {why}. Sửa hoặc bỏ tệp đi; chương trình không đụng tới nó.").format(why=why)
        try:
            note.write_text(text + "\n", encoding="utf-8")
        except OSError:                # the folder takes no files from us: the tray stays empty, and doctor says where it is
            pass

    def _here(self) -> set[Dropped]:
        found, notes, names = set(), [], set()
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.endswith(NOTE):
                    notes.append(Path(entry.path))
                    continue
                names.add(entry.name)
                file = _looked_at(entry)
                if file is not None:
                    found.add(file)
        _tidy(notes, names)
        return found


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """"trang 10" behind "trang 9"."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in _NUMBER.split(name) if part)


def _looked_at(entry: "os.DirEntry[str]") -> Dropped | None:
    """None for what nobody meant, and for folders. A link is refused when it is to be read."""
    name = entry.name.casefold()
    if name.startswith((".", "~")) or name in _NOT_MEANT or name.endswith(_UNFINISHED):
        return None
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:                    # gone meanwhile
        return None
    if stat.S_ISDIR(status.st_mode):
        return None
    return Dropped(Path(entry.path), status.st_size, status.st_mtime_ns)


def _tidy(notes: Iterable[Path], names: set[str]) -> None:
    """A note whose file is gone has nothing to say any more."""
    for note in notes:
        if note.name.removesuffix(NOTE) not in names:
            try:
                note.unlink()
            except OSError:
                pass
