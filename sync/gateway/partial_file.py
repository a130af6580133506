"""A page's encrypted file while its bytes arrive: how much of it is whole, and how to write on from there."""

import hashlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import DiskFull
from kiosk.store.frames import FRAME_BYTES, HEADER_BYTES, MAGIC, FrameWriter, read_partial

_FILE_ID_BYTES = HEADER_BYTES - len(MAGIC)
FRAME_OVERHEAD = 4 + 12 + 16           # length, nonce, tag: see kiosk/store/frames.py


@dataclass(frozen=True, slots=True)
class Extent:
    """The whole frames of a partial file."""

    offset: int = 0                    # plaintext bytes
    frames: int = 0
    end: int = 0                       # bytes of the file
    file_id: bytes = b""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256, compare=False)     # of those bytes

    def more(self, piece: memoryview) -> "Extent":
        """With one more frame."""
        self.digest.update(piece)
        end = self.end + FRAME_OVERHEAD + len(piece)
        return Extent(self.offset + len(piece), self.frames + 1, end, self.file_id, self.digest)


def surveyed(disk: Disk, path: Path, key: bytes) -> Extent:
    """What a file left behind by an earlier run holds. A torn frame is cut off; the rest is on the medium for certain
    when this returns, for a killed process may have left it in the system's memory only."""
    if not path.is_file():
        return Extent()
    file_id, frames, plains, end = read_partial(path, key)
    if not frames:
        return Extent()
    with disk_errors():
        with disk.reopen(path, end) as file:
            disk.flush(file)
        disk.flush_folder(path.parent)
    digest = hashlib.sha256()
    for plain in plains:
        digest.update(plain)
    return Extent(sum(map(len, plains)), frames, end, file_id, digest)


class PartialFile:
    """Writes on from `extent`. Only after `flush` may `extent.offset` be promised to anybody."""

    def __init__(self, disk: Disk, path: Path, key: bytes, size: int, extent: Extent) -> None:
        self._disk, self._path, self._key, self._size = disk, path, key, size
        self.extent = replace(extent, digest=extent.digest.copy())     # what was kept stays as it is until `flush`
        self._file: BinaryIO | None = None
        self._writer: FrameWriter | None = None
        self._is_new = extent.frames == 0

    def write(self, chunk: bytes) -> None:
        """Appends; the frame that reaches the page's size is marked as the last. Raises DiskFull."""
        with disk_errors():
            view = memoryview(chunk)
            for start in range(0, len(chunk), FRAME_BYTES):
                self._write_frame(view[start : start + FRAME_BYTES])

    def _write_frame(self, piece: memoryview) -> None:
        file, writer = self._opened()
        offset = self.extent.offset + len(piece)
        end = self.extent.end + FRAME_OVERHEAD + len(piece)
        writer.write(piece, last=offset == self._size)
        if file.tell() != end:         # a disk that is filling up takes a part without a word
            raise DiskFull
        self.extent = self.extent.more(piece)

    def _opened(self) -> tuple[BinaryIO, FrameWriter]:
        if self._file is None or self._writer is None:
            self._file = self._created() if self._is_new else self._disk.reopen(self._path, self.extent.end)
            self._writer = FrameWriter(self._file, self._key, self.extent.file_id, self.extent.frames)
        return self._file, self._writer

    def _created(self) -> BinaryIO:
        self._disk.make_folder(self._path.parent)
        file = self._disk.create(self._path)
        file_id = os.urandom(_FILE_ID_BYTES)
        file.write(MAGIC + file_id)
        self.extent = Extent(end=HEADER_BYTES, file_id=file_id)
        return file

    @property
    def is_open(self) -> bool:
        """True once something was written in this turn."""
        return self._file is not None

    def flush(self) -> None:
        """What was written is on the medium, under its name, when this returns. Raises DiskFull."""
        self.flush_content()
        if self._file is not None and self._is_new:
            with disk_errors():
                self._disk.flush_folder(self._path.parent)
            self._is_new = False

    def flush_content(self) -> None:
        """What was written is on the medium when this returns, but a new file perhaps under no name. Raises DiskFull."""
        if self._file is not None:
            with disk_errors():
                self._disk.flush(self._file)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = self._writer = None
