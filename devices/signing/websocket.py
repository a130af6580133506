"""As much of WebSocket (RFC 6455) as a service on this very machine needs: text messages, one after the other."""

import base64
import hashlib
import os
import socket
import ssl
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_LONGEST_HEAD = 16_384
_LONGEST_MESSAGE = 1_000_000
_TEXT, _CLOSE, _PING, _PONG, _GOES_ON = 1, 8, 9, 10, 0


class NotSpoken(Exception):
    """The other side is gone, or does not speak WebSocket."""


class Stream(Protocol):
    """A socket, plain or not."""

    def sendall(self, data: bytes, /) -> None: ...
    def recv(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service listens: on this machine, nowhere else."""

    host: str
    port: int
    path: str
    encrypted: bool

    @classmethod
    def of(cls, address: str) -> "Place":
        """Raises ValueError for what is no address, or lies elsewhere."""
        parts = urlsplit(address)
        if parts.scheme not in ("ws", "wss") or not parts.hostname:
            raise ValueError("not an address of a WebSocket")
        if parts.hostname != "localhost" and not ip_address(parts.hostname).is_loopback:
            raise ValueError("not on this machine")
        encrypted = parts.scheme == "wss"
        return cls(parts.hostname, parts.port or (443 if encrypted else 80), parts.path or "/", encrypted)


class WebSocket:
    """`masked`: frames of a client are; those of a server are not."""

    def __init__(self, stream: Stream, *, masked: bool, rest: bytes = b"") -> None:
        self._stream, self._masked, self._rest = stream, masked, rest

    def send(self, text: str) -> None:
        """Raises NotSpoken."""
        self._frame(_TEXT, text.encode())

    def receive(self) -> str:
        """The next message. Raises NotSpoken; TimeoutError where the socket has a limit."""
        whole = b""
        while True:
            kind, last, content = self._next()
            if kind == _CLOSE:
                raise NotSpoken
            if kind == _PING:
                self._frame(_PONG, content)
            elif kind in (_TEXT, _GOES_ON):
                whole += content
                if len(whole) > _LONGEST_MESSAGE:
                    raise NotSpoken
                if last:
                    try:
                        return whole.decode()
                    except UnicodeDecodeError as error:
                        raise NotSpoken from error

    def close(self) -> None:
        try:
            self._frame(_CLOSE, b"")
        except NotSpoken:
            pass
        self._stream.close()

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _frame(self, kind: int, content: bytes) -> None:
        mask = os.urandom(4) if self._masked else b""
        size, bit = len(content), 0x80 if self._masked else 0
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, bit | size)
        elif size < 65_536:
            head = struct.pack("!BBH", 0x80 | kind, bit | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, bit | 127, size)
        try:
            self._stream.sendall(head + mask + (_masked(content, mask) if mask else content))
        except TimeoutError:
            raise
        except OSError as error:
            raise NotSpoken from error

    def _next(self) -> tuple[int, bool, bytes]:
        first, second = self._read(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._read(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._read(8))
        if size > _LONGEST_MESSAGE:
            raise NotSpoken
        mask = self._read(4) if second & 0x80 else b""
        content = self._read(size)
        return first & 0x0F, bool(first & 0x80), _masked(content, mask) if mask else content

    def _read(self, size: int) -> bytes:
        while len(self._rest) < size:
            self._rest += _received(self._stream)
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


def connect(place: Place, seconds: float) -> WebSocket:
    """Raises NotSpoken."""
    key = base64.b64encode(os.urandom(16))
    try:
        stream: socket.socket = socket.create_connection((place.host, place.port), seconds)
        if place.encrypted:
            stream = _of_this_machine().wrap_socket(stream, server_hostname=place.host)
        stream.sendall(
            f"GET {place.path} HTTP/1.1\r\nHost: {place.host}:{place.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key.decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head, rest = read_head(stream)
    except OSError as error:
        raise NotSpoken from error
    if not head.startswith(b"HTTP/1.1 101") or accepted(key) not in head:
        stream.close()
        raise NotSpoken
    return WebSocket(stream, masked=True, rest=rest)


def read_head(stream: Stream) -> tuple[bytes, bytes]:
    """The lines up to the empty one, and what came behind it. Raises NotSpoken."""
    whole = b""
    while b"\r\n\r\n" not in whole:
        whole += _received(stream)
        if len(whole) > _LONGEST_HEAD:
            raise NotSpoken
    head, _, rest = whole.partition(b"\r\n\r\n")
    return head, rest


def accepted(key: bytes) -> bytes:
    """What a server answers to a client's key."""
    return base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())


def _received(stream: Stream) -> bytes:
    try:
        part = stream.recv(65_536)
    except TimeoutError:
        raise
    except OSError as error:
        raise NotSpoken from error
    if not part:
        raise NotSpoken
    return part


def _of_this_machine() -> ssl.SSLContext:
    """The service made its certificate itself, for this machine: nobody else can answer at a loopback address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _masked(content: bytes, mask: bytes) -> bytes:
    whole = (mask * (len(content) // 4 + 1))[: len(content)]
    return (int.from_bytes(content, "big") ^ int.from_bytes(whole, "big")).to_bytes(len(content), "big")
