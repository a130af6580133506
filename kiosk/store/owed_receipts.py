"""Dossiers received whose receipt nobody has in hand yet.

The mark is made in the transaction that seals the dossier and goes when the sheet came out of the printer, was saved, or the
officer chose to go on without it: after a crash in between, the counter still knows whom it owes a receipt.
"""

from kiosk.store import facts
from kiosk.store.database import Database

_OWED = "receipt_owed/"


def add(database: Database, dossier: str, at: int) -> None:
    facts.put(database, f"{_OWED}{dossier}", at)


def drop(database: Database, dossier: str) -> None:
    facts.drop(database, f"{_OWED}{dossier}")


def of_all(database: Database) -> tuple[str, ...]:
    """The ids of dossiers, the one received first in front."""
    return tuple(name.removeprefix(_OWED) for name in facts.names(database, _OWED))
