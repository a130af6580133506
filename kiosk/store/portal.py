"""What came back from the gateway: registrations, acknowledgements, decisions. Each is one transaction with its audit line.

The portal wins on status, never on content. Everything here may arrive twice.
"""

from kiosk.audit import Act
from kiosk.credentials import Acknowledgement
from kiosk.dossier import LocalState, PortalStatus
from kiosk.signing import Signed, SigningKey
from kiosk.states import Move, judge
from kiosk.store import audit_log, dossiers, outbox, travel
from kiosk.store.database import Database
from kiosk.store.outbox import ItemState


def register(
    database: Database, device: SigningKey, dossier: str, number: str, at: int, now: int, manifest: int = 1
) -> bool:
    """The gateway holds the form sent with `manifest` and has given it its official number. False when that number is another
    dossier's: a gateway restored from a backup gave it twice; then the form is set aside for a person."""
    item = _item(database, dossier, "form", manifest)
    if dossiers.owner_of(database, number) not in (None, dossier):
        if item is not None:
            set_aside(database, device, item[0], ItemState.CONFLICT, "number-taken", now)
        return False
    if dossiers.add_number(database, dossier, number, "official", at):
        audit_log.append(database, device, at=now, actor="gateway", act=Act.NUMBER_MAPPED, subject=dossier, number=number)
    if item is None or item[1] != ItemState.WAITING:
        return True
    outbox.settle(database, item[0], ItemState.DELIVERED, now)
    travel.settle_state(database, dossier)
    audit_log.append(database, device, at=now, actor="gateway", act=Act.FORM_REGISTERED, subject=dossier)
    return True


def acknowledge(database: Database, device: SigningKey, ack: Acknowledgement, signed: Signed, now: int) -> None:
    """Keeps an acknowledgement whose signature and content the caller has verified."""
    cursor = database.execute(
        """INSERT OR IGNORE INTO acknowledgement (dossier, manifest, body, key_id, signature, received_at)
           VALUES (?, ?, ?, ?, ?, ?)""",
        [ack.dossier, ack.manifest, signed.body, signed.key_id, signed.signature, now],
    )
    if not cursor.rowcount:
        return
    register(database, device, ack.dossier, ack.number, ack.registered_at, now, ack.manifest)
    item = _item(database, ack.dossier, "pages", ack.manifest)
    if item is not None and item[1] != ItemState.SUPERSEDED:
        outbox.settle(database, item[0], ItemState.DELIVERED, now)
    travel.settle_state(database, ack.dossier)
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.ACKNOWLEDGED, subject=ack.dossier, manifest=ack.manifest
    )


def set_aside(database: Database, device: SigningKey, seq: int, state: ItemState, code: str, now: int) -> None:
    """A permanent refusal: this one item waits for a person, and so does what stands on it: its pages, later corrections
    and theirs. All others go on. What lies aside already, or was superseded meanwhile, stays as it is."""
    query = "SELECT dossier, manifest, state IN ('waiting', 'delivered') AND superseded_at IS NULL FROM outbox WHERE seq = ?"
    dossier, manifest, may = database.execute(query, [seq]).fetchone()
    if not may:
        return
    outbox.settle(database, seq, state, now, code)
    resting = """SELECT seq FROM outbox WHERE dossier = ? AND state = 'waiting'
                 AND (manifest > ? OR (manifest = ? AND kind = 'pages'))"""
    for (other,) in database.execute(resting, [dossier, manifest, manifest]).fetchall():
        outbox.settle(database, other, state, now, code)
    conflict = state is ItemState.CONFLICT
    outbox.move(database, dossier, LocalState.CONFLICT if conflict else LocalState.QUARANTINED)
    act = Act.CONFLICT if conflict else Act.QUARANTINED
    audit_log.append(database, device, at=now, actor="gateway", act=act, subject=dossier, code=code)


def decide(
    database: Database, device: SigningKey, *, event: int, dossier: str, status: int, note: str, by: str, at: int,
    body: bytes, now: int,
) -> bool:
    """Takes one decision of the portal; False when this event was taken before, or is about a dossier not kept here."""
    if database.execute("SELECT 1 FROM portal_event WHERE event = ?", [event]).fetchone():
        return False
    known = database.execute("SELECT 1 FROM dossier WHERE id = ?", [dossier]).fetchone()
    before = database.execute("SELECT status, event FROM portal_status WHERE dossier = ?", [dossier]).fetchone()
    known_status = PortalStatus(before[0]) if before else None
    expected = judge(known_status, PortalStatus(status)) is not Move.UNEXPECTED
    database.execute(
        "INSERT INTO portal_event (event, dossier, body, expected, received_at) VALUES (?, ?, ?, ?, ?)",
        [event, dossier, body, int(expected), now],
    )
    if not known or (before is not None and before[1] > event):
        return False
    database.execute(
        """INSERT INTO portal_status (dossier, status, note, decided_at, decided_by, event) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (dossier) DO UPDATE SET status = excluded.status, note = excluded.note,
             decided_at = excluded.decided_at, decided_by = excluded.decided_by, event = excluded.event""",
        [dossier, status, note, at, by, event],
    )
    _keep_pause(database, dossier, PortalStatus(status), at)
    audit_log.append(
        database, device, at=now, actor="portal", act=Act.PORTAL_DECIDED, subject=dossier, status=status, event=event,
        expected=expected,
    )
    return True


def _keep_pause(database: Database, dossier: str, status: PortalStatus, at: int) -> None:
    """Waiting for the citizen stops the clock; anything else ends the waiting."""
    waiting = {PortalStatus.SUPPLEMENT_WANTED: "supplement", PortalStatus.PAYMENT_WANTED: "payment"}.get(status)
    database.execute(
        "UPDATE pause SET ended_at = max(?, started_at) WHERE dossier = ? AND ended_at IS NULL", [at, dossier]
    )
    if waiting:
        database.execute(
            "INSERT OR IGNORE INTO pause (dossier, started_at, reason) VALUES (?, ?, ?)", [dossier, at, waiting]
        )


def _item(database: Database, dossier: str, kind: str, manifest: int = 1) -> tuple[int, str] | None:
    row = database.execute(
        """SELECT seq, CASE WHEN superseded_at IS NULL THEN state ELSE 'superseded' END FROM outbox
           WHERE dossier = ? AND kind = ? AND manifest = ?""",
        [dossier, kind, manifest],
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None
