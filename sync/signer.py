"""The counter's side of request signing: says who asks, at the gateway's own time, whatever the clock on the wall says."""

import base64
import secrets
from collections.abc import Callable, Mapping

from kiosk.signing import SigningKey, key_name
from kiosk.store import Store, facts
from sync import messages as wire
from sync.signed_requests import PURPOSE, Asking, to_sign


class RequestSigner:
    """Signs what one device asks of one gateway. The gateway's time is taken out of its greeting and moved on by a clock
    that nobody sets; `heard` takes another greeting at any time, from any thread."""

    def __init__(self, device: str, key: SigningKey, gateway_key: bytes, ticking: Callable[[], int]) -> None:
        """`ticking`: milliseconds of the clock that nobody sets."""
        self.gateway_key = gateway_key
        self._device, self._key, self._ticking = device, key, ticking
        self._gateway, self._heard = key_name(gateway_key), (0, 0)

    @property
    def knows_time(self) -> bool:
        return self._heard[0] > 0

    def heard(self, hello: wire.Hello) -> None:
        self._heard = (hello.time, self._ticking())

    def headers(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """The headers of the request and those that say who asks."""
        then, ticked = self._heard
        asking = Asking(self._device, then + self._ticking() - ticked, secrets.token_hex(16))
        signature = self._key.sign(PURPOSE, to_sign(asking, self._gateway, method, target, headers, body))
        return {
            **headers,
            wire.ASKING_DEVICE: asking.device,
            wire.ASKED_AT: str(asking.at),
            wire.ASKED_ONCE: asking.nonce,
            wire.ASKING_SIGNATURE: base64.b64encode(signature).decode("ascii"),
        }


def signer_of(store: Store, gateway_key: bytes) -> RequestSigner:
    """The signer of the device whose store this is."""
    return RequestSigner(store.device_id, store.device, gateway_key, store.clock.monotonic_ms)


def signer_at_home(store: Store) -> RequestSigner | None:
    """The same at the gateway it has met; None before it met any."""
    key = facts.blob(store.read(), facts.GATEWAY_KEY)
    return None if key is None else signer_of(store, key)
