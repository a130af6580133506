"""How far the pages of a dossier had come when the line broke: told after a restart, until the gateway says it anew.

Nothing is decided by it: what is still to be sent is asked of the gateway each time.
"""

from dataclasses import dataclass

import msgspec

from kiosk.store import facts
from kiosk.store.database import Database

_PARTWAY = "pages_partway/"


@dataclass(frozen=True, slots=True)
class PagesThere:
    """How much of the pages of one dossier the gateway holds: by its own word, and by what it took since."""

    dossier: str
    pages: int
    pages_there: int
    size: int                          # bytes of all pages
    size_there: int


def keep(database: Database, there: PagesThere) -> None:
    facts.put(database, f"{_PARTWAY}{there.dossier}", msgspec.json.encode(there).decode())


def of(database: Database, dossier: str) -> PagesThere | None:
    told = facts.text(database, f"{_PARTWAY}{dossier}")
    return msgspec.json.decode(told, type=PagesThere) if told else None


def of_all(database: Database) -> dict[str, PagesThere]:
    """Of the dossiers whose pages still wait."""
    found = (of(database, name.removeprefix(_PARTWAY)) for name in facts.names(database, _PARTWAY))
    return {there.dossier: there for there in found if there is not None and _waits(database, there.dossier)}


def sizes(database: Database, dossier: str) -> dict[str, int]:
    """The bytes of each captured page and each copy, by hash."""
    query = "SELECT sha256, size FROM page WHERE dossier = ? UNION SELECT sha256, size FROM copy_file WHERE dossier = ?"
    rows = database.execute(query, [dossier, dossier])
    return {str(sha256): int(size) for sha256, size in rows}


def sweep(database: Database) -> None:
    """Nothing is kept of what is through, or lies aside."""
    for name in facts.names(database, _PARTWAY):
        if not _waits(database, name.removeprefix(_PARTWAY)):
            facts.drop(database, name)


def _waits(database: Database, dossier: str) -> bool:
    query = "SELECT 1 FROM outbox WHERE dossier = ? AND kind = 'pages' AND state = 'waiting' LIMIT 1"
    return database.execute(query, [dossier]).fetchone() is not None
