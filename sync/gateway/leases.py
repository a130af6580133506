"""Leases: ranges of official numbers granted ahead, so that a counter can print them without a network.

One wish is answered with one lease, for ever; no two leases of a series overlap. A gateway put back from a backup believes its
own signature: a lease it no longer knows is taken up again when a counter shows it.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import uuid_utils.compat as uuids

from kiosk import numbers
from kiosk.credentials import Acknowledgement, Lease, decoded, encode, opened
from kiosk.event_log import log_problem
from kiosk.moments import VIETNAM, day_of, epoch_ms
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway.devices import Device, Devices, is_uuid
from sync.gateway.official_numbers import OfficialNumbers, parted
from sync.gateway.refusals import LeaseGivenTwice, Reason, Refused
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Storage
from sync.messages import MOST_HELD, LeaseRequest, LeaseStanding, LeaseStandingRequest

_LONGEST_HOLIDAYS = 14                 # days between two working days, at most
_LONGEST_NONCE = 128


_LEASES = """SELECT l.id, v.office, v.counter, l.body, l.granted_at, e.ended_at, coalesce(e.why, ''), l.series
               FROM lease l JOIN device v ON v.id = l.device LEFT JOIN lease_end e ON e.lease = l.id
              ORDER BY l.granted_at, l.id"""


@dataclass(frozen=True, slots=True)
class KnownLease:
    """A lease as an operator sees it. Times are epoch ms; `registered` counts the dossiers that came with its numbers."""

    id: str
    office: str
    counter: str
    day: str
    first: int
    last: int
    granted_at: int
    ended_at: int
    why: str
    registered: int


class Leases:
    """Grants leases, says which still hold, and what a lease proves."""

    def __init__(self, store: Storage, settings: GatewaySettings, devices: Devices, numbers_: OfficialNumbers) -> None:
        self._store, self._settings, self._devices, self._numbers = store, settings, devices, numbers_

    def grant(self, request: LeaseRequest) -> Signed:
        """The lease of this wish, never more than the policy's size; asked again, the same one.

        Raises Refused: unknown-device, no-leases, request-unreadable, lease-day, lease-limit, lease-stopped.
        """
        device = self._devices.known(request.device)
        if not self._settings.leases:
            raise Refused(Reason.NO_LEASES)
        day, not_after = _day(request)
        if request.count < 1 or not is_uuid(request.request):
            raise Refused(Reason.REQUEST_UNREADABLE)
        lease = self._store.write(lambda database: self._granted(database, device, day, not_after, request))
        self._numbers.settle()
        self._store.at("lease granted")
        return lease

    def standing(self, request: LeaseStandingRequest) -> Signed:
        """Which of the leases shown no longer hold. Those this store forgot are taken up again on the way.

        Raises Refused: unknown-device, request-unreadable.
        """
        device = self._devices.known(request.device)
        if len(request.held) > MOST_HELD or not 0 < len(request.nonce) <= _LONGEST_NONCE:
            raise Refused(Reason.REQUEST_UNREADABLE)
        held = [(lease, signed) for signed in (one.opened() for one in request.held) if (lease := self._ours(signed, device))]
        ended = self._store.write(lambda database: tuple(
            lease.id for lease, signed in held
            if not self.taken_up(database, lease, signed) or _is_ended(database, lease.id)
        ))  # fmt: skip
        self._numbers.settle()
        body = LeaseStanding(device.id, request.nonce, self._store.clock.now_ms(), ended)
        return self._store.signing_key.signed(LeaseStanding.purpose, encode(body))

    def proves(self, database: Database, number: str, device: Device, proof: Signed | None) -> bool:
        """True when `number` lies in a range leased to `device`: by this store, or by the lease that came with the form."""
        if is_leased(database, number, device.id):
            return True
        lease = self._ours(proof, device) if proof is not None else None
        if lease is None or proof is None or not _holds(lease, number):
            return False
        self.taken_up(database, lease, proof)      # where another has the range by now: whoever registers a number first has it
        return True

    def named_before(self, dossier: str, proof: Signed | None) -> str:
        """The number an acknowledgement of ours, shown with the form, has given the dossier; "" for none."""
        ack = opened(proof, Acknowledgement, self._store.signing_key.public_key) if proof is not None else None
        return ack.number if ack is not None and ack.dossier == dossier else ""

    def take_back(self, lease: str, why: str) -> bool:
        """An operator takes a lease back; False when it is not known or was taken back before."""
        now = self._store.clock.now_ms()
        return self._store.write(lambda database: take_back(database, lease, why, now))

    def taken_up(self, database: Database, lease: Lease, signed: Signed) -> bool:
        """Whether this lease stands in the store, now or since before. False when its range was granted to another."""
        if database.execute("SELECT 1 FROM lease WHERE id = ?", [lease.id]).fetchone() is not None:
            return True
        series = numbers.official_series(lease.prefix, date.fromisoformat(lease.day))
        self._numbers.passed(database, series, lease.last)
        query = "SELECT 1 FROM lease WHERE series = ? AND first <= ? AND last >= ?"
        if database.execute(query, [series, lease.last, lease.first]).fetchone() is not None:
            log_problem(LeaseGivenTwice(device=lease.device, series=series, first=lease.first, last=lease.last), logging.ERROR)
            return False
        self._keep(database, lease, series, signed)
        return True

    def _ours(self, signed: Signed, device: Device) -> Lease | None:
        """The lease in `signed`, if this gateway granted it to this device."""
        lease = opened(signed, Lease, self._store.signing_key.public_key)
        return lease if lease is not None and lease.device == device.id else None

    def _granted(
        self, database: Database, device: Device, day: date, not_after: int, request: LeaseRequest
    ) -> Signed:
        prefix = self._settings.prefix_of(device.office)
        series = numbers.official_series(prefix, day)
        if stopped(database, device.id, series):
            raise Refused(Reason.LEASE_STOPPED)
        known = granted_before(database, device.id, request.request)
        if known is not None:
            return Signed(known[0], self._store.signing_key.key_id, known[1])
        self._check_day(day)
        count = min(request.count, self._settings.lease_size, self._settings.lease_limit - _held(database, device.id, series))
        if count < 1:
            raise Refused(Reason.LEASE_LIMIT)
        first = self._numbers.reserved(database, series, count)
        lease = Lease(
            str(uuids.uuid7()), device.id, device.office, prefix, day.isoformat(), first, first + count - 1, not_after,
            request.request,
        )  # fmt: skip
        signed = self._store.signing_key.signed(Lease.purpose, encode(lease))
        self._keep(database, lease, series, signed)
        return signed

    def _keep(self, database: Database, lease: Lease, series: str, signed: Signed) -> None:
        database.execute(
            "INSERT INTO lease (id, device, series, first, last, body, signature, granted_at, request)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [lease.id, lease.device, series, lease.first, lease.last, signed.body, signed.signature,
             self._store.clock.now_ms(), lease.request],
        )  # fmt: skip

    def _check_day(self, day: date) -> None:
        """Today, or one of the coming days the policy allows."""
        ahead = self._settings.lease_days
        span = timedelta(days=ahead + _LONGEST_HOLIDAYS if ahead else 0)
        today = day_of(self._store.clock.now_ms())
        if not today <= day <= today + span:
            raise Refused(Reason.LEASE_DAY)


def is_leased(database: Database, number: str, device: str) -> bool:
    """True when `number` lies in a range this store has granted to `device`."""
    parts = parted(number)
    query = "SELECT 1 FROM lease WHERE device = ? AND series = ? AND ? BETWEEN first AND last"
    return parts is not None and database.execute(query, [device, *parts]).fetchone() is not None


def granted_before(database: Database, device: str, request: str) -> tuple[bytes, bytes] | None:
    """Body and signature of the lease that answered this wish."""
    query = "SELECT body, signature FROM lease WHERE device = ? AND request = ?"
    row = database.execute(query, [device, request]).fetchone()
    return (bytes(row[0]), bytes(row[1])) if row else None


def take_back(database: Database, lease: str, why: str, now: int) -> bool:
    """Inside a transaction; False when the lease is not known or was taken back before."""
    if database.execute("SELECT 1 FROM lease WHERE id = ?", [lease]).fetchone() is None:
        return False
    insert = "INSERT OR IGNORE INTO lease_end (lease, why, ended_at) VALUES (?, ?, ?)"
    return bool(database.execute(insert, [lease, why, now]).rowcount)


def known(database: Database, since: date) -> list[KnownLease]:
    """Leases of this day and later ones, as they were granted."""
    found = []
    for identity, office, counter, body, granted_at, ended_at, why, series in database.execute(_LEASES).fetchall():
        lease = decoded(bytes(body), Lease)
        if lease is None or lease.day < since.isoformat():
            continue
        query = "SELECT count(*) FROM dossier_number WHERE number >= ? AND number <= ? AND length(number) = ?"
        low, high = numbers.numbered(series, lease.first), numbers.numbered(series, lease.last)
        used = database.execute(query, [low, high, len(high)]).fetchone()[0] if len(low) == len(high) else 0
        found.append(KnownLease(
            identity, office, counter, lease.day, lease.first, lease.last, granted_at, ended_at or 0, why, used
        ))  # fmt: skip
    return found


def stopped(database: Database, device: str, series: str) -> bool:
    """A lease of this series was taken back from the device: it gets no other of that day."""
    query = "SELECT 1 FROM lease l JOIN lease_end e ON e.lease = l.id WHERE l.device = ? AND l.series = ?"
    return database.execute(query, [device, series]).fetchone() is not None


def _holds(lease: Lease, number: str) -> bool:
    parts = parted(number)
    series = numbers.official_series(lease.prefix, date.fromisoformat(lease.day))
    return parts is not None and parts[0] == series and lease.first <= parts[1] <= lease.last


def _is_ended(database: Database, lease: str) -> bool:
    return database.execute("SELECT 1 FROM lease_end WHERE lease = ?", [lease]).fetchone() is not None


def _held(database: Database, device: str, series: str) -> int:
    query = "SELECT coalesce(sum(last - first + 1), 0) FROM lease WHERE device = ? AND series = ?"
    return int(database.execute(query, [device, series]).fetchone()[0])


def _day(request: LeaseRequest) -> tuple[date, int]:
    """The day wished for and its end. Raises Refused: request-unreadable."""
    try:
        day = date.fromisoformat(request.day)
        return day, end_of(day)
    except (ValueError, OverflowError) as error:
        raise Refused(Reason.REQUEST_UNREADABLE) from error


def end_of(day: date) -> int:
    """The last millisecond of a Vietnamese day. Raises ValueError, OverflowError for a day outside the calendar."""
    return epoch_ms(datetime.combine(day + timedelta(days=1), time(), VIETNAM)) - 1
