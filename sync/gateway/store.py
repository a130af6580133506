"""The gateway's own encrypted store, open: folder and lock, database, signing key, content keys."""

from contextlib import ExitStack, closing
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from kiosk.ports import Checkpoint, Clock
from kiosk.signing import SigningKey
from kiosk.store import facts
from kiosk.store.content_keys import ContentKeys
from kiosk.store.database import Database, Translated, migrate, migrations_in, open_database
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.folder import FolderKind, StoreFolder
from kiosk.store.keys import KeyKeeper, derive, new_secret
from kiosk.store.writer import Job, Readers, Writer
from sync.gateway.page_folder import PageFolder
from sync.gateway.storage import Row

T = TypeVar("T")
SEED = "gateway_seed"                  # 32 bytes, the private key


class GatewayStore:
    """The embedded storage: `Records`, and a `PageMedium` in `pages`.

    Holds its folder until `close`, which the thread that opened it must call. Raises StoreProblem.
    """

    def __init__(self, root: Path, keeper: KeyKeeper, clock: Clock, disk: Disk, checkpoint: Checkpoint) -> None:
        self.clock, self.disk, self.at = clock, disk, checkpoint
        self._folder = StoreFolder(root, disk, FolderKind.GATEWAY)
        with ExitStack() as opening:
            opening.enter_context(self._folder.held())
            secret = self._folder.secret(keeper, checkpoint)
            self.identity = self._folder.named
            key, path = derive(secret, "gateway/database"), self._folder.database
            self.results = root / "results"
            self.pages = PageFolder(self._folder.pages, disk)
            self._prepare(key)
            self._writer = Writer(lambda: open_database(path, key))
            opening.callback(self._writer.close)
            self._readers = Readers(lambda: open_database(path, key, read_only=True))
            opening.callback(self._readers.close_here)
            self.content_keys = ContentKeys(derive(secret, "gateway/content-keys"))
            self.signing_key = SigningKey(self.write(_seed))
            self._opened = opening.pop_all()

    def _prepare(self, key: bytes) -> None:
        with disk_errors():
            self.disk.make_folder(self._folder.pages)
            self.disk.make_folder(self.results)
            self.disk.make_folder(self._folder.backups)
        self._folder.settle()
        with closing(open_database(self._folder.database, key)) as database:
            backup = self._folder.backups / "before-migration.db"
            migrate(database, migrations_in(files("sync.gateway.migrations")), backup)

    def write(self, job: Job[T]) -> T:
        """Runs `job` in one transaction on the writer's thread; durable when this returns."""
        return self._writer.run(job)

    def row(self, sql: str, values: list[object]) -> Row | None:
        with Translated("read"):
            found: Row | None = self._readers.here().execute(sql, values).fetchone()
        return found

    def rows(self, sql: str, values: list[object]) -> list[Row]:
        with Translated("read"):
            return list(self._readers.here().execute(sql, values))

    def free_bytes(self) -> int:
        return self.disk.free_bytes(self._folder.pages)

    def close(self) -> None:
        self._opened.close()


def _seed(database: Database) -> bytes:
    seed = facts.blob(database, SEED)
    if seed is None:
        seed = new_secret()
        facts.put(database, SEED, seed)
    return seed
