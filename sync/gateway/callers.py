"""Who is asking: the device a request names, whether it is still admitted, whether it is really that one, and what it may reach.

What is refused here has done nothing. Every row is read again for every request: a device whose admission is taken back
while it sends is stopped at its next call.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from kiosk.credentials import Role
from kiosk.store.database import Database
from sync.gateway.checks import CallerCheck
from sync.gateway.devices import Device, Devices
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Storage
from sync.signed_requests import Asking, to_sign

FRESH_MS = 120_000                     # between the moment a request names and its arrival, either way
_REMEMBERED_MS = 86_400_000
_NONCE = re.compile(r"[0-9a-f]{32,64}")
WITH_DOSSIERS = frozenset({Role.COUNTER, Role.SELF_SERVICE, Role.FIELD})
OFFICERS = frozenset({Role.COUNTER})


class Reach(Enum):
    """Which dossier a call may be about."""

    ANY = auto()                       # it names none
    OWN = auto()                       # one the device sent
    READ = auto()                      # one it may read: its own; an officer's counter also its office's


@dataclass(frozen=True, slots=True)
class Call:
    """A request as far as it is signed. `headers`: names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says they are this device; nothing is proven yet."""

    device: Device
    asking: Asking
    signature: bytes


class Callers:
    """Finds out who asks."""

    def __init__(self, store: Storage, devices: Devices, check: CallerCheck) -> None:
        self._store, self._devices, self._check = store, devices, check

    def announced(self, asking: Asking | None, signature: bytes) -> Claim:
        """Before a byte of the body is read, so that time is judged as the request arrives.

        Raises Refused: signature-missing, unknown-device, device-revoked, request-stale.
        """
        if asking is None or not _NONCE.fullmatch(asking.nonce):
            raise Refused(Reason.SIGNATURE_MISSING)
        device = self._devices.known(asking.device)
        if self._check.is_shut_out(device.revoked):
            raise Refused(Reason.DEVICE_REVOKED)
        if not self._check.is_fresh(asking.at, self._store.clock.now_ms(), FRESH_MS):
            raise Refused(Reason.REQUEST_STALE)
        return Claim(device, asking, signature)

    def proven(self, claim: Claim, call: Call, body: bytes) -> Device:
        """Raises Refused: signature-wrong."""
        gateway = self._store.signing_key.key_id
        signed = to_sign(claim.asking, gateway, call.method, call.target, call.headers, body)
        if not self._check.holds(signed, claim.signature, claim.device.public_key):
            raise Refused(Reason.SIGNATURE_WRONG)
        return claim.device

    def may(self, device: Device, roles: frozenset[Role], reach: Reach, dossier: str) -> None:
        """Raises Refused: role-may-not, not-yours. A dossier nobody registered is the call's own affair."""
        if device.role not in roles:
            raise Refused(Reason.ROLE_MAY_NOT)
        if reach is Reach.ANY:
            return
        query = "SELECT d.device, v.office FROM dossier d JOIN device v ON v.id = d.device WHERE d.id = ?"
        row = self._store.row(query, [dossier])
        if row is None or self._check.is_the_same(row[0], device.id):
            return
        if reach is Reach.OWN or device.role is not Role.COUNTER or row[1] != device.office:
            raise Refused(Reason.NOT_YOURS)

    def named(self, device: Device, named: str) -> None:
        """Whom a body or an address speaks of is whoever signed. Raises Refused: not-yours."""
        if not self._check.is_the_same(named, device.id):
            raise Refused(Reason.NOT_YOURS)

    def begin(self, claim: Claim) -> bytes | None:
        """For calls of which a second one would cost something: what the first was answered, None when this is the first.

        Raises Refused: request-replayed while the first is not answered.
        """
        now = self._store.clock.now_ms()
        return self._store.write(lambda database: _begun(database, claim, now))

    def end(self, claim: Claim, answer: bytes | None) -> None:
        """Keeps the answer for whoever comes with the same request again; None: nothing was done."""
        self._store.write(lambda database: _ended(database, claim, answer))


def _begun(database: Database, claim: Claim, now: int) -> bytes | None:
    """A nonce is remembered for longer than its time is fresh: this clock may be set back meanwhile."""
    known = "SELECT answer FROM asked_once WHERE device = ? AND nonce = ?"
    row = database.execute(known, [claim.device.id, claim.asking.nonce]).fetchone()
    if row is not None:
        if row[0] is None:
            raise Refused(Reason.REQUEST_REPLAYED)
        return bytes(row[0])
    database.execute("DELETE FROM asked_once WHERE asked_at < ?", [now - _REMEMBERED_MS])
    insert = "INSERT INTO asked_once (device, nonce, asked_at) VALUES (?, ?, ?)"
    database.execute(insert, [claim.device.id, claim.asking.nonce, claim.asking.at])
    return None


def _ended(database: Database, claim: Claim, answer: bytes | None) -> None:
    which = [claim.device.id, claim.asking.nonce]
    if answer is None:
        database.execute("DELETE FROM asked_once WHERE device = ? AND nonce = ?", which)
    else:
        database.execute("UPDATE asked_once SET answer = ? WHERE device = ? AND nonce = ?", [answer, *which])
