"""Pages over HTTP: appended as their bytes arrive, read back as they are decrypted."""

from collections.abc import AsyncIterator, Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sync.gateway import bodies
from sync.gateway.answers import PRIVATE
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked, Door
from sync.gateway.gateway import Gateway
from sync.gateway.refusals import Reason, Refused
from sync.gateway.uploads import PageAppend
from sync.messages import MAX_CHUNK, UPLOAD_COMPLETE, UPLOAD_OFFSET

_COMPLETE = {"?0": False, "?1": True}
_DIGITS = 16


def whole_number(text: str) -> int | None:
    """The number written in plain digits, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


class PageCalls:
    """The two calls that carry a page."""

    def __init__(self, gateway: Gateway, aside: Aside, door: Door) -> None:
        self._gateway, self._aside, self._door = gateway, aside, door

    async def append(self, request: Request) -> Response:
        offset = whole_number(request.headers.get(UPLOAD_OFFSET, ""))
        complete = _COMPLETE.get(request.headers.get(UPLOAD_COMPLETE, ""))
        if offset is None or complete is None:
            raise Refused(Reason.REQUEST_UNREADABLE)
        if (whole_number(request.headers.get("content-length", "0")) or 0) > MAX_CHUNK:
            raise Refused(Reason.TOO_LARGE)
        dossier, sha256 = request.path_params["id"], request.path_params["sha256"]
        arriving = bodies.Arriving(request, MAX_CHUNK)
        try:
            append = await self._aside(self._opened, request, dossier, sha256, offset)
            now = await self._written(arriving, append, complete)
        finally:
            arriving.stop()
        return Response(status_code=204, headers={UPLOAD_OFFSET: str(now)})

    def _opened(self, request: Request, dossier: str, sha256: str, offset: int) -> PageAppend:
        self._door.for_page(request)
        return self._gateway.open_append(dossier, sha256, offset)

    async def _written(self, arriving: bodies.Arriving, append: PageAppend, complete: bool) -> int:
        """Every byte that arrives is written; whatever ends the body early, what came before it is kept. Returns the offset
        to go on from."""
        try:
            async for block, is_last in arriving.blocks():
                if is_last:
                    return await self._aside(append.end, block, complete)
                await self._aside(append.write, block)
        except BaseException:
            await self._aside(append.cut_short)
            raise
        raise bodies.BodyCut           # a body that ends has said so

    async def read(self, asked: Asked) -> Response:
        content = await self._aside(self._gateway.page, asked.dossier, asked.request.path_params["sha256"])
        first = await self._aside(_next, content.pieces)
        headers = {**PRIVATE, "content-length": str(content.size)}
        return StreamingResponse(self._rest(first, content.pieces), 200, headers, "application/octet-stream")

    async def _rest(self, first: bytes | None, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        piece = first
        while piece is not None:
            yield piece
            piece = await self._aside(_next, pieces)


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
