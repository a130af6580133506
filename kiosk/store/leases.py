"""Leases of official numbers as this machine keeps them: which one serves now, and why none does.

A lease serves on its own day only, while it is not ended, and only while this machine's clock may be believed: a number carries
its day, and whoever uses tomorrow's range today has promised a day that is not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk import numbers
from kiosk.audit import Act
from kiosk.credentials import Lease, decoded
from kiosk.signing import Signed, SigningKey
from kiosk.store import audit_log, facts
from kiosk.store.database import Database

USUAL_TOLERANCE_MS = 300_000
MOST_SHOWN = 32


class Why(StrEnum):
    """Why a dossier got the kind of number it has."""

    LEASED = "leased"
    OFF = "off"                        # this province grants no leases
    NONE = "none"                      # nothing was granted for the day
    USED_UP = "used up"
    TAKEN_BACK = "taken back"
    RESTORED = "restored"
    GIVEN_TWICE = "given twice"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Held:
    """A lease of this machine and how far it is used."""

    id: str
    lease: Lease
    next: int

    @property
    def left(self) -> int:
        return self.lease.last - self.next + 1


class LeaseJudge:
    """The judgements on which it rests that no number is used that is not this machine's, today's and still valid."""

    def serves(self, lease: Lease, day: date, now: int) -> bool:
        return lease.day == day.isoformat() and now <= lease.not_after

    def is_over(self, ended_at: int | None) -> bool:
        return ended_at is not None

    def believes_clock(self, database: Database, now: int) -> bool:
        """False while the gateway's own time contradicts this clock, or it stands before a moment that has been."""
        tolerance = facts.number(database, facts.CLOCK_TOLERANCE) or USUAL_TOLERANCE_MS
        seen = max(facts.number(database, facts.GATEWAY_SEEN_AT), facts.number(database, facts.LEASE_USED_AT))
        return abs(facts.number(database, facts.CLOCK_AHEAD)) <= tolerance and now + tolerance >= seen


ORDINARY = LeaseJudge()


def usable(database: Database, day: date, now: int, judge: LeaseJudge = ORDINARY) -> Held | None:
    """The lease that gives the next number; None for a temporary code."""
    if facts.text(database, facts.LEASES) == "off" or not judge.believes_clock(database, now):
        return None
    rows = database.execute("SELECT id, next, body, ended_at FROM lease WHERE next <= last ORDER BY day, first")
    for identity, following, body, ended_at in rows:
        lease = decoded(bytes(body), Lease)
        if lease is not None and not judge.is_over(ended_at) and judge.serves(lease, day, now):
            return Held(str(identity), lease, int(following))
    return None


def use(database: Database, held: Held, now: int) -> str:
    """Takes the next number that no dossier here has; "" when none of the lease is left."""
    lease, count = held.lease, held.next
    series = numbers.official_series(lease.prefix, date.fromisoformat(lease.day))
    taken = "SELECT 1 FROM dossier_number WHERE number = ?"
    while count <= lease.last and database.execute(taken, [numbers.numbered(series, count)]).fetchone() is not None:
        count += 1
    database.execute("UPDATE lease SET next = ? WHERE id = ?", [count + (count <= lease.last), held.id])
    facts.put(database, facts.LEASE_USED_AT, max(now, facts.number(database, facts.LEASE_USED_AT)))
    return numbers.numbered(series, count) if count <= lease.last else ""


def why_none(database: Database, day: date, now: int, judge: LeaseJudge = ORDINARY) -> Why:
    """Why no lease serves at this moment."""
    if facts.text(database, facts.LEASES) == "off":
        return Why.OFF
    rows = database.execute(
        "SELECT next <= last, ended_why FROM lease WHERE day = ? ORDER BY granted_at DESC, first DESC LIMIT 1", [day.isoformat()]
    ).fetchall()
    if not judge.believes_clock(database, now) and facts.text(database, facts.LEASES) == "on":
        return Why.CLOCK
    if not rows:
        return Why.NONE if facts.text(database, facts.LEASES) == "on" else Why.OFF
    if rows[0][1] is None:
        return Why.CLOCK if rows[0][0] else Why.USED_UP
    return Why(rows[0][1])


def left_on(database: Database, day: date) -> int:
    """How many official numbers this device may still give out on `day`."""
    query = "SELECT coalesce(sum(last - next + 1), 0) FROM lease WHERE day = ? AND ended_at IS NULL"
    return int(database.execute(query, [day.isoformat()]).fetchone()[0])


def keep(database: Database, lease: Lease, signed: Signed, now: int) -> bool:
    """Keeps a lease whose signature the caller has verified; False when it is already here. One whose range this machine had
    before is kept as ended: a gateway that was restored may have granted it a second time."""
    why = Why.GIVEN_TWICE if _had_before(database, lease) else None
    cursor = database.execute(
        "INSERT OR IGNORE INTO lease (id, day, first, last, next, body, key_id, signature, granted_at, ended_at, ended_why)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [lease.id, lease.day, lease.first, lease.last, lease.first, signed.body, signed.key_id, signed.signature, now,
         now if why else None, why],
    )  # fmt: skip
    return bool(cursor.rowcount)


def _had_before(database: Database, lease: Lease) -> bool:
    query = "SELECT body FROM lease WHERE id <> ? AND day = ? AND first <= ? AND last >= ?"
    bodies = database.execute(query, [lease.id, lease.day, lease.last, lease.first]).fetchall()
    others = (decoded(bytes(body), Lease) for (body,) in bodies)
    return any(other is not None and other.prefix == lease.prefix for other in others)


def end(database: Database, device: SigningKey, lease: str, now: int, why: Why) -> bool:
    """Not used any more from this moment on. False when it was ended before."""
    cursor = database.execute(
        "UPDATE lease SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL", [now, why, lease]
    )
    if cursor.rowcount:
        audit_log.append(database, device, at=now, actor="gateway", act=Act.LEASE_ENDED, lease=lease, why=why.value)
    return bool(cursor.rowcount)


def end_all(database: Database, now: int, why: Why) -> None:
    """No lease is used any more, and no wish is asked for again: its answer may have been used up by a later store."""
    database.execute("UPDATE lease SET ended_at = ?, ended_why = ? WHERE ended_at IS NULL", [now, why])
    database.execute("DELETE FROM lease_wish")


def shown(database: Database, from_day: date) -> list[tuple[str, Signed]]:
    """The leases still used, as the gateway signed them, the newest first."""
    rows = database.execute(
        "SELECT id, body, key_id, signature FROM lease WHERE day >= ? AND ended_at IS NULL AND key_id <> ''"
        " ORDER BY granted_at DESC LIMIT ?",
        [from_day.isoformat(), MOST_SHOWN],
    )
    return [(str(row[0]), Signed(bytes(row[1]), str(row[2]), bytes(row[3]))) for row in rows]


def behind(database: Database, dossier: str) -> Signed | None:
    """The lease the number of a dossier is from, as the gateway signed it."""
    row = database.execute(
        "SELECT l.body, l.key_id, l.signature FROM number_drawn n JOIN lease l ON l.id = n.lease"
        " WHERE n.dossier = ? AND l.key_id <> ''",
        [dossier],
    ).fetchone()
    return Signed(bytes(row[0]), str(row[1]), bytes(row[2])) if row else None


def wish(database: Database, identity: str, day: date, count: int, now: int) -> tuple[str, int]:
    """The open wish for a day: the one of before while it is not answered, else this new one."""
    row = database.execute("SELECT id, count FROM lease_wish WHERE day = ?", [day.isoformat()]).fetchone()
    if row is not None:
        return str(row[0]), int(row[1])
    database.execute(
        "INSERT INTO lease_wish (id, day, count, wished_at) VALUES (?, ?, ?, ?)", [identity, day.isoformat(), count, now]
    )
    return identity, count


def granted(database: Database, identity: str) -> None:
    """The wish is answered, or never will be."""
    database.execute("DELETE FROM lease_wish WHERE id = ?", [identity])
