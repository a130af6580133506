"""Captured pages as encrypted files beside the database: written and flushed before the transaction that names them.

A file's name is random, so a seized disk cannot even confirm that a known document is there. Before the first page of a
dossier is written, a note of the coming names is left in `pages/pending/`; at the next start only those names are looked
at, and what no dossier refers to is removed. Nothing ever walks all pages to open the store.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.ports import Checkpoint, no_checkpoint
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.frames import FRAME_BYTES, FrameWriter, frame_room, read_frames

PENDING = "pending"


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page on disk, not yet in any dossier."""

    name: str                          # file name below pages/
    sha256: str                        # of the plaintext
    size: int                          # plaintext bytes


class _Room(threading.local):
    """Memory of each thread that writes pages, used for one page after the other."""

    def __init__(self) -> None:
        self.blocks = memoryview(bytearray(FRAME_BYTES)), memoryview(bytearray(FRAME_BYTES))
        self.frame = frame_room()


def _filled(source: BinaryIO, block: memoryview) -> int:
    """How many bytes of `block` the source filled; 0 at its end."""
    return source.readinto(block)  # type: ignore[attr-defined, no-any-return]  # every binary file has it; typeshed does not


class PageFiles:
    """The folder of encrypted page files of one store."""

    def __init__(self, folder: Path, disk: Disk, checkpoint: Checkpoint = no_checkpoint) -> None:
        self._folder, self._disk, self._at = folder, disk, checkpoint
        self._room = _Room()

    def announce(self, count: int) -> "Announcement":
        """Draws `count` file names and notes them down, so that a crash leaves no unknown file. Raises DiskFull."""
        shelf = secrets.token_hex(1)   # one for all of them: one folder to flush, not one a page
        announcement = self.announce_removal(f"{shelf}{secrets.token_hex(15)}.page" for _ in range(count))
        self._at("pages announced")
        return announcement

    def announce_removal(self, names: Iterable[str]) -> "Announcement":
        """Notes down files that the next transaction lets go of: should this process die, the next start removes them."""
        announcement = Announcement(secrets.token_hex(8), tuple(names))
        with disk_errors():
            self._disk.make_folder(self._folder / PENDING)
            note = self._folder / PENDING / announcement.note
            self._disk.write_whole(note, "\n".join(announcement.names).encode("ascii"))
        return announcement

    def write(self, name: str, key: bytes, source: BinaryIO) -> StoredPage:
        """Encrypts `source` to the end into the file `name`, flushed and renamed; `settle` must follow.

        `key` is the dossier's 32-byte content key. Raises DiskFull; a half-written file is removed.
        """
        target = self.path(name)
        beside = target.with_suffix(".part")
        with disk_errors():
            self._disk.make_folder(target.parent)
            try:
                digest, size = self._encrypt(beside, key, source)
                self._disk.rename(beside, target)
            except OSError:
                self._disk.remove(beside)
                raise
        self._at("page renamed")
        return StoredPage(name, digest, size)

    def _encrypt(self, path: Path, key: bytes, source: BinaryIO) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        block, following = self._room.blocks
        with self._disk.create(path) as file:
            writer = FrameWriter(file, key, room=self._room.frame)
            filled = _filled(source, block)
            while True:
                then = _filled(source, following) if filled else 0
                digest.update(block[:filled])
                size += filled
                writer.write(block[:filled], last=not then)
                if not then:
                    break
                block, following, filled = following, block, then
            self._at("page written")
            self._disk.flush(file)
        self._at("page flushed")
        return digest.hexdigest(), size

    def settle(self, names: Iterable[str]) -> None:
        """The names of these files are on the medium when this returns: the last step before the transaction."""
        with disk_errors():
            for folder in {self.path(name).parent for name in names}:
                self._disk.flush_folder(folder)
        self._at("folders flushed")

    def read(self, name: str, key: bytes, *, page: str) -> Iterator[bytes]:
        """The plaintext of a page in pieces. Raises PageDamaged naming `page`."""
        return read_frames(self.path(name), key, page=page)

    def exists(self, name: str) -> bool:
        return self.path(name).is_file()

    def done(self, announcement: "Announcement") -> None:
        """The announced names are in a committed dossier (or removed): the note is no longer needed.

        Never raises: a note that stays is looked at when the store is opened next.
        """
        with suppress(OSError):
            self._disk.remove(self._folder / PENDING / announcement.note)

    def remove(self, names: Iterable[str]) -> None:
        """Removes page files for good: not even a power cut brings one back once its note is gone."""
        shelves = set()
        for name in names:
            self._disk.remove(self.path(name))
            shelves.add(self.path(name).parent)
        for shelf in shelves:
            if shelf.is_dir():
                self._disk.flush_folder(shelf)

    def collect(self, is_referenced: Callable[[str], bool]) -> int:
        """Removes announced files that no dossier refers to; returns how many. Run at start, under the store's lock."""
        pending, removed = self._folder / PENDING, 0
        if not pending.is_dir():
            return 0
        for note in sorted(pending.iterdir()):
            names = [] if note.suffix == ".new" else note.read_text("ascii").split()
            for name in names:
                self._disk.remove(self.path(name).with_suffix(".part"))
            orphans = [name for name in names if not is_referenced(name)]
            removed += sum(self.exists(name) for name in orphans)
            self.remove(orphans)
            self._disk.remove(note)
        return removed

    def strays(self, is_referenced: Callable[[str], bool]) -> list[Path]:
        """Every file below pages/ that no dossier refers to, by walking all of them: for `doctor`, not for start."""
        files = (path for path in self._folder.glob("??/*") if path.is_file())
        return [path for path in files if path.suffix != ".page" or not is_referenced(path.name)]

    def path(self, name: str) -> Path:
        """Where the encrypted file `name` lies or will lie."""
        return self._folder / name[:2] / name


@dataclass(frozen=True, slots=True)
class Announcement:
    """Names drawn for pages about to be written."""

    note: str
    names: tuple[str, ...]
