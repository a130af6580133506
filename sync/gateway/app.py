"""The counter protocol over HTTP: which path is which call of the gateway. Handlers run in threads of their own."""

from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.credentials import Role, decoded
from kiosk.signing import Signed
from sync.gateway import bodies
from sync.gateway.admission import Admission, Work
from sync.gateway.answers import PRIVATE, Endpoint, answer, guarded, no_such_call
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked, Door, Rule
from sync.gateway.callers import OFFICERS, Reach
from sync.gateway.finalising import Finalising, StillChecking
from sync.gateway.gateway import Gateway
from sync.gateway.help_routes import HelpRoutes
from sync.gateway.left_calls import KIOSKS, LeftCalls
from sync.gateway.metrics import Metrics
from sync.gateway.page_calls import PageCalls, whole_number
from sync.gateway.refusals import Reason, Refused
from sync.gateway.result_calls import ResultCalls
from sync.gateway.watching import Watching
from sync.messages import (
    CHANGES,
    DEMO_DECISIONS,
    DEVICES,
    DOSSIERS,
    FORMS,
    HEALTH,
    HELLO,
    LEASE_STANDING,
    LEASES,
    LEFT_DRAFTS,
    LOOK_UPS,
    METRICS,
    RENEWALS,
    DemoDecision,
    EnrolRequest,
    FinaliseRequest,
    FormBatch,
    LeaseRequest,
    LeaseStandingRequest,
    LookUpQuery,
    SignedEnvelope,
)

FORM_THREADS, PAGE_THREADS, CHECK_THREADS = 3, 5, 2      # apart, so that pages keep no form waiting
Row = tuple[str, str, Endpoint]


def gateway_app(gateway: Gateway, handlers: Executor | None = None, admission: Admission | None = None) -> Starlette:
    """The ASGI application over an open gateway; `handlers` runs its calls (threads of its own unless given)."""
    threads = [
        handlers or ThreadPoolExecutor(size, thread_name_prefix=name)
        for name, size in (("forms", FORM_THREADS), ("pages", PAGE_THREADS), ("checks", CHECK_THREADS))
    ]
    admission = admission or Admission(gateway.disk_is_low)
    finalising, metrics = Finalising(gateway.finalise, threads[2]), Metrics()
    watching = Watching(admission, metrics, finalising, gateway.free_bytes)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        for pool in threads:
            pool.shutdown()

    rows = [
        *_forms_table(gateway, Aside(threads[0]), admission),
        *_pages_table(gateway, Aside(threads[1]), admission, finalising),
        ("GET", HEALTH, watching.health),
        ("GET", METRICS, watching.metrics),
    ]
    settings = gateway.settings
    routes = [
        Route(path, metrics.watched(guarded(call, settings), f"{method} {path}"), methods=[method])
        for method, path, call in rows
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: no_such_call}, lifespan=lifespan)
    app.state.admission = admission
    return app


def _forms_table(gateway: Gateway, aside: Aside, admission: Admission) -> list[Row]:
    """What is small and urgent."""
    door, calls = Door(gateway.callers, aside), Calls(gateway, aside)
    readable = Rule(reach=Reach.READ)
    table = (
        ("POST", DEVICES, calls.enrol, False),
        ("POST", RENEWALS, door.asked(calls.renew, Rule(bodies.SMALL, roles=frozenset(Role))), False),
        ("POST", LEASES, door.asked(calls.lease, Rule(bodies.SMALL, once=True)), False),
        ("POST", LEASE_STANDING, door.asked(calls.lease_standing, Rule(bodies.SMALL)), False),
        ("POST", FORMS, door.asked(calls.register, Rule(bodies.FORMS)), False),
        ("GET", CHANGES, door.asked(calls.changes, Rule()), True),
        ("POST", LOOK_UPS, door.asked(calls.look_up, Rule(bodies.SMALL, roles=OFFICERS)), False),
        ("POST", DEMO_DECISIONS, calls.decide, False),
        ("GET", HELLO, calls.hello, True),
        ("GET", DOSSIERS + "/{id}", door.asked(calls.form, readable), True),
        ("GET", DOSSIERS + "/{id}/acknowledgement", door.asked(calls.acknowledgement, readable), True),
        *HelpRoutes(gateway, aside).table(door),
    )
    return [(method, path, admission.admitted(call, Work.FORMS, opens=opens)) for method, path, call, opens in table]


def _pages_table(gateway: Gateway, aside: Aside, admission: Admission, finalising: Finalising) -> list[Row]:
    """What moves the bytes of pages over the line or from the disk."""
    door = Door(gateway.callers, aside)
    pages, calls = PageCalls(gateway, aside, door), ClosingCalls(gateway, aside, finalising)
    own, readable, left = Rule(bodies.MANIFEST, Reach.OWN), Rule(reach=Reach.READ), LeftCalls(gateway, aside)
    table = (
        ("GET", DOSSIERS + "/{id}/missing", door.asked(calls.missing, own), True),
        ("POST", DOSSIERS + "/{id}/finalise", door.asked(calls.finalise, own), False),
        ("PATCH", DOSSIERS + "/{id}/pages/{sha256}", pages.append, False),
        ("GET", DOSSIERS + "/{id}/pages/{sha256}", door.asked(pages.read, readable), True),
        ("POST", LEFT_DRAFTS, door.asked(left.keep, Rule(bodies.RESULTS, roles=KIOSKS)), False),
        ("GET", LEFT_DRAFTS + "/{code}", door.asked(left.show, Rule(roles=OFFICERS)), True),
        ("GET", DOSSIERS + "/{id}/results/{sha256}", door.asked(ResultCalls(gateway, aside).read, readable), True),
    )
    return [(method, path, admission.admitted(call, Work.PAGES, opens=opens)) for method, path, call, opens in table]


class Calls:
    """The calls whose bodies are JSON. Whoever a body names must be whoever signed the request."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._gateway, self._aside = gateway, aside

    async def hello(self, request: Request) -> Response:
        return _signed(self._gateway.hello(request.query_params.get("nonce", "")))

    async def enrol(self, request: Request) -> Response:
        wanted = bodies.understood(await bodies.whole(request, bodies.SMALL), EnrolRequest)
        return _signed(await self._aside(self._gateway.enrol, wanted))

    async def renew(self, asked: Asked) -> Response:
        return _signed(await self._aside(self._gateway.renew, asked.caller))

    async def lease(self, asked: Asked) -> Response:
        wanted = bodies.understood(asked.body, LeaseRequest)
        self._gateway.callers.named(asked.caller, wanted.device)
        return _signed(await self._aside(self._gateway.lease, wanted))

    async def lease_standing(self, asked: Asked) -> Response:
        shown = bodies.understood(asked.body, LeaseStandingRequest)
        self._gateway.callers.named(asked.caller, shown.device)
        return _signed(await self._aside(self._gateway.lease_standing, shown))

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

    async def acknowledgement(self, asked: Asked) -> Response:
        number = _number(asked.request, "manifest")
        return _signed(await self._aside(self._gateway.acknowledgement, asked.dossier, number))


class ClosingCalls:
    """What a counter asks before the pages of a dossier, and after them."""

    def __init__(self, gateway: Gateway, aside: Aside, finalising: Finalising) -> None:
        self._gateway, self._aside, self._finalising = gateway, aside, finalising

    async def missing(self, asked: Asked) -> Response:
        number = _number(asked.request, "manifest")
        return answer(await self._aside(self._gateway.missing, asked.dossier, number))

    async def finalise(self, asked: Asked) -> Response:
        wanted = bodies.understood(asked.body, FinaliseRequest)
        self._gateway.callers.named(asked.caller, wanted.device)
        try:
            return _signed(await self._finalising(asked.dossier, wanted))
        except StillChecking as checking:
            return Response(status_code=202, headers={**PRIVATE, "retry-after": str(checking.seconds)})


def _signed(signed: Signed) -> Response:
    return answer(SignedEnvelope.of(signed))


def _number(request: Request, name: str) -> int:
    """A number of the query. Raises Refused: request-unreadable."""
    number = whole_number(request.query_params.get(name, ""))
    if number is None:
        raise Refused(Reason.REQUEST_UNREADABLE)
    return number
