"""Captured pages leave this machine only after the gateway's verified acknowledgement and the office's keeping time."""

from collections.abc import Callable

from kiosk.audit import Act
from kiosk.credentials import ManifestPage, UploadManifest, decoded
from kiosk.dossier import LocalState
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database

DAY_MS = 86_400_000

# A dossier whose newest manifest is acknowledged, and since when: (dossier, received_at of that acknowledgement).
MayPurge = Callable[[Database, str, int], bool]


def acknowledged_long_enough(keep_days: int) -> MayPurge:
    """The rule: an acknowledgement that covers the newest manifest is at least `keep_days` old, and every page that lies here
    is named by some manifest that was acknowledged: also one that a correction put aside."""

    def may(database: Database, dossier: str, now: int) -> bool:
        row = database.execute(
            """SELECT a.received_at FROM acknowledgement a WHERE a.dossier = ?
               AND a.manifest = (SELECT max(m.number) FROM manifest m WHERE m.dossier = a.dossier)""",
            [dossier],
        ).fetchone()
        return row is not None and now - int(row[0]) >= keep_days * DAY_MS and all_covered(database, dossier)

    return may


def all_covered(database: Database, dossier: str) -> bool:
    """Whether the gateway has signed for every page of the dossier that lies on this machine."""
    manifests = database.execute(
        """SELECT m.body FROM manifest m JOIN acknowledgement a ON a.dossier = m.dossier AND a.manifest = m.number
           WHERE m.dossier = ?""", [dossier],
    )
    named = {page.sha256 for row in manifests for page in _pages(bytes(row[0]))}
    here = database.execute("SELECT sha256 FROM page WHERE dossier = ? AND file IS NOT NULL", [dossier])
    return {str(row[0]) for row in here} <= named


def _pages(body: bytes) -> tuple[ManifestPage, ...]:
    manifest = decoded(body, UploadManifest)
    return manifest.pages if manifest is not None else ()


def candidates(database: Database, limit: int = 200) -> list[str]:
    """Dossiers with captures still on this machine that have left for the gateway."""
    rows = database.execute(
        "SELECT id FROM dossier WHERE state = 'acknowledged' ORDER BY seq LIMIT ?", [limit]
    ).fetchall()
    return [str(row[0]) for row in rows]


def forget_pages(database: Database, device: SigningKey, dossier: str, now: int) -> list[str]:
    """Drops the content key and the file names of a dossier; returns the files to remove once this is durable."""
    files = [
        str(row[0])
        for row in database.execute("SELECT file FROM page WHERE dossier = ? AND file IS NOT NULL", [dossier])
    ]
    database.execute("UPDATE page SET file = NULL WHERE dossier = ?", [dossier])
    database.execute("UPDATE dossier SET wrapped_key = NULL, state = ? WHERE id = ?", [LocalState.PURGED, dossier])
    audit_log.append(database, device, at=now, actor="system", act=Act.CAPTURE_PURGED, subject=dossier, pages=len(files))
    return files
