"""Who may come in now. Decided from the headers alone, before a byte of the body is read and before any signature is checked:
what cannot be done soon is turned away at once, and told when to come back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.answers import Endpoint
from sync.gateway.lanes import Bounds, Lane, Seconds
from sync.gateway.refusals import STATUS, Reason, Refused

DEVICE_HEADER = "mot-cua-device"       # not proven here: it decides who waits, never who may
GRACE_SECONDS = 30.0                   # a body may pause for so long
SLOWEST = 500.0                        # bytes a second a body must come at, from then on
DISK_LOOKED_AT_EVERY = 5.0
_NOT_KNOWN = (401, 403)


class Work(StrEnum):
    """The kinds of work, each with a lane of its own: pages never keep forms waiting."""

    FORMS = "forms"                    # and greetings, decisions, look-ups: small and urgent
    PAGES = "pages"


FORMS_BOUNDS, PAGES_BOUNDS = Bounds(busy=48), Bounds(busy=24)


@dataclass(slots=True)
class Admission:
    """The lanes, and the two states of the whole house in which nobody new is let in.

    Attributes:
        disk_is_low: asked now and then; while it says yes no new dossier's pages are taken
        draining: set before the gateway ends; whoever has a turn finishes
    """

    disk_is_low: Callable[[], bool]
    now: Seconds = time.monotonic
    draining: bool = False
    lanes: dict[Work, Lane] = field(default_factory=dict)
    body_bytes_turned_away: int = 0
    _low: bool = False
    _looked: float | None = None

    def __post_init__(self) -> None:
        self.lanes = self.lanes or {Work.FORMS: Lane(FORMS_BOUNDS, self.now), Work.PAGES: Lane(PAGES_BOUNDS, self.now)}

    @property
    def low(self) -> bool:
        """Whether the disk is nearly full, as seen a moment ago."""
        now = self.now()
        if self._looked is None or now - self._looked > DISK_LOOKED_AT_EVERY:
            self._low, self._looked = self.disk_is_low(), now
        return self._low

    def admitted(self, endpoint: Endpoint, work: Work, *, opens: bool) -> Endpoint:
        """The endpoint for whoever is let in. `opens`: with this call a caller begins; it carries nothing."""
        lane = self.lanes[work]

        async def call(request: Request) -> Response:
            caller = caller_of(request)
            try:
                self._house_is_open(work, opens=opens)
                lane.enter(caller, opens=opens)
            except Refused:
                self.body_bytes_turned_away += _announced(request)
                raise
            known = named = DEVICE_HEADER in request.headers   # a greeting's turn ends with its answer: what follows is named
            try:
                response = await endpoint(Request(request.scope, _Body(request, lane, caller).receive))
                known = named and response.status_code not in _NOT_KNOWN
                return response
            except Refused as refused:
                known = named and STATUS[refused.reason] not in _NOT_KNOWN
                raise
            finally:
                lane.leave(caller, known=known)

        return call

    def _house_is_open(self, work: Work, *, opens: bool) -> None:
        if opens and self.draining:
            raise Refused(Reason.BUSY)
        if opens and work is Work.PAGES and self.low:
            raise Refused(Reason.DISK_FULL)


class _Body:
    """A body on its way in: the lane is told while it is waited for, and one that hardly moves is given up."""

    def __init__(self, request: Request, lane: Lane, caller: str) -> None:
        self._receive: Callable[[], Awaitable[MutableMapping[str, Any]]] = request.receive
        self._lane, self._caller = lane, caller
        self._began: float | None = None
        self._size = 0

    async def receive(self) -> MutableMapping[str, Any]:
        loop = asyncio.get_running_loop()
        if self._began is None:
            self._began = loop.time()
            self._lane.receiving(self._caller, body_is_coming=True)
        try:
            async with asyncio.timeout_at(self._began + GRACE_SECONDS + self._size / SLOWEST):
                message = await self._receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._size += len(message.get("body", b""))
        if not message.get("more_body", False):
            self._lane.receiving(self._caller, body_is_coming=False)
        return message


def caller_of(request: Request) -> str:
    """The device as the request names it, at the address it comes from; the address alone where it names none, for a line
    that breaks after each greeting must not count as many."""
    host = request.client.host if request.client else ""
    device = request.headers.get(DEVICE_HEADER, "")[:64]
    return f"{device}@{host}" if device else host


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
