"""The counter protocol as typed calls: each builds one request and understands its answers (`docs/counter-protocol.md`)."""

from typing import TypeVar

import msgspec
import zstandard

from kiosk.signing import Signed
from sync import messages as wire
from sync.faults import GatewayBusy, LinkDown, NotAdmitted, NotTheGateway, RefusedByGateway
from sync.transport import Answer, Transport

T = TypeVar("T")


class GatewayCalls:
    """What a counter may ask of its gateway. Every call may raise LinkDown, GatewayBusy, NotAdmitted, NotTheGateway."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def hello(self, nonce: str) -> Signed:
        answer = self._transport.request("GET", f"{wire.HELLO}?nonce={nonce}", seconds=20)
        return self._signed(answer)

    def enrol(self, request: wire.EnrolRequest) -> Signed:
        """The signed `DeviceCertificate`."""
        return self._signed(self._post(wire.DEVICES, msgspec.json.encode(request)))

    def lease(self, request: wire.LeaseRequest) -> Signed:
        """The signed `Lease`."""
        return self._signed(self._post(wire.LEASES, msgspec.json.encode(request)))

    def register(self, batch: wire.FormBatch) -> wire.FormResults:
        body = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(batch))
        answer = self._transport.request(
            "POST", wire.FORMS, body=body, headers={"content-encoding": "zstd", "content-type": "application/json"}
        )
        return self._read(answer, wire.FormResults)

    def missing(self, dossier: str, manifest: int) -> wire.MissingPages:
        answer = self._transport.request("GET", f"{wire.DOSSIERS}/{dossier}/missing?manifest={manifest}")
        return self._read(answer, wire.MissingPages)

    def append(self, dossier: str, sha256: str, offset: int, piece: bytes, *, complete: bool, seconds: float) -> int:
        """Sends one piece of a page; returns the offset the gateway holds now. Raises RefusedByGateway with it on 409."""
        headers = {
            wire.UPLOAD_OFFSET: str(offset),
            wire.UPLOAD_COMPLETE: "?1" if complete else "?0",
            "content-type": "application/partial-upload",
        }
        path = f"{wire.DOSSIERS}/{dossier}/pages/{sha256}"
        answer = self._transport.request("PATCH", path, body=piece, headers=headers, seconds=seconds)
        _refuse(answer)
        try:
            return int(answer.headers[wire.UPLOAD_OFFSET])
        except (KeyError, ValueError) as error:
            raise NotTheGateway(what="upload-offset") from error

    def finalise(self, dossier: str, request: wire.FinaliseRequest) -> Signed:
        """The signed `Acknowledgement`."""
        return self._signed(self._post(f"{wire.DOSSIERS}/{dossier}/finalise", msgspec.json.encode(request)))

    def changes(self, device: str, since: int) -> Signed:
        return self._signed(self._transport.request("GET", f"{wire.CHANGES}?device={device}&since={since}"))

    def look_up(self, query: Signed) -> Signed:
        """The signed `LookUpAnswer` to a signed `LookUpQuery`."""
        return self._signed(self._post(wire.LOOK_UPS, msgspec.json.encode(wire.SignedEnvelope.of(query))))

    def decide(self, decision: wire.DemoDecision) -> wire.Decision:
        """The portal's desk of a training gateway."""
        return self._read(self._post(wire.DEMO_DECISIONS, msgspec.json.encode(decision)), wire.Decision)

    def form(self, dossier: str) -> wire.HeldForm:
        """The newest content of a dossier, as the gateway received it."""
        return self._read(self._transport.request("GET", f"{wire.DOSSIERS}/{dossier}"), wire.HeldForm)

    def acknowledgement(self, dossier: str, manifest: int) -> Signed:
        """The signed `Acknowledgement` given earlier. Raises RefusedByGateway where there is none."""
        path = f"{wire.DOSSIERS}/{dossier}/acknowledgement?manifest={manifest}"
        return self._signed(self._transport.request("GET", path))

    def page(self, dossier: str, sha256: str) -> bytes:
        """A page as the gateway holds it."""
        answer = self._transport.request("GET", f"{wire.DOSSIERS}/{dossier}/pages/{sha256}", seconds=120)
        _refuse(answer)
        return answer.body

    def _post(self, path: str, body: bytes) -> Answer:
        return self._transport.request("POST", path, body=body, headers={"content-type": "application/json"})

    def _signed(self, answer: Answer) -> Signed:
        return self._read(answer, wire.SignedEnvelope).opened()

    def _read(self, answer: Answer, kind: type[T]) -> T:
        _refuse(answer)
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError as error:
            raise NotTheGateway(what=kind.__name__) from error


def _refuse(answer: Answer) -> None:
    """Turns everything but a success into the right kind of problem."""
    if answer.status in (200, 204):
        return
    try:
        refusal = msgspec.json.decode(answer.body, type=wire.Refusal)
    except msgspec.DecodeError:
        refusal = wire.Refusal("")
    if answer.status in (429, 503):
        raise GatewayBusy(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 401:
        raise NotAdmitted(what=refusal.code)
    if not refusal.code and answer.status < 500:
        raise NotTheGateway(what=f"HTTP {answer.status}")
    if answer.status >= 500:
        raise LinkDown(what=f"HTTP {answer.status} {refusal.code}".strip())
    raise RefusedByGateway(answer.status, refusal.code, refusal.offset)


def _seconds(text: str) -> int:
    return int(text) if text.isdecimal() else 30


