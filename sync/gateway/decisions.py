"""What the portal decided, as a feed of events in the order they were committed. A decision is never taken back."""

from kiosk import numbers
from kiosk.dossier import PortalStatus
from kiosk.store.database import Database
from sync.gateway.devices import Devices
from sync.gateway.refusals import Reason, Refused
from sync.gateway.settings import GatewaySettings
from sync.gateway.store import GatewayStore
from sync.messages import Changes, Decision, DemoDecision

PAGE = 200
_LONGEST_NOTE = 2000
_FEED = (
    "SELECT e.event, e.dossier, d.number, e.status, e.note, e.decided_by, e.decided_at"
    " FROM decision e JOIN dossier d ON d.id = e.dossier"
)


def record(
    database: Database, dossier: str, device: str, status: PortalStatus, note: str, decided_by: str, now: int
) -> int:
    """Writes one decision down; returns its event."""
    cursor = database.execute(
        "INSERT INTO decision (dossier, device, status, note, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
        [dossier, device, int(status), note, decided_by, now],
    )
    return int(cursor.lastrowid or 0)


class Decisions:
    """The change feed, and the portal's desk in training."""

    def __init__(self, store: GatewayStore, settings: GatewaySettings, devices: Devices) -> None:
        self._store, self._settings, self._devices = store, settings, devices

    def since(self, device: str, since: int) -> Changes:
        """At most 200 decisions about what `device` sent, after the event `since`. Raises Refused: unknown-device."""
        self._devices.known(device)
        query = f"{_FEED} WHERE e.device = ? AND e.event > ? ORDER BY e.event LIMIT ?"
        rows = self._store.rows(query, [device, since, PAGE + 1])
        decisions = tuple(Decision(*row) for row in rows[:PAGE])
        last = decisions[-1].event if decisions else since
        return Changes(device, since, last, len(rows) > PAGE, decisions)

    def decide(self, wanted: DemoDecision) -> Decision:
        """Decides as the portal's desk would. Raises Refused: no-demo-desk, request-unreadable, unknown-dossier."""
        if not self._settings.demo_desk:
            raise Refused(Reason.NO_DEMO_DESK)
        if wanted.status not in set(PortalStatus) or len(wanted.note) > _LONGEST_NOTE:
            raise Refused(Reason.REQUEST_UNREADABLE)
        decision = self._store.write(lambda database: self._decided(database, wanted))
        self._store.at("decided")
        return decision

    def _decided(self, database: Database, wanted: DemoDecision) -> Decision:
        query = "SELECT d.id, d.device FROM dossier_number n JOIN dossier d ON d.id = n.dossier WHERE n.number = ?"
        row = database.execute(query, [numbers.tidy(wanted.number)]).fetchone()
        if row is None:
            raise Refused(Reason.UNKNOWN_DOSSIER)
        status, now = PortalStatus(wanted.status), self._store.clock.now_ms()
        event = record(database, row[0], row[1], status, wanted.note, self._settings.name, now)
        return Decision(*database.execute(f"{_FEED} WHERE e.event = ?", [event]).fetchone())
