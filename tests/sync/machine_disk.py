"""A disk that keeps its promises and nothing more: what was not flushed is gone when the power goes.

It works on real files, so the program reads and writes as ever, and keeps beside them what the medium would hold: for
every file the bytes last flushed, for every folder the names last flushed. The database is not written through it:
SQLite with `synchronous=FULL` flushes by itself what it has committed.
"""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kiosk.store.disk import Disk
from tests.sync.counter_twin import PlugPulled

Where = int | str                      # so many steps from now, or the step of this name


@dataclass(eq=False)
class _Content:
    """A file, whatever it is called. `flushed` is None while nothing of it is on the medium."""

    flushed: bytes | None = None


@dataclass
class Plug:
    """What keeps one program running. Every step passes here (it is the program's checkpoint), and may be the last one.

    Once it is pulled every further step fails too: a dead process tidies nothing up. `on_pull` runs at that very moment.
    """

    on_pull: Callable[[], None]
    pulled: bool = False
    steps: int = 0
    _where: Where | None = None

    def __call__(self, name: str) -> None:
        self.steps += 1
        if isinstance(self._where, int):
            self._where -= 1
        if self._where in (name, -1):
            self.pull()
        if self.pulled:
            raise PlugPulled(name)

    def pull(self) -> None:
        if not self.pulled:
            self.pulled = True
            self.on_pull()

    def arm(self, where: Where | None) -> None:
        """To be pulled after so many steps, or at the next step of this name; None takes that back."""
        self._where = where

    def mend(self) -> None:
        self._where, self.pulled = None, False


@dataclass
class ForgetfulDisk(Disk):
    """`Disk` with a plug, and with an end (`full_after` further blocks written raise "no space left")."""

    plug: Plug
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
        for path in [path for path, known in self._names.items() if known is content]:
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
        for path in [path for path in {*self._names, *self._flushed_names} if path.parent == folder]:
            if path in self._names:
                self._flushed_names[path] = self._names[path]
            else:
                del self._flushed_names[path]
        self._folders = {made for made in self._folders if made.parent != folder}

    def make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            self.plug("folder made")   # as many steps as for a new one: names are drawn, counts of steps must repeat
            self.plug("folder flushed")
            return
        if not folder.parent.exists():
            self.make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folders.add(folder)
        self.plug("folder made")
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
