"""A gateway that lies under its own key, or a stranger who lies under another: what stands in its answers is changed."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.credentials import Acknowledgement, Credential, decoded, encode
from kiosk.signing import SigningKey
from sync.messages import SignedEnvelope
from sync.transport import Answer
from tests.sync.in_process import Fault, InProcess, Request


@dataclass(frozen=True)
class Changed(Fault):
    """The gateway does its work, and something else is signed in place of its answer."""

    kind: type[Credential]
    key: SigningKey
    change: Callable[..., Credential] = lambda body: body
    purpose: str = ""                  # of the signature, where it is not that of `kind`

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        body = decoded(msgspec.json.decode(answer.body, type=SignedEnvelope).body, self.kind)
        assert body is not None
        return _answered(self.key, self.purpose or self.kind.purpose, self.change(body))


@dataclass(frozen=True)
class NeverDone(Fault):
    """An acknowledgement is made up; the gateway never hears of the request."""

    acknowledgement: Acknowledgement
    key: SigningKey

    def carry(self, link: InProcess, request: Request) -> Answer:
        return _answered(self.key, Acknowledgement.purpose, self.acknowledgement)


def _answered(key: SigningKey, purpose: str, body: Credential) -> Answer:
    return Answer(200, {}, msgspec.json.encode(SignedEnvelope.of(key.signed(purpose, encode(body)))))
