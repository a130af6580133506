"""The whole gateway in this process, without a socket: its own web application, called as the web server would call it.

What a bad link does is scripted, request by request. A gateway whose plug was pulled answers nobody until it is started
again. Nothing here knows what a path means: the application under test decides that.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from sync.at_once import AtOnce
from sync.faults import LinkDown
from sync.gateway.app import gateway_app
from sync.gateway.gateway import Gateway
from sync.transport import Answer
from tests.sync.counter_twin import PlugPulled

CAPTIVE = Answer(200, {"content-type": "text/html"}, "<html><title>Wi-Fi miễn phí</title>Đăng nhập</html>".encode())
MOVED = Answer(302, {"content-type": "text/html", "location": "http://login.example/"}, b"")
BUSY = Answer(503, {"retry-after": "7"}, b"")
BROKEN = Answer(502, {}, b"<html>bad gateway</html>")
REMEMBERED = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it went over the line."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def what(self) -> str:
        """The call in a word: its last fixed part of the path."""
        parts = urlsplit(self.path).path.strip("/").split("/")
        return parts[3] if len(parts) > 3 else parts[1]


class Fault:
    """What the link does to one request. This one: nothing."""

    def carry(self, link: "InProcess", request: Request) -> Answer:
        return link.deliver(request)


@dataclass(frozen=True, slots=True)
class RequestLost(Fault):
    def carry(self, link: "InProcess", request: Request) -> Answer:
        raise LinkDown(what="request lost")


@dataclass(frozen=True, slots=True)
class AnswerLost(Fault):
    """The gateway did its work; nobody hears of it."""

    def carry(self, link: "InProcess", request: Request) -> Answer:
        link.deliver(request)
        raise LinkDown(what="answer lost")


@dataclass(frozen=True, slots=True)
class Twice(Fault):
    """A proxy delivers the request again; the counter sees one of the answers."""

    first: bool

    def carry(self, link: "InProcess", request: Request) -> Answer:
        answers = [link.deliver(request), link.deliver(request)]
        return answers[0 if self.first else 1]


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """The connection ends after `share` sixteenths of the body."""

    share: int

    def carry(self, link: "InProcess", request: Request) -> Answer:
        link.deliver(request, arriving=len(request.body) * self.share // 16)
        raise LinkDown(what="cut")


@dataclass(frozen=True, slots=True)
class Garbled(Fault):
    """Bytes of a page arrive, but not those that were sent. Once in a world: twice in a row is for a person."""

    def carry(self, link: "InProcess", request: Request) -> Answer:
        if request.method != "PATCH" or not request.body or link.garbled:
            return link.deliver(request)
        link.garbled = True
        return link.deliver(replace(request, body=request.body[:-1] + bytes([request.body[-1] ^ 1])))


@dataclass(frozen=True, slots=True)
class Instead(Fault):
    """Somebody else answers: a captive portal, a proxy, a gateway that sheds load."""

    answer: Answer

    def carry(self, link: "InProcess", request: Request) -> Answer:
        return self.answer


@dataclass(frozen=True, slots=True)
class Replayed(Fault):
    """An earlier request arrives late, once more, before this one."""

    which: int

    def carry(self, link: "InProcess", request: Request) -> Answer:
        if link.sent:
            link.deliver(link.sent[self.which % len(link.sent)])
        return link.deliver(request)


@dataclass(frozen=True, slots=True)
class GatewayDies(Fault):
    """The gateway's plug is pulled while it works on this request, unless the request is done before."""

    where: int | str

    def carry(self, link: "InProcess", request: Request) -> Answer:
        link.arm(self.where)
        try:
            return link.deliver(request)
        finally:
            link.arm(None)


@dataclass
class InProcess:
    """`sync.transport.Transport` straight into the application.

    Attributes:
        faults: used up, one a request
        on: the fault for the next request of a kind ("hello", "forms", "missing", "pages", "finalise", ...)
        arm: asked to pull the gateway's plug after so many of its steps, or at the step of a name
        died: called when it was pulled; should start the gateway again (or not)
    """

    faults: list[Fault] = field(default_factory=list)
    on: dict[str, Fault] = field(default_factory=dict)
    arm: Callable[[int | str | None], None] = lambda where: None
    died: Callable[[], None] = lambda: None
    sent: list[Request] = field(default_factory=list)
    exchanged: int = 0
    garbled: bool = False
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _app: Any = None

    def connect(self, gateway: Gateway | None) -> None:
        """From now on requests reach this gateway, or nobody."""
        self._app = gateway_app(gateway, AtOnce()) if gateway is not None else None

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        request = Request(method, path, body, dict(headers or {}))
        fault = self.on.pop(request.what, None) or (self.faults.pop(0) if self.faults else Fault())
        try:
            return fault.carry(self, request)
        finally:
            self.sent.append(request)      # what was lost may yet arrive
            del self.sent[:-REMEMBERED]

    def deliver(self, request: Request, arriving: int | None = None) -> Answer:
        """The gateway's own answer; `arriving` is how many bytes of the body come before the connection ends."""
        if self._app is None:
            raise LinkDown(what="gateway down")
        self.exchanged += 1
        call = _Call(request, arriving)
        try:
            self._loop.run_until_complete(self._app(call.scope(), call.receive, call.send))
        except PlugPulled as pulled:
            self.died()
            raise LinkDown(what="gateway died") from pulled
        return call.answer()

    def close(self) -> None:
        self._loop.close()


@contextmanager
def linked(gateway: Gateway) -> Iterator[InProcess]:
    """A good link to an open gateway."""
    link = InProcess()
    link.connect(gateway)
    try:
        yield link
    finally:
        link.close()


class _Call:
    """One ASGI exchange."""

    def __init__(self, request: Request, arriving: int | None) -> None:
        self._request, self._arriving = request, arriving
        self._begun = False
        self._status, self._headers, self._body = 0, {}, bytearray()

    def scope(self) -> dict[str, Any]:
        url = urlsplit(self._request.path)
        headers = {"host": "127.0.0.1", "content-length": str(len(self._request.body)), **self._request.headers}
        return {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
            "method": self._request.method, "scheme": "http", "path": url.path, "raw_path": url.path.encode(),
            "query_string": url.query.encode(), "root_path": "", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip

    async def receive(self) -> dict[str, Any]:
        if self._begun:
            return {"type": "http.disconnect"}
        self._begun = True
        body = self._request.body if self._arriving is None else self._request.body[: self._arriving]
        return {"type": "http.request", "body": body, "more_body": self._arriving is not None}

    async def send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.decode().lower(): value.decode() for name, value in message.get("headers", [])}
        else:
            self._body += message.get("body", b"")

    def answer(self) -> Answer:
        return Answer(self._status, self._headers, bytes(self._body))
