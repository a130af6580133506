"""What must hold whatever was killed, cut, swallowed or doubled: between two deaths, and when everything is over."""

import contextlib
import hashlib
import io
import json
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.audit import check_chain
from kiosk.credentials import Acknowledgement, opened
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, facts
from kiosk.store.database import Database, open_database
from kiosk.store.disk import Disk
from kiosk.store.folder import FolderKind, StoreFolder
from kiosk.store.keys import DemoKeyFile, derive
from sync.calls import GatewayCalls
from sync.delivery import content_of
from sync.signer import signer_at_home
from sync.transport import HttpTransport
from tests.journeys.town import Town


@dataclass(slots=True)
class Promises:
    """Watches a town. `hold_now` is cheap enough for after every death."""

    town: Town
    numbers: dict[str, str] = field(default_factory=dict)      # every number ever seen: its dossier
    compared: set[str] = field(default_factory=set)            # acknowledged dossiers fetched back from the gateway

    def hold_now(self) -> None:
        with self.town.store() as store:
            if store is None:
                assert not self.town.printed, "dossiers are gone with the whole store"
                return
            self._numbers_stay(store)
            self._sealed_pages_are_here(store)
            self._acknowledged_means_held(store)
            verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
            assert verdict.broken_at is None, verdict

    def _numbers_stay(self, store: Store) -> None:
        """What was printed is there under that number; no number ever changes hands."""
        now = dict(store.read().execute("SELECT number, dossier FROM dossier_number"))
        for dossier, number in self.town.printed.items():
            assert now.get(number) == dossier, f"{number} was printed for {dossier}"
        for number, dossier in self.numbers.items():
            assert now.get(number) == dossier, f"{number} was the number of {dossier}"
        self.numbers |= now
        shown = [row[0] for row in store.read().execute("SELECT number FROM dossier_now")]
        assert len(shown) == len(set(shown))
        assert None not in shown

    def _sealed_pages_are_here(self, store: Store) -> None:
        """Until an acknowledgement is kept every sealed page can be read here, whole; without one nothing is purged."""
        rows = store.read().execute(
            """SELECT p.dossier, p.sha256, a.dossier IS NOT NULL, p.file IS NOT NULL FROM page p
               LEFT JOIN acknowledgement a ON a.dossier = p.dossier"""
        ).fetchall()
        for dossier, sha256, acknowledged, here in rows:
            assert here or acknowledged, f"a page of {dossier} went before it was acknowledged"
            if here:
                assert _sha(content_of(store, dossier, sha256)) == sha256

    def _acknowledged_means_held(self, store: Store) -> None:
        """An acknowledgement says the truth: form and every page come back from the gateway as they were sealed."""
        rows = store.read().execute("SELECT dossier, body, key_id, signature FROM acknowledgement").fetchall()
        new = [row for row in rows if row[0] not in self.compared]
        if not new or self.town.gateway.running is None:
            return
        key = facts.blob(store.read(), facts.GATEWAY_KEY)
        with closing(HttpTransport(self.town.gateway.url)) as transport:
            calls = GatewayCalls(transport, signer_at_home(store))
            for dossier, body, key_id, signature in new:
                ack = opened(Signed(bytes(body), key_id, bytes(signature)), Acknowledgement, key)
                assert ack is not None, f"the acknowledgement of {dossier} is not signed by the pinned gateway"
                self._held(store, calls, dossier, ack)
                self.compared.add(dossier)

    def _held(self, store: Store, calls: GatewayCalls, dossier: str, ack: Acknowledgement) -> None:
        database = store.read()
        form, sha = database.execute("SELECT form, form_sha FROM dossier WHERE id = ?", [dossier]).fetchone()
        assert ack.form_sha256 == bytes(sha).hex() == _sha(bytes(form))
        there = calls.form(dossier)
        assert there.form == bytes(form)
        printed = self.town.printed.get(dossier, there.number)
        assert there.number == printed, "the gateway knows another number than the citizen"
        pages = database.execute("SELECT DISTINCT sha256 FROM page WHERE dossier = ?", [dossier]).fetchall()
        assert pages
        for (sha256,) in pages:
            assert _sha(calls.page(dossier, sha256)) == sha256
        assert audit_log.holds(database, ack.audit_head)

    # ---- when everything is over --------------------------------------------------------------------------------

    def hold_at_the_end(self) -> None:
        """After the last pass: everything is there, once; nothing else is. Needs the gateway running."""
        self.hold_now()
        with self.town.store() as store:
            here = {row[0] for row in store.read().execute("SELECT id FROM dossier")}
            states = dict(store.read().execute("SELECT state, count(*) FROM outbox GROUP BY state"))
            assert states == {"delivered": 2 * len(here)}, self.said("outbox", "--json")
            assert self.compared == here
            self._no_stray_files(store)
        with gateway_database(self.town.gateway.root) as there:
            registered = [row[0] for row in there.execute("SELECT id FROM dossier")]
            assert sorted(registered) == sorted(here)
            self._no_stray_files_at_the_gateway(there)
        self._commands_agree(len(here))

    def _no_stray_files(self, store: Store) -> None:
        database = store.read()

        def is_referenced(name: str) -> bool:
            query = "SELECT 1 FROM page WHERE file = ? UNION ALL SELECT 1 FROM copy_file WHERE file = ?"
            return database.execute(query, [name, name]).fetchone() is not None

        assert store.pages.strays(is_referenced) == []
        assert list((store.folder.pages / "pending").iterdir()) == []

    def _no_stray_files_at_the_gateway(self, database: Database) -> None:
        states = {row[0]: row[1] for row in database.execute("SELECT file, state FROM page")}
        assert set(states.values()) <= {"whole"}
        pages = self.town.gateway.root / "pages"
        assert {path.name for path in pages.rglob("*") if path.is_file()} == set(states)

    def _commands_agree(self, count: int) -> None:
        """What the program itself says: chain whole, nothing waiting, every printed receipt genuine, every number found."""
        assert self.said("audit", "verify")["whole"]
        assert [item["state"] for item in self.said("outbox", "--json")] == ["delivered"] * 2 * count
        for dossier, number in self.town.printed.items():
            verdict = self.said("verify", self.town.receipts[dossier], "--json")
            assert verdict["genuine"], verdict
            assert verdict["number"] == number
            assert [line["dossier"] for line in self.said("search", number, "--json")] == [dossier]

    def said(self, *words: str) -> Any:
        """The JSON a reading command prints, run in this very process."""
        said = Printed()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            code = run_command(words[0], words[1:], Workplace(Profile.DEMO, self.town.counter))
        assert code == 0, (words, said.text)
        return json.loads(said.text)


class Printed(io.TextIOWrapper):
    """Standard output of a command, for reading."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    @property
    def text(self) -> str:
        return self.buffer.getvalue().decode()


@contextlib.contextmanager
def gateway_database(root: Path):
    """The gateway's own database, read past the gateway."""
    disk = Disk()
    secret = StoreFolder(root, disk, FolderKind.GATEWAY).secret_for_reading(DemoKeyFile(root, disk))
    with closing(open_database(root / "store.db", derive(secret, "gateway/database"), read_only=True)) as database:
        yield database


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
