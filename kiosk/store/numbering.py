"""Giving out dossier numbers, inside the transaction that seals the dossier.

The mark outside the store is compared when the store is opened for writing, and saved before a number leaves the machine
(printed, shown or sent).
"""

from dataclasses import dataclass
from datetime import date

from kiosk import numbers
from kiosk.store import audit_log, facts, leases
from kiosk.store.database import Database
from kiosk.store.leases import LeaseJudge, Why
from kiosk.store.marks import Mark


@dataclass(frozen=True, slots=True)
class Drawn:
    """A number, its kind ("official" or "temporary"), and why it is of that kind."""

    number: str
    kind: str
    why: Why
    lease: str = ""


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
    leases.end_all(database, now, Why.RESTORED)


def next_number(database: Database, day: date, now: int, judge: LeaseJudge = leases.ORDINARY) -> Drawn:
    """The next number: from today's lease where one serves, else a temporary code."""
    facts.put(database, facts.NUMBERS_ISSUED, facts.number(database, facts.NUMBERS_ISSUED) + 1)
    while held := leases.usable(database, day, now, judge):
        number = leases.use(database, held, now)
        if number:
            return Drawn(number, "official", Why.LEASED, held.id)
    series = numbers.temporary_series(_device_part(database), day)
    return Drawn(numbers.numbered(series, _counted(database, series)), "temporary", leases.why_none(database, day, now, judge))


def note_why(database: Database, dossier: str, drawn: Drawn) -> None:
    """Keeps beside the dossier why it has the kind of number it has; nothing where the province grants no leases."""
    if drawn.why is not Why.OFF:
        insert = "INSERT INTO number_drawn (dossier, why, lease) VALUES (?, ?, ?)"
        database.execute(insert, [dossier, drawn.why, drawn.lease or None])


def why_of(database: Database, dossier: str) -> Why:
    row = database.execute("SELECT why FROM number_drawn WHERE dossier = ?", [dossier]).fetchone()
    return Why(row[0]) if row else Why.OFF


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

