"""The counter protocol over HTTP: which path is which call of the gateway. Handlers run in threads of their own."""

from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.credentials import decoded
from kiosk.signing import Signed
from sync.gateway import bodies
from sync.gateway.answers import answer, guarded, no_such_call
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked, Door, Rule
from sync.gateway.callers import OFFICERS, Reach
from sync.gateway.gateway import Gateway
from sync.gateway.page_calls import PageCalls, whole_number
from sync.gateway.refusals import Reason, Refused
from sync.gateway.result_calls import ResultCalls
from sync.messages import (
    CHANGES,
    DEMO_DECISIONS,
    DEVICES,
    DOSSIERS,
    FORMS,
    HELLO,
    LEASES,
    LOOK_UPS,
    DemoDecision,
    EnrolRequest,
    FinaliseRequest,
    FormBatch,
    LeaseRequest,
    LookUpQuery,
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
    door = Door(gateway.callers, aside)
    calls, pages = Calls(gateway, aside), PageCalls(gateway, aside, door)
    own, readable = Rule(bodies.MANIFEST, Reach.OWN), Rule(reach=Reach.READ)
    table = (
        ("GET", HELLO, calls.hello),
        ("POST", DEVICES, calls.enrol),
        ("POST", LEASES, door.asked(calls.lease, Rule(bodies.SMALL, once=True))),
        ("POST", FORMS, door.asked(calls.register, Rule(bodies.FORMS))),
        ("GET", CHANGES, door.asked(calls.changes, Rule())),
        ("POST", LOOK_UPS, door.asked(calls.look_up, Rule(bodies.SMALL, roles=OFFICERS))),
        ("POST", DEMO_DECISIONS, calls.decide),
        ("GET", DOSSIERS + "/{id}", door.asked(calls.form, readable)),
        ("GET", DOSSIERS + "/{id}/missing", door.asked(calls.missing, own)),
        ("POST", DOSSIERS + "/{id}/finalise", door.asked(calls.finalise, own)),
        ("GET", DOSSIERS + "/{id}/acknowledgement", door.asked(calls.acknowledgement, readable)),
        ("PATCH", DOSSIERS + "/{id}/pages/{sha256}", pages.append),
        ("GET", DOSSIERS + "/{id}/pages/{sha256}", door.asked(pages.read, readable)),
        ("GET", DOSSIERS + "/{id}/results/{sha256}", door.asked(ResultCalls(gateway, aside).read, readable)),
    )
    retry = gateway.settings.retry_seconds
    routes = [Route(path, guarded(call, retry), methods=[method]) for method, path, call in table]
    return Starlette(routes=routes, exception_handlers={HTTPException: no_such_call}, lifespan=lifespan)


class Calls:
    """The calls whose bodies are JSON. Whoever a body names must be whoever signed the request."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._gateway, self._aside = gateway, aside

    async def hello(self, request: Request) -> Response:
        return _signed(self._gateway.hello(request.query_params.get("nonce", "")))

    async def enrol(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.SMALL), EnrolRequest)
        return _signed(await self._aside(self._gateway.enrol, wanted))

    async def lease(self, asked: Asked) -> Response:
        wanted = bodies.understood(asked.body, LeaseRequest)
        self._gateway.callers.named(asked.caller, wanted.device)
        return _signed(await self._aside(self._gateway.lease, wanted))

    async def register(self, asked: Asked) -> Response:
        encoding = asked.request.headers.get("content-encoding", "")

        def work() -> Response:
            batch = bodies.understood(bodies.unpacked(asked.body, encoding, bodies.FORMS_UNPACKED), FormBatch)
            self._gateway.callers.named(asked.caller, batch.device)
            return answer(self._gateway.register(batch))

        return await self._aside(work)

    async def changes(self, asked: Asked) -> Response:
        device, since = asked.request.query_params.get("device", ""), _number(asked.request, "since")
        self._gateway.callers.named(asked.caller, device)
        after, epoch = asked.request.query_params.get("after", ""), asked.request.query_params.get("epoch", "")
        return _signed(await self._aside(self._gateway.changes, device, since, after, epoch))

    async def look_up(self, asked: Asked) -> Response:
        signed = bodies.understood(asked.body, SignedEnvelope).opened()
        query = decoded(signed.body, LookUpQuery)
        if query is not None:          # else the answer says that it cannot be read
            self._gateway.callers.named(asked.caller, query.device)
        return _signed(await self._aside(self._gateway.look_up, signed))

    async def decide(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.RESULTS), DemoDecision)
        return answer(await self._aside(self._gateway.decide, wanted))

    async def form(self, asked: Asked) -> Response:
        return answer(await self._aside(self._gateway.form, asked.dossier))

    async def missing(self, asked: Asked) -> Response:
        number = _number(asked.request, "manifest")
        return answer(await self._aside(self._gateway.missing, asked.dossier, number))

    async def finalise(self, asked: Asked) -> Response:
        wanted = bodies.understood(asked.body, FinaliseRequest)
        self._gateway.callers.named(asked.caller, wanted.device)
        return _signed(await self._aside(self._gateway.finalise, asked.dossier, wanted))

    async def acknowledgement(self, asked: Asked) -> Response:
        number = _number(asked.request, "manifest")
        return _signed(await self._aside(self._gateway.acknowledgement, asked.dossier, number))


def _signed(signed: Signed) -> Response:
    return answer(SignedEnvelope.of(signed))


def _number(request: Request, name: str) -> int:
    """A number of the query. Raises Refused: request-unreadable."""
    number = whole_number(request.query_params.get(name, ""))
    if number is None:
        raise Refused(Reason.REQUEST_UNREADABLE)
    return number
