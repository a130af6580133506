"""A registered dossier as other counters of its office may see it: never a page, an answer, a telephone or an address."""

from kiosk.dossier import PortalStatus
from kiosk.elsewhere import DossierElsewhere, PaperElsewhere, PersonElsewhere
from kiosk.forms import unsealed
from kiosk.people import Citizen, Organisation
from sync.gateway.storage import Row

# The columns `card` reads: of the dossier `d`, its device `v` and the decision `e` that is told with it.
COLUMNS = """d.id, d.number, d.printed,
             (SELECT c.form FROM content c WHERE c.dossier = d.id ORDER BY c.number DESC LIMIT 1),
             v.counter, e.status, e.note, e.decided_at,
             EXISTS (SELECT 1 FROM acknowledgement a WHERE a.dossier = d.id AND a.manifest >=
                     (SELECT c.manifest FROM content c WHERE c.dossier = d.id ORDER BY c.number DESC LIMIT 1))"""


def card(row: Row) -> DossierElsewhere:
    """What is told of a dossier, out of a row of `COLUMNS`."""
    identifier, number, printed, body, counter, status, note, decided_at, whole = row
    form = unsealed(bytes(body))
    filing = form.filing if form.awaits_receipt else None
    return DossierElsewhere(
        id=identifier,
        number=number,
        temporary_number=printed if printed != number else "",
        procedure=form.procedure,
        procedure_name=form.procedure_name,
        counter=counter,
        officer=form.officer,
        submitter=_person(form.submitter.person),
        owners=tuple(_person(owner.party) for owner in form.owners),
        received_at=form.received_at,
        due_at=form.due_at,
        status=PortalStatus(status),
        note=note,
        decided_at=decided_at,
        whole=bool(whole),
        papers=tuple(PaperElsewhere(paper.name, paper.how, paper.copies, paper.to_return) for paper in form.papers),
        submitted=filing is not None,
        look_by=filing.look_by if filing else None,
        proof=filing.proof.value if filing else "",
    )


def _person(party: Citizen | Organisation) -> PersonElsewhere:
    if isinstance(party, Citizen):
        return PersonElsewhere(party.full_name, party.personal_id or party.passport, party.birth_date)
    return PersonElsewhere(party.name, party.tax_code)
