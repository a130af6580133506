"""The one place that opens the encrypted database, and the numbered migrations that shape it.

SQLCipher through `sqlcipher3`, with `sqlite-utils` on top. sqlite-utils looks for `pysqlite3` first; giving it our driver
under that name makes it catch our driver's exceptions (a contract test keeps both versions honest). It also takes numpy
and pandas along wherever they are installed, a tenth of a second and 30 MB for every command; here they are hidden from it.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2 as driver

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)
_HEAVY = [name for name in ("numpy", "pandas") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_HEAVY))          # type: ignore[arg-type]  # None: not to be found

from sqlite_utils import Database  # noqa: E402  (the alias must come first)

for _name in _HEAVY:
    del sys.modules[_name]

from kiosk.store.disk import disk_errors  # noqa: E402
from kiosk.store.faults import Damaged, DiskFull, FolderRefused, NewerSchema, OldLibrary, StoreBusy  # noqa: E402

__all__ = ["Database", "Migration", "Translated", "driver", "migrate", "migrations_in", "open_database",
           "schema_of"]

# SQLite 3.7.0-3.51.2 can corrupt a WAL database when a checkpoint resets the log beside another connection.
MINIMUM_SQLITE = (3, 51, 3)
# Opening needs a shared-memory file of one block; on a full disk SQLite calls that an I/O error, not a full disk.
_ROOM_TO_OPEN = 64 * 1024
_DAMAGE = ("malformed", "not a database", "corrupt", "disk i/o error", "vtable constructor failed")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered SQL file; `number` becomes the database's `user_version`."""

    number: int
    sql: str


def migrations_in(folder: Traversable) -> tuple[Migration, ...]:
    """The migrations of a room, from files named `0001_....sql`, in order."""
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(Migration(int(file.name[:4]), file.read_text("utf-8")) for file in files)


def open_database(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    """A connection bound to the calling thread.

    `key` is the raw 32-byte key. `read_only` refuses writes but may still roll a crashed writer's log forward; it can
    read on a full disk. Raises Damaged (the key was checked before against its id), DiskFull, FolderRefused, OldLibrary.
    """
    if driver.sqlite_version_info < MINIMUM_SQLITE:
        raise OldLibrary(found=driver.sqlite_version, wanted=".".join(map(str, MINIMUM_SQLITE)))
    try:
        return _opened(path, key, read_only)
    except DiskFull:
        if not read_only:
            raise
        return _opened(path, key, read_only, alone=True)


def _opened(path: Path, key: bytes, read_only: bool, *, alone: bool = False) -> Database:
    """`alone` keeps the index of the log in this process's memory: on a full disk there is no room for its file."""
    with Translated("open", path):
        if not read_only:
            _make_private(path)
        connection = driver.connect(str(path), isolation_level=None, timeout=10.0)
        try:
            for pragma in (
                "cipher_log_level = NONE",
                f"key = \"x'{key.hex()}'\"",
                *(["locking_mode = EXCLUSIVE"] if alone else []),
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = FAST",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
            ):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if read_only:
                connection.execute("PRAGMA query_only = ON")
        except driver.Error:
            connection.close()         # else it would hold its locks until it is collected
            raise
    return Database(connection, execute_plugins=False)


def _make_private(path: Path) -> None:
    """A new database file is its owner's alone; SQLite gives the files beside it the same mode."""
    with disk_errors():
        path.touch(0o600)


class Translated:
    """Turns the driver's errors into ours: full disk, damage, somebody else's lock, a folder that may not be written.

    A disk that fills up or turns read-only under an open database is an "I/O error" to the driver, like one that dies; with the
    database's `path` that is looked into, for nobody should put back a backup because of it.
    """

    def __init__(self, what: str, path: Path | None = None) -> None:
        self._what, self._path = what, path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if not isinstance(error, driver.Error):
            return
        text = str(error).lower()
        unclear = "disk i/o error" in text or "unable to open" in text
        if "full" in text or (unclear and self._no_room()):
            raise DiskFull from error
        if unclear and self._no_writing():
            raise FolderRefused(what=self._what) from error
        if "locked" in text or "busy" in text:
            raise StoreBusy from error
        if any(word in text for word in _DAMAGE):
            raise Damaged(what=self._what) from error
        if "readonly" in text or "unable to open" in text:
            raise FolderRefused(what=self._what) from error

    def _no_room(self) -> bool:
        return self._path is not None and shutil.disk_usage(self._path.parent).free < _ROOM_TO_OPEN

    def _no_writing(self) -> bool:
        paths = () if self._path is None else (self._path.parent, self._path)
        return not all(os.access(path, os.W_OK) for path in paths if path.exists())


def path_of(database: Database) -> Path:
    """The file of an open database."""
    return Path(database.execute("PRAGMA database_list").fetchone()[2])


def schema_of(database: Database, migrations: Sequence[Migration]) -> int:
    """The version of the schema, 0 before the first migration. Raises NewerSchema."""
    found = int(database.execute("PRAGMA user_version").fetchone()[0])
    known = max(migration.number for migration in migrations)
    if found > known:
        raise NewerSchema(found=found, known=known)
    return found


def migrate(database: Database, migrations: Sequence[Migration], backup: Path | None = None) -> int:
    """Brings the schema to the newest version, one transaction a file; returns the version found before.

    Before a non-empty database is changed, `backup` receives a copy under the same key. Raises NewerSchema.
    """
    found = schema_of(database, migrations)
    known = max(migration.number for migration in migrations)
    if 0 < found < known and backup is not None:
        _copy(database, backup)
    for migration in migrations:
        if migration.number > found:
            _apply(database, migration)
    return found


def _copy(database: Database, backup: Path) -> None:
    """A compact copy under the same key; half a copy is not left behind."""
    backup.unlink(missing_ok=True)
    with Translated("backup"):
        try:
            database.execute("VACUUM INTO ?", [str(backup)])
        except driver.Error:
            backup.unlink(missing_ok=True)
            raise


def _apply(database: Database, migration: Migration) -> None:
    with Translated(f"migration {migration.number}"):
        # executescript would commit our transaction first; statements are complete lines ending in ';'.
        database.execute("BEGIN IMMEDIATE")
        try:
            if int(database.execute("PRAGMA user_version").fetchone()[0]) < migration.number:
                for statement in _statements(migration.sql):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {migration.number}")
            database.execute("COMMIT")
        except BaseException:
            if database.conn.in_transaction:
                database.execute("ROLLBACK")
            raise


def _statements(sql: str) -> list[str]:
    """Whole statements of a script; a trigger's inner semicolons do not end it (sqlite3_complete knows)."""
    statements, pending = [], ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and driver.complete_statement(pending):
            statements.append(pending)
            pending = ""
    if pending.strip():
        statements.append(pending)     # an unfinished statement is refused by the database, never dropped
    return statements
