"""The few things the store asks of a disk, in one place, so that a test can pull the plug between any two of them.

A file that must survive a power cut is written under another name, flushed, renamed, and its folder flushed.
"""

import errno
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from kiosk.store.faults import DiskFull, FolderRefused

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = (PermissionError, NotADirectoryError, FileExistsError, IsADirectoryError)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turns the operating system's words for "full" and "forbidden" into ours. Raises DiskFull, FolderRefused."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        if isinstance(error, _REFUSED) or error.errno == errno.EROFS:
            raise FolderRefused(what=type(error).__name__) from error
        raise


class WholeFile(io.FileIO):
    """An unbuffered file that takes all it is given or raises: a disk filling up takes a part without a word."""

    def write(self, content: Any) -> int:
        view = memoryview(content).cast("B")
        done = 0
        while done < len(view):
            done += super().write(view[done:])
        return done


class Disk:
    """The real disk. Tests replace it by one that forgets what was not flushed."""

    def create(self, path: Path) -> BinaryIO:
        """A new file for writing, readable by its owner only."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        return WholeFile(descriptor, "wb")

    def reopen(self, path: Path, at: int) -> BinaryIO:
        """An existing file, to be written on from byte `at`; what lies behind it is cut off."""
        file = WholeFile(path, "r+b")
        file.truncate(at)
        file.seek(at)
        return file

    def flush(self, file: BinaryIO) -> None:
        """Bytes of `file` are on the medium when this returns."""
        os.fsync(file.fileno())

    def rename(self, source: Path, target: Path) -> None:
        os.replace(source, target)

    def flush_folder(self, folder: Path) -> None:
        """Names in `folder` are on the medium when this returns. Windows journals them itself."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def make_folder(self, folder: Path) -> None:
        """A folder readable by its owner only; its own name is flushed in its parent when it is new."""
        if folder.is_dir():
            return
        if not folder.parent.exists():
            self.make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        self.flush_folder(folder.parent)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def free_bytes(self, folder: Path) -> int:
        """Bytes an ordinary user may still write in `folder`."""
        return shutil.disk_usage(folder).free

    def write_whole(self, path: Path, content: bytes) -> None:
        """Replaces `path` by `content`, durably: after a power cut either the old or the new file is there."""
        beside = path.with_name(path.name + ".new")
        try:
            with self.create(beside) as file:
                file.write(content)
                self.flush(file)
            self.rename(beside, path)
        except OSError:
            self.remove(beside)
            raise
        self.flush_folder(path.parent)
