"""How far a dossier has travelled, told from its lines in the outbox."""

from kiosk.dossier import LocalState
from kiosk.store.database import Database


def settle_state(database: Database, dossier: str) -> LocalState:
    """Writes down the state that follows from the outbox. Lines that were superseded say nothing any more."""
    state = _state(database, dossier)
    database.execute("UPDATE dossier SET state = ? WHERE id = ? AND state <> ?", [state, dossier, state])
    return state


def _state(database: Database, dossier: str) -> LocalState:
    rows = database.execute(
        "SELECT kind, state FROM outbox WHERE dossier = ? AND superseded_at IS NULL", [dossier]
    ).fetchall()
    states = {str(state) for _kind, state in rows}
    if "conflict" in states:
        return LocalState.CONFLICT
    if "quarantined" in states:
        return LocalState.QUARANTINED
    if ("form", "waiting") in {(str(kind), str(state)) for kind, state in rows}:
        return LocalState.SEALED
    if "waiting" in states or not _acknowledged(database, dossier):
        return LocalState.FORM_REGISTERED
    kept = database.execute("SELECT wrapped_key IS NOT NULL FROM dossier WHERE id = ?", [dossier]).fetchone()[0]
    return LocalState.ACKNOWLEDGED if kept else LocalState.PURGED


def _acknowledged(database: Database, dossier: str) -> bool:
    return database.execute("SELECT 1 FROM acknowledgement WHERE dossier = ? LIMIT 1", [dossier]).fetchone() is not None
