"""The portal's desk in training: every kind of event a portal may send, made by request."""

from kiosk import numbers
from kiosk.dossier import PortalStatus
from kiosk.result_files import MOST_FILES, ResultFile
from kiosk.store.database import Database
from sync.gateway import decisions
from sync.gateway.devices import Device
from sync.gateway.refusals import Reason, Refused
from sync.gateway.results import Results, is_a_file
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Storage
from sync.messages import LONGEST_NOTE, MOST_WANTED, Decision, DemoDecision

_KIND_OF = {
    PortalStatus.SUPPLEMENT_WANTED: "supplement",
    PortalStatus.NOT_ACCEPTED: "refusal",
    PortalStatus.PROCESSED: "result",
}
_KINDS = frozenset({"status", "note", *_KIND_OF.values()})


class Desk:
    """Decides as the portal's desk would."""

    def __init__(self, store: Storage, settings: GatewaySettings, results: Results) -> None:
        self._store, self._settings, self._results = store, settings, results

    def decide(self, wanted: DemoDecision) -> Decision:
        """Raises Refused: no-demo-desk, request-unreadable, unknown-dossier."""
        if not self._settings.demo_desk:
            raise Refused(Reason.NO_DEMO_DESK)
        if not _is_readable(wanted):
            raise Refused(Reason.REQUEST_UNREADABLE)
        dossier, device = self._found(wanted.number)
        with self._results.arriving(dossier, wanted.files) as files:
            decision = self._store.write(lambda database: self._decided(database, wanted, dossier, device, files.keep(database)))
        self._store.at("decided")
        return decision

    def _found(self, number: str) -> tuple[str, Device]:
        row = self._store.row(
            """SELECT d.id, v.id, v.public_key, v.office FROM dossier_number n JOIN dossier d ON d.id = n.dossier
               JOIN device v ON v.id = d.device WHERE n.number = ?""",
            [numbers.tidy(number)],
        )
        if row is None:
            raise Refused(Reason.UNKNOWN_DOSSIER)
        return str(row[0]), Device(row[1], bytes(row[2]), row[3])

    def _decided(
        self, database: Database, wanted: DemoDecision, dossier: str, device: Device, files: tuple[ResultFile, ...]
    ) -> Decision:
        query = "SELECT status FROM decision WHERE dossier = ? ORDER BY event DESC LIMIT 1"
        before = PortalStatus(database.execute(query, [dossier]).fetchone()[0])
        status = PortalStatus(wanted.status) if wanted.status else before
        kind = wanted.kind or _KIND_OF.get(status, "status")
        event = decisions.record(
            database, dossier, device, status, wanted.note, self._settings.name, self._store.clock.now_ms(),
            kind=kind, wanted=wanted.wanted, files=files,
        )  # fmt: skip
        return decisions.decision_at(database, event)


def _is_readable(wanted: DemoDecision) -> bool:
    """A note leaves the status alone, everything else sets one; only a result has files, only a supplement asks."""
    texts = (wanted.note, *wanted.wanted)
    return (
        wanted.status in {0, *PortalStatus}
        and wanted.kind in {"", *_KINDS}
        and (wanted.kind == "note") == (wanted.status == 0)
        and all(len(text) <= LONGEST_NOTE for text in texts)
        and len(wanted.wanted) <= (MOST_WANTED if wanted.status == PortalStatus.SUPPLEMENT_WANTED else 0)
        and len(wanted.files) <= (MOST_FILES if wanted.status == PortalStatus.PROCESSED else 0)
        and all(map(is_a_file, wanted.files))
    )
