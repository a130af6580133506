"""Lists of dossiers with the due date of now in the place of the one promised at receipt.

Only waiting for the citizen moves a due date, so a dossier that never waited costs nothing: its form is not read.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from kiosk.catalogue import Catalogue
from kiosk.catalogue.faults import ProcedureUnknown
from kiosk.dossier import Pause
from kiosk.due_now import due_now
from kiosk.office_calendar import OfficeCalendar
from kiosk.pauses import is_waiting
from kiosk.procedures import EndOfTerm
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine, form_of


class DueDates:
    """Due dates by the rules of one office."""

    def __init__(self, catalogue: Catalogue, calendar: OfficeCalendar, end_of_term: EndOfTerm) -> None:
        self._catalogue, self._calendar, self._end_of_term = catalogue, calendar, end_of_term

    def of_now(self, database: Database, lines: Sequence[DossierLine]) -> tuple[DossierLine, ...]:
        """The same lines in the same order, due when they are due as things stand."""
        pauses = _pauses_of_all(database, [line.id for line in lines])
        return tuple(
            replace(line, due_at=self._due_at(database, line, pauses[line.id])) if line.id in pauses else line
            for line in lines
        )

    def _due_at(self, database: Database, line: DossierLine, pauses: Sequence[Pause]) -> int | None:
        if is_waiting(pauses):
            return None
        form, _body = form_of(database, line.id)
        try:
            procedure = self._catalogue.version(form.procedure, form.procedure_version)
        except ProcedureUnknown:           # a list is shown all the same
            return line.due_at
        found = due_now(form, procedure, self._calendar, self._end_of_term, pauses)
        return found.due_at if found else None


def _pauses_of_all(database: Database, dossiers: Sequence[str]) -> dict[str, list[Pause]]:
    """The pauses of those among `dossiers` that have any."""
    rows = database.execute(
        """SELECT dossier, started_at, ended_at, reason FROM pause
           WHERE dossier IN (SELECT value FROM json_each(?)) ORDER BY dossier, started_at""",
        [json.dumps(dossiers)],
    )
    found: dict[str, list[Pause]] = {}
    for dossier, *pause in rows:
        found.setdefault(dossier, []).append(Pause(*pause))
    return found
