"""The counters this gateway knows: their certificates, and where each one's audit chain was last seen."""

import logging
import uuid
from dataclasses import dataclass

from kiosk.credentials import AuditHead, DeviceCertificate, Role, encode
from kiosk.event_log import log_problem
from kiosk.signing import PUBLIC_KEY_BYTES, Signed, signature_holds
from kiosk.store.database import Database
from sync.gateway.refusals import ChainRewritten, Reason, Refused
from sync.gateway.settings import DAY_SECONDS, GatewaySettings
from sync.gateway.store import GatewayStore
from sync.messages import EnrolRequest

_LONGEST_NAME = 64
_LARGEST_SEQ = 2**53
REVOKED, READMITTED = "revoked", "readmitted"
_KNOWN = """SELECT d.id, d.public_key, d.office, d.role,
                   (SELECT a.act FROM admission_act a WHERE a.device = d.id ORDER BY a.seq DESC LIMIT 1)
              FROM device d WHERE d.id = ?"""


@dataclass(frozen=True, slots=True)
class Device:
    """A counter with a certificate."""

    id: str
    public_key: bytes
    office: str
    role: Role = Role.COUNTER
    revoked: bool = False


def is_uuid(text: str) -> bool:
    """True for a UUID as this program writes it: lower case, with hyphens."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class Devices:
    """Enrols counters and finds them again."""

    def __init__(self, store: GatewayStore, settings: GatewaySettings) -> None:
        self._store, self._settings = store, settings

    def known(self, device: str) -> Device:
        """Raises Refused: unknown-device."""
        row = self._store.row(_KNOWN, [device])
        if row is None:
            raise Refused(Reason.UNKNOWN_DEVICE)
        return Device(row[0], bytes(row[1]), row[2], Role(row[3]), row[4] == REVOKED)

    def enrol(self, request: EnrolRequest) -> Signed:
        """The device's certificate; the first one again for the same key.

        Raises Refused: request-unreadable, proof-does-not-hold, device-key-differs, enrolment-closed.
        """
        if not _is_readable(request):
            raise Refused(Reason.REQUEST_UNREADABLE)
        if not signature_holds(request.to_prove(), request.proof, "enrol", request.public_key):
            raise Refused(Reason.PROOF_DOES_NOT_HOLD)
        return self._store.write(lambda database: self._certified(database, request))

    def _certified(self, database: Database, request: EnrolRequest) -> Signed:
        query = "SELECT id, public_key, certificate, signature FROM device WHERE id = ? OR public_key = ?"
        found = database.execute(query, [request.device, request.public_key]).fetchall()
        for device, key, certificate, signature in found:
            if device != request.device or bytes(key) != request.public_key:
                raise Refused(Reason.DEVICE_KEY_DIFFERS)
            return Signed(bytes(certificate), self._store.signing_key.key_id, bytes(signature))
        if not self._settings.open_enrolment:
            raise Refused(Reason.ENROLMENT_CLOSED)
        now = self._store.clock.now_ms()
        signed = self._signed(request, now // 1000)
        database.execute(
            "INSERT INTO device (id, public_key, office, counter, certificate, signature, enrolled_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [request.device, request.public_key, request.office, request.counter, signed.body, signed.signature, now],
        )
        return signed

    def _signed(self, request: EnrolRequest, now: int) -> Signed:
        certificate = DeviceCertificate(
            device=uuid.UUID(request.device).bytes,
            public_key=request.public_key,
            office=request.office,
            counter=request.counter,
            valid_from=now - DAY_SECONDS,    # a counter whose clock is behind must not find it not yet valid
            valid_to=now + self._settings.certificate_seconds,
        )
        return self._store.signing_key.signed(DeviceCertificate.purpose, encode(certificate))


def _is_readable(request: EnrolRequest) -> bool:
    names = (request.office, request.counter)
    return (
        is_uuid(request.device)
        and len(request.public_key) == PUBLIC_KEY_BYTES
        and all(0 < len(name) <= _LONGEST_NAME and "\0" not in name for name in names)
    )


def check_audit_head(head: AuditHead) -> None:
    """Raises Refused: request-unreadable."""
    if not 0 <= head.seq <= _LARGEST_SEQ or len(head.hash) > _LONGEST_NAME:
        raise Refused(Reason.REQUEST_UNREADABLE)


def keep_audit_head(database: Database, device: str, head: AuditHead, now: int) -> None:
    """Notes where the device's chain stands. A second hash for the same line is kept beside the first and reported."""
    query = "SELECT hash FROM audit_head WHERE device = ? AND seq = ?"
    seen = {row[0] for row in database.execute(query, [device, head.seq])}
    if head.hash in seen:
        return
    if seen:
        log_problem(ChainRewritten(device=device, seq=head.seq), logging.WARNING)
    insert = "INSERT INTO audit_head (device, seq, hash, seen_at) VALUES (?, ?, ?, ?)"
    database.execute(insert, [device, head.seq, head.hash, now])
