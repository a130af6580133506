"""One connection of a counter: as uvicorn serves it, but whoever opens one and asks nothing does not keep it."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_SECONDS = 20.0                 # from the first byte waited for to the end of the headers
MOST_CONNECTIONS = 2048                # beyond them uvicorn answers 503 by itself, before it reads anything


class PatientConnection(H11Protocol):
    """Ends a connection whose headers do not come: uvicorn limits only the pause after an answer."""

    _headers: asyncio.TimerHandle | None = None
    _answered = False                  # the next bytes begin a request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        if self._answered and self._headers is None:
            self._wait_for_headers()
        super().data_received(data)
        if self.cycle is not before:
            self._answered = False
            self._stop_waiting()

    def on_response_complete(self) -> None:
        self._answered = True
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._headers = self.loop.call_later(HEADERS_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._headers is not None:
            self._headers.cancel()
            self._headers = None

    def _give_up(self) -> None:
        self._headers = None
        self.transport.close()


def limits() -> dict[str, Any]:
    """What the server is told about connections."""
    return {"http": PatientConnection, "limit_concurrency": MOST_CONNECTIONS}
