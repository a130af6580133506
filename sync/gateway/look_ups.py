"""Looking up across the counters of one office: who may ask, how often, and what is told. Every answer is written down
before it leaves: which device, which officer, whose dossiers; never what was asked.
"""

import re

import msgspec

from kiosk import numbers
from kiosk.credentials import decoded, encode, opened
from kiosk.elsewhere import MOST_ANSWERS, DossierElsewhere, is_askable
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway import search_index, told
from sync.gateway.devices import Device, Devices
from sync.gateway.refusals import Reason, Refused
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Storage
from sync.messages import LookUpAnswer, LookUpQuery

FRESH_MS = 120_000                     # between greeting and question
_MINUTE_MS = 60_000
_NONCE = re.compile(r"[0-9a-f]{32,64}")
_LONGEST_NAME = 64
_TOLD = f"""SELECT {told.COLUMNS} FROM dossier d JOIN device v ON v.id = d.device JOIN decision e ON e.event =
    (SELECT max(event) FROM decision WHERE dossier = d.id AND kind <> 'note') WHERE d.id = ?"""  # noqa: S608  (constants only)


class LookUps:
    """Answers questions of counters."""

    def __init__(self, store: Storage, settings: GatewaySettings, devices: Devices) -> None:
        self._store, self._settings, self._devices = store, settings, devices
        search_index.catch_up(store)

    def answer(self, signed: Signed) -> Signed:
        """The signed `LookUpAnswer`.

        Raises Refused: request-unreadable, unknown-device, proof-does-not-hold, query-stale, query-replayed,
        query-too-wide, too-many-queries.
        """
        query, device = self._understood(signed)
        now = self._store.clock.now_ms()
        if abs(now - query.asked_at) > FRESH_MS or query.gateway != self._store.signing_key.key_id:
            raise Refused(Reason.QUERY_STALE)
        if not is_askable(query.text):
            raise Refused(Reason.QUERY_TOO_WIDE)
        found = self._found(query, device)
        shown, more = found[: query.limit], len(found) > query.limit
        self._store.write(lambda database: self._write_down(database, query, shown, more, now))
        self._store.at("look-up written down")
        answer = LookUpAnswer(device.id, query.nonce, now, tuple(map(self._told, shown)), more)
        return self._store.signing_key.signed(LookUpAnswer.purpose, encode(answer))

    def _understood(self, signed: Signed) -> tuple[LookUpQuery, Device]:
        """The query and the device whose signature it bears."""
        claimed = decoded(signed.body, LookUpQuery)
        if claimed is None:
            raise Refused(Reason.REQUEST_UNREADABLE)
        device = self._devices.known(claimed.device)
        query = opened(signed, LookUpQuery, device.public_key)
        if query is None:
            raise Refused(Reason.PROOF_DOES_NOT_HOLD)
        if not (_NONCE.fullmatch(query.nonce) and 0 < len(query.officer) <= _LONGEST_NAME and 0 < query.limit <= MOST_ANSWERS):
            raise Refused(Reason.REQUEST_UNREADABLE)
        return query, device

    def _found(self, query: LookUpQuery, device: Device) -> list[str]:
        exact = search_index.numbered(self._store, numbers.tidy(query.text), device.office, device.id)
        if exact is not None:
            return [exact[0]]
        rows = search_index.found(self._store, query.text, device.office, device.id, query.limit + 1)
        return [row[0] for row in rows]

    def _write_down(self, database: Database, query: LookUpQuery, shown: list[str], more: bool, now: int) -> None:
        """Judged and written in one transaction, so that two at once are two."""
        known = "SELECT 1 FROM look_up WHERE device = ? AND nonce = ?"
        if database.execute(known, [query.device, query.nonce]).fetchone() is not None:
            raise Refused(Reason.QUERY_REPLAYED)
        pace = "SELECT count(*) FROM look_up WHERE device = ? AND asked_at BETWEEN ? AND ?"
        if database.execute(pace, [query.device, now - _MINUTE_MS, now]).fetchone()[0] >= self._settings.look_ups_a_minute:
            raise Refused(Reason.TOO_MANY_QUERIES)
        database.execute(
            "INSERT INTO look_up (device, nonce, officer, asked_at, shown, more) VALUES (?, ?, ?, ?, ?, ?)",
            [query.device, query.nonce, query.officer, now, msgspec.json.encode(shown).decode(), more],
        )

    def _told(self, dossier: str) -> DossierElsewhere:
        row = self._store.row(_TOLD, [dossier])
        assert row is not None         # nothing is ever deleted here
        return told.card(row)
