"""Ends a request whose time is over. httpx counts its seconds anew at every read: an answer that drips would never end."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

SLOWEST = 4_000                        # bytes a second of an answer: a 2G link; whatever is slower than that is dead


class Overtime:
    """Watches the requests of one client, one at a time: until the answer begins by a watcher, from then on as it comes.

    The watcher is one thread for many requests, for to start one costs more than a small request; it ends when none came
    for as long as the last one might have taken.
    """

    def __init__(self) -> None:
        self._stream: Any = None       # of the connection made last: the one in use, as long as one is
        self._changed = threading.Condition()
        self._until: float | None = None           # when the request under way has had its time
        self._looks_at: float | None = None        # when the watcher looks next, None while there is none

    def noted(self, event: str, details: Mapping[str, Any]) -> None:
        """Hears of every connection the client makes (httpx's `trace`)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = details["return_value"]

    @contextlib.contextmanager
    def until_it_begins(self, seconds: float) -> Iterator[None]:
        """After `seconds` the connection is broken off, and whoever waits at it hears of that."""
        self._watch_until(monotonic() + seconds)
        try:
            yield
        finally:
            with self._changed:
                self._until = None

    def close(self) -> None:
        """No request will come any more."""
        with self._changed:
            if self._looks_at is not None:
                self._looks_at = 0.0
            self._changed.notify()

    def _watch_until(self, moment: float) -> None:
        with self._changed:
            self._until = moment
            if self._looks_at is None:
                self._looks_at = moment
                threading.Thread(target=self._watch, name="overtime", daemon=True).start()
            elif moment < self._looks_at:
                self._looks_at = moment
                self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while True:
                while self._looks_at is not None and (left := self._looks_at - monotonic()) > 0:
                    self._changed.wait(left)
                if self._until is None:
                    self._looks_at = None
                    return
                if self._until <= monotonic():
                    self._until = None
                    self._break_off()
                else:
                    self._looks_at = self._until

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
