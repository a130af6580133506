"""What the radar asks of the store."""

import json
from collections.abc import Sequence

from kiosk.store.database import Database


def phones(database: Database, dossiers: Sequence[str]) -> dict[str, str]:
    """The citizen's telephone as the register has it, by dossier, or as it was corrected; no other form is opened."""
    rows = database.execute(
        """SELECT l.dossier, coalesce(
               (SELECT coalesce(nullif(json_extract(CAST(r.form AS TEXT), '$.owners[0].phone'), ''),
                                json_extract(CAST(r.form AS TEXT), '$.submitter.phone'))
                FROM revision r WHERE r.dossier = l.dossier ORDER BY r.seq DESC LIMIT 1), l.phone)
           FROM register_line l WHERE l.dossier IN (SELECT value FROM json_each(?))""",
        [json.dumps(dossiers)],
    )
    return {str(dossier): str(phone) for dossier, phone in rows}
