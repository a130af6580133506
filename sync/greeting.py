"""The greeting of a gateway, believed only when its key signed it over our nonce."""

from kiosk.credentials import opened
from kiosk.signing import Signed
from sync.faults import NotTheGateway
from sync.messages import Hello


def proven(signed: Signed, nonce: str, key: bytes) -> Hello:
    """The greeting that the gateway of this key gave to this nonce. Raises NotTheGateway."""
    hello = opened(signed, Hello, key)
    if hello is None or hello.nonce != nonce or hello.key != key:
        raise NotTheGateway(what="hello")
    return hello
