"""The sealed form as bytes: encoded once in one way, hashed as stored, never encoded again."""

import hashlib

import msgspec

from kiosk.credentials import ManifestPage, UploadManifest
from kiosk.dossier import Form

SCHEMA = 1


def sealed_bytes(form: Form) -> bytes:
    """The bytes that are kept, hashed and sent."""
    return msgspec.json.encode(form, order="sorted")


def unsealed(body: bytes) -> Form:
    """The form in `body`. Raises msgspec.ValidationError when the bytes are not a form."""
    return msgspec.json.decode(body, type=Form)


def read(body: bytes) -> Form | None:
    """The form in bytes that came from elsewhere, None where they are none."""
    try:
        return unsealed(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def capture_manifest(form: Form, form_sha: bytes) -> UploadManifest:
    """Manifest number 1: each captured page stands for itself."""
    return UploadManifest(form.dossier, 1, form_sha.hex(), _captures(form))


def revision_manifest(form: Form, form_sha: bytes, number: int, revision: int, parent_sha: bytes) -> UploadManifest:
    """A correction's manifest: the captures as they are, and on which content the correction stands."""
    return UploadManifest(form.dossier, number, form_sha.hex(), _captures(form), revision, parent_sha.hex())


def _captures(form: Form) -> tuple[ManifestPage, ...]:
    return tuple(ManifestPage(page.number, page.sha256, page.size, page.media_type) for page in form.pages)
