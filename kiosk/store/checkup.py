"""Looking over a whole store: is every byte that should be there there, and nothing else?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.audit import ChainVerdict, check_chain
from kiosk.credentials import Acknowledgement, decoded
from kiosk.store import Store, audit_log
from kiosk.store.audit_log import Place
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page that is not as it was sealed."""

    dossier: str
    number: int
    what: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """The chain by itself, and against the heads inside the acknowledgements.

    Attributes:
        forgotten: acknowledgements of what a restored backup no longer knows
        contradicted: acknowledgements of lines that stood on this chain and do not any more
    """

    chain: ChainVerdict
    forgotten: int
    contradicted: int

    @property
    def whole(self) -> bool:
        return self.chain.broken_at is None and not self.contradicted


def audit_verdict(store: Store) -> AuditVerdict:
    """Has anybody changed, cut or rewritten the audit log?"""
    database = store.read()
    chain = check_chain(audit_log.lines(database), store.device.public_key)
    bodies = database.execute("SELECT body FROM acknowledgement").fetchall()
    acks = [decoded(bytes(body), Acknowledgement) for (body,) in bodies]
    places = [audit_log.place(database, ack.audit_head) if ack else Place.NOWHERE for ack in acks]
    return AuditVerdict(chain, places.count(Place.FORGOTTEN), places.count(Place.NOWHERE))


def database_faults(database: Database) -> list[str]:
    """What SQLCipher and SQLite themselves find wrong: authentication of each page, then structure and references."""
    found = [str(row[0]) for row in database.execute("PRAGMA cipher_integrity_check")]
    found += [str(row[0]) for row in database.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    found += [f"foreign key in {row[0]}" for row in database.execute("PRAGMA foreign_key_check")]
    return found


def page_faults(store: Store, *, deep: bool) -> Iterator[PageFault]:
    """Pages that should be on this machine and are not, and copies, told by the first page they show; `deep` also decrypts and
    hashes each."""
    rows = store.read().execute(
        """SELECT p.dossier, p.number, p.sha256, p.file, d.wrapped_key FROM page p JOIN dossier d ON d.id = p.dossier
           WHERE p.file IS NOT NULL UNION ALL
           SELECT f.dossier, c.page, f.sha256, f.file, d.wrapped_key FROM copy_file f JOIN dossier d ON d.id = f.dossier
           JOIN copy_page c ON c.copy = f.copy AND c.place = 1 WHERE f.file IS NOT NULL"""
    ).fetchall()
    for dossier, number, sha256, file, wrapped in rows:
        if not store.pages.exists(file):
            yield PageFault(dossier, number, "missing")
        elif deep:
            what = _content_fault(store, dossier, sha256, file, bytes(wrapped))
            if what:
                yield PageFault(dossier, number, what)


def strays(store: Store) -> list[Path]:
    """Files below pages/ that belong to no dossier. They hurt nobody; the next start sweeps what it knows of."""
    query = """SELECT file FROM page WHERE file IS NOT NULL UNION ALL SELECT file FROM draft_page
               UNION ALL SELECT file FROM result_piece UNION ALL SELECT file FROM copy_file WHERE file IS NOT NULL"""
    known = {str(row[0]) for row in store.read().execute(query)}
    return store.pages.strays(known.__contains__)


def _content_fault(store: Store, dossier: str, sha256: str, file: str, wrapped: bytes) -> str:
    digest = hashlib.sha256()
    try:
        key = store.content_keys.unwrap(wrapped, dossier)
        for piece in store.pages.read(file, key, page=sha256[:12]):
            digest.update(piece)
    except PageDamaged as damage:
        return str(damage.details.get("what", "damaged"))
    return "" if digest.hexdigest() == sha256 else "hash"
