"""Sealed forms in which a person was named before, for what need not be typed again."""

from kiosk.dossier import Form
from kiosk.forms import unsealed
from kiosk.search_words import all_beginnings, words_in
from kiosk.store.database import Database


def forms_naming(database: Database, number: str, limit: int) -> list[Form]:
    """Forms of the newest dossiers whose submitter or owner bears the number, newest first. The index knows beginnings of
    words in any of a dossier's people: whose value is whose is for the reader of the forms to say."""
    rows = database.execute(
        """SELECT form FROM form_now WHERE seq IN (
               SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?
           ) ORDER BY seq DESC""",
        [all_beginnings(words_in(number)), limit],
    )
    return [unsealed(bytes(row[0])) for row in rows]
