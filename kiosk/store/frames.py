"""The file format of encrypted content: a header and AES-256-GCM frames that cannot be reordered, dropped or cut.

    header   b"MCF1" and a random 16-byte file id
    frame    length of the sealed bytes (u32, big endian; top bit set on the last frame), 12-byte nonce, sealed bytes

Each frame's associated data are file id, frame number and whether it is the last, so a file missing its tail never
opens as a whole one. Nonces are random: a partial upload may be cut back and written on under the same key.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.faults import PageDamaged

MAGIC = b"MCF1"
HEADER_BYTES = len(MAGIC) + 16
FRAME_BYTES = 256 * 1024
_LAST = 1 << 31
_LENGTH = struct.Struct(">I")
_NONCE, _TAG = 12, 16
_OVERHEAD = _NONCE + _TAG
_PREFIX = _LENGTH.size + _NONCE


def frame_room() -> memoryview:
    """Memory in which a frame is sealed."""
    return memoryview(bytearray(_PREFIX + FRAME_BYTES + _TAG))


class FrameWriter:
    """Encrypts what it is given into `file`, frame by frame.

    `start` continues a file whose first `start` frames are already there under `file_id`. `room` is memory to seal
    frames in, from `frame_room`, where many files are written after each other: fresh memory costs more than AES.
    """

    def __init__(
        self, file: BinaryIO, key: bytes, file_id: bytes | None = None, start: int = 0, room: memoryview | None = None
    ) -> None:
        self._file, self._cipher, self._number = file, AESGCM(key), start
        self._id = file_id or os.urandom(16)
        self._frame = frame_room() if room is None else room
        if start == 0 and file_id is None:
            file.write(MAGIC + self._id)

    def write(self, plain: bytes | memoryview, *, last: bool) -> None:
        """One frame of at most FRAME_BYTES; the one marked `last` ends the file."""
        sealed_bytes = len(plain) + _TAG
        frame = self._frame[:_PREFIX + sealed_bytes]
        nonce = os.urandom(_NONCE)
        frame[:_PREFIX] = _LENGTH.pack(sealed_bytes | (_LAST if last else 0)) + nonce
        self._cipher.encrypt_into(nonce, plain, _bound(self._id, self._number, last), frame[_PREFIX:])
        self._file.write(frame)
        self._number += 1


def read_frames(path: Path, key: bytes, *, page: str) -> Iterator[bytes]:
    """The plaintext frames of a complete file. Raises PageDamaged naming `page` at the first wrong byte."""
    whole = False
    for plain, last in _frames(path, key, page):
        yield plain
        whole = last
    if not whole:
        raise PageDamaged(page=page, what="cut short")


def read_partial(path: Path, key: bytes) -> tuple[bytes, int, list[bytes], int]:
    """What is whole of a file still being written: its id, frames read, their plaintexts, and the byte where to go on.

    A frame torn by a power cut is left out, and so is everything behind it.
    """
    plains: list[bytes] = []
    end = HEADER_BYTES
    try:
        for plain, _last in _frames(path, key, path.name):
            plains.append(plain)
            end += _LENGTH.size + _OVERHEAD + len(plain)
    except PageDamaged:
        if not plains and path.stat().st_size < HEADER_BYTES:
            return b"", 0, [], 0
    with path.open("rb") as file:
        file_id = file.read(HEADER_BYTES)[len(MAGIC):]
    return file_id, len(plains), plains, end


def _frames(path: Path, key: bytes, page: str) -> Iterator[tuple[bytes, bool]]:
    cipher = AESGCM(key)
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise PageDamaged(page=page, what="missing") from error
    with file:
        header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
            raise PageDamaged(page=page, what="header")
        file_id, number, last = header[len(MAGIC):], 0, False
        while (prefix := file.read(_LENGTH.size)):
            if last or len(prefix) < _LENGTH.size:
                raise PageDamaged(page=page, what="tail")
            word = _LENGTH.unpack(prefix)[0]
            last, length = bool(word & _LAST), word & ~_LAST
            nonce, sealed = file.read(12), file.read(min(length, FRAME_BYTES + 16))
            if len(nonce) < 12 or len(sealed) < length:
                raise PageDamaged(page=page, what="torn frame")
            try:
                yield cipher.decrypt(nonce, sealed, _bound(file_id, number, last)), last
            except InvalidTag as error:
                raise PageDamaged(page=page, what=f"frame {number}") from error
            number += 1


def _bound(file_id: bytes, number: int, last: bool) -> bytes:
    return file_id + struct.pack(">I?", number, last)
