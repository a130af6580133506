"""One question to a program on loopback and its answer, bounded in bytes and in time whatever the other end does.

The time is for the whole exchange: a program that sends a byte now and then is as slow as one that sends none.
"""

import http.client
import io
import socket
import time
from typing import Any, Protocol

from devices.vendor.description import Description
from devices.vendor.problems import AnswerGarbled, AnswerTooLarge, ServiceDown, ServiceSlow

_PIECE = 16 * 1024


class Exchange(Protocol):
    """Blocks the calling thread for the patience at most."""

    def fetch(self, path: str) -> bytes | None:
        """The answer; None where the program says that there is none. Raises VendorProblem."""


def exchange_with(program: Description) -> Exchange:
    return HttpExchange(program) if program.over_http else LineExchange(program)


class HttpExchange:
    """GET, one connection for each question; no redirect, no proxy, nothing compressed."""

    def __init__(self, program: Description) -> None:
        self._program = program

    def fetch(self, path: str) -> bytes | None:
        program, until = self._program, _Until(self._program)
        connection = http.client.HTTPConnection(program.host, program.port)
        try:
            with until.connect() as plain:
                connection.sock = _BoundedSocket(plain, until)
                connection.request("GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity",
                                                         "Connection": "close"})  # fmt: skip
                answer = connection.getresponse()
                if answer.status in program.no_card_status:
                    return None
                if answer.status != http.HTTPStatus.OK:
                    raise AnswerGarbled(what=f"HTTP {answer.status}")
                return _whole(answer, program)
        except TimeoutError:
            raise ServiceSlow from None
        except http.client.HTTPException as error:
            raise AnswerGarbled(what=type(error).__name__) from None
        except OSError:
            raise ServiceDown(address=program.address) from None


class LineExchange:
    """A line of JSON over a plain socket, after a line that asks for it where the program wants one."""

    def __init__(self, program: Description) -> None:
        self._program = program

    def fetch(self, path: str) -> bytes | None:
        program, until = self._program, _Until(self._program)
        try:
            with until.connect() as plain:
                stream = _BoundedSocket(plain, until)
                if program.ask:
                    stream.sendall(program.ask.encode() + b"\n")
                return _whole(_Line(stream), program).strip() or None
        except TimeoutError:
            raise ServiceSlow from None
        except OSError:
            raise ServiceDown(address=program.address) from None


class _Readable(Protocol):
    def read(self, amount: int, /) -> bytes: ...


def _whole(stream: _Readable, program: Description) -> bytes:
    limit, found = program.largest_kib * 1024, bytearray()
    while piece := stream.read(_PIECE):
        found += piece
        if len(found) > limit:
            raise AnswerTooLarge(limit=program.largest_kib)
    return bytes(found)


class _Line:
    """Reads up to the end of the first line."""

    def __init__(self, stream: "_BoundedSocket") -> None:
        self._stream, self._over = stream.makefile("rb"), False

    def read(self, amount: int, /) -> bytes:
        if self._over:
            return b""
        piece = self._stream.readline(amount)
        self._over = piece.endswith(b"\n")
        return piece


class _Until:
    """The moment at which patience ends."""

    def __init__(self, program: Description) -> None:
        self._where = (program.host, program.port)
        self._at = time.monotonic() + program.patience_ms / 1000

    def left(self) -> float:
        """Raises TimeoutError when nothing is left."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def connect(self) -> socket.socket:
        return socket.create_connection(self._where, timeout=self.left())


class _BoundedSocket:
    """As much of a socket as `http.client` needs; every wait ends when patience does."""

    def __init__(self, plain: socket.socket, until: _Until) -> None:
        self._plain, self._until = plain, until

    def sendall(self, data: Any) -> None:
        self._plain.settimeout(self._until.left())
        self._plain.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Raw(self._plain, self._until))

    def close(self) -> None:
        """`http.client` closes before it has read; whoever connected closes."""


class _Raw(io.RawIOBase):
    def __init__(self, plain: socket.socket, until: _Until) -> None:
        self._plain, self._until = plain, until

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        self._plain.settimeout(self._until.left())
        return self._plain.recv_into(room)
