"""The words by which the gateway finds dossiers again: kept beside them, in the same encrypted database."""

import hashlib
from collections.abc import Iterable

from kiosk.dossier import Form
from kiosk.forms import unsealed
from kiosk.people import NotAPersonalId, PersonalId
from kiosk.search_words import all_beginnings, words_in, words_of
from kiosk.store.database import Database
from sync.gateway.storage import Row, Storage

_TOGETHER = 200
_BEHIND = """SELECT d.seq, d.form, v.office, d.printed, d.number FROM dossier d JOIN device v ON v.id = d.device
              WHERE d.seq > (SELECT coalesce(max(rowid), 0) FROM dossier_search) ORDER BY d.seq LIMIT ?"""
# The office of the device decides, not that a form claims. Its word in the index only narrows what is looked at.
_FOUND = """SELECT d.id FROM dossier_search s CROSS JOIN dossier d ON d.seq = s.rowid JOIN device v ON v.id = d.device
             WHERE s.dossier_search MATCH ? AND v.office = ? AND d.device <> ? ORDER BY s.rowid DESC LIMIT ?"""
_NUMBERED = """SELECT d.id FROM dossier_number n JOIN dossier d ON d.id = n.dossier JOIN device v ON v.id = d.device
                WHERE n.number = ? AND v.office = ? AND d.device <> ?"""


def add(database: Database, seq: int, form: Form, office: str, numbers: Iterable[str]) -> None:
    """Runs inside the transaction that registers the form."""
    words = [*words_of(form), *words_in(" ".join(numbers))]
    insert = "INSERT INTO dossier_search (rowid, office, words) VALUES (?, ?, ?)"
    database.execute(insert, [seq, _one_word(office), " ".join(words)])


def renew(database: Database, seq: int, forms: Iterable[Form], office: str, numbers: Iterable[str]) -> None:
    """A dossier was corrected: it is found by what it says now, and by what it said before."""
    words = dict.fromkeys((*(word for form in forms for word in words_of(form)), *words_in(" ".join(numbers))))
    database.execute("DELETE FROM dossier_search WHERE rowid = ?", [seq])
    insert = "INSERT INTO dossier_search (rowid, office, words) VALUES (?, ?, ?)"
    database.execute(insert, [seq, _one_word(office), " ".join(words)])


def catch_up(store: Storage) -> None:
    """Adds what was registered before there was an index."""
    while store.write(_added_some):
        store.at("index caught up")


def _added_some(database: Database) -> bool:
    rows = database.execute(_BEHIND, [_TOGETHER]).fetchall()
    for seq, form, office, printed, number in rows:
        add(database, seq, unsealed(bytes(form)), office, (printed, number))
    return bool(rows)


def numbered(store: Storage, number: str, office: str, device: str) -> Row | None:
    """The dossier that has this number, sent by another device of the office."""
    return store.row(_NUMBERED, [number, office, device])


def found(store: Storage, text: str, office: str, device: str, limit: int) -> list[Row]:
    """Dossiers other devices of the office sent, the newest first, in which every word of `text` begins a word."""
    wanted = f'office : "{_one_word(office)}" AND words : ({_wanted(text)})'
    return store.rows(_FOUND, [wanted, office, device, limit])


def _wanted(text: str) -> str:
    """A personal number may be typed with blanks and dots between its digits."""
    try:
        return f'"{PersonalId.parse(text).digits}"'
    except NotAPersonalId:
        return all_beginnings(words_in(text))


def _one_word(office: str) -> str:
    return hashlib.sha256(office.encode()).hexdigest()
