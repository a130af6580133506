"""The certification ledger in the store. Numbers are drawn inside the transaction that seals the dossier they belong to."""

import uuid_utils.compat as uuids

from kiosk.audit import Act
from kiosk.ledger import AlreadyStruck, LedgerBook, LedgerEntry, LedgerLine, NoSuchEntry, Struck, book_name
from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.signing import SigningKey
from kiosk.store import audit_log, facts
from kiosk.store.database import Database

_BOOK = "SELECT id, kind, year, name, opened_at, closed_at, closed_why FROM ledger_book"
_ENTRY = """SELECT b.id, b.kind, b.year, b.name, b.opened_at, b.closed_at, b.closed_why, e.number, e.dossier, e.person, e.subject,
                   e.pages, e.copies, e.fee, e.officer, e.entered_at, s.reason, s.officer, s.struck_at
            FROM ledger_entry e JOIN ledger_book b ON b.id = e.book
            LEFT JOIN ledger_strike s ON s.book = e.book AND s.number = e.number"""
_IN_ORDER = "ORDER BY b.year DESC, b.kind, b.opened_at, b.id, e.number"


def enter(
    database: Database, device: SigningKey, *, kind: str, dossier: str, line: LedgerLine, officer: str, at: int
) -> LedgerEntry:
    """The next number of the book in use; opens a book where this kind and year have none."""
    book = _in_use(database, kind, day_of(at).year) or _open(database, device, kind, at)
    query = "SELECT coalesce(max(number), 0) + 1 FROM ledger_entry WHERE book = ?"
    number = int(database.execute(query, [book.id]).fetchone()[0])
    database.execute(
        """INSERT INTO ledger_entry (book, number, dossier, person, subject, pages, copies, fee, officer, entered_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [book.id, number, dossier, line.person, line.subject, line.pages, line.copies, line.fee, officer, at],
    )
    audit_log.append(
        database, device, at=at, actor=officer, act=Act.LEDGER_ENTERED, subject=dossier, book=book.name, number=number
    )
    return LedgerEntry(book, number, dossier, line, officer, at)


def strike(
    database: Database, device: SigningKey, *, book: str, number: int, reason: str, officer: str, at: int
) -> LedgerEntry | Problem:
    """Strikes an entry through; what stands in its way is returned, not raised, and nothing is written."""
    entry = _entry(database, book, number)
    if entry is None:
        return NoSuchEntry(number=number)
    if entry.struck is not None:
        return AlreadyStruck(number=number, book=entry.book.name)
    database.execute(
        "INSERT INTO ledger_strike (book, number, reason, officer, struck_at) VALUES (?, ?, ?, ?, ?)",
        [book, number, reason, officer, at],
    )
    audit_log.append(
        database, device, at=at, actor=officer, act=Act.LEDGER_STRUCK, subject=entry.dossier, book=entry.book.name,
        number=number,
    )  # fmt: skip
    return _entry(database, book, number) or NoSuchEntry(number=number)


def close_books(database: Database, at: int, why: str) -> None:
    """Every book in use is closed: what was entered in it elsewhere is not known here."""
    database.execute("UPDATE ledger_book SET closed_at = ?, closed_why = ? WHERE closed_at IS NULL", [at, why])


def books(database: Database) -> tuple[LedgerBook, ...]:
    """The newest year first, within it kind by kind in the order they were opened."""
    return tuple(LedgerBook(*row) for row in database.execute(f"{_BOOK} ORDER BY year DESC, kind, opened_at, id"))


def entries(
    database: Database, *, book: str = "", year: int = 0, kind: str = "", since: int | None = None, until: int | None = None
) -> tuple[LedgerEntry, ...]:
    """Entries in the order of their books, struck ones included; `since` and before `until` in epoch ms."""
    given: dict[str, object] = {
        "e.book = ?": book or None, "b.year = ?": year or None, "b.kind = ?": kind or None,
        "e.entered_at >= ?": since, "e.entered_at < ?": until,
    }  # fmt: skip
    used = {condition: value for condition, value in given.items() if value is not None}
    where = " AND ".join(used) or "1"
    return tuple(_read(row) for row in database.execute(f"{_ENTRY} WHERE {where} {_IN_ORDER}", list(used.values())))


def of_dossier(database: Database, dossier: str) -> tuple[LedgerEntry, ...]:
    """What was entered for one dossier."""
    return tuple(_read(row) for row in database.execute(f"{_ENTRY} WHERE e.dossier = ? {_IN_ORDER}", [dossier]))


def _in_use(database: Database, kind: str, year: int) -> LedgerBook | None:
    row = database.execute(f"{_BOOK} WHERE kind = ? AND year = ? AND closed_at IS NULL", [kind, year]).fetchone()
    return LedgerBook(*row) if row else None


def _open(database: Database, device: SigningKey, kind: str, at: int) -> LedgerBook:
    year, part = day_of(at).year, facts.text(database, facts.DEVICE_PART)
    if not part:
        raise RuntimeError("the store was opened without comparing its mark")
    before = database.execute("SELECT count(*) FROM ledger_book WHERE kind = ? AND year = ?", [kind, year]).fetchone()[0]
    book = LedgerBook(str(uuids.uuid7()), kind, year, book_name(int(before) + 1, part, year, kind), at)
    database.execute(
        "INSERT INTO ledger_book (id, kind, year, name, opened_at) VALUES (?, ?, ?, ?, ?)",
        [book.id, kind, year, book.name, at],
    )
    audit_log.append(database, device, at=at, actor="system", act=Act.LEDGER_OPENED, book=book.name)
    return book


def _entry(database: Database, book: str, number: int) -> LedgerEntry | None:
    row = database.execute(f"{_ENTRY} WHERE e.book = ? AND e.number = ?", [book, number]).fetchone()
    return _read(row) if row else None


def _read(row: tuple[object, ...]) -> LedgerEntry:
    book, rest = LedgerBook(*row[:7]), row[7:]  # type: ignore[arg-type]  # as the schema has them
    number, dossier, person, subject, pages, copies, fee, officer, at, *struck = rest
    line = LedgerLine(person, subject, pages, copies, fee)  # type: ignore[arg-type]
    why = Struck(*struck) if struck[0] is not None else None  # type: ignore[arg-type]
    return LedgerEntry(book, number, dossier, line, officer, at, why)  # type: ignore[arg-type]
