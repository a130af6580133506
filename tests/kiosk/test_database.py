"""The encrypted database as the rest of the office relies on it: the driver, what is in force, migrations."""

import shutil
import sys
from contextlib import suppress

import pytest

from kiosk.store import _migrations, open_for_reading, open_store
from kiosk.store.database import (
    MINIMUM_SQLITE,
    Database,
    Migration,
    _statements,
    driver,
    migrate,
    migrations_in,
    open_database,
)
from kiosk.store.faults import Damaged, DiskFull, NewerSchema, OldLibrary
from kiosk.store.writer import in_transaction
from tests.fixtures.make_store import FOLDER, SCHEMA, contents, opening_of
from tests.kiosk.store_fixtures import files_below

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def database(path):
    database = open_database(path, KEY)
    yield database
    database.close()


# ---- the driver and sqlite-utils together --------------------------------------------------------


def test_the_versions_are_the_ones_that_were_measured():
    assert sys.modules["pysqlite3"].__name__ == "sqlcipher3"
    assert driver.sqlite_version_info >= (3, 51, 3)
    assert MINIMUM_SQLITE >= (3, 51, 3)


def test_an_older_library_is_refused(path, monkeypatch):
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(OldLibrary):
        open_database(path, KEY)
    assert not path.exists()


def test_it_is_sqlcipher_and_the_file_is_encrypted(database, path):
    assert database.execute("PRAGMA cipher_version").fetchone()[0].startswith("4.")
    database["t"].insert({"a": "Đặng Thị Ngọc Ánh"})
    for file in files_below(path.parent):
        assert "Đặng".encode() not in file.read_bytes()
        assert b"SQLite format 3" not in file.read_bytes()


def test_insert_upsert_and_alter(database):
    table = database["t"]
    table.insert({"id": 1, "a": "x"}, pk="id")
    table.upsert({"id": 1, "a": "y"}, pk="id")
    table.insert({"id": 2, "a": "z", "b": 3}, alter=True)      # catches the driver's OperationalError
    assert list(table.rows) == [{"id": 1, "a": "y", "b": None}, {"id": 2, "a": "z", "b": 3}]


def test_transform_keeps_the_rows(database):
    database["t"].insert({"id": 1, "a": "5"}, pk="id")
    database["t"].transform(types={"a": int}, rename={"a": "n"})
    assert list(database["t"].rows) == [{"id": 1, "n": 5}]


def test_returning_leaves_no_transaction_open(database):
    database["t"].insert({"id": 1, "a": "x"}, pk="id")
    assert list(database.query("INSERT INTO t (id, a) VALUES (2, 'y') RETURNING id")) == [{"id": 2}]
    assert not database.conn.in_transaction
    database.vacuum()


def test_dropping_what_is_not_there_can_be_ignored(database):
    database["nowhere"].drop(ignore=True)
    with pytest.raises(driver.OperationalError):
        database["nowhere"].drop()


def test_an_index_finds_a_free_name(database):
    database["t"].insert({"a": 1})
    database["t"].create_index(["a"])
    database["t"].create_index(["a"], find_unique_name=True)
    assert [index.name for index in database["t"].indexes] == ["idx_t_a_2", "idx_t_a"]


def test_atomic_blocks_nest(database):
    database["t"].create({"a": int})
    with database.atomic():
        database.execute("INSERT INTO t VALUES (1)")
        with suppress(ZeroDivisionError), database.atomic():
            database.execute("INSERT INTO t VALUES (2)")
            raise ZeroDivisionError
        database.execute("INSERT INTO t VALUES (3)")
    assert [row["a"] for row in database["t"].rows] == [1, 3]


def test_full_text_search_ignores_tone_marks_and_forgets_deleted_rows(database):
    database.execute(
        "CREATE VIRTUAL TABLE s USING fts5 (words, content = '', contentless_delete = 1, detail = none,"
        " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    database.execute("INSERT INTO s (rowid, words) VALUES (1, 'Nguyễn Thị Hồng'), (2, 'Trần Hữu')")

    def found(words):
        return [row[0] for row in database.execute("SELECT rowid FROM s WHERE s MATCH ?", [words])]

    assert found('"hong"') == [1]
    assert found('"ng"*') == [1]
    assert found('"huu"*') == [2]
    database.execute("DELETE FROM s WHERE rowid = 1")
    assert found('"hong"') == []


# ---- what is in force on every connection --------------------------------------------------------


@pytest.mark.parametrize("read_only", [False, True])
def test_durability_and_references_are_in_force(path, database, read_only):
    connection = open_database(path, KEY, read_only=read_only)
    said = {name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "query_only")}
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 2, "trusted_schema": 0,
                    "query_only": int(read_only)}
    connection.close()


def test_references_are_checked(database):
    database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    database.execute("CREATE TABLE b (a INTEGER REFERENCES a (id))")
    with pytest.raises(driver.IntegrityError):
        database.execute("INSERT INTO b VALUES (1)")


def test_a_reader_cannot_write(path, database):
    database["t"].insert({"a": 1})
    reader = open_database(path, KEY, read_only=True)
    for statement in ("INSERT INTO t VALUES (2)", "DELETE FROM t", "DROP TABLE t", "CREATE TABLE u (a)"):
        with pytest.raises(driver.OperationalError, match="readonly"):
            reader.execute(statement)
    assert list(reader["t"].rows) == [{"a": 1}]
    reader.close()


def test_a_commit_reaches_the_file_before_it_returns(path, database, tmp_path):
    """A copy of the files taken while the connection is open holds what was committed, not what was not."""
    database["t"].create({"a": int})
    in_transaction(database, lambda here: here.execute("INSERT INTO t VALUES (1)"))
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO t VALUES (2)")
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in path.parent.glob("store.db*"):
        if not file.name.endswith("-shm"):
            shutil.copy(file, copy)
    seen = open_database(copy / "store.db", KEY)
    assert list(seen["t"].rows) == [{"a": 1}]
    seen.close()
    database.execute("ROLLBACK")


def test_a_job_that_fails_leaves_nothing(database):
    database["t"].create({"a": int})

    def job(here):
        here.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(database, job)
    assert database["t"].count == 0
    assert not database.conn.in_transaction


def test_a_full_database_is_a_full_disk_and_goes_on_afterwards(database):
    database["t"].create({"a": bytes})
    database.execute("PRAGMA max_page_count = 5")
    with pytest.raises(DiskFull):
        in_transaction(database, lambda here: here.execute("INSERT INTO t VALUES (randomblob(100000))"))
    database.execute("PRAGMA max_page_count = 1000")
    in_transaction(database, lambda here: here.execute("INSERT INTO t VALUES (randomblob(100000))"))
    assert database["t"].count == 1


# ---- migrations ----------------------------------------------------------------------------------

FIRST = Migration(1, "CREATE TABLE a (x);\nINSERT INTO a VALUES (1);\n")
SECOND = Migration(2, "CREATE TABLE b (x);\nUPDATE a SET x = x + 1;\n")
BROKEN = Migration(2, "CREATE TABLE b (x);\nUPDATE a SET x = x + 1;\nINSERT INTO nowhere VALUES (1);\n")


def version(database: Database) -> int:
    return database.execute("PRAGMA user_version").fetchone()[0]


def test_files_are_migrations_in_the_order_of_their_numbers(tmp_path):
    for name in ("0002_more.sql", "0001_first.sql", "0010_last.sql", "readme.txt"):
        (tmp_path / name).write_text(name)
    assert migrations_in(tmp_path) == (
        Migration(1, "0001_first.sql"), Migration(2, "0002_more.sql"), Migration(10, "0010_last.sql"),
    )  # fmt: skip


def test_the_stores_own_migrations_are_numbered_without_a_gap():
    assert [migration.number for migration in _migrations()] == list(range(1, len(_migrations()) + 1))


def test_each_migration_runs_once(database):
    assert migrate(database, [FIRST]) == 0
    assert migrate(database, [FIRST, SECOND]) == 1
    assert migrate(database, [FIRST, SECOND]) == 2
    assert version(database) == 2
    assert database.execute("SELECT x FROM a").fetchall() == [(2,)]


def test_a_migration_that_fails_in_the_middle_leaves_the_version_before(database):
    migrate(database, [FIRST])
    with pytest.raises(driver.OperationalError):
        migrate(database, [FIRST, BROKEN])
    assert version(database) == 1
    assert database.table_names() == ["a"]
    assert database.execute("SELECT x FROM a").fetchall() == [(1,)]
    assert migrate(database, [FIRST, SECOND]) == 1


def test_a_newer_schema_is_refused_untouched(database):
    migrate(database, [FIRST, SECOND])
    with pytest.raises(NewerSchema) as caught:
        migrate(database, [FIRST])
    assert caught.value.details == {"found": 2, "known": 1}
    assert version(database) == 2


def test_a_copy_is_made_before_a_change_and_opens_with_the_same_key(database, tmp_path):
    backup = tmp_path / "before.db"
    migrate(database, [FIRST], backup)
    assert not backup.exists()                                  # there was nothing to lose yet
    migrate(database, [FIRST, SECOND], backup)
    copy = open_database(backup, KEY)
    assert version(copy) == 1
    assert copy.execute("SELECT x FROM a").fetchall() == [(1,)]
    copy.close()
    with pytest.raises(Damaged):
        open_database(backup, bytes(32))


def test_a_trigger_is_one_statement():
    sql = ("CREATE TABLE a (x);\n\n-- a note; with a semicolon\nCREATE TRIGGER t BEFORE DELETE ON a\n"
           "BEGIN SELECT 1;\n SELECT RAISE(ABORT, 'no;');\nEND;\nDROP TABLE a;\n")
    assert [statement.strip().split()[0] for statement in _statements(sql)] == ["CREATE", "--", "DROP"]


def test_an_unfinished_last_statement_is_never_dropped_in_silence(database):
    migrate(database, [Migration(1, "CREATE TABLE a (x);\nCREATE TABLE b (x)")])
    assert database.table_names() == ["a", "b"]
    with pytest.raises(driver.OperationalError):
        migrate(database, [Migration(2, "CREATE TABLE c (x);\nCREATE TABLE d (x")])
    assert database.table_names() == ["a", "b"]


# ---- a store of each schema there ever was -------------------------------------------------------


@pytest.fixture(params=sorted(path.name for path in FOLDER.glob("store-schema-*")))
def old_store(request, tmp_path):
    """A copy of a store as the program of that schema left it."""
    shutil.copytree(FOLDER / request.param, tmp_path / "old")
    return tmp_path / "old"


def test_there_is_a_store_of_the_newest_schema():
    newest = _migrations()[-1].number
    assert newest == SCHEMA, "raise SCHEMA in tests/fixtures/make_store.py"
    assert (FOLDER / f"store-schema-{newest}").is_dir(), "run: python -m tests.fixtures.make_store"


def test_an_old_store_is_opened_and_everything_in_it_read_back(old_store):
    promised = contents(old_store)
    with open_store(opening_of(old_store)) as store:
        assert promised.seen_in(store) == promised
        assert store.read().execute("PRAGMA user_version").fetchone()[0] == _migrations()[-1].number
    assert len(files_below(old_store / "data" / "backups")) == (f"schema-{SCHEMA}" not in promised.folder)


def test_a_newer_store_is_refused_to_readers_and_writers(old_store):
    with open_store(opening_of(old_store)) as store:
        store.write(lambda database: database.execute("PRAGMA user_version = 999"))
    before = [file.read_bytes() for file in files_below(old_store / "data" / "pages")]
    for door in (open_store, open_for_reading):
        with pytest.raises(NewerSchema), door(opening_of(old_store)):
            pass
    assert [file.read_bytes() for file in files_below(old_store / "data" / "pages")] == before
