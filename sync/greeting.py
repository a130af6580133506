"""The greeting of a gateway, believed only when its key signed it over our nonce."""

from kiosk.credentials import decoded, opened
from kiosk.signing import Signed, key_name, verified
from sync.faults import AnotherGateway, NotTheGateway
from sync.messages import Hello


def proven(signed: Signed, nonce: str, key: bytes) -> Hello:
    """The greeting that the gateway of this key gave to this nonce. Raises AnotherGateway, NotTheGateway."""
    hello = opened(signed, Hello, key)
    if hello is None and signed.key_id != key_name(key) and _greets(signed, nonce):
        raise AnotherGateway(what=signed.key_id[:16])
    if hello is None or hello.nonce != nonce or hello.key != key:
        raise NotTheGateway(what="hello")
    return hello


def _greets(signed: Signed, nonce: str) -> bool:
    """Is this the greeting of some gateway, whichever, to this nonce?"""
    hello = decoded(signed.body, Hello)
    return hello is not None and hello.nonce == nonce and verified(signed, Hello.purpose, hello.key)
