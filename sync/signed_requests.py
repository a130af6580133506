"""What a device signs when it asks its gateway for something; both sides build these bytes from the request as it stands.

The body of a PATCH is not part of it: the page's own hash, in the path, proves that.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sync.messages import UPLOAD_COMPLETE, UPLOAD_OFFSET

PURPOSE = "request"
PROVEN_BY_THE_PAGE = "PATCH"
SIGNED_HEADERS = ("content-encoding", UPLOAD_OFFSET, UPLOAD_COMPLETE)     # those that change what a request means


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when (by the gateway's own clock, epoch ms), and a nonce that no other request bears."""

    device: str
    at: int
    nonce: str


def to_sign(
    asking: Asking, gateway_key: str, method: str, target: str, headers: Mapping[str, str], body: bytes
) -> bytes:
    """Lines: method, target, name of the gateway's key, device, time, nonce, each signed header ("" where it is not sent),
    SHA-256 of the body as sent, in hex ("" for a PATCH). `target`: path and query; header names are lower case."""
    content = "" if method == PROVEN_BY_THE_PAGE else hashlib.sha256(body).hexdigest()
    said = (headers.get(name, "") for name in SIGNED_HEADERS)
    lines = (method, target, gateway_key, asking.device, str(asking.at), asking.nonce, *said, content)
    return "\n".join(lines).encode()
