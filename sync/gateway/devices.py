"""The counters this gateway knows: their certificates, and where each one's audit chain was last seen."""

import logging
import uuid
from dataclasses import dataclass

from kiosk import enrolment_code
from kiosk.credentials import AuditHead, DeviceCertificate, Role, decoded, encode, opened, role_of
from kiosk.enrolment_code import EnrolmentCode
from kiosk.event_log import log_problem
from kiosk.signing import PUBLIC_KEY_BYTES, Signed, signature_holds
from kiosk.store.database import Database
from sync.gateway import enrolment_codes
from sync.gateway.checks import CodeCheck
from sync.gateway.enrolment_codes import Place
from sync.gateway.refusals import ChainRewritten, Reason, Refused
from sync.gateway.settings import DAY_SECONDS, GatewaySettings
from sync.gateway.storage import Storage
from sync.messages import EnrolRequest

_LONGEST_NAME = 64
_LARGEST_SEQ = 2**53
REVOKED, READMITTED = "revoked", "readmitted"
_LAST_ACT = "(SELECT a.act FROM admission_act a WHERE a.device = d.id ORDER BY a.seq DESC LIMIT 1)"
_KNOWN = f"SELECT d.id, d.public_key, d.office, d.role, {_LAST_ACT} FROM device d WHERE d.id = ?"  # noqa: S608
_NEWEST = """SELECT certificate, signature FROM (
                 SELECT 0 AS seq, certificate, signature FROM device WHERE id = ?
                 UNION ALL SELECT seq, certificate, signature FROM renewal WHERE device = ?
             ) ORDER BY seq DESC LIMIT 1"""


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

    def __init__(self, store: Storage, settings: GatewaySettings, check: CodeCheck | None = None) -> None:
        self._store, self._settings, self._check = store, settings, check or CodeCheck()

    def known(self, device: str) -> Device:
        """Raises Refused: unknown-device."""
        row = self._store.row(_KNOWN, [device])
        if row is None:
            raise Refused(Reason.UNKNOWN_DEVICE)
        return Device(row[0], bytes(row[1]), row[2], Role(row[3]), row[4] == REVOKED)

    def enrol(self, request: EnrolRequest) -> Signed:
        """The device's certificate; the newest one again for the same key.

        Raises Refused: request-unreadable, proof-does-not-hold, device-key-differs, device-revoked, enrolment-closed, and with
        a code: code-wrong, code-locked, code-used, code-withdrawn, code-expired, already-enrolled, too-many-tries.
        """
        if not _is_readable(request):
            raise Refused(Reason.REQUEST_UNREADABLE)
        if not signature_holds(request.to_prove(), request.proof, "enrol", request.public_key):
            raise Refused(Reason.PROOF_DOES_NOT_HOLD)
        code = enrolment_code.understood(request.code)
        proof = self._slowly(code) if request.code else b""
        outcome = self._store.write(lambda database: self._certified(database, request, code, proof))
        if isinstance(outcome, Reason):          # committed all the same: a wrong try counts
            raise Refused(outcome)
        return outcome

    def renew(self, device: Device) -> Signed:
        """A certificate for longer, once half of the one it has is over; before that the one it has."""
        return self._store.write(lambda database: self._renewed(database, device))

    def _slowly(self, code: EnrolmentCode | None) -> bytes:
        """The hash of what was typed; as slow for a code that nobody issued."""
        row = self._store.row("SELECT salt FROM enrolment_code WHERE name = ?", [code.name]) if code else None
        return enrolment_codes.hashed(code or EnrolmentCode("", ""), bytes(row[0]) if row else bytes(16))

    def _certified(
        self, database: Database, request: EnrolRequest, code: EnrolmentCode | None, proof: bytes
    ) -> Signed | Reason:
        query = f"SELECT id, public_key, {_LAST_ACT} FROM device d WHERE id = ? OR public_key = ?"  # noqa: S608
        found = database.execute(query, [request.device, request.public_key]).fetchall()
        if any(device != request.device or bytes(key) != request.public_key for device, key, _act in found):
            return Reason.DEVICE_KEY_DIFFERS
        if found and found[0][2] == REVOKED:
            return Reason.DEVICE_REVOKED
        now = self._store.clock.now_ms()
        if request.code:
            place = enrolment_codes.judged(database, code, proof, request.device, now, self._check)
            if isinstance(place, Reason):
                return place
            return self._by_code(database, request, place, code, now, known=bool(found))
        if found:
            return self._again(database, request.device, now)
        return self._without_code(database, request, now)

    def _by_code(
        self, database: Database, request: EnrolRequest, place: Place, code: EnrolmentCode | None, now: int, *, known: bool
    ) -> Signed | Reason:
        assert code is not None        # else it was judged wrong
        used = database.execute("SELECT used_by FROM enrolment_code WHERE name = ?", [code.name]).fetchone()
        if known:
            return self._again(database, request.device, now) if used[0] == request.device else Reason.ALREADY_ENROLLED
        signed = self._admitted(database, request, place, now)
        enrolment_codes.use(database, code, request.device, now)
        return signed

    def _without_code(self, database: Database, request: EnrolRequest, now: int) -> Signed | Reason:
        """A device that was enrolled before this gateway was put back from a backup shows its certificate."""
        shown = request.certificate.opened() if request.certificate else None
        certificate = opened(shown, DeviceCertificate, self._store.signing_key.public_key) if shown else None
        ours = (uuid.UUID(request.device).bytes, request.public_key)
        if shown is not None and certificate is not None and (certificate.device, certificate.public_key) == ours:
            place = Place(certificate.office, certificate.counter, role_of(certificate))
            return self._admitted(database, request, place, now)
        if not self._settings.open_enrolment:
            return Reason.ENROLMENT_CLOSED
        if not _is_a_place(request):
            return Reason.REQUEST_UNREADABLE
        return self._admitted(database, request, Place(request.office, request.counter, Role.COUNTER), now)

    def _admitted(self, database: Database, request: EnrolRequest, place: Place, now: int) -> Signed:
        signed = self._signed(request.device, request.public_key, place, now // 1000)
        database.execute(
            "INSERT INTO device (id, public_key, office, counter, role, certificate, signature, enrolled_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [request.device, request.public_key, place.office, place.counter, int(place.role), signed.body,
             signed.signature, now],
        )  # fmt: skip
        return signed

    def _newest(self, database: Database, device: str) -> Signed:
        body, signature = database.execute(_NEWEST, [device, device]).fetchone()
        return Signed(bytes(body), self._store.signing_key.key_id, bytes(signature))

    def _renewed(self, database: Database, device: Device) -> Signed:
        signed, now = self._newest(database, device.id), self._store.clock.now_ms()
        certificate = decoded(signed.body, DeviceCertificate)
        assert certificate is not None # this gateway wrote it
        if certificate.valid_from <= now // 1000 < (certificate.valid_from + certificate.valid_to) // 2:
            return signed
        return self._reissued(database, device.id, certificate, now)

    def _again(self, database: Database, device: str, now: int) -> Signed:
        """The newest one, for its answer was lost; another where that is not valid at `now`, this clock having been set since."""
        signed = self._newest(database, device)
        certificate = decoded(signed.body, DeviceCertificate)
        assert certificate is not None # this gateway wrote it
        if certificate.valid_from <= now // 1000 <= certificate.valid_to:
            return signed
        return self._reissued(database, device, certificate, now)

    def _reissued(self, database: Database, device: str, before: DeviceCertificate, now: int) -> Signed:
        place = Place(before.office, before.counter, role_of(before))
        signed = self._signed(device, before.public_key, place, now // 1000)
        insert = "INSERT INTO renewal (device, certificate, signature, renewed_at) VALUES (?, ?, ?, ?)"
        database.execute(insert, [device, signed.body, signed.signature, now])
        return signed

    def _signed(self, device: str, public_key: bytes, place: Place, now: int) -> Signed:
        certificate = DeviceCertificate(
            device=uuid.UUID(device).bytes,
            public_key=public_key,
            office=place.office,
            counter=place.counter,
            valid_from=now - DAY_SECONDS,    # a counter whose clock is behind must not find it not yet valid
            valid_to=now + self._settings.certificate_seconds,
            role=int(place.role),
        )
        return self._store.signing_key.signed(DeviceCertificate.purpose, encode(certificate))


def _is_readable(request: EnrolRequest) -> bool:
    """The office is looked at only where it decides something: a code, or a certificate from before, says another."""
    return is_uuid(request.device) and len(request.public_key) == PUBLIC_KEY_BYTES and len(request.code) <= _LONGEST_NAME


def _is_a_place(request: EnrolRequest) -> bool:
    return all(is_a_name(name) for name in (request.office, request.counter))


def is_a_name(text: str) -> bool:
    """Of an office or a counter."""
    return len(text.strip()) > 0 and len(text) <= _LONGEST_NAME and "\0" not in text


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
