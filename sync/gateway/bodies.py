"""Request bodies: read within limits, unpacked, understood; or, for pages, passed on as they arrive."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import TypeVar

import msgspec
import zstandard
from starlette.requests import Request

from sync.gateway.refusals import Reason, Refused

T = TypeVar("T")
_Piece = bytes | Exception | None      # None: the end
SMALL = 64 * 1024
MANIFEST = 4 * 1024 * 1024
RESULTS = 32 * 1024 * 1024             # a decision of the desk in training, files included
FORMS = 16 * 1024 * 1024               # as sent
FORMS_UNPACKED = 64 * 1024 * 1024


class BodyCut(Exception):
    """The connection ended before the body did, or its bytes came too slowly."""


async def whole(request: Request, limit: int) -> bytes:
    """The body. Raises Refused: too-large; BodyCut."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise Refused(Reason.TOO_LARGE)
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise BodyCut
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
        size += len(parts[-1])
        if size > limit:
            raise Refused(Reason.TOO_LARGE)
    return b"".join(parts)


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without its content encoding. Raises Refused: encoding-unknown, request-unreadable, too-large."""
    if encoding in ("", "identity"):
        return body
    if encoding != "zstd":
        raise Refused(Reason.ENCODING_UNKNOWN)
    try:
        with zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).stream_reader(io.BytesIO(body)) as reader:
            plain = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise Refused(Reason.REQUEST_UNREADABLE) from error
    if len(plain) > limit:
        raise Refused(Reason.TOO_LARGE)
    return plain


def understood(body: bytes, kind: type[T]) -> T:
    """The structure in `body`. Raises Refused: request-unreadable."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(Reason.REQUEST_UNREADABLE) from error


class Arriving:
    """A body on its way in. To be made before anything is waited for, and stopped when it is no longer wanted.

    The web server throws away what it still holds when a connection ends. So a task of its own takes every piece over
    the moment it comes, while the one before is being written: at most `limit` bytes, never waiting for the disk.
    """

    def __init__(self, request: Request, limit: int) -> None:
        self._request, self._limit = request, limit
        self._pieces: asyncio.Queue[_Piece] = asyncio.Queue()
        self._taking = asyncio.create_task(self._take_over())

    async def blocks(self) -> AsyncIterator[tuple[bytes, bool]]:
        """Everything that has arrived, each time, and whether that is the end. Raises Refused: too-large, BodyCut; both only
        after every byte before was passed on."""
        ended = False
        while not ended:
            block, ended, error = _gathered(await self._pieces.get(), self._pieces)
            if error is None:
                yield block, ended
                continue
            if block:
                yield block, False
            raise error

    def stop(self) -> None:
        self._taking.cancel()

    async def _take_over(self) -> None:
        size, more = 0, True
        while more:
            message = await self._request.receive()
            if message["type"] != "http.request":
                self._pieces.put_nowait(BodyCut())
                return
            piece, more = message.get("body", b""), message.get("more_body", False)
            size += len(piece)
            if size > self._limit:
                self._pieces.put_nowait(Refused(Reason.TOO_LARGE))
                return
            self._pieces.put_nowait(piece)
        self._pieces.put_nowait(None)


def _gathered(first: _Piece, pieces: "asyncio.Queue[_Piece]") -> tuple[bytes, bool, Exception | None]:
    """What has arrived by now, whether it is the end, and the error it ended with."""
    parts: list[bytes] = []
    item = first
    while isinstance(item, bytes):
        parts.append(item)
        if pieces.empty():
            return b"".join(parts), False, None
        item = pieces.get_nowait()
    return b"".join(parts), True, item
