"""The counter protocol as typed calls: each builds one request and understands its answers (`docs/counter-protocol.md`)."""

import secrets
from collections.abc import Mapping
from typing import TypeVar

import msgspec
import zstandard

from kiosk.signing import Signed
from sync import messages as wire
from sync.faults import (
    BehindALogin,
    DeviceRevoked,
    GatewayBusy,
    GatewayFailing,
    NotAdmitted,
    NotTheGateway,
    RefusedByGateway,
    RoleRefused,
    StillChecking,
)
from sync.greeting import proven
from sync.signer import RequestSigner
from sync.transport import Answer, Transport

T = TypeVar("T")
_SIGN_AGAIN = frozenset({"request-stale", "request-replayed"})
_JSON = {"content-type": "application/json"}
_DIGITS = 9                            # of a Retry-After that is one
REDIRECTS = range(300, 400)
LOGIN_REQUIRED = 511                   # RFC 6585: network authentication required


class GatewayCalls:
    """What a counter may ask of its gateway. Every call may raise LinkDown, GatewayBusy, NotAdmitted, NotTheGateway.

    With a signer every call but greeting, enrolment and the training desk says who asks; without one the gateway refuses.
    Where the signer does not know the gateway's time, or the gateway finds it stale, it is greeted first.
    """

    def __init__(self, transport: Transport, signer: RequestSigner | None = None) -> None:
        self._transport, self._signer = transport, signer

    def sign_as(self, signer: RequestSigner) -> None:
        """From now on every call is signed by this one."""
        self._signer = signer

    @property
    def at_once(self) -> int:
        """Requests that may be under way together: one, where the transport does not say that it carries more."""
        return getattr(self._transport, "at_once", 1)

    def hello(self, nonce: str) -> Signed:
        answer = self._transport.request("GET", f"{wire.HELLO}?nonce={nonce}", seconds=20)
        return self._signed(answer)

    def enrol(self, request: wire.EnrolRequest) -> Signed:
        """The signed `DeviceCertificate`."""
        return self._signed(self._transport.request("POST", wire.DEVICES, body=msgspec.json.encode(request), headers=_JSON))

    def renew(self) -> Signed:
        """The signed `DeviceCertificate`, a newer one where the gateway thinks it is time."""
        return self._signed(self._post(wire.RENEWALS, b"{}"))

    def lease(self, request: wire.LeaseRequest) -> Signed:
        """The signed `Lease`."""
        return self._signed(self._post(wire.LEASES, msgspec.json.encode(request)))

    def lease_standing(self, request: wire.LeaseStandingRequest) -> Signed:
        """The signed `LeaseStanding`."""
        return self._signed(self._post(wire.LEASE_STANDING, msgspec.json.encode(request)))

    def register(self, batch: wire.FormBatch) -> wire.FormResults:
        body = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(batch))
        answer = self._request("POST", wire.FORMS, body=body, headers={"content-encoding": "zstd", **_JSON})
        return self._read(answer, wire.FormResults)

    def missing(self, dossier: str, manifest: int) -> wire.MissingPages:
        answer = self._request("GET", f"{wire.DOSSIERS}/{dossier}/missing?manifest={manifest}")
        return self._read(answer, wire.MissingPages)

    def append(self, dossier: str, sha256: str, offset: int, piece: bytes, *, complete: bool, seconds: float) -> int:
        """Sends one piece of a page; returns the offset the gateway holds now. Raises RefusedByGateway with it on 409."""
        headers = {
            wire.UPLOAD_OFFSET: str(offset),
            wire.UPLOAD_COMPLETE: "?1" if complete else "?0",
            "content-type": "application/partial-upload",
        }
        path = f"{wire.DOSSIERS}/{dossier}/pages/{sha256}"
        answer = self._request("PATCH", path, body=piece, headers=headers, seconds=seconds)
        _refuse(answer)
        try:
            return int(answer.headers[wire.UPLOAD_OFFSET])
        except (KeyError, ValueError) as error:
            raise stranger(answer, "upload-offset") from error

    def finalise(self, dossier: str, request: wire.FinaliseRequest) -> Signed:
        """The signed `Acknowledgement`. Raises StillChecking while the gateway reads the pages: ask again as it says."""
        return self._signed(self._post(f"{wire.DOSSIERS}/{dossier}/finalise", msgspec.json.encode(request)))

    def changes(self, device: str, since: int, after: str = "", epoch: str = "") -> Signed:
        """The signed `Changes` that come after the event `after` at `since` of the feed `epoch`."""
        place = f"since={since}&after={after}&epoch={epoch}"
        return self._signed(self._request("GET", f"{wire.CHANGES}?device={device}&{place}"))

    def result(self, dossier: str, sha256: str, first: int, size: int, *, seconds: float) -> tuple[str, bytes]:
        """At most `size` bytes of a file of a result from `first` on, and the `Content-Range` they came under."""
        path = f"{wire.DOSSIERS}/{dossier}/results/{sha256}"
        answer = self._request("GET", path, headers={"range": f"bytes={first}-{first + size - 1}"}, seconds=seconds)
        _refuse(answer)
        return answer.headers.get("content-range", ""), answer.body

    def look_up(self, query: Signed) -> Signed:
        """The signed `LookUpAnswer` to a signed `LookUpQuery`."""
        return self._signed(self._post(wire.LOOK_UPS, msgspec.json.encode(wire.SignedEnvelope.of(query))))

    def leave(self, draft: Signed) -> None:
        """Brings a signed `LeftDraft`; 204 says that it is kept."""
        body = msgspec.json.encode(wire.SignedEnvelope.of(draft))
        _refuse(self._request("POST", wire.LEFT_DRAFTS, body=body, headers=_JSON, seconds=120))

    def left(self, code: str) -> Signed:
        """A signed `LeftDraft` by its code, tidied."""
        return self._signed(self._request("GET", f"{wire.LEFT_DRAFTS}/{code}", seconds=120))

    def call_help(self, request: wire.HelpCallRequest) -> wire.HelpCall:
        """Calls an officer; the same again is the same call."""
        return self._read(self._post(wire.HELP_CALLS, msgspec.json.encode(request)), wire.HelpCall)

    def help_call(self, call: str) -> wire.HelpCall:
        """How a call of this kiosk stands. Raises RefusedByGateway where it is over and forgotten."""
        return self._read(self._request("GET", f"{wire.HELP_CALLS}/{call}"), wire.HelpCall)

    def withdraw_help(self, call: str) -> wire.HelpCall:
        return self._read(self._post(f"{wire.HELP_CALLS}/{call}/withdrawal", b"{}"), wire.HelpCall)

    def help_calls(self) -> wire.HelpCallsWaiting:
        """What is called in this counter's office."""
        return self._read(self._request("GET", wire.HELP_CALLS), wire.HelpCallsWaiting)

    def accept_help(self, call: str) -> wire.HelpCall:
        """Somebody goes; `mine` says whether it is this counter's officer."""
        return self._read(self._post(f"{wire.HELP_CALLS}/{call}/acceptance", b"{}"), wire.HelpCall)

    def decide(self, decision: wire.DemoDecision) -> wire.Decision:
        """The portal's desk of a training gateway."""
        body = msgspec.json.encode(decision)
        return self._read(self._transport.request("POST", wire.DEMO_DECISIONS, body=body, headers=_JSON), wire.Decision)

    def form(self, dossier: str) -> wire.HeldForm:
        """The newest content of a dossier, as the gateway received it."""
        return self._read(self._request("GET", f"{wire.DOSSIERS}/{dossier}"), wire.HeldForm)

    def acknowledgement(self, dossier: str, manifest: int) -> Signed:
        """The signed `Acknowledgement` given earlier. Raises RefusedByGateway where there is none."""
        path = f"{wire.DOSSIERS}/{dossier}/acknowledgement?manifest={manifest}"
        return self._signed(self._request("GET", path))

    def page(self, dossier: str, sha256: str) -> bytes:
        """A page as the gateway holds it."""
        answer = self._request("GET", f"{wire.DOSSIERS}/{dossier}/pages/{sha256}", seconds=120)
        _refuse(answer)
        return answer.body

    def _post(self, path: str, body: bytes) -> Answer:
        return self._request("POST", path, body=body, headers=_JSON)

    def _request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        """Signed, and once more where the first signature was used up: its time no longer holds (the machine slept, the
        gateway's clock was set), or the line delivered the request twice and the second answer came back."""
        signer, plain = self._signer, dict(headers or {})
        if signer is None:
            return self._transport.request(method, path, body=body, headers=plain, seconds=seconds)
        if not signer.knows_time:
            self._greet(signer)
        signed = signer.headers(method, path, plain, body)
        answer = self._transport.request(method, path, body=body, headers=signed, seconds=seconds)
        if answer.status in (401, 409) and _refusal(answer).code in _SIGN_AGAIN:
            self._greet(signer)
            signed = signer.headers(method, path, plain, body)
            answer = self._transport.request(method, path, body=body, headers=signed, seconds=seconds)
        return answer

    def _greet(self, signer: RequestSigner) -> None:
        nonce = secrets.token_hex(16)
        signer.heard(proven(self.hello(nonce), nonce, signer.gateway_key))

    def _signed(self, answer: Answer) -> Signed:
        return self._read(answer, wire.SignedEnvelope).opened()

    def _read(self, answer: Answer, kind: type[T]) -> T:
        _refuse(answer)
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError as error:
            raise stranger(answer, kind.__name__) from error


def _refuse(answer: Answer) -> None:
    """Turns everything but a success into the right kind of problem."""
    if answer.status in (200, 204, 206):
        return
    if answer.status == 202:
        raise StillChecking(_seconds(answer.headers.get("retry-after", "")))
    refusal = _refusal(answer)
    if answer.status in (429, 503):
        raise GatewayBusy(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 401:
        raise DeviceRevoked(refusal.code) if refusal.code == "device-revoked" else NotAdmitted(refusal.code)
    if not refusal.code and (answer.status < 500 or answer.status == LOGIN_REQUIRED):
        raise stranger(answer, f"HTTP {answer.status}")
    if answer.status >= 500 or answer.status == 408:
        raise GatewayFailing(what=f"HTTP {answer.status} {refusal.code}".strip())
    kind = RoleRefused if refusal.code == "role-may-not" else RefusedByGateway
    raise kind(answer.status, refusal.code, refusal.offset)


def _refusal(answer: Answer) -> wire.Refusal:
    try:
        return msgspec.json.decode(answer.body, type=wire.Refusal)
    except msgspec.DecodeError:
        return wire.Refusal("")


def stranger(answer: Answer, what: str) -> NotTheGateway:
    """Who answered instead of the gateway, as far as that shows: a login page of the network, or somebody else."""
    is_page = answer.headers.get("content-type", "").partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")
    if answer.status in REDIRECTS or answer.status == LOGIN_REQUIRED or (is_page and answer.status == 200):
        return BehindALogin(what=what)
    return NotTheGateway(what=what)


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 30


