"""A disk that keeps its promises and nothing more: what was not flushed is gone when the power goes.

It works on real files, so the program reads and writes as ever, and keeps beside them what the medium would hold: for
every file the bytes last flushed, for every folder the names last flushed. The database is not written through it:
SQLite with `synchronous=FULL` flushes by itself what it has committed.
"""

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kiosk.store.disk import Disk
from tests.sync.counter_twin import PlugPulled


@dataclass(eq=False)
class _Content:
    """A file, whatever it is called. `flushed` is None while nothing of it is on the medium."""

    flushed: bytes | None = None


@dataclass
class Plug:
    """The power of one machine. Every step passes it; it may be pulled at any of them.

    Once it is pulled every further step fails too: a dead process tidies nothing up.
    """

    left: int | None = None
    pulled: bool = False
    steps: int = 0

    def __call__(self, _name: str) -> None:
        self.steps += 1
        if self.left is not None:
            self.left -= 1
            self.pulled |= self.left < 0
        if self.pulled:
            raise PlugPulled

    def arm(self, steps: int) -> None:
        self.left = steps

    def mend(self) -> None:
        self.left, self.pulled = None, False


@dataclass
class ForgetfulDisk(Disk):
    """`Disk` with a plug, and with an end (`full_after` further blocks written raise "no space left")."""

    plug: Plug = field(default_factory=Plug)
    full_after: int | None = None
    _names: dict[Path, _Content] = field(default_factory=dict)           # as the running system sees them
    _flushed_names: dict[Path, _Content] = field(default_factory=dict)   # as the medium holds them
    _folders: set[Path] = field(default_factory=set)                     # made, but not yet on the medium
    _open: dict[int, _Content] = field(default_factory=dict)

    def create(self, path: Path) -> BinaryIO:
        self.plug("create")
        self._needs_room()
        self._known(path)
        file = super().create(path)
        content = _Content()
        self._names[path] = self._open[file.fileno()] = content
        return file

    def reopen(self, path: Path, at: int) -> BinaryIO:
        self.plug("reopen")
        content = self._known(path)
        file = super().reopen(path, at)
        self._open[file.fileno()] = content
        return file

    def flush(self, file: BinaryIO) -> None:
        self.plug("flush")
        self._needs_room()
        content = self._open[file.fileno()]
        path = next(path for path, known in self._names.items() if known is content)
        content.flushed = path.read_bytes()

    def rename(self, source: Path, target: Path) -> None:
        self.plug("rename")
        content = self._known(source)
        self._known(target)
        super().rename(source, target)
        del self._names[source]
        self._names[target] = content

    def flush_folder(self, folder: Path) -> None:
        self._flush_names(folder)
        self.plug("folder flushed")

    def _flush_names(self, folder: Path) -> None:
        for names, into in ((self._names, self._flushed_names), (self._flushed_names, self._names)):
            for path in [path for path in names if path.parent == folder]:
                if path in self._names:
                    into[path] = self._names[path]
                else:
                    self._flushed_names.pop(path, None)
        self._folders = {made for made in self._folders if made.parent != folder}

    def make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        if not folder.parent.exists():
            self.make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folders.add(folder)
        self.plug("folder made")       # one step whether or not it was there, so that counts of steps repeat
        self.flush_folder(folder.parent)

    def remove(self, path: Path) -> None:
        self.plug("remove")
        if path.exists():
            self._known(path)
        super().remove(path)
        self._names.pop(path, None)

    # ---- what happens to a machine ----------------------------------------------------------------------------------

    def power_cut(self, *, names_survive: bool) -> None:
        """Leaves what the medium holds. `names_survive`: names reached it although nobody asked, contents did not."""
        names = dict(self._names) if names_survive else dict(self._flushed_names)
        for path in {*self._names, *self._flushed_names} - set(names):
            path.unlink(missing_ok=True)
        for path, content in names.items():
            if path.parent.is_dir():
                path.write_bytes(content.flushed or b"")
        if not names_survive:
            for folder in sorted(self._folders, key=lambda folder: len(folder.parts)):
                _remove_tree(folder)
                names = {path: content for path, content in names.items() if not path.is_relative_to(folder)}
        self._folders.clear()
        self._names, self._flushed_names = dict(names), dict(names)
        for content in names.values():
            content.flushed = content.flushed or b""

    def replaced(self, folder: Path) -> None:
        """Everything below `folder` was put back from a copy, durably."""
        for names in (self._names, self._flushed_names):
            for path in [path for path in names if path.is_relative_to(folder)]:
                del names[path]
        self._folders = {made for made in self._folders if not made.is_relative_to(folder)}

    def _known(self, path: Path) -> _Content:
        """The content called `path`. One never met before has always been there."""
        if path not in self._names and path not in self._flushed_names and path.exists():
            content = _Content(path.read_bytes())
            self._names[path] = self._flushed_names[path] = content
        return self._names.setdefault(path, _Content())

    def _needs_room(self) -> None:
        if self.full_after is None:
            return
        self.full_after -= 1
        if self.full_after < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _remove_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), key=lambda path: -len(path.parts)):
        path.unlink() if not path.is_dir() else path.rmdir()
    if folder.is_dir():
        folder.rmdir()
