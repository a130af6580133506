"""What came back from the gateway: registrations, acknowledgements, decisions. Each is one transaction with its audit line.

The portal wins on status, never on content. Everything here may arrive twice.
"""

from kiosk.audit import Act
from kiosk.credentials import Acknowledgement
from kiosk.dossier import LocalState, PortalStatus
from kiosk.portal_words import WITHOUT_STATUS, Kind, Said
from kiosk.signing import Signed, SigningKey
from kiosk.states import Move, judge
from kiosk.store import audit_log, dossiers, outbox, portal_words, results, travel
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
    portal_words.expect_registration(database, dossier)
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
    item = _item(database, ack.dossier, "pages", ack.manifest)
    again = not cursor.rowcount
    if again and (item is None or item[1] != ItemState.WAITING):
        return                         # waiting again: the gateway had forgotten the first one, which stays as it came
    register(database, device, ack.dossier, ack.number, ack.registered_at, now, ack.manifest)
    if item is not None and item[1] != ItemState.SUPERSEDED:
        outbox.settle(database, item[0], ItemState.DELIVERED, now)
    travel.settle_state(database, ack.dossier)
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.ACKNOWLEDGED_AGAIN if again else Act.ACKNOWLEDGED,
        subject=ack.dossier, manifest=ack.manifest,
    )  # fmt: skip


def acknowledged(database: Database, dossier: str) -> Signed | None:
    """The newest acknowledgement of a dossier, as the gateway signed it."""
    query = "SELECT body, key_id, signature FROM acknowledgement WHERE dossier = ? ORDER BY manifest DESC LIMIT 1"
    row = database.execute(query, [dossier]).fetchone()
    return Signed(bytes(row[0]), str(row[1]), bytes(row[2])) if row else None


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


def is_here(database: Database, dossier: str) -> bool:
    """Whether this counter received it."""
    return database.execute("SELECT 1 FROM dossier WHERE id = ?", [dossier]).fetchone() is not None


def decide(database: Database, device: SigningKey, said: Said, now: int) -> bool:
    """Takes one event about a dossier kept here; False when it was taken before, or no such dossier is here.

    The portal wins on status: the event that comes last stands, whatever was known. Only that the form arrived takes nothing
    back: a gateway put back from a backup registers it anew, and decisions it forgot stand until it decides again.
    """
    if portal_words.seen_again(database, said.event):
        return False
    if not is_here(database, said.dossier):
        return False
    before = database.execute("SELECT status FROM portal_status WHERE dossier = ?", [said.dossier]).fetchone()
    known = PortalStatus(before[0]) if before else None
    status = PortalStatus(said.status) if said.status in set(PortalStatus) else None
    moves = status is not None and said.kind not in WITHOUT_STATUS and (said.kind != Kind.REGISTERED or known is None)
    expected = said.kind in WITHOUT_STATUS or (moves and status is not None and judge(known, status) is not Move.UNEXPECTED)
    seq = portal_words.keep(database, said, expected=expected, now=now)
    if moves and status is not None:
        _stand(database, said, status, seq)
    results.want(database, said.dossier, said.files, now)
    audit_log.append(
        database, device, at=now, actor="portal", act=Act.PORTAL_DECIDED, subject=said.dossier, status=said.status,
        event=said.event, kind=said.kind, expected=expected,
    )  # fmt: skip
    return True


def _stand(database: Database, said: Said, status: PortalStatus, seq: int) -> None:
    database.execute(
        """INSERT INTO portal_status (dossier, status, note, decided_at, decided_by, event) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (dossier) DO UPDATE SET status = excluded.status, note = excluded.note,
             decided_at = excluded.decided_at, decided_by = excluded.decided_by, event = excluded.event""",
        [said.dossier, int(status), said.note, said.at, said.by, seq],
    )
    _keep_pause(database, said.dossier, status, said.at)


def forgotten(database: Database, device: SigningKey, dossier: str, now: int) -> None:
    """The gateway was put back from a backup and lacks this dossier: its form is sent again under the same id, and so are
    its pages while they are here. Captures already erased stay erased: the acknowledgement that allowed it is the proof."""
    outbox.reopen_form(database, dossier, now)
    pages_here = database.execute(
        """SELECT 1 FROM dossier d WHERE d.id = ? AND d.wrapped_key IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM page p WHERE p.dossier = d.id AND p.file IS NULL)""", [dossier]
    ).fetchone() is not None
    if pages_here:
        outbox.reopen_pages(database, dossier, now)
    travel.settle_state(database, dossier)
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.FORGOTTEN, subject=dossier, pages_here=pages_here
    )


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
