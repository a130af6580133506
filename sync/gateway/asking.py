"""Requests whose asker is proven: what is said in their headers, read here, judged by `callers`."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kiosk.credentials import Role
from sync.gateway import bodies
from sync.gateway.answers import PRIVATE, Endpoint
from sync.gateway.aside import Aside
from sync.gateway.callers import WITH_DOSSIERS, Call, Callers, Claim, Reach
from sync.gateway.devices import Device
from sync.messages import ASKED_AT, ASKED_ONCE, ASKING_DEVICE, ASKING_SIGNATURE
from sync.signed_requests import SIGNED_HEADERS, Asking

_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a device that proved itself, its body read."""

    request: Request
    caller: Device
    body: bytes

    @property
    def dossier(self) -> str:
        return str(self.request.path_params["id"])


@dataclass(frozen=True, slots=True)
class Rule:
    """What a call allows. `once`: done once and answered alike however often it comes; `limit`: bytes of its body."""

    limit: int = 0
    reach: Reach = Reach.ANY
    roles: frozenset[Role] = WITH_DOSSIERS
    once: bool = False


class Door:
    """Lets in who proves to be a device of this gateway."""

    def __init__(self, callers: Callers, aside: Aside) -> None:
        self._callers, self._aside = callers, aside

    def asked(self, endpoint: Callable[[Asked], Awaitable[Response]], rule: Rule) -> Endpoint:
        """The endpoint, reached only by those who may."""

        async def call(request: Request) -> Response:
            if not rule.limit:
                return await endpoint(Asked(request, await self._aside(self._at_once, request, rule), b""))
            claim = await self._aside(self._callers.announced, *_said(request))
            body = await bodies.whole(request, rule.limit)
            device = await self._aside(self._let_in, claim, called(request), body, rule, _dossier(request))
            asked = Asked(request, device, body)
            return await self._once(endpoint, asked, claim) if rule.once else await endpoint(asked)

        return call

    async def _once(self, endpoint: Callable[[Asked], Awaitable[Response]], asked: Asked, claim: Claim) -> Response:
        """Done once, answered as often as it comes: a line that delivers twice is no harm, and neither is a replay.

        Whoever is called off while it is done does not call off the work: half of it may be in the database already. It comes
        to its end, and its answer is there for the next try."""
        return await asyncio.shield(asyncio.ensure_future(self._answered(endpoint, asked, claim)))

    async def _answered(self, endpoint: Callable[[Asked], Awaitable[Response]], asked: Asked, claim: Claim) -> Response:
        before = await self._aside(self._callers.begin, claim)
        if before is not None:
            return Response(before, 200, PRIVATE, "application/json")
        try:
            response = await endpoint(asked)
        except BaseException:          # the loop ends, for one: nothing may stay that is neither answered nor free
            await self._aside(self._callers.end, claim, None)
            raise
        await self._aside(self._callers.end, claim, bytes(response.body))
        return response

    def for_page(self, request: Request) -> None:
        """The same for a page on its way in: its body is proven by its own hash. Blocks for the database."""
        self._at_once(request, Rule(reach=Reach.OWN))

    def _at_once(self, request: Request, rule: Rule) -> Device:
        claim = self._callers.announced(*_said(request))
        return self._let_in(claim, called(request), b"", rule, _dossier(request))

    def _let_in(self, claim: Claim, call: Call, body: bytes, rule: Rule, dossier: str) -> Device:
        device = self._callers.proven(claim, call, body)
        self._callers.may(device, rule.roles, rule.reach, dossier)
        return device


def called(request: Request) -> Call:
    """The request as it was signed: path and query as they came over the line."""
    path, query = request.scope["raw_path"], request.scope["query_string"]
    target = path + (b"?" + query if query else b"")
    headers = {name: request.headers[name] for name in SIGNED_HEADERS if name in request.headers}
    return Call(request.method, target.decode("latin-1"), headers)


def _said(request: Request) -> tuple[Asking | None, bytes]:
    """Who says they ask, and the signature; None where any of it is missing or makes no sense."""
    headers = request.headers
    device, at, nonce = headers.get(ASKING_DEVICE, ""), headers.get(ASKED_AT, ""), headers.get(ASKED_ONCE, "")
    try:
        signature = base64.b64decode(headers.get(ASKING_SIGNATURE, ""), validate=True)
    except (binascii.Error, ValueError):
        return None, b""
    if not (device and signature and at.isascii() and at.isdigit() and len(at) <= _DIGITS):
        return None, b""
    return Asking(device, int(at), nonce), signature


def _dossier(request: Request) -> str:
    return str(request.path_params.get("id", ""))
