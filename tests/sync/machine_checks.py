"""What must be true of a world after every step, and at its end. Each check says in its message which promise was broken."""

import hashlib
from collections import Counter as Tally
from pathlib import Path

import msgspec

from kiosk.audit import BEGINNING, Act, AuditEntry, chained, check_chain
from kiosk.credentials import Acknowledgement, AuditHead, UploadManifest, decoded, opened
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, outbox
from kiosk.store.faults import PageDamaged, StoreProblem
from kiosk.store.outbox import ItemState
from sync.gateway.refusals import Refused
from tests.sync.machine_world import SENTINEL, Handed, World

PASSES_TO_THE_END = 8


class Inspector:
    """Looks at a world. What it has once found right and cannot have changed since is not looked at again."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._good_acknowledgements: set[bytes] = set()
        self._held: set[tuple[int, str]] = set()         # (life of the gateway, dossier)
        self._seen: object = None

    def look(self) -> None:
        """Every invariant that holds at any time."""
        world, store = self._world, self._world.counter.store
        seen = (world.counter.lives, world.province.lives, world.link.exchanged, audit_log.head(store.read()), len(world.handed))
        if seen == self._seen:
            return
        self._note_sealed(store)
        self._registrations()
        self._chain(store)
        acknowledged = self._acknowledgements(store)
        self._kept_here(store, acknowledged)
        self._held_there()
        self._nothing_set_aside(store)
        self._seen = seen

    # ---- 1 and 4: nothing goes before a verified acknowledgement -----------------------------------------------------

    def _kept_here(self, store: Store, acknowledged: set[str]) -> None:
        for handed in self._world.handed.values():
            row = store.read().execute(
                "SELECT d.wrapped_key FROM dossier d JOIN dossier_number n ON n.dossier = d.id WHERE d.id = ? AND n.number = ?",
                [handed.dossier, handed.number],
            ).fetchone()
            assert row is not None, f"lost: {handed.number} was handed out and is not in the store"
            if row[0] is None:
                assert handed.dossier in acknowledged, f"purged without acknowledgement: {handed.number}"
                self._purged_rightly(store, handed)
            elif handed.dossier not in acknowledged:
                assert self._pages_here(store, handed, row[0]) == handed.pages, f"lost: a page of {handed.number} differs"

    def _purged_rightly(self, store: Store, handed: Handed) -> None:
        """The newest manifest was acknowledged, and what it names for each page is that page, or a copy that shows it."""
        database = store.read()
        newest = database.execute("SELECT max(number) FROM manifest WHERE dossier = ?", [handed.dossier]).fetchone()[0]
        acks = "SELECT 1 FROM acknowledgement WHERE dossier = ? AND manifest = ?"
        assert database.execute(acks, [handed.dossier, newest]).fetchone(), f"purged before its newest manifest: {handed.number}"
        query = "SELECT body FROM manifest WHERE dossier = ? AND number = ?"
        manifest = decoded(bytes(database.execute(query, [handed.dossier, newest]).fetchone()[0]), UploadManifest)
        assert manifest is not None
        life = self._world.province.lives, f"shown {handed.dossier}"
        if life in self._held:
            return
        for number, page in enumerate(handed.pages, 1):
            named = next(one.sha256 for one in manifest.pages if one.number == number)
            there = self._content_there(handed.dossier, named, number)
            assert page in there, f"purged, and the gateway shows another page {number} of {handed.number}"
        self._held.add(life)

    def _pages_here(self, store: Store, handed: Handed, wrapped: bytes) -> tuple[bytes, ...]:
        key = store.content_keys.unwrap(wrapped, handed.dossier)
        rows = store.read().execute("SELECT file FROM page WHERE dossier = ? ORDER BY number", [handed.dossier]).fetchall()
        try:
            return tuple(b"".join(store.pages.read(row[0], key, page=row[0])) for row in rows)
        except PageDamaged as damage:
            raise AssertionError(f"lost: a page of {handed.number} is not readable ({damage})") from damage

    # ---- 2: one registration an id, of what was sealed ---------------------------------------------------------------

    def _note_sealed(self, store: Store) -> None:
        for dossier, sha in store.read().execute("SELECT id, form_sha FROM dossier"):
            known = self._world.sealed.setdefault(dossier, bytes(sha).hex())
            assert known == bytes(sha).hex(), f"a sealed form changed: {dossier}"

    def _registrations(self) -> None:
        rows = self._world.at_gateway("SELECT id, form_sha, form, printed FROM dossier")
        assert not _twice(row[1] for row in rows), "one form is registered twice"
        for dossier, form_sha, form, printed in rows:
            assert self._world.sealed.get(dossier) == form_sha, f"registered but never sealed: {dossier}"
            assert hashlib.sha256(form).hexdigest() == form_sha, f"registered with other content: {dossier}"
            assert self._world.numbers.get(printed, dossier) == dossier, f"{printed} is registered for another dossier"

    # ---- 3: acknowledged means held ----------------------------------------------------------------------------------

    def _acknowledgements(self, store: Store) -> set[str]:
        """Dossiers whose newest manifest is covered by a stored acknowledgement that holds."""
        key = self._world.province.gateway.public_key
        rows = store.read().execute(
            """SELECT a.dossier, a.body, a.key_id, a.signature, m.sha, m.number, d.form_sha FROM acknowledgement a
               LEFT JOIN manifest m ON m.dossier = a.dossier AND m.number = a.manifest JOIN dossier d ON d.id = a.dossier"""
        ).fetchall()
        good = set()
        for dossier, body, key_id, signature, manifest_sha, number, form_sha in rows:
            if signature not in self._good_acknowledgements:
                ack = opened(Signed(body, key_id, signature), Acknowledgement, key)
                assert ack is not None, f"an acknowledgement was kept that the gateway never signed: {dossier}"
                named = (ack.dossier, ack.device, ack.manifest, ack.manifest_sha256, ack.form_sha256)
                wanted = (dossier, store.device_id, number, bytes(manifest_sha or b"").hex(), bytes(form_sha).hex())
                assert named == wanted, f"an acknowledgement was kept that does not cover what was sent: {dossier}"
                assert self._on_chain(store, ack.audit_head), f"an acknowledgement names another audit chain: {dossier}"
                self._good_acknowledgements.add(signature)
            good.add(dossier)
        return good

    def _on_chain(self, store: Store, head: AuditHead) -> bool:
        """On this chain, or on the part of it that a restored backup forgot."""
        return audit_log.holds(store.read(), head) or bool(self._world.restored_at and head.seq >= min(self._world.restored_at))

    def _held_there(self) -> None:
        life = self._world.province.lives
        for dossier, manifest in self._world.at_gateway("SELECT dossier, max(manifest) FROM acknowledgement GROUP BY dossier"):
            if (life, f"{dossier} {manifest}") not in self._held:
                self._all_pages_held(dossier)
                self._held.add((life, f"{dossier} {manifest}"))

    def _content_there(self, dossier: str, sha256: str, number: int) -> bytes:
        try:
            return b"".join(self._world.province.gateway.page(dossier, sha256).pieces)
        except (Refused, StoreProblem) as problem:
            raise AssertionError(f"acknowledged but not held: page {number} of {dossier}") from problem

    def _all_pages_held(self, dossier: str) -> None:
        bodies = self._world.at_gateway(
            """SELECT m.body FROM manifest m JOIN acknowledgement a ON a.dossier = m.dossier AND a.manifest = m.number
               WHERE m.dossier = ?""", dossier,
        )  # fmt: skip
        manifests = [decoded(body, UploadManifest) for (body,) in bodies]
        assert None not in manifests
        for page in {page.sha256: page for one in manifests if one is not None for page in one.pages}.values():
            content = self._content_there(dossier, page.sha256, page.number)
            assert hashlib.sha256(content).hexdigest() == page.sha256

    # ---- 5: the audit chain ------------------------------------------------------------------------------------------

    def _chain(self, store: Store) -> None:
        head, acts = BEGINNING, Tally()
        for count, line in enumerate(audit_log.lines(store.read()), 1):
            assert line.seq == count, "the audit chain has a gap"
            assert chained(head, line.body) == line.hash, "the audit chain is broken"
            entry = msgspec.json.decode(line.body, type=AuditEntry)
            acts[entry.act, entry.subject] += 1
            head = line.hash
        for act, table in (
            (Act.DOSSIER_RECEIVED, "SELECT id FROM dossier"),
            (Act.ACKNOWLEDGED, "SELECT dossier FROM acknowledgement"),
            (Act.CAPTURE_PURGED, "SELECT id FROM dossier WHERE wrapped_key IS NULL"),
        ):
            happened = dict(Tally(row[0] for row in store.read().execute(table)))
            written = {subject: times for (what, subject), times in acts.items() if what == act}
            assert written == happened, f"the audit log does not say what happened: {act}"

    def _nothing_set_aside(self, store: Store) -> None:
        aside = [item for item in outbox.everything(store.read()) if item.state in (ItemState.CONFLICT, ItemState.QUARANTINED)]
        assert not aside, f"set aside although nothing was wrong with it: {aside[0].kind} {aside[0].problem}"

    # ---- 8, 7: at the end --------------------------------------------------------------------------------------------

    def look_at_the_end(self) -> None:
        """Faults have stopped: everything arrives, and everything is as it should be when read afresh."""
        world = self._world
        for _ in range(PASSES_TO_THE_END):
            result = world.sync()
            if not result.left and result.problem is None:
                break
        assert result.problem is None, f"the link is good and yet: {result.problem!r}"
        assert not result.left, f"{result.left} items never leave"
        self._good_acknowledgements.clear()
        self._held.clear()
        self._seen = None
        self.look()
        store = world.counter.store
        acknowledged = {row[0] for row in store.read().execute("SELECT dossier FROM acknowledgement")}
        waiting = {row[0] for row in store.read().execute("SELECT id FROM dossier")} - acknowledged
        assert not waiting, f"never acknowledged: {waiting}"
        self._portal_won(store)
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        assert verdict.broken_at is None, verdict
        for folder in (world.counter.root, world.province.root, *(backup.folder for backup in world.backups)):
            assert not (found := in_the_clear(folder)), f"in the clear: {found}"

    def _portal_won(self, store: Store) -> None:
        decided = dict(self._world.at_gateway("SELECT dossier, status FROM decision ORDER BY event"))
        here = {row[0] for row in store.read().execute("SELECT id FROM dossier")}
        known = dict(store.read().execute("SELECT dossier, status FROM portal_status").fetchall())
        wanted = {dossier: status for dossier, status in decided.items() if dossier in here}
        assert known == wanted, "the portal's word is not here"


def in_the_clear(folder: Path) -> list[Path]:
    """Files that show something of a person or a page."""
    return [path for path in folder.rglob("*") if path.is_file() and SENTINEL in path.read_bytes()]


def _twice(values: object) -> list[object]:
    return [value for value, times in Tally(values).items() if times > 1]  # type: ignore[call-overload]
