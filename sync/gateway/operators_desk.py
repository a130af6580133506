"""What the operator of a gateway does by hand: enrolment codes, who is shut out, leases taken back. Works beside a gateway that
is running.

It opens the same database without the gateway's lock on the folder and does nothing but single transactions on the tables of
admission and leases; the gateway reads those again for every request.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from kiosk.credentials import DeviceCertificate, Role, decoded
from kiosk.enrolment_code import EnrolmentCode
from kiosk.ports import Clock
from kiosk.signing import SigningKey
from kiosk.store import facts
from kiosk.store.database import Database, migrations_in, open_database, schema_of
from kiosk.store.disk import Disk
from kiosk.store.folder import FolderKind, StoreFolder
from kiosk.store.keys import KeyKeeper, derive
from kiosk.store.writer import in_transaction
from sync.gateway import enrolment_codes, leases
from sync.gateway.devices import READMITTED, REVOKED, is_a_name
from sync.gateway.enrolment_codes import WRONG_TRIES, Place
from sync.gateway.leases import KnownLease
from sync.gateway.refusals import NoGatewayHere, NothingOfThatName, PlaceUnclear
from sync.gateway.store import SEED

_CODES = """SELECT name, office, counter, role, issued_at, expires_at, wrong_tries, used_by, withdrawn_at
              FROM enrolment_code ORDER BY issued_at, name"""
_DEVICES = """SELECT d.id, d.office, d.counter, d.role, d.enrolled_at,
                     coalesce((SELECT r.certificate FROM renewal r WHERE r.device = d.id ORDER BY r.seq DESC LIMIT 1),
                              d.certificate),
                     (SELECT a.act FROM admission_act a WHERE a.device = d.id ORDER BY a.seq DESC LIMIT 1),
                     (SELECT a.why FROM admission_act a WHERE a.device = d.id ORDER BY a.seq DESC LIMIT 1),
                     (SELECT max(h.seen_at) FROM audit_head h WHERE h.device = d.id),
                     (SELECT count(*) FROM dossier o WHERE o.device = d.id)
                FROM device d ORDER BY d.office, d.counter, d.enrolled_at"""


@dataclass(frozen=True, slots=True)
class KnownCode:
    """`state`: "open", "used", "withdrawn", "expired", "locked". Times are epoch ms."""

    name: str
    office: str
    counter: str
    role: Role
    state: str
    issued_at: int
    expires_at: int
    used_by: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """`last_sent`: when it last sent something, 0 for never."""

    id: str
    office: str
    counter: str
    role: Role
    revoked: bool
    why: str
    enrolled_at: int
    valid_to: int
    last_sent: int
    dossiers: int


class OperatorsDesk:
    """The acts, each in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    @property
    def public_key(self) -> bytes:
        """What counters pin."""
        return SigningKey(facts.blob(self._database, SEED) or bytes(32)).public_key

    def issue(self, place: Place, valid_hours: int) -> EnrolmentCode:
        """A new code; this is the only time it can be read. Raises PlaceUnclear."""
        if not (is_a_name(place.office) and is_a_name(place.counter)):
            raise PlaceUnclear
        now, valid_ms = self._clock.now_ms(), valid_hours * 3_600_000
        return in_transaction(self._database, lambda database: enrolment_codes.issue(database, place, now, valid_ms))

    def codes(self) -> list[KnownCode]:
        now, found = self._clock.now_ms(), []
        for name, office, counter, role, issued, expires, tries, used_by, withdrawn in self._database.execute(_CODES):
            state = _state(tries, used_by, withdrawn, now > expires)
            found.append(KnownCode(name, office, counter, Role(role), state, issued, expires, used_by or ""))
        return found

    def withdraw(self, name: str) -> None:
        """A code that is not used yet is void from now on. Raises NothingOfThatName."""
        update = "UPDATE enrolment_code SET withdrawn_at = ? WHERE name = ? AND used_by IS NULL AND withdrawn_at IS NULL"
        self._done(update, [self._clock.now_ms(), name.strip().upper()[:4]], name)

    def devices(self) -> list[KnownDevice]:
        found = []
        for device, office, counter, role, enrolled, certificate, act, why, sent, dossiers in self._database.execute(_DEVICES):
            read = decoded(bytes(certificate), DeviceCertificate)
            until = read.valid_to * 1000 if read else 0
            found.append(KnownDevice(
                device, office, counter, Role(role), act == REVOKED, why or "", enrolled, until, sent or 0, dossiers
            ))
        return found

    def revoke(self, device: str, why: str) -> None:
        """From its next call on. What it sent stays. Raises NothingOfThatName."""
        self._act(device, REVOKED, why)

    def readmit(self, device: str, why: str) -> None:
        """Raises NothingOfThatName."""
        self._act(device, READMITTED, why)

    def leases(self, since: date) -> list[KnownLease]:
        """Ranges of official numbers of this day and later ones."""
        return leases.known(self._database, since)

    def take_back_lease(self, lease: str, why: str) -> None:
        """Its counter hears it when they next meet; what is printed stays valid. Raises NothingOfThatName."""
        identity, now = lease.strip().lower(), self._clock.now_ms()
        if not in_transaction(self._database, lambda database: leases.take_back(database, identity, why.strip(), now)):
            raise NothingOfThatName(name=lease)

    def _act(self, device: str, act: str, why: str) -> None:
        insert = "INSERT INTO admission_act (device, act, why, done_at) SELECT id, ?, ?, ? FROM device WHERE id = ?"
        self._done(insert, [act, why.strip(), self._clock.now_ms(), device.strip().lower()], device)

    def _done(self, sql: str, values: list[object], name: str) -> None:
        if in_transaction(self._database, lambda database: database.execute(sql, values).rowcount) != 1:
            raise NothingOfThatName(name=name)


@contextmanager
def operators_desk(folder: Path, keeper: KeyKeeper, clock: Clock, disk: Disk) -> Iterator[OperatorsDesk]:
    """The desk of the gateway whose data lie in `folder`. Raises NoGatewayHere, StoreProblem."""
    place = StoreFolder(folder, disk, FolderKind.GATEWAY)
    secret = place.secret_for_reading(keeper)
    if secret is None or not place.database.exists():
        raise NoGatewayHere(path=folder)
    migrations = migrations_in(files("sync.gateway.migrations"))
    with closing(open_database(place.database, derive(secret, "gateway/database"))) as database:
        if schema_of(database, migrations) < max(migration.number for migration in migrations):
            raise NoGatewayHere(path=folder)
        yield OperatorsDesk(database, clock)


def _state(tries: int, used_by: str | None, withdrawn_at: int | None, over: bool) -> str:
    if used_by is not None:
        return "used"
    if withdrawn_at is not None:
        return "withdrawn"
    if tries >= WRONG_TRIES:
        return "locked"
    return "expired" if over else "open"
