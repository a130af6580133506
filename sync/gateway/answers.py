"""Answers of the gateway: bodies as JSON, and every failure as a `Refusal` with a stable code."""

import random
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kiosk.event_log import log_problem
from kiosk.store.faults import DiskFull, PageDamaged, StoreBusy, StoreProblem
from sync.gateway.bodies import BodyCut
from sync.gateway.refusals import STATUS, Reason, Refused, Unforeseen
from sync.gateway.settings import GatewaySettings
from sync.messages import UPLOAD_OFFSET

Endpoint = Callable[[Request], Awaitable[Response]]
PRIVATE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def answer(body: msgspec.Struct, status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, PRIVATE, "application/json")


def refusal(refused: Refused, retry_seconds: int) -> Response:
    response = answer(refused.body(), STATUS[refused.reason])
    if response.status_code in (429, 503):
        response.headers["retry-after"] = str(refused.retry_after or _spread(retry_seconds))
    if refused.offset is not None:
        response.headers[UPLOAD_OFFSET] = str(refused.offset)
    return response


def guarded(endpoint: Endpoint, settings: GatewaySettings) -> Endpoint:
    """The endpoint as the world may call it: by programs, under a name of this gateway, and every failure has its code."""
    retry_seconds = settings.retry_seconds

    async def call(request: Request) -> Response:
        try:
            _only_for_counters(request, settings.hosts)
            return await endpoint(request)
        except Refused as refused:
            return refusal(refused, retry_seconds)
        except BodyCut:
            response = refusal(Refused(Reason.BODY_TOO_SLOW), retry_seconds)
            response.headers["connection"] = "close"     # what is left of the body is not waited for
            return response
        except StoreProblem as problem:
            log_problem(problem)
            return refusal(Refused(_reason(problem)), retry_seconds)
        except Exception as error:  # noqa: BLE001  (the edge: logged without what might be personal data)
            log_problem(Unforeseen(kind=type(error).__name__, where=_where(error)))
            return refusal(Refused(Reason.INTERNAL), retry_seconds)

    return call


def _spread(seconds: int) -> int:
    """Not the same for everybody: they would all come back at once."""
    return random.randint(seconds, 2 * seconds)  # noqa: S311  (jitter, not a secret)


def _only_for_counters(request: Request, hosts: frozenset[str]) -> None:
    """A web page must not reach the gateway through a browser. Raises Refused: not-a-counter."""
    name = (request.url.hostname or "").lower()
    if "origin" in request.headers or (name not in _LOCAL_NAMES and name not in hosts):
        raise Refused(Reason.NOT_A_COUNTER)


def _reason(problem: StoreProblem) -> Reason:
    if isinstance(problem, DiskFull):
        return Reason.DISK_FULL
    if isinstance(problem, StoreBusy):
        return Reason.BUSY
    return Reason.PAGE_DAMAGED if isinstance(problem, PageDamaged) else Reason.INTERNAL


def _where(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


async def no_such_call(request: Request, error: Exception) -> Response:
    """404 and 405 of the router, in the protocol's words."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    reason = Reason.METHOD_NOT_ALLOWED if status == STATUS[Reason.METHOD_NOT_ALLOWED] else Reason.UNKNOWN_PATH
    return refusal(Refused(reason), 0)
