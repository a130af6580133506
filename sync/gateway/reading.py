"""One form of a batch, read and checked as far as that needs no database."""

from dataclasses import dataclass

import msgspec

from kiosk import forms
from kiosk.credentials import UploadManifest
from kiosk.dossier import Form
from sync.gateway.checks import ManifestVerifier
from sync.gateway.devices import Device, is_uuid
from sync.gateway.manifests import contradicts, is_sound
from sync.gateway.refusals import FormFault
from sync.messages import FormUpload

_EARLIEST_MS, _LATEST_MS = 946_684_800_000, 4_102_444_800_000     # 2000 to 2100: days that numbers can be made of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form on its way in: either `form` and `manifest` are there, or `fault` says why not."""

    upload: FormUpload
    form: Form | None = None
    manifest: UploadManifest | None = None
    fault: FormFault | None = None


def read(upload: FormUpload, device: Device, verifier: ManifestVerifier, max_page: int) -> Candidate:
    """Hash, form, manifest, in this order; the first fault ends it."""
    if forms.sha256(upload.form).hex() != upload.form_sha256:
        return Candidate(upload, fault=FormFault.HASH_DIFFERS)
    form = _unsealed(upload)
    if form is None:
        return Candidate(upload, fault=FormFault.FORM_UNREADABLE)
    manifest = verifier.opened(upload.manifest.opened(), device.public_key)
    if manifest is None or not is_sound(manifest, max_page):
        return Candidate(upload, fault=FormFault.MANIFEST_DOES_NOT_HOLD)
    of_it = (manifest.revision, manifest.parent_sha256) == (upload.revision, upload.parent_sha256)
    if not of_it or contradicts(manifest, form, upload.form_sha256):
        return Candidate(upload, fault=FormFault.MANIFEST_CONTRADICTS_FORM)
    return Candidate(upload, form, manifest)


def _unsealed(upload: FormUpload) -> Form | None:
    try:
        form = forms.unsealed(upload.form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    is_ours = form.schema == forms.SCHEMA and form.dossier == upload.dossier and is_uuid(form.dossier)
    return form if is_ours and _EARLIEST_MS <= form.received_at < _LATEST_MS else None
