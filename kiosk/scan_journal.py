"""The journal of pages under way: for every stack that is scanned a folder of its own, in it a note of what the pages are for.

The note is on disk before the scanner is asked, a page leaves the folder the moment the store has it, and the folder goes with
the last one. So whatever lies here when the counter starts came from a run that ended in the middle, and says where it belongs.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import msgspec
import uuid_utils.compat as uuids

from kiosk.problems import Problem
from kiosk.scan_ports import ScanOrder
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import FolderRefused
from kiosk.words import N_

_NOTE = "stack.json"
_THIS_RUN = str(uuids.uuid7())
_UNFINISHED = ".new"                   # as Disk.write_whole names a file that is not whole yet


class PageChanged(Problem):
    """A page's file is not what its driver wrote."""

    code: ClassVar[str] = "CAPTURE-03"
    sentence: ClassVar[str] = N_("Tệp của trang vừa quét đã hỏng trước khi kịp lưu nên trang đó không được nhận.")
    remedy: ClassVar[str] = N_("Quét lại tờ đó. Nếu lặp lại, kiểm tra ổ đĩa và bộ nhớ của máy bằng lệnh doctor.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next pages go: under which paper, before which page ("" for the end), instead of which.

    `backs_of`: fronts in their order; what comes are their other sides, the last one first, as a stack turned over gives them.
    `by_hand`: an officer chose the paper.
    """

    draft: str
    paper: str = ""
    before: str = ""
    instead: str = ""
    by_hand: bool = False
    backs_of: tuple[str, ...] = ()

    def front_of(self, number: int) -> str:
        """The front whose back is the page `number` of the stack, counted from 0; "" behind the last."""
        return self.backs_of[-number - 1] if number < len(self.backs_of) else ""


@dataclass(frozen=True, slots=True)
class StackNote:
    """What a scan is for. Where it goes on with a stack, after a jam or a crash, `part_of` is the first scan of that stack and
    `came` says how many of its pages came before.
    """

    place: Place
    order: ScanOrder = field(default_factory=ScanOrder)
    came: int = 0
    part_of: str = ""
    run: str = ""                      # of the program; set by the journal


@dataclass(frozen=True, slots=True)
class StackFound:
    """A stack that ended with the program: its pages are kept, in the order they were scanned."""

    note: StackNote
    pages: tuple[str, ...]
    stack: str = ""                    # the first scan of the stack


@dataclass(frozen=True, slots=True)
class Stack:
    """One scan under way. `folder` is the scanner's."""

    id: str
    folder: Path
    note: StackNote

    @property
    def first(self) -> str:
        """The first scan of the stack this one goes on with."""
        return self.note.part_of or self.id

    @property
    def name(self) -> str:
        """Begins the names of its pages."""
        return f"{self.first}/{self.id}"

    def name_of(self, page: Path) -> str:
        """The same for one page of one scan, never for two."""
        return f"{self.name}/{page.name}"

    def taken(self, page: Path) -> None:
        """The store has it: nothing of it stays here but its name, which the scanner must not give to another page."""
        os.truncate(page, 0)

    def pages(self) -> tuple[Path, ...]:
        """The whole pages that lie there and were not taken, in the order they were scanned."""
        files = (path for path in self.folder.iterdir() if path.name != _NOTE and path.suffix != _UNFINISHED)
        whole = (path for path in files if path.is_file() and not path.is_symlink() and path.stat().st_size)
        return tuple(sorted(whole, key=_number_first))


class ScanJournal:
    """The stacks of one counter. Every call takes its time: for a worker."""

    def __init__(self, folder: Path, disk: Disk | None = None, run: str = _THIS_RUN) -> None:
        self._folder, self._disk, self._run = folder, disk or Disk(), run

    def begin(self, note: StackNote) -> Stack:
        """A folder for the scanner, the note in it. Raises FolderRefused, DiskFull."""
        name = str(uuids.uuid7())
        stack = Stack(name, self._folder / name, replace(note, run=self._run))
        with disk_errors():
            self._disk.make_folder(stack.folder)
            self._disk.write_whole(stack.folder / _NOTE, msgspec.json.encode(stack.note))
        return stack

    def end(self, stack: Stack) -> None:
        """Removes what the scan left, unless whole pages still wait there to be kept."""
        if stack.folder.is_dir() and not stack.pages():
            _remove(stack.folder)

    def discard(self, stack: Stack) -> None:
        """Removes a stack whose draft is gone, its pages included."""
        for page in stack.pages():
            stack.taken(page)
        self.end(stack)

    def left(self) -> tuple[Stack, ...]:
        """The stacks a run before this one left, the oldest first. What has no readable note holds no page: it was written
        before the scanner was asked.
        """
        if not self._folder.is_dir():
            return ()
        found = []
        for folder in sorted(path for path in self._folder.iterdir() if path.is_dir() and not path.is_symlink()):
            try:
                note = msgspec.json.decode((folder / _NOTE).read_bytes(), type=StackNote)
            except (OSError, msgspec.MsgspecError):
                _remove(folder)
                continue
            if note.run != self._run:
                found.append(Stack(folder.name, folder, note))
        return tuple(found)


@contextmanager
def private_folder(folder: Path) -> Iterator[Path]:
    """Readable by its owner only; goes away at the end unless pages still wait in it. Raises FolderRefused."""
    with disk_errors():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if folder.is_symlink() or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
            raise FolderRefused(what="not ours")
        folder.chmod(0o700)
    try:
        yield folder
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()


def _number_first(page: Path) -> tuple[tuple[int, ...], str]:
    """page-10 comes after page-9."""
    return tuple(int(digits) for digits in re.findall(r"\d+", page.stem)), page.name


def _remove(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_file() or left.is_symlink():
            left.unlink()
    folder.rmdir()
