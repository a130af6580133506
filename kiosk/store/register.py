"""The register of dossiers in the store: its lines are written with the dossier, and read without opening a sealed form."""

import json
from collections.abc import Container, Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol

import msgspec

from kiosk import numbers
from kiosk.dossier import Form, ReturnMethod
from kiosk.moments import day_of
from kiosk.officers import Officer
from kiosk.people import Address, party_name
from kiosk.places import show
from kiosk.register import RegisterFilter, RegisterRow, RegisterState, due_as_things_stand, state_of
from kiosk.search_words import all_beginnings, words_in
from kiosk.store import dossiers, kept_results
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.text import fold

_NUMBER = "(SELECT n.number FROM dossier_number n WHERE n.dossier = r.dossier AND n.kind = '{kind}')"
_ROW = f"""
SELECT r.dossier, r.received_at, r.procedure, r.procedure_name, r.person, r.submitter, r.address, r.phone, r.hand_over,
       r.officer, r.fee, r.due_at, {_NUMBER.format(kind="official")}, {_NUMBER.format(kind="temporary")},
       p.status, p.decided_at, h.handed_at,
       (SELECT coalesce(sum(CASE m.kind WHEN 'charge' THEN m.amount ELSE -m.amount END), 0)
        FROM payment m WHERE m.dossier = r.dossier),
       (SELECT count(*) FROM pause w WHERE w.dossier = r.dossier),
       (SELECT count(*) FROM pause w WHERE w.dossier = r.dossier AND w.ended_at IS NULL),
       EXISTS (SELECT 1 FROM ledger_entry e WHERE e.dossier = r.dossier AND NOT EXISTS
               (SELECT 1 FROM ledger_strike s WHERE s.book = e.book AND s.number = e.number))
FROM register_line r LEFT JOIN portal_status p ON p.dossier = r.dossier LEFT JOIN hand_back h ON h.dossier = r.dossier
WHERE r.received_at >= ? AND r.received_at < ?"""  # noqa: S608  (only our own constants are put together)
_IN_ORDER = " ORDER BY r.received_at, r.dossier"
_FOUND = """ AND (r.seq IN (SELECT rowid FROM dossier_search WHERE dossier_search MATCH ?)
                  OR EXISTS (SELECT 1 FROM dossier_number n WHERE n.dossier = r.dossier AND instr(n.number, ?)))"""
_NUMBERED = " AND EXISTS (SELECT 1 FROM dossier_number n WHERE n.dossier = r.dossier AND instr(n.number, ?))"
_UNRECEIVED = """
SELECT n.dossier, n.form, n.number, n.procedure, n.person, n.officer, n.issued_at FROM notice n
WHERE n.issued_at >= ? AND n.issued_at < ? AND NOT EXISTS (SELECT 1 FROM register_line r WHERE r.dossier = n.dossier)
ORDER BY n.issued_at, n.id"""


class Dates(Protocol):
    """Due dates of now: `kiosk.due_lines.DueDates`."""

    def of_now(self, database: Database, lines: Sequence[DossierLine]) -> tuple[DossierLine, ...]: ...


def add(database: Database, form: Form) -> None:
    """The line of a dossier just added, in the transaction that seals it."""
    seq = database.execute("SELECT seq FROM dossier WHERE id = ?", [form.dossier]).fetchone()[0]
    submitter, first = form.submitter.person, form.owners[0] if form.owners else None
    address = first.party.address if first else submitter.address
    database.execute(
        """INSERT INTO register_line (received_at, dossier, seq, procedure, procedure_name, person, submitter, address, phone,
                                      hand_over, officer, fee, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [form.received_at, form.dossier, seq, form.procedure, form.procedure_name,
         "; ".join(party_name(owner.party) for owner in form.owners) or submitter.full_name, submitter.full_name,
         msgspec.json.encode(address, order="sorted").decode(), (first.phone if first else "") or form.submitter.phone,
         form.hand_over.method, form.officer, form.fee.total, form.due_at],
    )  # fmt: skip


def rows(database: Database, wanted: RegisterFilter, dates: Dates | None = None) -> tuple[RegisterRow, ...]:
    """The lines in the order of receipt. Without `dates` a due date is the one promised at receipt.

    Notices of what was never received stand among them only when NOT_ACCEPTED is asked for: nothing was received.
    """
    query, values = _asked(wanted)
    notices, kept = _notices_of(database, wanted), frozenset(kept_results.of_all(database))
    found: list[RegisterRow] = []
    for record in database.execute(query, values):
        row, waits, moved = _row(record, wanted.now, notices, kept)
        if moved and dates is not None:
            row = _moved(database, row, dates, wanted.now)
        found.append(due_as_things_stand(row, None, wanted.now) if waits else row)
    if wanted.state is RegisterState.NOT_ACCEPTED:
        found += _unreceived(database, wanted)
        found.sort(key=lambda row: row.received_at)
    return tuple(row for row in found if wanted.state in (None, row.state))


def unreceived(database: Database, wanted: RegisterFilter) -> int:
    """How many notices were given out in the period whose dossier was never received."""
    return len(_unreceived(database, wanted))


def procedures(database: Database) -> tuple[tuple[str, str], ...]:
    """Code and latest name of everything ever received here, by name."""
    query = "SELECT procedure, procedure_name, max(received_at) FROM register_line GROUP BY procedure ORDER BY procedure_name"
    return tuple((str(code), str(name)) for code, name, _last in database.execute(query))


def officers(database: Database) -> tuple[Officer, ...]:
    """Everybody who ever received something here; by their id where nobody of that id may sign in any more."""
    query = """SELECT DISTINCT r.officer, coalesce(o.name, r.officer) FROM register_line r
               LEFT JOIN officer o ON o.id = r.officer ORDER BY 2"""
    return tuple(Officer(*row) for row in database.execute(query))


def _asked(wanted: RegisterFilter) -> tuple[str, list[object]]:
    query = _ROW
    values: list[object] = [wanted.since, wanted.until]
    for column, value in (("procedure", wanted.procedure), ("officer", wanted.officer)):
        if value:
            query += f" AND r.{column} = ?"
            values.append(value)
    if wanted.kind:
        query += " AND r.procedure IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(wanted.kind))
    words, number = words_in(wanted.text), numbers.tidy(wanted.text)
    if words:
        query += _FOUND
        values += [all_beginnings(words), number]
    elif wanted.text.strip():
        query += _NUMBERED
        values.append(number)
    return query + _IN_ORDER, values


def _row(
    record: tuple[Any, ...], now: int, notices: dict[str, tuple[str, ...]], kept: Container[str]
) -> tuple[RegisterRow, bool, bool]:
    """The line, whether it waits for the citizen, whether it ever did. `kept`: certified here, to be called for later."""
    (dossier, received_at, procedure, procedure_name, person, submitter, address, phone, hand_over, officer, fee, due_at,
     official, temporary, status, decided_at, handed_at, paid, pauses, waits, made_here) = record  # fmt: skip
    on_the_spot = bool(made_here) and handed_at is None and dossier not in kept
    state = state_of(
        status, handed=handed_at is not None or on_the_spot, paused=bool(waits), made_here=bool(made_here), due_at=due_at, now=now
    )
    otherwise = None if state is not RegisterState.RETURNED else received_at if on_the_spot else decided_at
    row = RegisterRow(
        dossier, official or temporary, temporary or "", received_at, person, submitter, _address(address, received_at), phone,
        procedure, procedure_name, officer, due_at, state, handed_at, handed_at if handed_at is not None else otherwise,
        ReturnMethod(hand_over), fee, paid, notices=notices.get(dossier, ()),
    )  # fmt: skip
    return row, bool(waits), bool(pauses)


def _address(packed: str, at: int) -> str:
    return show(msgspec.json.decode(packed, type=Address), day_of(at))


def _moved(database: Database, row: RegisterRow, dates: Dates, now: int) -> RegisterRow:
    line = dossiers.line(database, row.dossier)
    return due_as_things_stand(row, dates.of_now(database, [line])[0].due_at, now) if line else row


def _notices_of(database: Database, wanted: RegisterFilter) -> dict[str, tuple[str, ...]]:
    query = """SELECT n.dossier, n.form, n.number FROM notice n JOIN register_line r ON r.dossier = n.dossier
               WHERE r.received_at >= ? AND r.received_at < ? ORDER BY n.dossier, n.issued_at, n.id"""
    found = database.execute(query, [wanted.since, wanted.until])
    return {
        str(dossier): tuple(f"{form}: {number}" for _dossier, form, number in group)
        for dossier, group in groupby(found, key=lambda row: row[0])
    }


def _unreceived(database: Database, wanted: RegisterFilter) -> list[RegisterRow]:
    found = (_notice_row(*row) for row in database.execute(_UNRECEIVED, [wanted.since, wanted.until]))
    return [row for row in found if _fits(row, wanted)]


def _fits(row: RegisterRow, wanted: RegisterFilter) -> bool:
    if wanted.kind and row.procedure not in wanted.kind:
        return False
    if wanted.procedure not in ("", row.procedure) or wanted.officer not in ("", row.officer):
        return False
    said: Iterable[str] = words_in(f"{row.person} {row.procedure} {row.procedure_name} {row.number}")
    by_words = all(any(word.startswith(part) for word in said) for part in words_in(wanted.text))
    return by_words or fold(wanted.text) in fold(row.number)


def _notice_row(
    dossier: str, form: str, number: str, procedure: str, person: str, officer: str, issued_at: int
) -> RegisterRow:
    return RegisterRow(
        dossier, number, "", issued_at, person, person, "", "", procedure, procedure, officer, None,
        RegisterState.NOT_ACCEPTED, None, None, None, 0, 0, 0, (f"{form}: {number}",), is_notice=True,
    )  # fmt: skip
