"""Corrections of registered forms: each stands on the content before it, none takes another's place, and asked again the
gateway gives the first answer, for ever.
"""

from kiosk.dossier import Form
from kiosk.forms import unsealed
from kiosk.revising import of_one_receipt
from kiosk.store.database import Database
from sync.gateway import decisions, manifests, search_index
from sync.gateway.devices import Device
from sync.gateway.reading import Candidate
from sync.gateway.refusals import FormFault
from sync.messages import FormResult

_LARGEST = 1_000_000
_HELD = "SELECT seq, number, printed, registered_at, device FROM dossier WHERE id = ?"


def judged(database: Database, device: Device, candidate: Candidate, now: int) -> FormResult:
    """What becomes of one correction. Runs inside the transaction of its batch."""
    upload = candidate.upload
    held = database.execute(_HELD, [upload.dossier]).fetchone()
    if held is None:                   # also after the gateway was put back from a backup: the first form is sent again
        return _refused(candidate, FormFault.REVISION_OUT_OF_ORDER)
    seq, number, printed, registered_at, owner = held
    contents = _contents(database, upload.dossier)
    registered = FormResult(upload.dossier, "registered", number, registered_at, revision=upload.revision)
    if upload.revision in contents:
        return registered if contents[upload.revision] == upload.form_sha256 else _conflict(candidate, "")
    if upload.revision != max(contents) + 1 or upload.revision > _LARGEST:
        return _refused(candidate, FormFault.REVISION_OUT_OF_ORDER)
    if upload.parent_sha256 != contents[upload.revision - 1]:
        return _conflict(candidate, FormFault.PARENT_DIFFERS.value)
    if device.id != owner:
        return _refused(candidate, FormFault.REVISION_NOT_YOURS)
    fault = candidate.fault or _fault(database, candidate)
    if fault is not None or not _keep(database, device, candidate, now):
        return _refused(candidate, fault or FormFault.MANIFEST_DOES_NOT_HOLD)
    decisions.record_correction(database, upload.dossier, device, upload.revision, now)
    search_index.renew(database, seq, _forms(database, upload.dossier), device.office, (printed, number))
    return registered


def _contents(database: Database, dossier: str) -> dict[int, str]:
    """The form hash of every content, by its number."""
    return dict(database.execute("SELECT number, form_sha FROM content WHERE dossier = ?", [dossier]).fetchall())


def _forms(database: Database, dossier: str) -> list[Form]:
    rows = database.execute("SELECT form FROM content WHERE dossier = ? ORDER BY number", [dossier]).fetchall()
    return [unsealed(bytes(row[0])) for row in rows]


def _fault(database: Database, candidate: Candidate) -> FormFault | None:
    """A correction changes what was declared and may bring other pages: neither the receipt, nor what was due and charged, nor a
    page that anybody saw before."""
    form, manifest = candidate.form, candidate.manifest
    if form is None or manifest is None:
        return FormFault.FORM_UNREADABLE
    if not manifests.names_captures(manifest, form):
        return FormFault.MANIFEST_CONTRADICTS_FORM
    contents = _forms(database, form.dossier)
    return None if of_one_receipt(contents[-1], form, contents) else FormFault.REVISION_CHANGES_RECEIPT


def _keep(database: Database, device: Device, candidate: Candidate, now: int) -> bool:
    """False when another manifest has the number this one claims."""
    upload, manifest = candidate.upload, candidate.manifest
    assert manifest is not None        # judged before
    if not manifests.keep(database, manifest, upload.manifest.opened(), now):
        return False
    database.execute(
        "INSERT INTO revision (dossier, number, device, form, form_sha, parent_sha, manifest, registered_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [upload.dossier, upload.revision, device.id, upload.form, upload.form_sha256, upload.parent_sha256, manifest.number, now],
    )
    return True


def _conflict(candidate: Candidate, code: str) -> FormResult:
    return FormResult(candidate.upload.dossier, "conflict", code=code, revision=candidate.upload.revision)


def _refused(candidate: Candidate, fault: FormFault) -> FormResult:
    return FormResult(candidate.upload.dossier, "refused", code=fault.value, revision=candidate.upload.revision)
