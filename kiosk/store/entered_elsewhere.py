"""Dossiers typed by hand into the system that processes them: who and when, append-only, and which still wait for it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class Entered:
    system: str
    officer: str
    entered_at: int                    # epoch ms


def add(database: Database, device: SigningKey, dossier: str, entered: Entered) -> None:
    """Once more is no mistake: a dossier may have been sent back there. Raises IntegrityError for an unknown dossier."""
    database.execute(
        "INSERT INTO entered_elsewhere (dossier, system, officer, entered_at) VALUES (?, ?, ?, ?)",
        [dossier, entered.system, entered.officer, entered.entered_at],
    )
    audit_log.append(
        database, device, at=entered.entered_at, actor=entered.officer, act=Act.ENTERED_ELSEWHERE, subject=dossier,
        system=entered.system,
    )  # fmt: skip


def of(database: Database, dossier: str) -> tuple[Entered, ...]:
    """Oldest first."""
    rows = database.execute(
        "SELECT system, officer, entered_at FROM entered_elsewhere WHERE dossier = ? ORDER BY entered_at", [dossier]
    )
    return tuple(Entered(*row) for row in rows)


def waiting(
    database: Database, procedures: Sequence[str], since: int, settled: Collection[int], limit: int
) -> tuple[str, ...]:
    """Ids of dossiers of these procedures nobody typed in yet and nobody has the result of, the one received first in front;
    none whose status is among the `settled`. From the register alone: no sealed form is touched."""
    rows = database.execute(
        """SELECT r.dossier FROM register_line r
           WHERE r.received_at >= ? AND r.procedure IN (SELECT value FROM json_each(?))
             AND NOT EXISTS (SELECT 1 FROM entered_elsewhere e WHERE e.dossier = r.dossier)
             AND NOT EXISTS (SELECT 1 FROM hand_back h WHERE h.dossier = r.dossier)
             AND NOT EXISTS (SELECT 1 FROM portal_status p
                             WHERE p.dossier = r.dossier AND p.status IN (SELECT value FROM json_each(?)))
           ORDER BY r.received_at LIMIT ?""",
        [since, json.dumps(list(procedures)), json.dumps([int(status) for status in settled]), limit],
    )
    return tuple(str(row[0]) for row in rows)
