"""People who were at this counter before: what their last dossiers say of them."""

from kiosk.catalogue import Catalogue, ProcedureUnknown
from kiosk.dossier import Form
from kiosk.known_data import Earlier, Known, known_of, number_of
from kiosk.procedures import Procedure
from kiosk.store import Store
from kiosk.store.earlier import forms_naming

_LAST = 5                              # dossiers; older ones say little that still holds


class KnownPeople:
    """Reads, keeps nothing. Local reading is not written down in this house; taking a value is, in the form's provenance."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue

    def of(self, personal_id: str) -> Known:
        """Nothing for what is no personal number."""
        number = number_of(personal_id)
        if not number:
            return {}
        forms = forms_naming(self._store.read(), number, _LAST)
        return known_of(number, [Earlier(form, self._procedure(form)) for form in forms])

    def _procedure(self, form: Form) -> Procedure | None:
        try:
            return self._catalogue.version(form.procedure, form.procedure_version)
        except ProcedureUnknown:
            return None
