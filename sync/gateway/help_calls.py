"""Calls for an officer from a kiosk: kept for minutes, told to the counters of the kiosk's office, taken by the first who goes.

All moments are this gateway's own: whatever the clocks of kiosk and counter say, a call is as old as it is.
"""

import re

from kiosk.credentials import Role
from kiosk.store.database import Database
from sync.gateway.devices import Device, is_uuid
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Row, Storage
from sync.messages import MOST_CALLS, HelpCall, HelpCallRequest, HelpCallsWaiting

LIVES_MS = 5 * 60_000                  # then nobody stands there any more, or somebody has called again
TAKEN_SHOWN_MS = 2 * 60_000            # so that the others of the office see that somebody goes
MOST_A_MINUTE = 6                      # new ones from one kiosk
WITH_KIOSKS, WITHOUT_KIOSKS = 5, 60    # seconds until a counter asks again
_MINUTE_MS = 60_000
_KIND = re.compile(r"[a-z-]{1,20}")
_CALL = """SELECT id, device, office, place, kind, called_at, heard_at, taken_by, taken_place, taken_at, over, until
           FROM help_call"""


class HelpCalls:
    """Every method raises Refused with a code of the protocol."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def call(self, device: Device, wanted: HelpCallRequest) -> HelpCall:
        """The same again is the same call. Raises Refused: request-unreadable, not-yours, too-many-requests."""
        if not is_uuid(wanted.call) or not _KIND.fullmatch(wanted.kind):
            raise Refused(Reason.REQUEST_UNREADABLE)
        now = self._store.clock.now_ms()

        def job(database: Database) -> HelpCall:
            _forget(database, now)
            known = _one(database, wanted.call)
            if known is None:
                _keep(database, device, wanted, now)
                known = _one(database, wanted.call)
            if known is None or known[1] != device.id:
                raise Refused(Reason.NOT_YOURS)
            return _said(known, device)

        return self._store.write(job)

    def standing(self, device: Device, call: str) -> HelpCall:
        """How a kiosk's own call stands. Raises Refused: unknown-call, when it is over and forgotten, too."""
        now = self._store.clock.now_ms()
        row = self._store.row(f"{_CALL} WHERE id = ? AND device = ? AND until > ?", [call, device.id, now])
        if row is None:
            raise Refused(Reason.UNKNOWN_CALL)
        return _said(row, device)

    def withdraw(self, device: Device, call: str) -> HelpCall:
        """Nobody need come any more. It is remembered for a while, so that a late copy of the call does not call again."""
        now = self._store.clock.now_ms()

        def job(database: Database) -> HelpCall:
            done = "UPDATE help_call SET over = 1, until = ? WHERE id = ? AND device = ? AND until > ?"
            database.execute(done, [now + LIVES_MS, call, device.id, now])
            row = _one(database, call)
            if row is None or row[1] != device.id:
                raise Refused(Reason.UNKNOWN_CALL)
            return _said(row, device)

        return self._store.write(job)

    def waiting(self, device: Device) -> HelpCallsWaiting:
        """What is called in the counter's office now. From here on the kiosk knows that it was heard."""
        now = self._store.clock.now_ms()
        query = f"{_CALL} WHERE office = ? AND until > ? AND over = 0 ORDER BY called_at DESC LIMIT ?"
        rows = self._store.rows(query, [device.office, now, MOST_CALLS])
        fresh = [row[0] for row in rows if row[6] is None]
        if fresh:
            heard = "UPDATE help_call SET heard_at = ? WHERE id = ? AND heard_at IS NULL"
            self._store.write(lambda database: [database.execute(heard, [now, call]) for call in fresh])
        kiosks = self._store.row("SELECT 1 FROM device WHERE office = ? AND role = ?", [device.office, int(Role.SELF_SERVICE)])
        soon = WITH_KIOSKS if kiosks is not None else WITHOUT_KIOSKS
        return HelpCallsWaiting(tuple(_said(row, device) for row in rows), soon)

    def accept(self, device: Device, call: str) -> HelpCall:
        """The first who accepts goes; whoever comes later is told who. Raises Refused: unknown-call."""
        now = self._store.clock.now_ms()

        def job(database: Database) -> HelpCall:
            database.execute(
                """UPDATE help_call SET taken_by = ?, taken_place = (SELECT counter FROM device WHERE id = ?), taken_at = ?,
                   heard_at = coalesce(heard_at, ?), until = ?
                   WHERE id = ? AND office = ? AND taken_by IS NULL AND over = 0 AND until > ?""",
                [device.id, device.id, now, now, now + TAKEN_SHOWN_MS, call, device.office, now],
            )
            row = _one(database, call)
            if row is None or row[2] != device.office or row[10] or row[11] <= now:
                raise Refused(Reason.UNKNOWN_CALL)
            return _said(row, device)

        return self._store.write(job)


def _keep(database: Database, device: Device, wanted: HelpCallRequest, now: int) -> None:
    recent = "SELECT count(*) FROM help_call WHERE device = ? AND called_at > ?"
    if database.execute(recent, [device.id, now - _MINUTE_MS]).fetchone()[0] >= MOST_A_MINUTE:
        raise Refused(Reason.TOO_MANY_REQUESTS, retry_after=_MINUTE_MS // 1000)
    replaced = "UPDATE help_call SET over = 1 WHERE device = ? AND kind = ?"
    database.execute(replaced, [device.id, wanted.kind])
    database.execute(
        """INSERT INTO help_call (id, device, office, place, kind, called_at, until)
           SELECT ?, id, office, counter, ?, ?, ? FROM device WHERE id = ?""",
        [wanted.call, wanted.kind, now, now + LIVES_MS, device.id],
    )


def _one(database: Database, call: str) -> Row | None:
    row: Row | None = database.execute(f"{_CALL} WHERE id = ?", [call]).fetchone()
    return row


def _forget(database: Database, now: int) -> None:
    """Also what was called in a future that a clock set back has not reached."""
    database.execute("DELETE FROM help_call WHERE until <= ? OR called_at > ?", [now, now + LIVES_MS])


def _said(row: Row, device: Device) -> HelpCall:
    call, _device, _office, place, kind, called_at, heard_at, taken_by, taken_place, taken_at, over, _until = row
    return HelpCall(
        call, place, kind, called_at, heard_at is not None, taken_place, taken_at or 0, taken_by == device.id, bool(over)
    )
