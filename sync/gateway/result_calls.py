"""Results over HTTP: one range of bytes a request, so that what arrived is never asked for again."""

import re

from starlette.responses import Response

from sync.gateway.answers import PRIVATE
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked
from sync.gateway.gateway import Gateway
from sync.gateway.refusals import Reason, Refused

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_TO_THE_END = 10**12


class ResultCalls:
    """The call that brings a result to a counter."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._gateway, self._aside = gateway, aside

    async def read(self, asked: Asked) -> Response:
        """206 always, with `Content-Range`: a whole file is a range, too."""
        wanted = _RANGE.fullmatch(asked.request.headers.get("range", "bytes=0-"))
        if wanted is None:
            raise Refused(Reason.REQUEST_UNREADABLE)
        first, last = int(wanted[1]), int(wanted[2] or _TO_THE_END)
        sha256 = asked.request.path_params["sha256"]
        piece = await self._aside(self._gateway.result, asked.caller.id, asked.dossier, sha256, first, last)
        end = piece.start + len(piece.content)
        headers = {**PRIVATE, "content-range": f"bytes {piece.start}-{end - 1}/{piece.size}"}
        return Response(piece.content, 206, headers, "application/octet-stream")
