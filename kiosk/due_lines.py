"""Lists of dossiers with the due date of now in the place of the one promised at receipt.

Only waiting for the citizen moves a due date, so a dossier that never waited costs nothing: its form is not read.
"""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.catalogue import Catalogue
from kiosk.catalogue.faults import ProcedureUnknown
from kiosk.dossier import Pause
from kiosk.due_now import due_now, pauses_of_all
from kiosk.office_calendar import OfficeCalendar
from kiosk.pauses import is_waiting
from kiosk.procedures import EndOfTerm
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine, form_of
from kiosk.working_time import Due


class DueDates:
    """Due dates by the rules of one office."""

    def __init__(self, catalogue: Catalogue, calendar: OfficeCalendar, end_of_term: EndOfTerm) -> None:
        self._catalogue, self._calendar, self._end_of_term = catalogue, calendar, end_of_term

    def of_now(self, database: Database, lines: Sequence[DossierLine]) -> tuple[DossierLine, ...]:
        """The same lines in the same order, due when they are due as things stand."""
        pauses = pauses_of_all(database, [line.id for line in lines])
        return tuple(self._moved(database, line, pauses[line.id]) if line.id in pauses else line for line in lines)

    def _moved(self, database: Database, line: DossierLine, pauses: Sequence[Pause]) -> DossierLine:
        if is_waiting(pauses):
            return as_due(line, None, pauses)
        form, _body = form_of(database, line.id)
        try:
            procedure = self._catalogue.version(form.procedure, form.procedure_version)
        except ProcedureUnknown:           # a list is shown all the same
            return line
        return as_due(line, due_now(form, procedure, self._calendar, self._end_of_term, pauses), pauses)


def as_due(line: DossierLine, due: Due | None, pauses: Sequence[Pause]) -> DossierLine:
    """The line with the date of now (`due`) in the place of the one promised, if it ever waited; while it waits, none."""
    if not pauses:
        return line
    return replace(line, due_at=None if due is None or is_waiting(pauses) else due.due_at)
