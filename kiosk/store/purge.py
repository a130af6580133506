"""Captured pages leave this machine only after the gateway's verified acknowledgement and the office's keeping time."""

from collections.abc import Callable

from kiosk.audit import Act
from kiosk.credentials import ManifestPage, UploadManifest, decoded
from kiosk.dossier import LocalState
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.copies.rules import rules_of
from kiosk.store.database import Database

DAY_MS = 86_400_000

# A dossier whose newest manifest is acknowledged, and since when: (dossier, received_at of that acknowledgement).
MayPurge = Callable[[Database, str, int], bool]


def acknowledged_long_enough(keep_days: int) -> MayPurge:
    """The rule: an acknowledgement that covers the newest manifest is at least `keep_days` old, and every page that lies here
    is covered by some manifest that was acknowledged, by itself or by a copy made of it: also one that a correction put aside.
    Where papers get copies none is left to be made, and where the office signs none to be signed."""

    def may(database: Database, dossier: str, now: int) -> bool:
        row = database.execute(
            """SELECT a.received_at FROM acknowledgement a WHERE a.dossier = ?
               AND a.manifest = (SELECT max(m.number) FROM manifest m WHERE m.dossier = a.dossier)""",
            [dossier],
        ).fetchone()
        old_enough = row is not None and now - int(row[0]) >= keep_days * DAY_MS
        return old_enough and copies_settled(database, dossier) and all_covered(database, dossier)

    return may


def all_covered(database: Database, dossier: str) -> bool:
    """Whether the gateway has signed for every page of the dossier that lies on this machine."""
    manifests = database.execute(
        """SELECT m.body FROM manifest m JOIN acknowledgement a ON a.dossier = m.dossier AND a.manifest = m.number
           WHERE m.dossier = ?""", [dossier],
    )
    named = {(page.number, page.sha256) for row in manifests for page in _pages(bytes(row[0]))}
    copied = database.execute(
        "SELECT c.page, f.sha256 FROM copy_file f JOIN copy_page c ON c.copy = f.copy WHERE f.dossier = ?", [dossier]
    )
    covered = {int(page) for page, sha256 in copied if (page, sha256) in named}
    here = database.execute("SELECT number, sha256 FROM page WHERE dossier = ? AND file IS NOT NULL", [dossier])
    return all(number in covered or (number, sha256) in named for number, sha256 in here)


def copies_settled(database: Database, dossier: str) -> bool:
    """Whether no copy of the dossier is still to be made from its captures, and none to be signed."""
    rules = rules_of(database)
    row = database.execute(
        """SELECT coalesce(sum(c.state IN ('wanted', 'making')), 0), coalesce(sum(c.state = 'made'), 0)
           FROM copy_now n JOIN copy c ON c.id = n.copy WHERE n.dossier = ?""",
        [dossier],
    ).fetchone()
    return not (rules.make and row[0]) and not (rules.signs and row[1])


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
    pages, copies = (
        [str(row[0]) for row in database.execute(f"SELECT file FROM {kind} WHERE dossier = ? AND file IS NOT NULL", [dossier])]  # noqa: S608
        for kind in ("page", "copy_file")
    )
    database.execute("UPDATE page SET file = NULL WHERE dossier = ?", [dossier])
    database.execute("UPDATE copy_file SET file = NULL WHERE dossier = ?", [dossier])
    database.execute("UPDATE dossier SET wrapped_key = NULL, state = ? WHERE id = ?", [LocalState.PURGED, dossier])
    audit_log.append(database, device, at=now, actor="system", act=Act.CAPTURE_PURGED, subject=dossier, pages=len(pages))
    return pages + copies
