"""The two calls for whoever operates the gateway: is it ready, and how is it doing. Neither names anybody."""

import ipaddress
from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.admission import Admission
from sync.gateway.answers import answer
from sync.gateway.finalising import Finalising
from sync.gateway.metrics import CONTENT_TYPE, Metrics
from sync.gateway.refusals import Reason, Refused

_THROUGH_A_PROXY = ("forwarded", "x-forwarded-for", "via", "x-real-ip")
COMES_BACK = "10"


class Health(msgspec.Struct, frozen=True):
    """Whether a counter may begin now. `disk_low`: forms are taken, new pages are not."""

    ready: bool
    draining: bool
    disk_low: bool


class Watching:
    """Health for anybody, metrics for this machine only."""

    def __init__(
        self, admission: Admission, metrics: Metrics, finalising: Finalising, free_bytes: Callable[[], int]
    ) -> None:
        self._admission, self._metrics, self._finalising, self._free_bytes = admission, metrics, finalising, free_bytes

    async def health(self, _request: Request) -> Response:
        draining, low = self._admission.draining, self._admission.low
        response = answer(Health(not draining and not low, draining, low), 503 if draining else 200)
        if draining:
            response.headers["retry-after"] = COMES_BACK
        return response

    async def metrics(self, request: Request) -> Response:
        """Raises Refused: not-a-counter, for every other machine and for what a proxy passes on."""
        host = request.client.host if request.client else ""
        if not _is_this_machine(host) or any(name in request.headers for name in _THROUGH_A_PROXY):
            raise Refused(Reason.NOT_A_COUNTER)
        return Response(self._metrics.text(self._gauges()), 200, {"cache-control": "no-store"}, CONTENT_TYPE)

    def _gauges(self) -> dict[str, float]:
        gauges: dict[str, float] = {
            "motcua_disk_free_bytes": self._free_bytes(),
            "motcua_draining": self._admission.draining,
            "motcua_checks_running": len(self._finalising),
            "motcua_body_bytes_turned_away_total": self._admission.body_bytes_turned_away,
        }
        for work, lane in self._admission.lanes.items():
            label = f'{{lane="{work}"}}'
            gauges[f"motcua_turns{label}"] = lane.turns
            gauges[f"motcua_requests_in_hand{label}"] = lane.in_hand
            gauges[f"motcua_waiting_line{label}"] = len(lane.line)
            gauges[f"motcua_turned_away_total{label}"] = lane.shed
            gauges[f"motcua_impatient_total{label}"] = lane.impatient
            gauges[f"motcua_seconds_a_turn{label}"] = lane.seconds_a_turn
        return gauges


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
