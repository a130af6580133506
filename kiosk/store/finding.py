"""Reading for the one search box: dossiers by parts of their numbers, the forms behind hits, how many dossiers a person has."""

from collections.abc import Sequence

from kiosk import numbers
from kiosk.dossier import Form
from kiosk.forms import unsealed
from kiosk.search_words import all_beginnings, words_in, words_of
from kiosk.store import external_codes
from kiosk.store.database import Database

_LAST = 200                            # so many dossiers back the end of a number is enough
_IN_NUMBERS_ONLY = frozenset("0123456789-.")
_TAIL_LETTERS = frozenset("0123456789-")
_LONGEST_TAIL = 13                     # 261125-000001


def by_part_of_number(database: Database, text: str, limit: int) -> list[str]:
    """Ids of dossiers one of whose numbers begins so, or, among those received last, ends so; the newest numbers first."""
    part = numbers.tidy(text)
    if not part or not set(part) & _IN_NUMBERS_ONLY:
        return []
    rows = database.execute(
        "SELECT dossier FROM dossier_number WHERE number >= ? AND number < ? ORDER BY number DESC LIMIT ?",
        [part, part + "\U0010ffff", limit],
    ).fetchall()
    if len(part) <= _LONGEST_TAIL and set(part) <= _TAIL_LETTERS:
        rows += database.execute(
            """SELECT n.dossier FROM (SELECT seq, id FROM dossier ORDER BY seq DESC LIMIT ?) d
               JOIN dossier_number n ON n.dossier = d.id
               WHERE n.number LIKE ? OR n.number LIKE ? ORDER BY d.seq DESC LIMIT ?""",
            [_LAST, f"%-{part}", f"%-{part.zfill(4)}", limit],
        ).fetchall()
    return list(dict.fromkeys(str(row[0]) for row in rows))[:limit]


def forms(database: Database, words: Sequence[str], limit: int) -> list[Form]:
    """The sealed forms of the newest dossiers that have every word whole, then of the newest that have each as a beginning:
    among a hundred thousand the newest that "tran" begins are all of some procedure."""
    if not words:
        return []
    seqs: dict[int, None] = {}
    for wanted in (_whole(words), all_beginnings(words)):
        rows = database.execute(
            "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?", [wanted, limit]
        )
        seqs |= dict.fromkeys(int(row[0]) for row in rows)
    bodies = (database.execute("SELECT form FROM form_now WHERE seq = ?", [seq]).fetchone() for seq in seqs)
    return [unsealed(bytes(body[0])) for body in bodies]


def count_with(database: Database, identifier: str) -> int:
    """How many dossiers an identifier stands in."""
    row = database.execute(
        "SELECT count(*) FROM dossier_search WHERE dossier_search MATCH ?", [_whole(words_in(identifier))]
    ).fetchone()
    return int(row[0])


def numbers_of(database: Database, dossier: str) -> tuple[str, ...]:
    rows = database.execute("SELECT number FROM dossier_number WHERE dossier = ? ORDER BY kind DESC", [dossier])
    return tuple(str(row[0]) for row in rows)


def _whole(words: Sequence[str]) -> str:
    """What the index is asked for: every one of the words, as it stands."""
    return " ".join(f'"{word}"' for word in words)


def learn_codes(database: Database, dossier: str) -> None:
    """From now on the dossier is found by its codes in other systems as well. Inside a transaction that writes."""
    learn_anew(database, dossier)


def learn_anew(database: Database, dossier: str) -> None:
    """Everything a dossier is found by: what it was sealed with, what corrected it, its codes in other systems."""
    bodies = """SELECT form FROM dossier WHERE id = ? UNION ALL
                SELECT form FROM revision WHERE dossier = ?"""
    forms_of_it = [unsealed(bytes(row[0])) for row in database.execute(bodies, [dossier, dossier]).fetchall()]
    codes = " ".join(entry.code for entry in external_codes.of(database, dossier))
    words = dict.fromkeys((*(word for form in forms_of_it for word in words_of(form)), *words_in(codes)))
    seq = database.execute("SELECT seq FROM dossier WHERE id = ?", [dossier]).fetchone()[0]
    database.execute("DELETE FROM dossier_search WHERE rowid = ?", [seq])
    database.execute("INSERT INTO dossier_search (rowid, words) VALUES (?, ?)", [seq, " ".join(words)])
