"""Giving out dossier numbers, inside the transaction that seals the dossier.

The mark outside the store is compared when the store is opened for writing, and saved before a number leaves the machine
(printed, shown or sent).
"""

from datetime import date

from kiosk import numbers
from kiosk.credentials import Lease, decoded
from kiosk.store import audit_log, facts
from kiosk.store.database import Database
from kiosk.store.marks import Mark


def mark_of(database: Database) -> Mark:
    """What the mark outside must say now."""
    return Mark(
        facts.text(database, facts.DEVICE_PART) or "",
        facts.number(database, facts.NUMBERS_ISSUED),
        audit_log.head(database).seq,
    )


def must_draw_anew(database: Database, mark: Mark | None) -> bool:
    """True when more may be out than this store remembers: no mark, a mark ahead, or another device part's mark."""
    own = mark_of(database)
    if mark is None or mark.device_part != own.device_part:
        return True
    return mark.issued > own.issued or mark.audit_line > own.audit_line


def draw_anew(database: Database, now: int) -> None:
    """A new device part, and no lease is used any more."""
    facts.put(database, facts.DEVICE_PART, numbers.new_device_part())
    end_leases(database, now, "restored")


def end_leases(database: Database, now: int, why: str) -> None:
    database.execute("UPDATE lease SET ended_at = ?, ended_why = ? WHERE ended_at IS NULL", [now, why])


def next_number(database: Database, day: date, now: int) -> tuple[str, str]:
    """The next number and its kind: from today's lease where one has numbers left, else a temporary code."""
    leased = _from_lease(database, day, now)
    facts.put(database, facts.NUMBERS_ISSUED, facts.number(database, facts.NUMBERS_ISSUED) + 1)
    if leased is not None:
        return leased, "official"
    series = numbers.temporary_series(_device_part(database), day)
    return numbers.numbered(series, _counted(database, series)), "temporary"


def next_notice_number(database: Database, kind: str, day: date) -> str:
    """The next number of a notice. It carries the device part, so a restored store never gives one out again."""
    series = numbers.notice_series(kind, _device_part(database), day)
    return numbers.numbered(series, _counted(database, series))


def _device_part(database: Database) -> str:
    part = facts.text(database, facts.DEVICE_PART)
    if not part:
        raise RuntimeError("the store was opened without comparing its mark")
    return part


def _counted(database: Database, series: str) -> int:
    database.execute(
        "INSERT INTO number_series (series, last) VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET last = last + 1",
        [series],
    )
    return int(database.execute("SELECT last FROM number_series WHERE series = ?", [series]).fetchone()[0])


def _from_lease(database: Database, day: date, now: int) -> str | None:
    rows = database.execute(
        "SELECT id, next, body FROM lease WHERE day = ? AND ended_at IS NULL AND next <= last ORDER BY first",
        [day.isoformat()],
    ).fetchall()
    for identity, number, body in rows:
        lease = decoded(bytes(body), Lease)
        if lease is not None and now <= lease.not_after:
            database.execute("UPDATE lease SET next = next + 1 WHERE id = ?", [identity])
            return numbers.numbered(numbers.official_series(lease.prefix, day), int(number))
    return None


def left_in_leases(database: Database, day: date) -> int:
    """How many official numbers this device may still give out on `day`."""
    query = "SELECT coalesce(sum(last - next + 1), 0) FROM lease WHERE day = ? AND ended_at IS NULL"
    return int(database.execute(query, [day.isoformat()]).fetchone()[0])


def keep_lease(database: Database, lease: Lease, body: bytes, now: int) -> bool:
    """Keeps a lease whose signature the caller has verified; False when it is already here."""
    cursor = database.execute(
        "INSERT OR IGNORE INTO lease (id, day, first, last, next, body, granted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [lease.id, lease.day, lease.first, lease.last, lease.first, body, now],
    )
    return bool(cursor.rowcount)
