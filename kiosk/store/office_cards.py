"""Dossiers that other counters of this office received, as the change feed tells of them: for looking up, with or without a link.

They lie in tables of their own, are never counted among what this counter answers for, and go after the days the office sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from kiosk import numbers
from kiosk.audit import Act
from kiosk.dossier import PortalStatus
from kiosk.elsewhere import DossierElsewhere, PersonElsewhere
from kiosk.portal_words import WITHOUT_STATUS, Kind, Said
from kiosk.search_words import all_beginnings, words_in
from kiosk.signing import SigningKey
from kiosk.store import audit_log, portal_words
from kiosk.store.database import Database

DAY_MS = 86_400_000
_CARD = "SELECT c.body, c.status, c.note, c.decided_at FROM office_card c"
_OLD = "SELECT seq, dossier FROM office_card WHERE max(received_at, decided_at, coalesce(due_at, 0)) < ?"
_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Step:
    """How far one of them has come; nothing of whose it is."""

    number: str
    status: PortalStatus | None        # None: one this program does not know
    received_at: int
    due_at: int | None
    decided_at: int


def hear(database: Database, said: Said, now: int) -> bool:
    """Takes one event about a dossier that is not ours; False when it was taken before, or its registration was never told."""
    if portal_words.seen_again(database, said.event):
        return False
    row = database.execute("SELECT seq, status FROM office_card WHERE dossier = ?", [said.dossier]).fetchone()
    if row is None and said.kind != Kind.REGISTERED:
        return False
    portal_words.keep(database, said, expected=True, now=now)
    if said.kind in (Kind.REGISTERED, Kind.CORRECTED):
        _put(database, said, now, known=row is not None)
    elif said.kind not in WITHOUT_STATUS and said.status in set(PortalStatus):
        _stand(database, said)
    return True


def _put(database: Database, said: Said, now: int, *, known: bool) -> None:
    """A registered dossier, or a corrected one. What was decided of one that is known stays: also when a gateway put back from
    a backup registers it anew."""
    body = msgspec.json.encode(said.card) if said.card is not None else None
    if known:
        database.execute("UPDATE office_card SET number = ?, body = ? WHERE dossier = ?", [said.number, body, said.dossier])
        seq = database.execute("SELECT seq FROM office_card WHERE dossier = ?", [said.dossier]).fetchone()[0]
        database.execute("DELETE FROM office_card_search WHERE rowid = ?", [seq])
    else:
        seq = database.execute(
            """INSERT INTO office_card (dossier, number, received_at, due_at, status, note, decided_at, body, heard_at)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [said.dossier, said.number, said.received_at, said.due_at, said.status, said.note, said.at, body, now],
        ).lastrowid
    words = " ".join(_words(said))
    database.execute("INSERT INTO office_card_search (rowid, words) VALUES (?, ?)", [seq, words])


def _stand(database: Database, said: Said) -> None:
    database.execute(
        "UPDATE office_card SET status = ?, note = ?, decided_at = ? WHERE dossier = ?",
        [said.status, said.note, said.at, said.dossier],
    )


def _words(said: Said) -> list[str]:
    card = said.card
    if card is None:
        return words_in(said.number)
    people: Sequence[PersonElsewhere] = (card.submitter, *card.owners)
    parts = [said.number, card.temporary_number, card.procedure, card.procedure_name]
    return words_in(" ".join((*parts, *(f"{person.name} {person.identifier}" for person in people))))


def count(database: Database) -> int:
    return int(database.execute("SELECT count(*) FROM office_card").fetchone()[0])


def heard_at(database: Database) -> int:
    """When something was last heard of others' dossiers, 0 for never."""
    return int(database.execute("SELECT coalesce(max(heard_at), 0) FROM office_card").fetchone()[0])


def card(database: Database, dossier: str) -> DossierElsewhere | None:
    """One card as it stands now; None where none is kept, or this device may not know the people of it."""
    row = database.execute(f"{_CARD} WHERE c.dossier = ?", [dossier]).fetchone()
    return _card(*row) if row and row[0] is not None else None


def step(database: Database, number: str, dossier: str = "") -> Step | None:
    """One dossier by its whole number or by its id, also where this device may not know the people of it."""
    row = database.execute(
        "SELECT number, status, received_at, due_at, decided_at FROM office_card WHERE number = ? OR dossier = ?",
        [number, dossier],
    ).fetchone()
    if row is None:
        return None
    status = PortalStatus(row[1]) if row[1] in set(PortalStatus) else None
    return Step(str(row[0]), status, int(row[2]), row[3], int(row[4]))


def search(database: Database, text: str, limit: int) -> tuple[DossierElsewhere, ...]:
    """Cards whose people, numbers or procedure hold every word of `text` as a beginning, the newest first."""
    number = numbers.tidy(text)
    exact = database.execute(f"{_CARD} WHERE c.number = ? AND c.body IS NOT NULL", [number]).fetchone()
    if exact is not None:
        return (_card(*exact),)
    wanted = words_in(text)
    if not wanted:
        return ()
    rows = database.execute(
        f"""{_CARD} WHERE c.seq IN (SELECT rowid FROM office_card_search WHERE office_card_search MATCH ?)
            AND c.body IS NOT NULL ORDER BY c.received_at DESC, c.seq DESC LIMIT ?""",  # noqa: S608  (our own constant)
        [all_beginnings(wanted), limit],
    )
    return tuple(_card(*row) for row in rows)


def has_old(database: Database, keep_days: int, now: int) -> bool:
    return database.execute(f"{_OLD} LIMIT 1", [_oldest(keep_days, now)]).fetchone() is not None


def forget(database: Database, device: SigningKey, keep_days: int, now: int) -> int:
    """Lets go of cards of which nothing has been promised, decided or received for so many days; 0 keeps none."""
    rows = database.execute(f"{_OLD} LIMIT ?", [_oldest(keep_days, now), _TOGETHER]).fetchall()
    for seq, dossier in rows:
        database.execute("DELETE FROM office_card_search WHERE rowid = ?", [seq])
        database.execute("DELETE FROM office_card WHERE seq = ?", [seq])
        database.execute("DELETE FROM portal_word WHERE dossier = ?", [dossier])
    if rows:
        audit_log.append(database, device, at=now, actor="system", act=Act.OFFICE_CARDS_FORGOTTEN, count=len(rows))
    return len(rows)


def _oldest(keep_days: int, now: int) -> int:
    return now - keep_days * DAY_MS if keep_days else 2**53


def _card(body: bytes, status: int, note: str, decided_at: int) -> DossierElsewhere:
    told = msgspec.json.decode(bytes(body), type=DossierElsewhere)
    return replace(told, status=PortalStatus(status), note=note, decided_at=decided_at)
