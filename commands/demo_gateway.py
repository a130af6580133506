"""The gateway of the demo's office. Whoever opens the office first runs it, the counter or the kiosk; the other one uses it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from commands.children import GatewayChild, Office

_ADDRESS = "gateway.url"               # a file beside the gateway's folder, while somebody runs it
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class DemoGateway:
    """Where it answers; `own`: this process runs it, and so made the office."""

    url: str
    own: bool = True


@contextmanager
def demo_gateway(office: Office) -> Iterator[DemoGateway]:
    """`office`: the gateway's folders. Raises RuntimeError where it does not come up."""
    told = office.data.parent / _ADDRESS
    running = _running(told)
    if running:
        yield DemoGateway(running, own=False)
        return
    child = GatewayChild(office)
    try:
        told.write_text(child.url, encoding="utf-8")
        yield DemoGateway(child.url)
    finally:
        told.unlink(missing_ok=True)
        child.close()


def _running(told: Path) -> str:
    """The address somebody wrote down, if anybody answers there: a crash leaves it behind."""
    try:
        url = told.read_text(encoding="utf-8")
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname, parts.port), _PATIENCE_SECONDS):
            return url
    except (OSError, ValueError):
        return ""
