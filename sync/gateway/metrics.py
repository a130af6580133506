"""What the operator may watch: counts, durations and lengths of lines, as Prometheus text. Never an id, a number or a name."""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from sync.gateway.answers import Endpoint

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.025, 0.1, 0.5, 2.0, 10.0)


@dataclass(slots=True)
class _Durations:
    """How long one kind of call took."""

    buckets: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    count: int = 0
    total: float = 0.0

    def took(self, seconds: float) -> None:
        self.count += 1
        self.total += seconds
        for place, bound in enumerate(BUCKETS):
            self.buckets[place] += seconds <= bound


@dataclass(slots=True)
class Metrics:
    """Counted on the event loop since the process began."""

    _answers: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    _durations: dict[str, _Durations] = field(default_factory=lambda: defaultdict(_Durations))
    _bytes: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def watched(self, endpoint: Endpoint, route: str) -> Endpoint:
        """The endpoint, with every answer counted. `route`: method and pattern, as in the table of calls."""

        async def call(request: Request) -> Response:
            began = time.monotonic()
            response = await endpoint(request)
            self._answers[route, response.status_code] += 1
            self._durations[route].took(time.monotonic() - began)
            if response.status_code < 300:
                length = request.headers.get("content-length", "")
                self._bytes[route] += int(length) if length.isascii() and length.isdigit() else 0
            return response

        return call

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything in Prometheus' text format; `gauges`: names, perhaps with labels, and what they stand at now."""
        lines = []
        for (route, status), count in sorted(self._answers.items()):
            lines.append(f'motcua_answers_total{{route="{route}",status="{status}"}} {count}')
        for route, size in sorted(self._bytes.items()):
            lines.append(f'motcua_body_bytes_total{{route="{route}"}} {size}')
        for route, durations in sorted(self._durations.items()):
            for bound, below in zip(BUCKETS, durations.buckets, strict=True):
                lines.append(f'motcua_seconds_bucket{{route="{route}",le="{bound}"}} {below}')
            lines.append(f'motcua_seconds_bucket{{route="{route}",le="+Inf"}} {durations.count}')
            lines.append(f'motcua_seconds_sum{{route="{route}"}} {durations.total:.6f}')
            lines.append(f'motcua_seconds_count{{route="{route}"}} {durations.count}')
        lines += [f"{name} {value:g}" for name, value in gauges.items()]
        return "\n".join(lines) + "\n"
