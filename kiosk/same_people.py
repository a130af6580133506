"""The people of one dossier, for the next one of the same visit: one person at the counter, several matters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.dossier import Form, Owner, Submitter
from kiosk.intake import Intake
from kiosk.procedures import Provenance

_THEIRS = ("submitter.", "owners[")


@dataclass(frozen=True, slots=True)
class SamePeople:
    """Submitter and owners with the marks of where their data came from: what the card proved this visit stays proved.

    A paper of authorisation is for one matter: it is asked for again.
    """

    submitter: Submitter
    owners: tuple[Owner, ...]
    provenance: Mapping[str, Provenance]

    @classmethod
    def of(cls, dossier: Intake | Form) -> "SamePeople":
        marks = {path: source for path, source in dossier.provenance.items() if path.startswith(_THEIRS)}
        owners = tuple(replace(owner, authorisation="") for owner in dossier.owners)
        return cls(dossier.submitter, owners, {path: source for path, source in marks.items() if "authorisation" not in path})

    @property
    def name(self) -> str:
        return self.submitter.person.full_name

    def begin(self, intake: Intake) -> Intake:
        """An intake that is new but for its people."""
        return replace(intake, submitter=self.submitter, owners=self.owners, provenance=dict(self.provenance))
