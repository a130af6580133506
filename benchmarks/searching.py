"""Finding and opening: how long a clerk waits for a name among a year of dossiers, and for the database to open."""

import sqlite3
import statistics
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from benchmarks.counter import filled, opening, reading, scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import duel, percentile, seconds
from kiosk.catalogue import Catalogue
from kiosk.counter.finding import Finding
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.settings import DEMO
from kiosk.store import dossiers
from kiosk.store.database import Database, open_database
from kiosk.store.dossiers import DossierLine
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import derive
from kiosk.text import fold

FEW_LIKES = 20
LIKE = """SELECT id, number, submitter, owners, received_at, state FROM dossier_now
          WHERE submitter LIKE ? OR owners LIKE ? ORDER BY seq DESC LIMIT 50"""
FAMILIES = (
    "Nguyễn", "nguyen", "Trần", "tran", "le", "Phạm", "đặng", "dang", "Đỗ", "do", "hồ", "ngô", "Lò", "lo", "giàng", "quang",
)  # fmt: skip
PARTS = (
    "ngu", "thi", "van", "đ", "a", "h", "tr", "anh", "ngoc an", "thị thu", "y", "h'b", "êban", "eban", "mlo", "byă", "xuan ye",
)  # fmt: skip
COMMON = (
    "nguyễn thị", "nguyen van", "trần thị ngọc", "le van a", "dang huu dien", "Nguyễn Đức Điền", "bui thi thu ha", "vu minh",
)  # fmt: skip
NOBODY = (
    "Khổng Tước", "qwerty", "999999999999", "zz", "nguyen zz", "0900000000", "TMP-000000-261118-0001", "H99.01.02-261118-0001",
)  # fmt: skip


def add_rows(table: Registry) -> None:
    table.row("search among 100,000 dossiers, p95", "ms", at_most(30), "ms")(search_p95)
    table.row("search among 100,000 dossiers, p50", "ms", None, "ms")(search_p50)
    table.row("opening the database with 10,000 dossiers", "ms", at_most(5), "ms")(open_one)


def add_later_rows(table: Registry) -> None:
    table.row("one search box (Ctrl+K) over 100,000 dossiers, p95", "ms", at_most(50), "ms")(box_p95)


def search_p95(size: Size) -> Figure:
    """What `search` does for a clerk (an exact number first, then every word as a beginning, diacritics optional, the
    newest fifty) over a fixed list of names, parts of names, family names, personal numbers, phones and codes.

    Against LIKE over the same table, which is what one writes first. It is the easier task: it looks at names only,
    and finds nobody typed without diacritics.
    """
    times, likes = _search_times(size)
    return Figure(
        percentile(times, 0.95) * 1000, percentile(likes, 0.95) * 1000,
        f"slowest {max(times) * 1000:.1f} ms of {len(times)} searches among {size.searched}",
    )  # fmt: skip


def search_p50(size: Size) -> Figure:
    """The middle one of the searches of `search_p95`."""
    times, likes = _search_times(size)
    return Figure(statistics.median(times) * 1000, statistics.median(likes) * 1000)


def box_p95(size: Size) -> Figure:
    """All the one search box asks for a clerk's words (dossiers by number, part of a number and words, with why; people with
    how many dossiers each has; procedures; drafts), over the texts of `search_p95`.

    Against LIKE over the names alone, as there: the same letters looked for as one writes it first.
    """
    with reading(filled(size, size.searched)) as store:
        calendar = office_calendar(DEMO.hours, load_holidays())
        finding, texts = Finding(store, Catalogue.load(), DEMO, calendar), queries(store.read(), size)
        for text in texts[:10]:
            finding.find(text)
        times = [statistics.median(seconds(partial(finding.find, text)) for _ in range(3)) for text in texts]
    _searched, likes = _search_times(size)
    return Figure(
        percentile(times, 0.95) * 1000, percentile(likes, 0.95) * 1000,
        f"slowest {max(times) * 1000:.1f} ms, middle {statistics.median(times) * 1000:.1f} ms of {len(times)} searches",
    )  # fmt: skip


def open_one(size: Size) -> Figure:
    """Opening the encrypted database as every command does (key, settings, first look at the schema) against
    sqlite3 opening an unencrypted one with the same schema: what encryption and our settings cost at start."""
    root = filled(size, size.queued)
    offered = opening(root)
    folder = StoreFolder(root, offered.disk)
    secret = folder.secret_for_reading(offered.keeper)
    assert secret is not None
    key = derive(secret, "database")
    with scratch(size, "plain") as place:
        _plain_twin(folder.database, key, place / "plain.db")
        found = duel(
            size.openings,
            lambda: open_database(folder.database, key, read_only=True).close(),
            lambda: _open_plain(place / "plain.db"),
        )
    slowest = max(found.ours) * 1000
    return Figure(found.our_median * 1000, found.their_median * 1000, f"slowest {slowest:.1f} ms of {size.openings}")


@cache
def _search_times(size: Size) -> tuple[list[float], list[float]]:
    """Seconds of every search, and of some of them by LIKE."""
    with reading(filled(size, size.searched)) as store:
        database = store.read()
        texts = queries(database, size)
        for text in texts[:10]:
            found(database, text)
        times = [statistics.median(seconds(_finding(database, text)) for _ in range(3)) for text in texts]
        few = texts[:: max(1, len(texts) // FEW_LIKES)]
        return times, [seconds(_liking(database, text)) for text in few]


def found(database: Database, text: str) -> list[DossierLine]:
    """As the `search` command looks."""
    exact = dossiers.by_number(database, text)
    return [exact] if exact else dossiers.search(database, text)


def queries(database: Database, size: Size) -> list[str]:
    """Some 200 texts a clerk might type, the same for the same seed. Half of them are people who are there."""
    fixed = (*FAMILIES, *PARTS, *COMMON, *NOBODY)
    texts: list[str] = []
    people = max(1, (size.queries - len(fixed)) // 6)
    for number in range(people):
        seq = 1 + number * 7919 % size.searched
        dossier, code, name = database.execute(
            "SELECT id, number, submitter FROM dossier_now WHERE seq = ?", [seq]
        ).fetchone()
        form, _body = dossiers.form_of(database, dossier)
        person = form.submitter.person
        texts += [name, fold(name), name[:-1], person.personal_id, form.submitter.phone, code]
    return [*texts, *fixed, "1.004873"][: size.queries]


def _finding(database: Database, text: str) -> Callable[[], object]:
    return lambda: found(database, text)


def _liking(database: Database, text: str) -> Callable[[], object]:
    return lambda: database.execute(LIKE, [f"%{text}%", f"%{text}%"]).fetchall()


def _plain_twin(encrypted: Path, key: bytes, plain: Path) -> None:
    """An unencrypted database with the same tables and indexes, as many dossiers, and no full-text index."""
    source = open_database(encrypted, key, read_only=True)
    twin = sqlite3.connect(plain, isolation_level=None)
    twin.execute("PRAGMA journal_mode = WAL")
    schema = source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%_search%'"
                            " AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
    for (sql,) in schema:
        twin.execute(sql)
    twin.execute("BEGIN")
    for row in source.execute("SELECT * FROM dossier"):
        twin.execute(f"INSERT INTO dossier VALUES ({','.join('?' * len(row))})", tuple(row))  # noqa: S608
    twin.execute("COMMIT")
    twin.close()
    source.close()


def _open_plain(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.close()
