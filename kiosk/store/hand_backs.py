"""Results handed back, in the store: each once and for good. Everything here is one step of a caller's transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kiosk.audit import Act
from kiosk.hand_back import AlreadyHanded, Collector, Handed
from kiosk.moments import show_moment
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database

_HANDED = "SELECT h.dossier, h.body, h.satisfaction, h.officer, h.handed_at FROM hand_back h"


@dataclass(frozen=True, slots=True)
class _Body:
    collector: Collector
    on_paper: bool
    as_file: bool
    originals: tuple[str, ...]
    papers_only: bool


def add(database: Database, device: SigningKey, handed: Handed) -> None:
    """Records it. Raises AlreadyHanded: of two windows that hand over the same dossier, the second is told."""
    before = of_dossier(database, handed.dossier)
    if before is not None:
        raise AlreadyHanded(before, show_moment(before.handed_at))
    body = _Body(handed.collector, handed.on_paper, handed.as_file, handed.originals, handed.papers_only)
    database.execute(
        "INSERT INTO hand_back (dossier, collector, body, satisfaction, officer, handed_at) VALUES (?, ?, ?, ?, ?, ?)",
        [handed.dossier, handed.collector.name, msgspec.json.encode(body), handed.satisfaction, handed.officer,
         handed.handed_at],
    )  # fmt: skip
    one = handed.collector
    audit_log.append(
        database, device, at=handed.handed_at, actor=handed.officer, act=Act.HANDED_BACK, subject=handed.dossier,
        to=one.who.value, seen=one.seen.value, with_receipt=one.with_receipt, on_paper=handed.on_paper,
        as_file=handed.as_file, originals=len(handed.originals),
    )  # fmt: skip


def of_dossier(database: Database, dossier: str) -> Handed | None:
    return next(_handed(database, "h.dossier = ?", [dossier]), None)


def between(database: Database, since: int, until: int) -> tuple[Handed, ...]:
    """Handed over from `since` to before `until` (epoch ms), oldest first."""
    return tuple(_handed(database, "h.handed_at >= ? AND h.handed_at < ? ORDER BY h.handed_at, h.dossier", [since, until]))


def unsent(database: Database) -> tuple[Handed, ...]:
    """What the portal has not been told of, oldest first."""
    where = "NOT EXISTS (SELECT 1 FROM hand_back_sent s WHERE s.dossier = h.dossier) ORDER BY h.handed_at, h.dossier"
    return tuple(_handed(database, where, []))


def mark_sent(database: Database, dossier: str, at: int) -> bool:
    """The portal has taken it; False when that was known (an answer may come twice)."""
    added = database.execute("INSERT OR IGNORE INTO hand_back_sent (dossier, sent_at) VALUES (?, ?)", [dossier, at])
    return bool(added.rowcount)


def _handed(database: Database, where: str, values: list[object]) -> Iterator[Handed]:
    for dossier, raw, satisfaction, officer, handed_at in database.execute(f"{_HANDED} WHERE {where}", values):
        body = msgspec.json.decode(bytes(raw), type=_Body)
        yield Handed(
            dossier, body.collector, body.on_paper, body.as_file, body.originals, body.papers_only, satisfaction, officer,
            handed_at,
        )  # fmt: skip
