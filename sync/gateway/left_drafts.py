"""Drafts left at kiosks: taken from the device that signed them, shown to officers' counters of its office, forgotten in time."""

from kiosk.credentials import opened
from kiosk.left_drafts import LeftDraft, is_code, tidy_code
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway.devices import Device, Devices, is_uuid
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Storage

LONGEST_MS = 60 * 86_400_000           # whatever a kiosk asks for


class LeftDrafts:
    """Keeps them as they came."""

    def __init__(self, store: Storage, devices: Devices) -> None:
        self._store, self._devices = store, devices

    def keep(self, device: Device, signed: Signed) -> None:
        """The same again changes nothing. Raises Refused: proof-does-not-hold, request-unreadable, not-yours."""
        known = self._devices.known(device.id)
        draft = opened(signed, LeftDraft, known.public_key)
        if draft is None:
            raise Refused(Reason.PROOF_DOES_NOT_HOLD)
        if draft.device != device.id:
            raise Refused(Reason.NOT_YOURS)
        if not is_uuid(draft.id) or not is_code(draft.code) or draft.code != tidy_code(draft.code):
            raise Refused(Reason.REQUEST_UNREADABLE)
        now = self._store.clock.now_ms()
        until = min(draft.forget_at, now + LONGEST_MS)

        def job(database: Database) -> None:
            _forget(database, now)
            query = "SELECT device, id FROM left_draft WHERE id = ? OR code = ?"
            taken = database.execute(query, [draft.id, draft.code]).fetchone()
            if taken is not None:
                if tuple(taken) != (device.id, draft.id):
                    raise Refused(Reason.NOT_YOURS)
                return                     # its answer was lost: what came first stands
            if until > now:
                database.execute(
                    """INSERT INTO left_draft (id, code, device, office, body, key_id, signature, kept_at, forget_at)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    [draft.id, draft.code, device.id, known.office, signed.body, signed.key_id, signed.signature, now, until],
                )

        self._store.write(job)
        self._store.at("left draft kept")

    def show(self, device: Device, code: str) -> Signed:
        """Written down before it leaves. Raises Refused: unknown-dossier, also for another office's."""
        now = self._store.clock.now_ms()

        def job(database: Database) -> Signed:
            _forget(database, now)
            query = "SELECT id, body, key_id, signature FROM left_draft WHERE code = ? AND office = ?"
            row = database.execute(query, [tidy_code(code), device.office]).fetchone()
            if row is None:
                raise Refused(Reason.UNKNOWN_DOSSIER)
            shown = "INSERT INTO left_draft_shown (draft, device, shown_at) VALUES (?, ?, ?)"
            database.execute(shown, [row[0], device.id, now])
            return Signed(bytes(row[1]), str(row[2]), bytes(row[3]))

        return self._store.write(job)


def _forget(database: Database, now: int) -> None:
    database.execute("DELETE FROM left_draft WHERE forget_at <= ?", [now])
