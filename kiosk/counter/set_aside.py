"""What an officer does about dossiers that were set aside: sends them again, tells the helpers about them."""

import msgspec

from kiosk.officers import Officer
from kiosk.sending_again import reason_said
from kiosk.store import Store, outbox, outbox_acts, revisions
from kiosk.store.outbox_acts import Decided
from kiosk.version import VERSION


class SetAside:
    """Acts on the outbox of one counter. Everything is written down with officer and reason."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def resend(self, dossier: str, reason: str, officer: Officer) -> int:
        """Puts a dossier back among what waits; returns how many things of it.

        Raises ReasonMissing, NothingSetAside, ComparedFirst.
        """
        store, said = self._store, reason_said(reason)
        now = store.clock.now_ms()
        put_back = store.write(
            lambda database: outbox_acts.resend(database, store.device, dossier, officer.id, said, now)
        )
        store.at("sent again")
        return put_back

    def decided(self, dossier: str) -> tuple[Decided, ...]:
        """What officers decided about it, the first in front."""
        return outbox_acts.of(self._store.read(), dossier)

    def all_decided(self) -> dict[str, tuple[Decided, ...]]:
        """What officers decided, by dossier."""
        database = self._store.read()
        rows = database.execute("SELECT DISTINCT dossier FROM outbox_act").fetchall()
        return {str(row[0]): outbox_acts.of(database, str(row[0])) for row in rows}

    def support_line(self, dossier: str) -> str:
        """One line for the helpers: codes, ids and moments, nothing of a person and nothing an officer wrote.

        Raises KeyError for an unknown dossier.
        """
        database = self._store.read()
        contents = [
            {"revision": one.number, "from": one.origin, "form_sha256": one.form_sha.hex()}
            for one in revisions.all_of(database, dossier)
        ]
        items = [
            {"seq": item.seq, "kind": item.kind, "manifest": item.manifest, "bytes": item.bytes, "state": item.state.value,
             "since": item.since, "attempts": item.attempts, "next_at": item.next_at, "code": item.problem}
            for item in outbox.of_dossier(database, dossier)
        ]  # fmt: skip
        decided = [{"act": one.act, "was": one.was, "at": one.at} for one in self.decided(dossier)]
        line = {"program": VERSION, "device": self._store.device_id, "dossier": dossier, "at": self._store.clock.now_ms(),
                "items": items, "contents": contents, "decided": decided}  # fmt: skip
        return msgspec.json.encode(line).decode()
