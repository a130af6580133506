"""Enrolling by code in two steps, from a terminal or a window: first see who answers, then send the code."""

import secrets

from kiosk import enrolment_code
from kiosk.counter.enrolling import Enrolled, GatewayMet, enrolled_as, standing_of
from kiosk.credentials import decoded
from kiosk.enrolment_code import EnrolmentCode
from kiosk.signing import Signed, fingerprint, verified
from kiosk.store import Store, facts
from sync.calls import GatewayCalls
from sync.enrolment import Enrolment
from sync.faults import GatewayUnknown, NotACode, NotTheGateway
from sync.greeting import proven
from sync.messages import Hello
from sync.transport import Transport


class GatewayEnrolling:
    """`Enrolling` over a link; without one there is nobody to ask."""

    def __init__(self, store: Store, link: Transport | None, pinned_key: bytes | None = None) -> None:
        self._store, self._link, self._pinned = store, link, pinned_key
        self._met: Hello | None = None

    def standing(self) -> Enrolled | None:
        return standing_of(self._store.read())

    def meet(self, code: str) -> GatewayMet:
        """Raises NotACode, GatewayUnknown, NotTheGateway, and what the call raises."""
        _typed(code)
        nonce = secrets.token_hex(16)
        signed = self._calls().hello(nonce)
        pinned = self._pinned or facts.blob(self._store.read(), facts.GATEWAY_KEY)
        self._met = proven(signed, nonce, pinned or _named_key(signed))
        return GatewayMet(self._met.gateway, fingerprint(self._met.key))

    def enrol(self, code: str) -> Enrolled:
        """Raises NotACode, GatewayUnknown, CodeWrong, CodeNotValid, NotAdmitted, and what the call raises."""
        typed, met = _typed(code), self._met
        if met is None:
            raise GatewayUnknown
        certificate = Enrolment(self._store, self._calls(), met.key).by_code(str(typed), met.time)
        self._store.write(lambda database: facts.put(database, facts.GATEWAY_KEY, met.key))
        return enrolled_as(certificate)

    def _calls(self) -> GatewayCalls:
        if self._link is None:
            raise GatewayUnknown
        return GatewayCalls(self._link)


def _typed(text: str) -> EnrolmentCode:
    code = enrolment_code.understood(text)
    if code is None:
        raise NotACode
    return code


def _named_key(signed: Signed) -> bytes:
    """Of a gateway nobody here has met: whether it is the right one is for a person to say."""
    hello = decoded(signed.body, Hello)
    if hello is None or not verified(signed, Hello.purpose, hello.key):
        raise NotTheGateway(what="hello")
    return hello.key
