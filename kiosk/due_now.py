"""When a dossier is due as things stand: what was promised at receipt, moved by the waiting for the citizen since.

What a supplement does to the clock is a rule of the procedure's version under which the dossier was received.
"""

import json
from collections.abc import Sequence
from itertools import groupby

from kiosk.conditions import owner_kind, relations, situate
from kiosk.dossier import Form, Pause
from kiosk.making import term_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.procedures import Deadline, EndOfTerm, Procedure
from kiosk.store.database import Database
from kiosk.working_time import Due, due


def due_now(
    form: Form, procedure: Procedure, calendar: OfficeCalendar, end_of_term: EndOfTerm, pauses: Sequence[Pause]
) -> Due | None:
    """None where the law's term is not known. `procedure` is the version in `form.procedure_version`."""
    term = term_of_form(form, procedure)
    return due(form.received_at, term, calendar, end_of_term, pauses) if term else None


def term_of_form(form: Form, procedure: Procedure) -> Deadline | None:
    """The deadline that applied when the form was sealed."""
    situation = situate(
        procedure, case=form.case, channel=form.channel, owner_kind=owner_kind(form.owners),
        relations=relations(form.owners), answers=form.answers
    )
    return term_of(procedure, situation)


def pauses_of(database: Database, dossier: str) -> tuple[Pause, ...]:
    """Every wait for the citizen, oldest first; the last may still be open."""
    return pauses_of_all(database, [dossier]).get(dossier, ())


def pauses_of_all(database: Database, dossiers: Sequence[str]) -> dict[str, tuple[Pause, ...]]:
    """The same of those among `dossiers` that ever waited."""
    rows = database.execute(
        """SELECT dossier, started_at, ended_at, reason FROM pause
           WHERE dossier IN (SELECT value FROM json_each(?)) ORDER BY dossier, started_at""",
        [json.dumps(dossiers)],
    )
    return {
        dossier: tuple(Pause(*pause) for _dossier, *pause in group)
        for dossier, group in groupby(rows, key=lambda row: str(row[0]))
    }
