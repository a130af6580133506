"""Results certified here whose people come for them later ("Chưa trả ngay"): they wait on the list of handing back.

The mark is made in the transaction that certifies and goes with the handing back.
"""

from kiosk.store import facts
from kiosk.store.database import Database

MARK = "result_kept/"


def add(database: Database, dossier: str, at: int) -> None:
    facts.put(database, f"{MARK}{dossier}", at)


def drop(database: Database, dossier: str) -> None:
    facts.drop(database, f"{MARK}{dossier}")


def of_all(database: Database) -> tuple[str, ...]:
    """The ids of dossiers, the one received first in front."""
    return tuple(name.removeprefix(MARK) for name in facts.names(database, MARK))
