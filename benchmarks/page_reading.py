"""Showing a page again: decrypting and checking it, beside reading a plain file and beside pages kept in the database."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.counter import a_counter, scanned, scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import duel
from kiosk.store import Store
from kiosk.store.database import open_database

MEGABYTE = 1_000_000
ROW = 256 * 1024
PAGES = 20                             # read in turn: more than a database keeps decrypted in its memory
READS = 40                             # in a round

Read = Callable[[int], object]         # of one of the pages


def add_rows(table: Registry) -> None:
    table.row("reading a page of 1 MB, warm", "times a plain file's time", None, "ms")(against_plain)
    table.row("reading and checking a page of 1 MB, warm", "times a plain file's time", None, "ms")(checked)
    table.row("reading 1 MB, warm, against database rows", "times SQLCipher's time", at_most(0.2), "ms")(against_rows)


def against_plain(size: Size) -> Figure:
    """A page decrypted from its encrypted file (every frame authenticated) against reading the same bytes from a plain
    file, both in the system's memory already: the price of encryption when a page is shown."""
    with scratch(size, "page") as folder, a_counter(folder) as counter:
        ours, plain = _both(counter.store, folder)
        return _duel(size, lambda at: b"".join(ours(at)), lambda at: plain[at].read_bytes())


def checked(size: Size) -> Figure:
    """The same, and SHA-256 of the content computed on both sides: what `doctor` and the gateway do."""
    with scratch(size, "page") as folder, a_counter(folder) as counter:
        ours, plain = _both(counter.store, folder)

        def read_and_hash(at: int) -> str:
            digest = hashlib.sha256()
            for piece in ours(at):
                digest.update(piece)
            return digest.hexdigest()

        return _duel(size, read_and_hash, lambda at: hashlib.sha256(plain[at].read_bytes()).hexdigest())


def against_rows(size: Size) -> Figure:
    """A page from its encrypted file against the same bytes from 256 kB rows of an encrypted database, the other way to
    keep scans encrypted; twenty pages in turn, so that neither answers from what it has just decrypted. Why pages are
    files."""
    with scratch(size, "page") as folder, a_counter(folder) as counter:
        ours, plain = _both(counter.store, folder)
        database = open_database(folder / "rows.db", os.urandom(32))
        database.execute("CREATE TABLE piece (page INTEGER, number INTEGER, body BLOB, PRIMARY KEY (page, number)) STRICT")
        for page, path in enumerate(plain):
            content = path.read_bytes()
            for start in range(0, len(content), ROW):
                database.execute("INSERT INTO piece VALUES (?, ?, ?)", [page, start, content[start : start + ROW]])
        select = "SELECT body FROM piece WHERE page = ? ORDER BY number"
        found = _duel(
            size, lambda at: b"".join(ours(at)), lambda at: b"".join(row[0] for row in database.execute(select, [at]))
        )
        database.close()
        return found


def _both(store: Store, folder: Path) -> tuple[Callable[[int], Iterator[bytes]], list[Path]]:
    """The same pages as the store keeps them (a reader by number) and as plain files."""
    sources = scanned(folder, PAGES, MEGABYTE)
    plain = [source.path for source in sources]
    announcement, key = store.pages.announce(PAGES), store.content_keys.new()
    for name, path in zip(announcement.names, plain, strict=True):
        with path.open("rb") as source:
            store.pages.write(name, key, source)
    return lambda at: store.pages.read(announcement.names[at], key, page="bench"), plain


def _duel(size: Size, ours: Read, theirs: Read) -> Figure:
    found = duel(size.rounds + 1, lambda: _all(ours), lambda: _all(theirs))
    milliseconds = found.our_median / READS * 1000
    return Figure(found.slowness, found.their_median / READS * 1000, f"{milliseconds:.2f} ms")


def _all(read: Read) -> None:
    for number in range(READS):
        read(number * 7 % PAGES)
