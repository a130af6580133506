"""The store: everything kept on this machine, encrypted, written by one thread, opened by one key.

`Store` ties the rooms of this folder together; the modules beside it each do one thing to an open transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import uuid_utils.compat as uuids

from kiosk.audit import Act
from kiosk.ports import Checkpoint, Clock, no_checkpoint
from kiosk.signing import SigningKey
from kiosk.store import audit_log, facts, ledger, numbering
from kiosk.store.content_keys import ContentKeys
from kiosk.store.database import Database, Migration, Translated, migrate, migrations_in, open_database, schema_of
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import DiskFull
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import KeyKeeper, derive, new_secret
from kiosk.store.marks import MarkKeeper
from kiosk.store.pages import Announcement, PageFiles
from kiosk.store.writer import Job, Readers, Writer, in_transaction

T = TypeVar("T")
Guard = Callable[[], AbstractContextManager[None]]
CLOCK_BACK_TOLERANCE_MS = 5_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What a store needs from the world."""

    root: Path
    keeper: KeyKeeper
    clock: Clock
    marks: MarkKeeper
    disk: Disk
    checkpoint: Checkpoint = no_checkpoint
    reserve_bytes: int = 0             # free space below which no new dossier is received


class Store:
    """An open store.

    Attributes:
        guard: entered around every write; takes the lock on the folder where the store does not hold it all the time
        unborn: the first start that should have made this store has not finished; there is nothing to read
        older: the schema is from an earlier version of the program, which only a writer may bring up to date
        restored: this opening found that more may have left this machine than this store remembers
    """

    def __init__(
        self, opening: Opening, folder: StoreFolder, secret: bytes, *, writable: bool, beside: bool = False, alone: bool = True
    ) -> None:
        """`alone`: no other process writes pages at this moment; only then what a crash left of them may be swept."""
        self.opening, self.folder = opening, folder
        self.guard: Guard = nullcontext
        self.restored = False
        self.clock, self.at = opening.clock, opening.checkpoint
        key = derive(secret, "database")
        self.content_keys = ContentKeys(derive(secret, "content-keys"))
        self.pages = PageFiles(folder.pages, opening.disk, opening.checkpoint)
        self.readers = Readers(lambda: open_database(folder.database, key, read_only=True))
        self._writer: Writer | None = None
        if writable:
            if not beside:
                self._prepare(key)
            self._writer = Writer(lambda: open_database(folder.database, key))
        try:
            database = self.readers.here()
            schema = schema_of(database, _migrations())
            self.unborn = schema == 0
            self.older = 0 < schema < newest_schema()
            self.device_id = "" if self.unborn else facts.text(database, facts.DEVICE) or ""
            self.device = SigningKey((not self.unborn and facts.blob(database, facts.DEVICE_SEED)) or bytes(32))
            if writable and not beside:
                self._after_opening(sweeps=alone)
        except BaseException:
            self.close()
            raise

    def write(self, job: Job[T]) -> T:
        """Runs `job(database)` in one durable transaction on the writer thread."""
        if self._writer is None:
            raise RuntimeError("this store was opened for reading")
        with self.guard():
            return self._writer.run(job)

    def read(self) -> Database:
        """This thread's read-only connection."""
        return self.readers.here()

    def save_mark(self) -> None:
        """Saves outside the store how far it has come: called before a number or an audit head leaves this machine."""
        with self.guard(), self.folder.marking():      # the officer and the engine save theirs at the same moment
            mark = numbering.mark_of(self.read())
            if self.opening.marks.load(self.device_id) != mark:
                self.opening.marks.save(self.device_id, mark)
        self.at("mark saved")

    def check_room(self, wanted_bytes: int) -> None:
        """Refuses new work while the disk is nearly full; sending goes on. Raises DiskFull."""
        if self.opening.disk.free_bytes(self.folder.root) < self.opening.reserve_bytes + wanted_bytes:
            raise DiskFull

    def abandon(self, announcement: Announcement) -> None:
        """Removes pages whose dossier was not sealed. What a transaction did commit after all is left alone."""
        self.pages.remove(name for name in announcement.names if not self._is_referenced(name))
        self.pages.done(announcement)

    def close(self) -> None:
        self.readers.close_here()
        if self._writer is not None:
            self._writer.close()

    def _prepare(self, key: bytes) -> None:
        """Migrations and the device's identity, on a connection of their own before the writer starts."""
        with disk_errors():
            self.opening.disk.make_folder(self.folder.backups)
        self.folder.settle()
        database = open_database(self.folder.database, key)
        try:
            backup = self.folder.backups / f"before-{self.clock.now_ms()}.db"
            migrate(database, _migrations(), backup)
            self.at("schema ready")
            in_transaction(database, self._give_identity)
            self.at("device named")
        finally:
            database.close()

    def _give_identity(self, database: Database) -> None:
        if facts.text(database, facts.DEVICE):
            return
        device, seed = str(uuids.uuid7()), new_secret()
        facts.put(database, facts.DEVICE, device)
        facts.put(database, facts.DEVICE_SEED, seed)
        key = SigningKey(seed)
        audit_log.append(
            database, key, at=self.clock.now_ms(), actor="system", act=Act.STORE_CREATED, subject=device,
            public_key=key.public_key.hex(),
        )

    def _after_opening(self, *, sweeps: bool) -> None:
        """Compares the mark, looks at the clock, and sweeps what a crash left behind."""
        mark = self.opening.marks.load(self.device_id)
        database = self.read()
        if numbering.must_draw_anew(database, mark):
            self.restored = facts.text(database, facts.DEVICE_PART) is not None
            self.write(self._draw_anew)
        self.save_mark()
        now = self.clock.now_ms()
        if now + CLOCK_BACK_TOLERANCE_MS < facts.number(database, facts.LAST_SEEN_AT):
            self.write(lambda database: self._note_clock(database, now))
        if sweeps:
            self.pages.collect(self._is_referenced)

    def _draw_anew(self, database: Database) -> None:
        now = self.clock.now_ms()
        numbering.draw_anew(database, now)
        ledger.close_books(database, now, "restored")
        if self.restored:
            head = audit_log.append(database, self.device, at=now, actor="system", act=Act.STORE_RESTORED)
            facts.put(database, facts.RESTORED_AT_LINE, facts.number(database, facts.RESTORED_AT_LINE) or head.seq)

    def _note_clock(self, database: Database, now: int) -> None:
        before = facts.number(database, facts.LAST_SEEN_AT)
        audit_log.append(database, self.device, at=now, actor="system", act=Act.CLOCK_JUMPED, back_ms=before - now)
        facts.put(database, facts.LAST_SEEN_AT, now)

    def _is_referenced(self, name: str) -> bool:
        query = """SELECT 1 FROM page WHERE file = ? UNION ALL SELECT 1 FROM draft_page WHERE file = ?
                   UNION ALL SELECT 1 FROM result_piece WHERE file = ? UNION ALL SELECT 1 FROM copy_file WHERE file = ? LIMIT 1"""
        return self.read().execute(query, [name, name, name, name]).fetchone() is not None


def newest_schema() -> int:
    """The schema this program writes: that of every store open for writing."""
    return max(migration.number for migration in _migrations())


def _migrations() -> tuple[Migration, ...]:
    return migrations_in(files("kiosk.store.migrations"))


@contextmanager
def open_store(opening: Opening) -> Iterator[Store]:
    """A store for writing, created where there is none. Holds the lock on its folder. Raises StoreProblem subclasses."""
    folder = StoreFolder(opening.root, opening.disk)
    with folder.held(), Translated("store"):
        opening.checkpoint("folder held")
        store = Store(opening, folder, folder.secret(opening.keeper, opening.checkpoint), writable=True)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def open_store_sharing(opening: Opening) -> Iterator[Store]:
    """Like `open_store`, holding the lock only while it opens and for each write.

    For work that waits for the network: the counter must be able to write in between. One such process at a time.
    """
    folder = StoreFolder(opening.root, opening.disk)
    with folder.carrying(), _sharing(opening, alone=not folder.has_kiosk()) as store:
        yield store


@contextmanager
def open_store_for_turn(opening: Opening) -> Iterator[Store | None]:
    """For one citizen's turn at a kiosk, beside the pass that carries and a turn that is ending. None where there is none yet."""
    folder = StoreFolder(opening.root, opening.disk)
    if folder.known() is None or not folder.database.exists():
        yield None
        return
    with _sharing(opening, alone=False) as store:
        yield store


@contextmanager
def _sharing(opening: Opening, *, alone: bool) -> Iterator[Store]:
    folder = StoreFolder(opening.root, opening.disk)
    with Translated("store"):
        with folder.held():
            secret = folder.secret(opening.keeper, opening.checkpoint)
            store = Store(opening, folder, secret, writable=True, alone=alone)
        store.guard = folder.held
        try:
            yield store
        finally:
            store.close()


@contextmanager
def open_beside(opening: Opening) -> Iterator[Store | None]:
    """For looking things up beside whoever holds the folder: nothing is made ready or swept, and all that is written are lines
    that say who looked. Needs no lock, for these transactions rest on nothing kept in memory. None where there is no store yet.
    """
    with open_for_reading(opening) as found:
        if found is None:
            yield None
            return
        restored = numbering.must_draw_anew(found.read(), opening.marks.load(found.device_id))
    if restored:                           # to be written down before anything else is
        with open_store(opening):
            pass
    folder = StoreFolder(opening.root, opening.disk)
    with Translated("store"):
        store = Store(opening, folder, folder.secret(opening.keeper, opening.checkpoint), writable=True, beside=True)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def open_for_reading(opening: Opening) -> Iterator[Store | None]:
    """A store for reading, without any lock; None where there is no store yet, or one whose making was interrupted."""
    folder = StoreFolder(opening.root, opening.disk)
    secret = folder.secret_for_reading(opening.keeper)
    if secret is None or not folder.database.exists():
        yield None
        return
    with Translated("store"):
        store = Store(opening, folder, secret, writable=False)
        if store.older:
            store.close()
            with open_store(opening):  # brings the schema up to date; only a writer may
                pass
            store = Store(opening, folder, secret, writable=False)
        try:
            yield None if store.unborn else store
        finally:
            store.close()
