"""One question to a network scanner and its answer, bounded in bytes and in time, given up the moment nobody wants it any more.

The Python's own HTTP client on a socket of ours, one connection a question, as firmware likes it best: a library with a pool
has time limits for each read only, and cannot be asked to stop while it waits (docs/decisions/0024). No redirect is followed,
no proxy used, nothing compressed; where the scanner names another machine, only the path it names is taken.
"""

import hashlib
import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
_PIECE = 64 * 1024
_HEARD_EVERY_S = 0.1                   # how often a wait looks whether it is still wanted
_LONGEST_GRACE_S = 12.0                # less than the process has for heeding a cancel
_LONGEST_WAIT_S = 60.0                 # of a Retry-After


class Unreachable(OSError):
    """It cannot be reached, or it is not the device whose certificate is in the settings."""


class WrongCertificate(Unreachable):
    """Another device, or somebody between."""


class Lost(OSError):
    """The line broke in the middle of an answer."""


class TooMuch(OSError):
    """The answer has no end."""


class NotWanted(Exception):
    """Somebody cancelled while it was waited for."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a scanner is. `root` is the path before "/ScannerStatus", as "/eSCL". `pin`: SHA-256 of its certificate, in hex."""

    scheme: str
    host: str
    port: int
    root: str
    pin: str = ""

    @classmethod
    def of(cls, written: str, pin: str = "") -> "Address":
        """Raises ValueError. A bare host counts as http://host/eSCL."""
        parts = urlsplit(written if "//" in written else f"http://{written}")
        if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.query or parts.fragment:
            raise ValueError("not the address of a scanner")
        root = parts.path.rstrip("/") or "/eSCL"
        if not _plain(root):
            raise ValueError("not the address of a scanner")
        return cls(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], root, pin.lower().replace(":", ""))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.root}"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes; seconds for connecting, for not hearing anything, and for all of it. `grace_s`: for how long something is still
    waited for after nobody wants more, as long as it keeps coming: a sheet that went through should not be lost."""

    largest: int
    connect_s: float = 4.0
    silence_s: float = 6.0
    whole_s: float = 10.0
    grace_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str                          # of content, as "image/jpeg"
    body: bytes
    path: str                          # of the Location it names, "" for none
    retry_s: float                     # what Retry-After asks for; 0 for nothing


def always() -> bool:
    return True


def ask(
    address: Address, method: str, path: str, limits: Limits, body: bytes | None = None, wanted: Callable[[], bool] = always
) -> Answer:
    """Raises Unreachable, Lost, TooMuch, NotWanted."""
    watch = _Watch(limits, wanted)
    headers = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "mot-cua"}
    if body is not None:
        headers["Content-Type"] = "text/xml"
    connection = http.client.HTTPConnection(address.host, address.port)
    with _connected(address, watch) as line:
        connection.sock = _WatchedSocket(line, watch)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(
                answer.status, (answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""),
                _whole(answer, limits.largest), _path_of(answer.getheader("Location", ""), path),
                _seconds(answer.getheader("Retry-After", "")),
            )  # fmt: skip
        except (http.client.HTTPException, OSError) as error:
            if isinstance(error, TooMuch):
                raise
            raise Lost(type(error).__name__) from error


def certificate_of(address: Address) -> str:
    """SHA-256 of the certificate it shows, in hex; "" over plain HTTP. Raises Unreachable."""
    with _connected(address, _Watch(Limits(0), always)) as line:
        return _print(line) if isinstance(line, ssl.SSLSocket) else ""


class _Readable(Protocol):
    length: int | None

    def read(self, amount: int, /) -> bytes: ...


def _whole(answer: _Readable, largest: int) -> bytes:
    found = bytearray()
    while piece := answer.read(_PIECE):
        found += piece
        if len(found) > largest:
            raise TooMuch("too many bytes")
    if answer.length:                  # the end came before what was announced
        raise Lost("cut")
    return bytes(found)


def _path_of(location: str, asked: str) -> str:
    """Only ever the path: the host stays ours. "" where it is none."""
    try:
        path = urlsplit(urljoin(asked, location)).path.rstrip("/") if location else ""
    except ValueError:
        return ""
    return path if path.startswith("/") and _plain(path) else ""


def _plain(path: str) -> bool:
    return len(path) <= 512 and all("!" <= letter <= "~" for letter in path)


def _seconds(said: str) -> float:
    return min(float(said), _LONGEST_WAIT_S) if said.isascii() and said.isdecimal() else 0.0


def _connected(address: Address, watch: "_Watch") -> socket.socket:
    """Raises Unreachable."""
    try:
        line = socket.create_connection((address.host, address.port), timeout=watch.limits.connect_s)
    except OSError as error:
        raise Unreachable(type(error).__name__) from error
    if address.scheme != "https":
        return line
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE     # devices sign their own: the pin counts
    try:
        secure = context.wrap_socket(line, server_hostname=address.host)
    except (OSError, ValueError) as error:
        line.close()
        raise Unreachable(type(error).__name__) from error
    if address.pin and _print(secure) != address.pin:
        secure.close()
        raise WrongCertificate("another certificate")
    return secure


def _print(line: ssl.SSLSocket) -> str:
    return hashlib.sha256(line.getpeercert(binary_form=True) or b"").hexdigest()


class _Watch:
    """Whether to go on waiting."""

    def __init__(self, limits: Limits, wanted: Callable[[], bool]) -> None:
        self.limits, self._wanted = limits, wanted
        self._end = time.monotonic() + limits.whole_s
        self._heard = time.monotonic()
        self._unwanted = 0.0           # since when

    def heard(self) -> None:
        self._heard = time.monotonic()

    def look(self) -> None:
        """Raises NotWanted, TimeoutError."""
        now = time.monotonic()
        if not self._wanted():
            self._unwanted = self._unwanted or now
            silent = now - max(self._heard, self._unwanted)
            if silent >= self.limits.grace_s or now > self._unwanted + _LONGEST_GRACE_S:
                raise NotWanted
        if now > self._end or now > self._heard + self.limits.silence_s:
            raise TimeoutError("no answer")


class _WatchedSocket:
    """As much of a socket as `http.client` needs."""

    def __init__(self, line: socket.socket, watch: _Watch) -> None:
        self._line, self._watch = line, watch

    def sendall(self, data: Any) -> None:
        self._line.settimeout(self._watch.limits.silence_s)
        self._line.sendall(data)
        self._watch.heard()

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Raw(self._line, self._watch), _PIECE)

    def close(self) -> None:
        """`http.client` closes before it has read; whoever connected closes."""


class _Raw(io.RawIOBase):
    def __init__(self, line: socket.socket, watch: _Watch) -> None:
        self._line, self._watch = line, watch

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any, /) -> int:
        self._line.settimeout(_HEARD_EVERY_S)
        while True:
            self._watch.look()
            try:
                count = self._line.recv_into(room)
            except TimeoutError:
                continue
            self._watch.heard()
            return count
