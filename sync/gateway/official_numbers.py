"""Official dossier numbers. One series per agency and day of receipt, shared by the gateway's own numbers and leases,
and always read and moved inside one write transaction: no number is ever given twice.
"""

from datetime import date, datetime, time, timedelta

import uuid_utils.compat as uuids

from kiosk import numbers
from kiosk.credentials import Lease, encode
from kiosk.moments import VIETNAM, epoch_ms
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway.devices import Device, Devices
from sync.gateway.refusals import Reason, Refused
from sync.gateway.settings import GatewaySettings
from sync.gateway.store import GatewayStore
from sync.messages import LeaseRequest


def reserved(database: Database, series: str, count: int) -> int:
    """Takes the next `count` numbers of a series; returns the first of them."""
    database.execute(
        "INSERT INTO number_series (series, last) VALUES (?, ?)"
        " ON CONFLICT (series) DO UPDATE SET last = last + excluded.last",
        [series, count],
    )
    last = database.execute("SELECT last FROM number_series WHERE series = ?", [series]).fetchone()[0]
    return int(last) - count + 1


def next_number(database: Database, prefix: str, day: date) -> str:
    series = numbers.official_series(prefix, day)
    return numbers.numbered(series, reserved(database, series, 1))


def is_leased(database: Database, number: str, device: str) -> bool:
    """True when `number` lies in a range that was leased to `device`."""
    series, _hyphen, count = number.rpartition("-")
    if not (count.isascii() and count.isdigit()) or len(count) > 8 or numbers.numbered(series, int(count)) != number:
        return False
    query = "SELECT 1 FROM lease WHERE device = ? AND series = ? AND ? BETWEEN first AND last"
    return database.execute(query, [device, series, int(count)]).fetchone() is not None


class Leases:
    """Grants ranges of official numbers ahead, so that a counter can print them without a network."""

    def __init__(self, store: GatewayStore, settings: GatewaySettings, devices: Devices) -> None:
        self._store, self._settings, self._devices = store, settings, devices

    def grant(self, request: LeaseRequest) -> Signed:
        """A fresh range at every call, never more than the policy's size.

        Raises Refused: unknown-device, no-leases, request-unreadable.
        """
        device = self._devices.known(request.device)
        if not self._settings.leases:
            raise Refused(Reason.NO_LEASES)
        if request.count < 1:
            raise Refused(Reason.REQUEST_UNREADABLE)
        try:
            day = date.fromisoformat(request.day)
            not_after = end_of(day)
        except (ValueError, OverflowError) as error:
            raise Refused(Reason.REQUEST_UNREADABLE) from error
        count = min(request.count, self._settings.lease_size)
        lease = self._store.write(lambda database: self._granted(database, device, day, not_after, count))
        self._store.at("lease granted")
        return lease

    def _granted(self, database: Database, device: Device, day: date, not_after: int, count: int) -> Signed:
        prefix = self._settings.prefix_of(device.office)
        series = numbers.official_series(prefix, day)
        first = reserved(database, series, count)
        last = first + count - 1
        lease = Lease(str(uuids.uuid7()), device.id, device.office, prefix, day.isoformat(), first, last, not_after)
        signed = self._store.signing_key.signed(Lease.purpose, encode(lease))
        database.execute(
            "INSERT INTO lease (id, device, series, first, last, body, signature, granted_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [lease.id, device.id, series, first, last, signed.body, signed.signature, self._store.clock.now_ms()],
        )
        return signed


def end_of(day: date) -> int:
    """The last millisecond of a Vietnamese day. Raises ValueError, OverflowError for a day outside the calendar."""
    return epoch_ms(datetime.combine(day + timedelta(days=1), time(), VIETNAM)) - 1
