"""Every event of the portal about a dossier kept here, once; where in the feed this counter stands; what it still expects."""

import msgspec

from kiosk.audit import Act
from kiosk.portal_words import Heard, Said
from kiosk.result_files import ResultFile
from kiosk.signing import SigningKey
from kiosk.store import audit_log, facts
from kiosk.store.database import Database


class Place(msgspec.Struct, frozen=True):
    """Where the feed has been read to: a place, the event that lies there, and which feed that is."""

    since: int = 0
    after: str = ""
    epoch: str = ""


def place(database: Database) -> Place:
    return Place(
        facts.number(database, facts.CHANGES_SINCE),
        facts.text(database, facts.CHANGES_AFTER) or "",
        facts.text(database, facts.CHANGES_EPOCH) or "",
    )


def go_on_from(database: Database, reached: Place) -> None:
    """In the transaction that keeps the events before it."""
    facts.put(database, facts.CHANGES_SINCE, reached.since)
    facts.put(database, facts.CHANGES_AFTER, reached.after)
    facts.put(database, facts.CHANGES_EPOCH, reached.epoch)


def begin_again(database: Database, device: SigningKey, epoch: str, now: int) -> None:
    """This place is not in the feed: it is read from its beginning, and must show every form that was ever delivered."""
    before = place(database)
    go_on_from(database, Place(epoch=epoch))
    facts.put(database, facts.CHANGES_READING, reading(database) + 1)
    database.execute("UPDATE registration_unheard SET sent_again = 0")
    database.execute(
        """INSERT OR IGNORE INTO registration_unheard (dossier)
           SELECT dossier FROM outbox WHERE kind = 'form' AND state = 'delivered'"""
    )
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.FEED_BEGUN_AGAIN, since=before.since, same_feed=before.epoch == epoch
    )


def reading(database: Database) -> int:
    """Which reading of the feed this is."""
    return facts.number(database, facts.CHANGES_READING)


def expect_registration(database: Database, dossier: str) -> None:
    """A form was delivered: the feed will say so, or has said so already."""
    query = "SELECT 1 FROM portal_word WHERE dossier = ? AND kind = 'registered' AND reading = ?"
    if database.execute(query, [dossier, reading(database)]).fetchone() is None:
        database.execute("INSERT OR IGNORE INTO registration_unheard (dossier) VALUES (?)", [dossier])


def unheard(database: Database) -> frozenset[str]:
    """Delivered forms the feed has not shown, and that were not sent again for it yet."""
    rows = database.execute("SELECT dossier FROM registration_unheard WHERE sent_again = 0")
    return frozenset(str(row[0]) for row in rows)


def sends_again(database: Database, dossier: str) -> bool:
    """True, once in each reading, for a form the feed has still not shown."""
    update = "UPDATE registration_unheard SET sent_again = 1 WHERE dossier = ? AND sent_again = 0"
    return database.execute(update, [dossier]).rowcount == 1


def seen_again(database: Database, event: str) -> bool:
    """Whether this event was taken before; noted that this reading shows it, too."""
    row = database.execute("SELECT dossier, kind FROM portal_word WHERE id = ?", [event]).fetchone()
    if row is None:
        return False
    database.execute("UPDATE portal_word SET reading = ? WHERE id = ?", [reading(database), event])
    _shown(database, *row)
    return True


def keep(database: Database, said: Said, *, expected: bool, now: int) -> int:
    """Writes an event down; returns its place in the order of hearing."""
    cursor = database.execute(
        """INSERT INTO portal_word (id, dossier, kind, status, note, wanted, files, decided_by, decided_at, expected, reading,
                                    received_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [said.event, said.dossier, said.kind, said.status, said.note, msgspec.json.encode(said.wanted).decode(),
         msgspec.json.encode(said.files).decode(), said.by, said.at, int(expected), reading(database), now,
         said.revision],
    )  # fmt: skip
    _shown(database, said.dossier, said.kind)
    return int(cursor.lastrowid or 0)


def history(database: Database, dossier: str) -> tuple[Heard, ...]:
    """What the portal said of a dossier, the newest first."""
    rows = database.execute(
        """SELECT kind, status, note, decided_by, decided_at, wanted, files, expected, received_at, revision
           FROM portal_word
           WHERE dossier = ? ORDER BY seq DESC""", [dossier]
    )
    return tuple(_heard(*row) for row in rows)


def _heard(
    kind: str, status: int, note: str, by: str, at: int, wanted: str, files: str, expected: int, received_at: int, revision: int
) -> Heard:
    asked_for = msgspec.json.decode(wanted, type=tuple[str, ...])
    result = msgspec.json.decode(files, type=tuple[ResultFile, ...])
    return Heard(kind, status, note, by, at, asked_for, result, bool(expected), received_at, revision)


def _shown(database: Database, dossier: str, kind: str) -> None:
    if kind == "registered":
        database.execute("DELETE FROM registration_unheard WHERE dossier = ?", [dossier])
