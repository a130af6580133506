"""The dossier's code in the system that processes it: typed by an officer, never overwritten, each entry with who and when."""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class ExternalCode:
    """One entry; the newest of a dossier counts, the earlier ones stay readable."""

    system: str
    code: str
    entered_by: str
    entered_at: int                    # epoch ms


def enter(database: Database, device: SigningKey, dossier: str, entry: ExternalCode) -> None:
    """Adds an entry in the transaction of the caller. Raises IntegrityError for an unknown dossier."""
    database.execute(
        "INSERT INTO external_code (dossier, system, code, entered_by, entered_at) VALUES (?, ?, ?, ?, ?)",
        [dossier, entry.system, entry.code, entry.entered_by, entry.entered_at],
    )
    audit_log.append(
        database, device, at=entry.entered_at, actor=entry.entered_by, act=Act.EXTERNAL_CODE, subject=dossier,
        system=entry.system, code=entry.code,
    )


def of(database: Database, dossier: str) -> tuple[ExternalCode, ...]:
    """Every entry of a dossier, oldest first."""
    rows = database.execute(
        "SELECT system, code, entered_by, entered_at FROM external_code WHERE dossier = ? ORDER BY entered_at", [dossier]
    )
    return tuple(ExternalCode(*row) for row in rows)
