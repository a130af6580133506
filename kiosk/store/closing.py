"""The closings in the store, and what they add up. Everything here is one step of a caller's transaction, or only reads."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kiosk.audit import Act
from kiosk.closing import DayRecord, Figures
from kiosk.notices import NoticeForm
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database
from kiosk.till import Kind, Method

_COUNTS = {
    "received": "SELECT count(*) FROM dossier WHERE received_at >= ? AND received_at < ?",
    "certified": "SELECT count(*) FROM ledger_entry WHERE entered_at >= ? AND entered_at < ?",
    "struck": "SELECT count(*) FROM ledger_strike WHERE struck_at >= ? AND struck_at < ?",
    "handed_over": "SELECT count(*) FROM hand_back WHERE handed_at >= ? AND handed_at < ?",
    "originals_returned":
        "SELECT coalesce(sum(copies), 0) FROM original_held WHERE returned_at >= ? AND returned_at < ?",
    "differences": "SELECT coalesce(sum(counted - expected), 0) FROM drawer WHERE closed_at >= ? AND closed_at < ?",
}
_NOTICES = "SELECT count(*) FROM notice WHERE issued_at >= ? AND issued_at < ? AND form = ?"
_MONEY = "SELECT coalesce(sum(amount), 0) FROM payment WHERE taken_at >= ? AND taken_at < ? AND kind = ? AND method = ?"
_SUMS = {
    "cash_in": (Kind.CHARGE, Method.CASH), "cash_out": (Kind.REFUND, Method.CASH),
    "transfers_in": (Kind.CHARGE, Method.TRANSFER), "transfers_out": (Kind.REFUND, Method.TRANSFER),
}  # fmt: skip
_TO_HAND_OVER = """
SELECT r.dossier, d.number, r.procedure, r.procedure_name, r.person, r.received_at, r.due_at
FROM register_line r JOIN dossier_now d ON d.id = r.dossier
WHERE r.received_at >= ? AND r.received_at < ?
  AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.dossier = r.dossier)
ORDER BY r.received_at, r.dossier"""


@dataclass(frozen=True, slots=True)
class Passed:
    """A dossier received here that somebody else works on."""

    dossier: str
    number: str
    procedure: str
    procedure_name: str
    person: str
    received_at: int
    due_at: int | None


def figures(database: Database, since: int, until: int) -> Figures:
    """What was done from `since` to before `until` (epoch ms)."""
    span = [since, until]

    def one(query: str, *more: object) -> int:
        return int(database.execute(query, [*span, *more]).fetchone()[0])

    return Figures(
        **{name: one(query) for name, query in _COUNTS.items()},
        **{name: one(_MONEY, kind.value, method.value) for name, (kind, method) in _SUMS.items()},
        supplements=one(_NOTICES, NoticeForm.SUPPLEMENT.value),
        refusals=one(_NOTICES, NoticeForm.REFUSAL.value),
    )


def passed_on(database: Database, since: int, until: int) -> tuple[Passed, ...]:
    """For the lists of handing over to who works on them; what was certified here is done."""
    return tuple(Passed(*row) for row in database.execute(_TO_HAND_OVER, [since, until]))


def add(database: Database, device: SigningKey, record: DayRecord) -> None:
    database.execute(
        "INSERT INTO day_closing (day, closed_at, officer, body) VALUES (?, ?, ?, ?)",
        [record.day, record.closed_at, record.officer, msgspec.json.encode(record)],
    )
    audit_log.append(
        database, device, at=record.closed_at, actor=record.officer, act=Act.DAY_CLOSED, day=record.day,
        figures=msgspec.to_builtins(record.figures), open=record.open,
    )  # fmt: skip


def last(database: Database) -> DayRecord | None:
    """The newest closing of all."""
    return next(_records(database, "1 ORDER BY closed_at DESC LIMIT 1", []), None)


def of_day(database: Database, day: str) -> tuple[DayRecord, ...]:
    """The closings of a day (ISO), oldest first."""
    return tuple(_records(database, "day = ? ORDER BY closed_at", [day]))


def _records(database: Database, where: str, values: list[object]) -> Iterator[DayRecord]:
    for row in database.execute(f"SELECT body FROM day_closing WHERE {where}", values):  # noqa: S608  (only our own words)
        yield msgspec.json.decode(bytes(row[0]), type=DayRecord)
