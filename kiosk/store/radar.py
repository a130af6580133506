"""What the radar asks of the store."""

import json
from collections.abc import Sequence

from kiosk.store.database import Database


def phones(database: Database, dossiers: Sequence[str]) -> dict[str, str]:
    """The citizen's telephone as the register has it, by dossier; no form is opened."""
    rows = database.execute(
        "SELECT dossier, phone FROM register_line WHERE dossier IN (SELECT value FROM json_each(?))", [json.dumps(dossiers)]
    )
    return {str(dossier): str(phone) for dossier, phone in rows}
