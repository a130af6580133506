"""Meeting the gateway: is it really there, is it the one we know, does it know us?"""

import secrets
from dataclasses import dataclass

from kiosk.credentials import decoded
from kiosk.signing import Signed, verified
from kiosk.store import Store, facts
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.clocks import note_clock
from sync.enrolment import Enrolment
from sync.faults import GatewayUnknown, NotTheGateway
from sync.greeting import proven
from sync.leases import LeaseKeeping, WorkingDays, weekdays
from sync.signer import signer_of


@dataclass(frozen=True, slots=True)
class Counter:
    """Who this machine is to the gateway. `trust_first`: a demo office pins whichever gateway it meets first."""

    office: str
    counter: str
    pinned_key: bytes | None = None
    trust_first: bool = False
    working_days: WorkingDays = weekdays
    others_days: int = 60              # how long cards of other counters' dossiers are kept here


class Meeting:
    """The steps before anything is carried. `run` returns the gateway's greeting and its public key."""

    def __init__(self, store: Store, calls: GatewayCalls, counter: Counter) -> None:
        self._store, self._calls, self._counter = store, calls, counter

    def run(self, *, enrol_again: bool = False) -> tuple[wire.Hello, bytes]:
        """`enrol_again`: the gateway does not know this device although it has a certificate.

        Raises LinkDown, NotTheGateway, GatewayUnknown, NotAdmitted.
        """
        hello, key = self._greet()
        self._store.at("hello verified")
        enrolment = Enrolment(self._store, self._calls, key)
        if enrol_again or facts.certificate(self._store.read()) is None:
            enrolment.openly(self._counter.office, self._counter.counter, hello.time)
        else:
            enrolment.renew_if_due(hello.time)
        LeaseKeeping(self._store, self._calls, self._counter.office, self._counter.working_days).run(hello, key)
        return hello, key

    def _greet(self) -> tuple[wire.Hello, bytes]:
        nonce = secrets.token_hex(16)
        signed = self._calls.hello(nonce)
        pinned = self._counter.pinned_key or facts.blob(self._store.read(), facts.GATEWAY_KEY)
        key = pinned or self._first_key(signed)
        hello = proven(signed, nonce, key)
        note_clock(self._store, hello)
        if facts.blob(self._store.read(), facts.GATEWAY_KEY) != key:
            self._store.write(lambda database: facts.put(database, facts.GATEWAY_KEY, key))
        signer = signer_of(self._store, key)
        signer.heard(hello)
        self._calls.sign_as(signer)
        return hello, key

    def _first_key(self, signed: Signed) -> bytes:
        """The key inside a first greeting, only where trusting it is allowed."""
        if not self._counter.trust_first:
            raise GatewayUnknown
        hello = decoded(signed.body, wire.Hello)
        if hello is None or not verified(signed, wire.Hello.purpose, hello.key):
            raise NotTheGateway(what="hello")
        return hello.key

