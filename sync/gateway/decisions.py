"""What the portal decided, as a feed of events in the order they were committed. A decision is never taken back.

An event's number is its place in this store only. What a counter knows it by is its id, and a counter says at which event it
stands: a store put back from a backup has another one there, or none, and says that the feed is to be read again.
"""

import msgspec
import uuid_utils.compat as uuids

from kiosk.dossier import PortalStatus
from kiosk.result_files import ResultFile
from kiosk.store import facts
from kiosk.store.database import Database
from sync.gateway import told
from sync.gateway.checks import FeedKeeper
from sync.gateway.devices import Device, Devices
from sync.gateway.hearing import NOTHING, OFFICE, Hearing, hearing_of
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Row, Storage
from sync.messages import Changes, Decision

PAGE = 200
CORRECTED = "corrected"
_WITH_CARD = frozenset({"registered", CORRECTED})      # who hears them knows the people of the dossier as they are now
EPOCH = "feed_epoch"
_DAY_MS = 86_400_000
_EVENT = "e.event, e.id, e.kind, e.office, e.decided_by, e.wanted, e.files, e.revision"
_FROM = f"""SELECT {_EVENT}, {told.COLUMNS} FROM decision e JOIN dossier d ON d.id = e.dossier
            JOIN device v ON v.id = d.device"""  # noqa: S608  (constants only)
_OWN = f"SELECT * FROM ({_FROM} WHERE e.device = ? AND e.event > ? ORDER BY e.event LIMIT ?)"  # noqa: S608
# One statement, so that both halves are of one moment: what is committed in between comes on the next page, never on none.
_OFFICE = f"""{_OWN} UNION ALL
    SELECT * FROM ({_FROM} WHERE e.office = ? AND e.device <> ? AND e.event > ? ORDER BY e.event LIMIT ?)
    ORDER BY 1 LIMIT ?"""  # noqa: S608


def record(
    database: Database, dossier: str, device: Device, status: PortalStatus, note: str, decided_by: str, now: int, *,
    kind: str = "registered", wanted: tuple[str, ...] = (), files: tuple[ResultFile, ...] = (), revision: int = 0,
) -> int:
    """Writes one decision down; returns its place."""
    cursor = database.execute(
        """INSERT INTO decision (dossier, device, status, note, decided_by, decided_at, id, kind, office, wanted, files,
                                 revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [dossier, device.id, int(status), note, decided_by, now, str(uuids.uuid7()), kind, device.office,
         msgspec.json.encode(wanted).decode(), msgspec.json.encode(files).decode(), revision],
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def record_correction(database: Database, dossier: str, device: Device, revision: int, now: int) -> None:
    """The office hears that a dossier was corrected, and by which of its counters. What the portal decided stands."""
    query = "SELECT status FROM decision WHERE dossier = ? ORDER BY event DESC LIMIT 1"
    (status,) = database.execute(query, [dossier]).fetchone()
    (counter,) = database.execute("SELECT counter FROM device WHERE id = ?", [device.id]).fetchone()
    record(database, dossier, device, PortalStatus(status), "", counter, now, kind=CORRECTED, revision=revision)


def decision_at(database: Database, event: int) -> Decision:
    """One decision as it is told to a counter."""
    return _decision(database.execute(f"{_FROM} WHERE e.event = ?", [event]).fetchone())


class Decisions:
    """The change feed."""

    def __init__(self, store: Storage, settings: GatewaySettings, devices: Devices, feed: FeedKeeper) -> None:
        self._store, self._settings, self._devices, self._feed = store, settings, devices, feed
        self._epoch = store.write(_epoch)

    def since(self, device: str, since: int, after: str, epoch: str) -> Changes:
        """At most 200 events after the one at `since`, as `device` may hear them. Raises Refused: unknown-device."""
        known = self._devices.known(device)
        hearing = hearing_of(known.role)
        if since and not self._is_here(since, after, epoch):
            return Changes(device, self._epoch, since, after, 0, "", True, True, hearing.whose, ())
        rows = self._rows(known, hearing, since)
        page = rows[:PAGE]
        place, last = (page[-1][0], page[-1][1]) if page else (since, after)
        heard = tuple(self._feed.told(_decision(row), hearing) for row in page)
        return Changes(device, self._epoch, since, after, place, last, len(rows) > PAGE, False, hearing.whose, heard)

    def _is_here(self, since: int, after: str, epoch: str) -> bool:
        row = self._store.row("SELECT id FROM decision WHERE event = ?", [since])
        return self._feed.lies_here(row[0] if row else None, after) and epoch == self._epoch

    def _rows(self, device: Device, hearing: Hearing, since: int) -> list[Row]:
        own = [device.id, since, PAGE + 1]
        if hearing.whose == NOTHING:
            return []
        if hearing.whose != OFFICE:
            return self._store.rows(_OWN, [*own])
        others = [device.office, device.id, max(since, self._begun()), PAGE + 1]
        return self._store.rows(_OFFICE, [*own, *others, PAGE + 1])

    def _begun(self) -> int:
        """The place before which others' events are too old to be told."""
        oldest = self._store.clock.now_ms() - self._settings.feed_days * _DAY_MS
        query = "SELECT event FROM decision WHERE decided_at < ? ORDER BY decided_at DESC, event DESC LIMIT 1"
        row = self._store.row(query, [oldest])
        return int(row[0]) if row else 0


def _decision(row: Row) -> Decision:
    _, event, kind, office, decided_by, wanted, files, revision = row[:8]
    card = told.card(row[8:])
    return Decision(
        event=event,
        dossier=card.id,
        number=card.number,
        status=card.status,
        note=card.note,
        decided_by=decided_by,
        decided_at=card.decided_at,
        kind=kind,
        office=office,
        received_at=card.received_at,
        due_at=card.due_at,
        wanted=msgspec.json.decode(wanted, type=tuple[str, ...]),
        files=msgspec.json.decode(files, type=tuple[ResultFile, ...]),
        card=card if kind in _WITH_CARD else None,
        revision=revision,
    )


def _epoch(database: Database) -> str:
    epoch = facts.text(database, EPOCH)
    if epoch is None:
        epoch = str(uuids.uuid7())
        facts.put(database, EPOCH, epoch)
    return epoch
