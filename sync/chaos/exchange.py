"""One request on the wire between a counter and its gateway, and what can be done to it. Knows HTTP/1.1 and no more."""

import contextlib
import http.client
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from urllib.parse import urlsplit

from sync.broken_lines import break_off

PIECE = 16 * 1024
LONGEST_HEAD = 64 * 1024
_FRAMING = frozenset({"content-length", "transfer-encoding"})

Connect = Callable[[], socket.socket]
Pause = Callable[[int], None]          # of the line, before it carries so many bytes


class Cut(Exception):
    """The connection ends here, with a reset."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. `raw` frames it anew with its own length."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def raw(self, promised: int | None = None, *, last: bool = False) -> bytes:
        """The bytes on the wire; `promised` is a length other than the body's, `last` says that the connection closes."""
        lines = [f"HTTP/1.1 {self.status} {http.client.responses.get(self.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in self.headers if name.lower() not in _FRAMING]
        if self.status != http.HTTPStatus.NO_CONTENT:
            lines.append(f"content-length: {len(self.body) if promised is None else promised}")
        lines += ["connection: close"] if last else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a request, as it came."""

    method: str
    path: str
    raw: bytes
    length: int

    @property
    def what(self) -> str:
        """The call in a word."""
        return what_is_called(self.path)


def read_head(file: BufferedReader) -> Head | None:
    """The next request of a connection; None when there is none, or none that can be understood."""
    lines = [file.readline(LONGEST_HEAD)]
    while lines[-1] not in (b"\r\n", b"\n", b""):
        lines.append(file.readline(LONGEST_HEAD))
        if sum(map(len, lines)) > LONGEST_HEAD:
            return None
    words = lines[0].decode("latin-1").split()
    if len(words) != 3 or not lines[-1]:
        return None
    named = dict(line.decode("latin-1").lower().split(":", 1) for line in lines[1:-1] if b":" in line)
    length = named.get("content-length", "0").strip()
    if "transfer-encoding" in named or not length.isdecimal():
        return None                    # a counter says how much it sends
    return Head(words[0], words[1], b"".join(lines), int(length))


def what_is_called(path: str) -> str:
    """A call of the protocol in a word: the last fixed part of its path ("hello", "forms", "missing", "pages", ...)."""
    parts = urlsplit(path).path.strip("/").split("/")
    return parts[3] if len(parts) > 3 else parts[min(1, len(parts) - 1)]


def at_once(_size: int) -> None:
    """No pause."""


@dataclass(slots=True)
class Carried:
    """How much of an exchange went over the line: bytes of bodies towards the gateway, and of answers to the counter."""

    sent: int = 0
    answered: int = 0


class Exchange:
    """One request and its answer. Bytes go on as they come: nothing is held back that a real line would have carried."""

    def __init__(
        self, head: Head, body: BufferedReader, near: socket.socket, connect: Connect, late: list[bytes], carried: Carried
    ) -> None:
        """`late` holds requests that were overtaken: they arrive after this one, if this one does."""
        self.head = head
        self.closing = False           # after this answer the connection ends
        self._body, self._near, self._connect, self._late, self._carried = body, near, connect, late, carried
        self._far: socket.socket | None = None
        self._unread = head.length

    def forward(self, *, limit: int | None = None, pause: Pause = at_once) -> None:
        """Sends the request on to the gateway, or only the first `limit` bytes of its body."""
        self._open().sendall(self.head.raw)
        left = self.head.length if limit is None else min(limit, self.head.length)
        while left:
            piece = self._read(min(PIECE, left))
            pause(len(piece))
            self._open().sendall(piece)
            left -= len(piece)
            self._carried.sent += len(piece)

    def request(self) -> bytes:
        """The whole request, kept back for as long as the fault wants."""
        pieces = [self.head.raw]
        while self._unread:
            pieces.append(self._read(min(PIECE, self._unread)))
        return b"".join(pieces)

    def deliver(self, request: bytes) -> Reply:
        """Hands a whole request to the gateway on a connection of its own, and takes its answer."""
        with contextlib.closing(self._connect()) as far:
            far.sendall(request)
            self._carried.sent += len(request.partition(b"\r\n\r\n")[2])
            return self._taken(far, request.split(b" ", 1)[0].decode("latin-1"))

    def answer(self) -> Reply:
        """What the gateway says to what was forwarded. What this request overtook arrives now."""
        answer = self._taken(self._open(), self.head.method)
        while self._late:
            with contextlib.suppress(Cut, OSError):
                self.deliver(self._late.pop(0))
        return answer

    def keep(self, request: bytes) -> None:
        """This one is overtaken by the next that arrives."""
        self._late.append(request)

    def reply(self, raw: bytes, *, limit: int | None = None, piece: int = PIECE, pause: Pause = at_once) -> None:
        """Sends these bytes back to the counter, or the first `limit` of them, `piece` by `piece`."""
        out = raw if limit is None else raw[:limit]
        for start in range(0, len(out), piece):
            part = out[start : start + piece]
            pause(len(part))
            self._carried.answered += len(part)        # said before it is heard: a test may look at once
            self._near.sendall(part)

    def swallow(self) -> None:
        """Reads what the counter sends and says nothing, until it gives up."""
        self._near.settimeout(None)
        while self._body.read1(PIECE):
            continue
        raise Cut

    def unread(self) -> int:
        """Bytes of the request's body nobody has read yet."""
        return self._unread

    def close(self) -> None:
        """The gateway's side of it."""
        if self._far is not None:
            self._far.close()

    def reset(self) -> None:
        """Both sides, as a broken line does it."""
        for end in (self._far, self._near):
            if end is not None:
                break_off(end)

    def _open(self) -> socket.socket:
        if self._far is None:
            self._far = self._connect()
        return self._far

    def _read(self, size: int) -> bytes:
        piece = self._body.read1(size)
        if not piece:
            raise Cut                  # the counter itself went away in the middle
        self._unread -= len(piece)
        return bytes(piece)

    def _taken(self, far: socket.socket, method: str) -> Reply:
        answer = http.client.HTTPResponse(far, method=method)
        try:
            answer.begin()
            return Reply(answer.status, tuple(answer.getheaders()), answer.read())
        except (http.client.HTTPException, OSError) as error:
            raise Cut from error
        finally:
            answer.close()


def milliseconds(pause: float) -> None:
    """A pause of the line."""
    if pause > 0:
        time.sleep(pause / 1000)
