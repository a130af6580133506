"""Counters that exist only as what they send: signed requests of the protocol, over a socket or straight into the gateway's
web application. What they ask for is real, and so is every handler that answers."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import zstandard

from sync import messages as wire
from sync.signer import RequestSigner
from tests.sync.counter_twin import DAY, CounterTwin, a_form, sha

T = TypeVar("T")
NONCE = "ab" * 16
JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


Send = Callable[[str, str, Mapping[str, str], bytes], Awaitable[Reply]]


class TurnedAway(Exception):
    """503 or 429, or 202: come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Owed:
    """A dossier that waits to be sent."""

    form: wire.FormUpload
    pages: dict[str, bytes]


@dataclass(slots=True)
class SimulatedCounter:
    """One device with its backlog. `run` delivers it, in passes as a counter's engine makes them."""

    send: Send
    twin: CounterTwin = field(default_factory=CounterTwin)
    owed: list[Owed] = field(default_factory=list)
    signer: RequestSigner | None = None
    serial: int = field(default_factory=count().__next__)      # in its numbers: random ones would meet among so many
    requests: int = 0
    sent_away: int = 0
    slowest: float = 0.0
    _registered: bool = False

    def owes(self, dossiers: int, pages: int, page_bytes: int) -> list[Owed]:
        """A backlog of its own."""
        backlog = []
        for _ in range(dossiers):
            contents = [random.randbytes(page_bytes) for _ in range(pages)]
            number = f"TMP-{self.serial:06d}-{DAY}-{self.twin.printed + 1:04d}"
            form = self.twin.upload(a_form(contents), number)
            backlog.append(Owed(form, {sha(content): content for content in contents}))
        return backlog

    def begin(self, backlog: list[Owed]) -> None:
        """This is to be sent now."""
        self.owed, self._registered = backlog, False

    async def enrol(self) -> None:
        hello = await self.greet()
        await self._asked("POST", wire.DEVICES, JSON, msgspec.json.encode(self.twin.enrolment()), signed=False)
        self.signer = RequestSigner(self.twin.device, self.twin.key, hello.key, lambda: 0)
        self.signer.heard(hello)

    async def greet(self) -> wire.Hello:
        reply = await self._asked("GET", f"{wire.HELLO}?nonce={NONCE}", {}, b"", signed=False)
        return msgspec.json.decode(msgspec.json.decode(reply.body, type=wire.SignedEnvelope).body, type=wire.Hello)

    async def run(self, wait: Callable[[float], Awaitable[None]]) -> None:
        """Passes until nothing is owed; after each refusal it waits as told and up to a quarter more, then greets first."""
        while True:
            try:
                await self.greet()
                await self.register()
                while self.owed:
                    await self.deliver(self.owed[0])
                    self.owed.pop(0)
                return
            except TurnedAway as away:
                self.sent_away += 1
                await wait(away.seconds * random.uniform(1.0, 1.25))

    async def register(self) -> None:
        """All forms, in one batch, as the forms lane does."""
        if self._registered:
            return
        batch = msgspec.json.encode(self.twin.batch(*(owed.form for owed in self.owed)))
        body = zstandard.ZstdCompressor(level=3).compress(batch)
        await self._asked("POST", wire.FORMS, {**JSON, "content-encoding": "zstd"}, body)
        self._registered = True

    async def deliver(self, owed: Owed) -> None:
        """What is missing of one dossier, and its acknowledgement."""
        home = f"{wire.DOSSIERS}/{owed.form.dossier}"
        reply = await self._asked("GET", f"{home}/missing?manifest=1", {}, b"")
        for missing in msgspec.json.decode(reply.body, type=wire.MissingPages).pages:
            content = owed.pages[missing.sha256]
            headers = {wire.UPLOAD_OFFSET: str(missing.offset), wire.UPLOAD_COMPLETE: "?1"}
            await self._asked("PATCH", f"{home}/pages/{missing.sha256}", headers, content[missing.offset :])
        body = msgspec.json.encode(self.twin.finalisation(owed.form.manifest))
        await self._asked("POST", f"{home}/finalise", JSON, body)

    async def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, signed: bool = True
    ) -> Reply:
        if signed and self.signer is not None:
            headers = self.signer.headers(method, path, headers, b"" if method == "PATCH" else body)
        loop = asyncio.get_running_loop()
        began = loop.time()
        reply = await self.send(method, path, headers, body)
        self.requests += 1
        self.slowest = max(self.slowest, loop.time() - began)
        if reply.status in (202, 429, 503):
            raise TurnedAway(int(reply.headers.get("retry-after", "30")))
        if reply.status not in (200, 204):
            raise RuntimeError(f"{method} {path}: {reply.status} {reply.body[:200]!r}")
        return reply


def straight_into(app: Any, host: str) -> Send:
    """Requests to an ASGI application of this process, as its web server would hand them over."""

    async def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        url = urlsplit(path)
        named = {"host": "127.0.0.1", "content-length": str(len(body)), **headers}
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": url.path, "raw_path": url.path.encode(), "query_string": url.query.encode(),
            "root_path": "", "client": (host, 1), "server": ("127.0.0.1", 80),
            "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        }  # fmt: skip
        answer: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def take(message: Mapping[str, Any]) -> None:
            answer.append(message)

        await app(scope, receive, take)
        told = {name.decode(): value.decode() for name, value in answer[0]["headers"]}
        return Reply(answer[0]["status"], told, b"".join(part.get("body", b"") for part in answer[1:]))

    return send


@asynccontextmanager
async def over_a_socket(port: int) -> AsyncIterator[Send]:
    """One long-lived HTTP/1.1 connection over loopback."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        named = {"host": "127.0.0.1", "content-length": str(len(body)), **headers}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
        writer.write(head.encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        told = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        return Reply(int(first.split()[1]), told, await reader.readexactly(int(told.get("content-length", "0"))))

    try:
        yield send
    finally:
        writer.close()
        await writer.wait_closed()


def on_a_loop(story: Awaitable[T]) -> T:
    """Runs one asynchronous story to its end."""
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(_awaited(story))


async def _awaited(story: Awaitable[T]) -> T:
    return await story
