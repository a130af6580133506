"""Ends a request whose time is over. httpx counts its seconds anew at every read: an answer that drips would never end."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

SLOWEST = 4_000                        # bytes a second of an answer: a 2G link; whatever is slower than that is dead


class Overtime:
    """Watches the requests of one client, one at a time: until the answer begins by a timer, from then on as it comes."""

    def __init__(self) -> None:
        self._stream: Any = None       # of the connection made last: the one in use, as long as one is

    def noted(self, event: str, details: Mapping[str, Any]) -> None:
        """Hears of every connection the client makes (httpx's `trace`)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = details["return_value"]

    @contextlib.contextmanager
    def until_it_begins(self, seconds: float) -> Iterator[None]:
        """After `seconds` the connection is broken off, and whoever waits at it hears of that."""
        timer = threading.Timer(seconds, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _break_off(self) -> None:
        stream = self._stream
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def whole(pieces: Iterator[bytes], seconds: float, longest: int) -> bytes | None:
    """The body of an answer, once it begins; None for one that is longer than any, or never ends. Raises TimeoutError."""
    began, body = monotonic(), bytearray()
    for piece in pieces:
        body += piece
        if len(body) > longest:
            return None
        if monotonic() - began > seconds + len(body) / SLOWEST:
            raise TimeoutError
    return bytes(body)
