"""The office's look-up over the counter protocol: greet, write down here that it is asked, ask, believe only what is signed."""

import secrets

from kiosk.audit import Act
from kiosk.credentials import encode, opened
from kiosk.elsewhere import (
    MOST_ANSWERS,
    AskedTooOften,
    CutOff,
    Elsewhere,
    ElsewhereProblem,
    NoGatewaySet,
    NotAnswered,
    is_askable,
)
from kiosk.event_log import log_problem
from kiosk.left_drafts import is_code
from kiosk.signing import key_name
from kiosk.store import Store, audit_log, facts
from kiosk.work import Progress
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.faults import GatewayBusy, GatewayUnknown, LinkDown, NotTheGateway, RefusedByGateway, SyncProblem
from sync.greeting import proven
from sync.left_drafts import LeftDraftLookUp, as_elsewhere
from sync.patience import Impatient
from sync.signer import signer_of
from sync.transport import Transport

SECONDS = 8.0                          # somebody stands at the counter


class GatewayLookUp:
    """`OfficeLookUp` over a link. Without a link there is no gateway to ask."""

    def __init__(self, store: Store, link: Transport | None, pinned_key: bytes | None = None, seconds: float = SECONDS) -> None:
        self._store, self._link, self._pinned, self._seconds = store, link, pinned_key, seconds

    def ask(self, text: str, officer: str, progress: Progress) -> Elsewhere:
        """As the port says; a text that fits everybody is answered with nothing, and nobody is asked."""
        if not is_askable(text):
            return Elsewhere(self._store.clock.now_ms(), ())
        if self._link is None:
            raise NoGatewaySet
        if is_code(text):
            return self._left(self._link, text, officer, progress)
        calls = GatewayCalls(Impatient(self._link, progress, self._seconds))
        try:
            return self._asked(calls, text, officer)
        except SyncProblem as problem:
            log_problem(problem)
            raise _plain(problem) from problem

    def _asked(self, calls: GatewayCalls, text: str, officer: str) -> Elsewhere:
        key = self._pinned or facts.blob(self._store.read(), facts.GATEWAY_KEY)
        if key is None:
            raise GatewayUnknown
        nonce = secrets.token_hex(16)
        hello = proven(calls.hello(nonce), nonce, key)      # a captive portal is told nobody's name
        query = wire.LookUpQuery(
            self._store.device_id, key_name(key), officer, secrets.token_hex(16), hello.time, text, MOST_ANSWERS
        )
        signer = signer_of(self._store, key)
        signer.heard(hello)
        calls.sign_as(signer)
        self._write_down(query)
        signed = calls.look_up(self._store.device.signed(query.purpose, encode(query)))
        answer = opened(signed, wire.LookUpAnswer, key)
        if answer is None or (answer.device, answer.nonce) != (query.device, query.nonce):
            raise NotTheGateway(what="look-up")
        return Elsewhere(answer.answered_at, answer.dossiers, answer.more)

    def _left(self, link: Transport, code: str, officer: str, progress: Progress) -> Elsewhere:
        """What somebody left unfinished at a kiosk of this office, by the code on its slip."""
        now = self._store.clock.now_ms()
        look_up = LeftDraftLookUp(self._store, Impatient(link, progress, self._seconds), self._pinned)
        try:
            draft = look_up.find(code, officer)
        except RefusedByGateway as refused:
            if refused.reason == "unknown-dossier":
                return Elsewhere(now, ())
            raise _plain(refused) from refused
        except SyncProblem as problem:
            log_problem(problem)
            raise _plain(problem) from problem
        return Elsewhere(now, (as_elsewhere(draft),), left=draft)

    def _write_down(self, query: wire.LookUpQuery) -> None:
        """Before it goes: who asked, by the name the gateway writes it down under."""
        store = self._store
        store.write(lambda database: audit_log.append(
            database, store.device, at=store.clock.now_ms(), actor=query.officer, act=Act.OFFICE_ASKED, nonce=query.nonce
        ))  # fmt: skip


def _plain(problem: SyncProblem) -> ElsewhereProblem:
    """What went wrong, as whoever looks something up should hear it."""
    match problem:
        case LinkDown():
            return CutOff(why=problem.code)
        case GatewayBusy():
            return AskedTooOften(seconds=problem.seconds)
        case GatewayUnknown():
            return NoGatewaySet()
        case RefusedByGateway():
            return NotAnswered(why=problem.reason)
        case _:
            return NotAnswered(why=problem.code)
