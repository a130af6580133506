"""The outbox as a person looks at it: everything of the dossiers that are not through, and the newest of those that are."""

from dataclasses import dataclass, field

from kiosk.store import outbox, partway
from kiosk.store.database import Database
from kiosk.store.outbox import OutboxItem
from kiosk.store.partway import PagesThere

DELIVERED_SHOWN = 200
_OPEN = "SELECT dossier FROM outbox WHERE state <> 'delivered' AND superseded_at IS NULL"
_THROUGH = f"""SELECT dossier FROM outbox WHERE dossier NOT IN ({_OPEN})
               GROUP BY dossier ORDER BY max(since) DESC, max(seq) DESC LIMIT ?"""  # noqa: S608  (our own constants)


@dataclass(frozen=True, slots=True)
class OutboxView:
    """`items` dossier by dossier: the open ones as they came, then at most 200 of the `delivered` ones, the newest first."""

    items: tuple[OutboxItem, ...]
    delivered: int                     # dossiers, all of them
    there: dict[str, PagesThere] = field(default_factory=dict)  # by dossier: pages that were left in the middle


def outbox_view(database: Database) -> OutboxView:
    total, still_open = (
        int(database.execute(f"SELECT count(DISTINCT dossier) FROM ({rows})").fetchone()[0])  # noqa: S608
        for rows in ("SELECT dossier FROM outbox", _OPEN)
    )
    through = [str(row[0]) for row in database.execute(_THROUGH, [DELIVERED_SHOWN])]
    items = [*outbox.of_open(database, _OPEN)]
    for dossier in through:
        items += outbox.of_dossier(database, dossier)
    return OutboxView(tuple(items), total - still_open, partway.of_all(database))
