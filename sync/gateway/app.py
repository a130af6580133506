"""The counter protocol over HTTP: which path is which call of the gateway. Handlers run in threads of their own."""

from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.signing import Signed
from sync.gateway import bodies
from sync.gateway.answers import answer, guarded, no_such_call
from sync.gateway.aside import Aside
from sync.gateway.gateway import Gateway
from sync.gateway.page_calls import PageCalls, whole_number
from sync.gateway.refusals import Reason, Refused
from sync.messages import (
    CHANGES,
    DEMO_DECISIONS,
    DEVICES,
    DOSSIERS,
    FORMS,
    HELLO,
    LEASE_STANDING,
    LEASES,
    LOOK_UPS,
    DemoDecision,
    EnrolRequest,
    FinaliseRequest,
    FormBatch,
    LeaseRequest,
    LeaseStandingRequest,
    SignedEnvelope,
)

THREADS = 8


def gateway_app(gateway: Gateway, handlers: Executor | None = None) -> Starlette:
    """The ASGI application over an open gateway; `handlers` runs its calls (threads of its own unless given)."""
    threads = handlers or ThreadPoolExecutor(THREADS, thread_name_prefix="gateway")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        threads.shutdown()

    aside = Aside(threads)
    calls, pages = Calls(gateway, aside), PageCalls(gateway, aside)
    table = (
        ("GET", HELLO, calls.hello),
        ("POST", DEVICES, calls.enrol),
        ("POST", LEASES, calls.lease),
        ("POST", LEASE_STANDING, calls.lease_standing),
        ("POST", FORMS, calls.register),
        ("GET", CHANGES, calls.changes),
        ("POST", LOOK_UPS, calls.look_up),
        ("POST", DEMO_DECISIONS, calls.decide),
        ("GET", DOSSIERS + "/{id}", calls.form),
        ("GET", DOSSIERS + "/{id}/missing", calls.missing),
        ("POST", DOSSIERS + "/{id}/finalise", calls.finalise),
        ("GET", DOSSIERS + "/{id}/acknowledgement", calls.acknowledgement),
        ("PATCH", DOSSIERS + "/{id}/pages/{sha256}", pages.append),
        ("GET", DOSSIERS + "/{id}/pages/{sha256}", pages.read),
    )
    retry = gateway.settings.retry_seconds
    routes = [Route(path, guarded(call, retry), methods=[method]) for method, path, call in table]
    return Starlette(routes=routes, exception_handlers={HTTPException: no_such_call}, lifespan=lifespan)


class Calls:
    """The calls whose bodies are JSON."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._gateway, self._aside = gateway, aside

    async def hello(self, request: Request) -> Response:
        return _signed(self._gateway.hello(request.query_params.get("nonce", "")))

    async def enrol(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.SMALL), EnrolRequest)
        return _signed(await self._aside(self._gateway.enrol, wanted))

    async def lease(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.SMALL), LeaseRequest)
        return _signed(await self._aside(self._gateway.lease, wanted))

    async def lease_standing(self, request: Request) -> Response:
        shown = bodies.understood(await bodies.whole(request, bodies.SMALL), LeaseStandingRequest)
        return _signed(await self._aside(self._gateway.lease_standing, shown))

    async def register(self, request: Request) -> Response:
        body = await bodies.whole(request, bodies.FORMS)
        encoding = request.headers.get("content-encoding", "")

        def work() -> Response:
            plain = bodies.unpacked(body, encoding, bodies.FORMS_UNPACKED)
            return answer(self._gateway.register(bodies.understood(plain, FormBatch)))

        return await self._aside(work)

    async def changes(self, request: Request) -> Response:
        device, since = request.query_params.get("device", ""), _number(request, "since")
        return _signed(await self._aside(self._gateway.changes, device, since))

    async def look_up(self, request: Request) -> Response:
        signed = bodies.understood(await bodies.whole(request, bodies.SMALL), SignedEnvelope)
        return _signed(await self._aside(self._gateway.look_up, signed.opened()))

    async def decide(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.SMALL), DemoDecision)
        return answer(await self._aside(self._gateway.decide, wanted))

    async def form(self, request: Request) -> Response:
        return answer(await self._aside(self._gateway.form, request.path_params["id"]))

    async def missing(self, request: Request) -> Response:
        number = _number(request, "manifest")
        return answer(await self._aside(self._gateway.missing, request.path_params["id"], number))

    async def finalise(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.MANIFEST), FinaliseRequest)
        return _signed(await self._aside(self._gateway.finalise, request.path_params["id"], wanted))

    async def acknowledgement(self, request: Request) -> Response:
        number = _number(request, "manifest")
        return _signed(await self._aside(self._gateway.acknowledgement, request.path_params["id"], number))


def _signed(signed: Signed) -> Response:
    return answer(SignedEnvelope.of(signed))


def _number(request: Request, name: str) -> int:
    """A number of the query. Raises Refused: request-unreadable."""
    number = whole_number(request.query_params.get(name, ""))
    if number is None:
        raise Refused(Reason.REQUEST_UNREADABLE)
    return number
