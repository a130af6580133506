"""Official numbers fetched ahead, where the province grants them: shown to the gateway, renewed early, never more than needed.

Everything goes by the gateway's own signed time: a counter whose clock is wrong asks for the right day.
"""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import uuid_utils.compat as uuids

from kiosk import numbers
from kiosk.audit import Act
from kiosk.credentials import DeviceCertificate, Lease, decoded, opened
from kiosk.event_log import event_log
from kiosk.moments import day_of
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, facts, leases
from kiosk.store.database import Database
from kiosk.store.leases import Why
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.faults import NotTheGateway, RefusedByGateway

WorkingDays = Callable[[date, int], tuple[date, ...]]      # the next so many working days after a day

LEASE_REASONS = frozenset({"no-leases", "lease-day", "lease-limit", "lease-stopped"})
SHOWN_EVERY_MS = 60_000
NOTED_EVERY_MS = 60_000
MOST_DAYS = 5
_LONGEST_PREFIX = 40


def weekdays(day: date, count: int) -> tuple[date, ...]:
    """Monday to Friday, where nobody says which days the office works."""
    found: list[date] = []
    while len(found) < count:
        day += timedelta(days=1)
        if day.weekday() < 5:
            found.append(day)
    return tuple(found)


class LeaseKeeping:
    """The part of a meeting that concerns official numbers."""

    def __init__(self, store: Store, calls: GatewayCalls, office: str, working_days: WorkingDays) -> None:
        self._store, self._calls, self._office, self._working_days = store, calls, office, working_days

    def run(self, hello: wire.Hello, key: bytes) -> None:
        """Raises LinkDown, GatewayBusy, NotAdmitted, NotTheGateway; a refusal of a lease is kept for the screens."""
        self._note(hello)
        if not hello.policy.leases:
            return
        today = day_of(hello.time)
        self._show(today, hello.time, key)
        if not leases.ORDINARY.believes_clock(self._store.read(), self._store.clock.now_ms()):
            return                     # no number of it could be used
        try:
            for day in (today, *self._working_days(today, min(max(hello.policy.lease_days, 0), MOST_DAYS))):
                self._renew(day, hello.policy.lease_size, key)
        except RefusedByGateway as refusal:
            if refusal.reason not in LEASE_REASONS:
                raise

    def _note(self, hello: wire.Hello) -> None:
        """Whether leases are granted, and what they need of the gateway's time; `sync.clocks` keeps how far off this clock is."""
        database, now = self._store.read(), self._store.clock.now_ms()
        said, ahead = "on" if hello.policy.leases else "off", now - hello.time
        if said == "off" and facts.text(database, facts.LEASES) in (None, "off"):
            return
        tolerance = hello.policy.clock_tolerance_seconds * 1000
        before, used = facts.number(database, facts.CLOCK_TOLERANCE), facts.number(database, facts.LEASE_USED_AT)
        is_news = facts.text(database, facts.LEASES) != said or before != tolerance or used > now
        if is_news or abs(hello.time - facts.number(database, facts.GATEWAY_SEEN_AT)) >= NOTED_EVERY_MS:
            self._store.write(partial(_noted, said=said, hello=hello, ahead=ahead, tolerance=tolerance, now=now))

    def _show(self, today: date, at: int, key: bytes) -> None:
        """Asks which leases still hold; those that do not are not used from this moment on."""
        database = self._store.read()
        held = leases.shown(database, today)
        if not held or 0 <= at - facts.number(database, facts.LEASES_SHOWN_AT) < SHOWN_EVERY_MS:
            return
        nonce = secrets.token_hex(16)
        envelopes = tuple(wire.SignedEnvelope.of(signed) for _id, signed in held)
        signed = self._calls.lease_standing(wire.LeaseStandingRequest(self._store.device_id, nonce, envelopes))
        standing = opened(signed, wire.LeaseStanding, key)
        if standing is None or (standing.device, standing.nonce) != (self._store.device_id, nonce):
            raise NotTheGateway(what="lease-standing")
        ours = {identity for identity, _signed in held}
        ended = [identity for identity in standing.ended if identity in ours]
        now = self._store.clock.now_ms()

        def keep(database: Database) -> None:
            for identity in ended:
                leases.end(database, self._store.device, identity, now, Why.TAKEN_BACK)
            facts.put(database, facts.LEASES_SHOWN_AT, at)

        self._store.write(keep)
        self._store.at("leases shown")

    def _renew(self, day: date, size: int, key: bytes) -> None:
        """Asks for the rest of a range when not more than half of one is left."""
        left = leases.left_on(self._store.read(), day)
        if size < 1 or left * 2 > size:
            return
        now, fresh = self._store.clock.now_ms(), str(uuids.uuid7())
        wish, count = self._store.write(lambda database: leases.wish(database, fresh, day, size - left, now))
        self._store.at("lease wished")
        request = wire.LeaseRequest(self._store.device_id, day.isoformat(), count, wish)
        try:
            signed = self._calls.lease(request)
        except RefusedByGateway as refusal:
            self._store.write(partial(_refused, wish=wish, reason=refusal.reason))
            event_log().warning("lease refused", extra={"code": refusal.reason})
            raise
        lease = opened(signed, Lease, key)
        if lease is None or not self._is_ours(lease, request):
            raise NotTheGateway(what="lease")
        self._store.write(lambda database: self._keep(database, lease, signed))
        self._store.at("lease kept")

    def _is_ours(self, lease: Lease, request: wire.LeaseRequest) -> bool:
        asked = (lease.device, lease.office, lease.day, lease.request)
        series = numbers.official_series(lease.prefix, date.fromisoformat(request.day))
        return (
            asked == (self._store.device_id, self._certified_office(), request.day, request.request)
            and 1 <= lease.first <= lease.last < lease.first + request.count
            and len(lease.prefix) <= _LONGEST_PREFIX
            and numbers.NUMBER.fullmatch(numbers.numbered(series, lease.last)) is not None
            and day_of(lease.not_after).isoformat() == request.day
        )

    def _certified_office(self) -> str:
        """The office the gateway enrolled this device for; what stands in the settings may be written otherwise."""
        signed = facts.certificate(self._store.read())
        certificate = decoded(signed.body, DeviceCertificate) if signed else None
        return certificate.office if certificate else self._office

    def _keep(self, database: Database, lease: Lease, signed: Signed) -> None:
        now = self._store.clock.now_ms()
        if leases.keep(database, lease, signed, now):
            audit_log.append(
                database, self._store.device, at=now, actor="gateway", act=Act.LEASE_GRANTED, lease=lease.id,
                first=lease.first, last=lease.last, day=lease.day,
            )
        leases.granted(database, lease.request)
        facts.put(database, facts.LEASES_REFUSED, "")


def _noted(database: Database, said: str, hello: wire.Hello, ahead: int, tolerance: int, now: int) -> None:
    facts.put(database, facts.LEASES, said)
    facts.put(database, facts.GATEWAY_SEEN_AT, hello.time)
    facts.put(database, facts.CLOCK_TOLERANCE, tolerance)
    if abs(ahead) <= tolerance:        # this clock is right: a later moment seen before was the error
        facts.put(database, facts.LEASE_USED_AT, min(now, facts.number(database, facts.LEASE_USED_AT)))


def _refused(database: Database, wish: str, reason: str) -> None:
    leases.granted(database, wish)
    facts.put(database, facts.LEASES_REFUSED, reason)
