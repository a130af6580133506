"""The gateway's signed word that it holds a form and every page of a manifest. After it a counter may delete its copy:
so it is given only when each page has just been read and its hash compared, and once given it never changes.
"""

from kiosk import forms
from kiosk.credentials import Acknowledgement, UploadManifest, decoded, encode
from kiosk.signing import Signed
from kiosk.store.database import Database
from sync.gateway import manifests
from sync.gateway.checks import HeldPage, ManifestVerifier
from sync.gateway.devices import Devices, check_audit_head, keep_audit_head
from sync.gateway.held_pages import note_whole
from sync.gateway.manifests import Manifests
from sync.gateway.refusals import Reason, Refused
from sync.gateway.registrations import Registered, Registrations
from sync.gateway.settings import GatewaySettings
from sync.gateway.storage import Storage
from sync.gateway.uploads import Uploads
from sync.messages import FinaliseRequest

_FIND = "SELECT body, key_id, signature FROM acknowledgement WHERE dossier = ? AND manifest = ?"


class Acknowledgements:
    """Finalises uploads, and shows again what was signed."""

    def __init__(
        self,
        store: Storage,
        settings: GatewaySettings,
        devices: Devices,
        registrations: Registrations,
        kept: Manifests,
        uploads: Uploads,
        verifier: ManifestVerifier,
    ) -> None:
        self._store, self._settings, self._devices = store, settings, devices
        self._registrations, self._kept, self._uploads, self._verifier = registrations, kept, uploads, verifier

    def find(self, dossier: str, manifest: int) -> Signed:
        """Raises Refused: unknown-dossier, not-acknowledged."""
        self._registrations.find(dossier)
        row = self._store.row(_FIND, [dossier, manifest])
        if row is None:
            raise Refused(Reason.NOT_ACKNOWLEDGED)
        return Signed(bytes(row[0]), row[1], bytes(row[2]))

    def finalise(self, dossier: str, request: FinaliseRequest) -> Signed:
        """The acknowledgement, the same bytes at every call; a manifest not seen before is kept on the way.

        Raises Refused: unknown-device, unknown-dossier, manifest-does-not-hold, pages-missing.
        """
        self._devices.known(request.device)
        check_audit_head(request.audit_head)
        signed = request.manifest.opened()
        claimed = decoded(signed.body, UploadManifest)
        if claimed is None:
            raise Refused(Reason.MANIFEST_DOES_NOT_HOLD)
        registered = self._registrations.content(dossier, claimed.revision)
        manifest = self._held(registered, signed)
        known = self._store.row(_FIND, [dossier, manifest.number])
        if known is not None:
            return Signed(bytes(known[0]), known[1], bytes(known[2]))
        pages = self._read_back(dossier, manifest.number)
        self._store.at("before acknowledgement")

        def job(database: Database) -> Signed:
            note_whole(database, pages, self._store.clock.now_ms())
            return self._signed(database, registered, manifest, request)

        acknowledged = self._store.write(job)
        self._uploads.acknowledged(pages)
        self._store.at("acknowledged")
        return acknowledged

    def _held(self, registered: Registered, signed: Signed) -> UploadManifest:
        """The manifest, kept. It must hold against the key of the device that sent this content."""
        device = self._devices.known(registered.device)
        manifest = self._verifier.opened(signed, device.public_key)
        if manifest is None or not manifests.is_sound(manifest, self._settings.max_page):
            raise Refused(Reason.MANIFEST_DOES_NOT_HOLD)
        form = forms.unsealed(registered.form)
        if manifests.contradicts(manifest, form, registered.form_sha):
            raise Refused(Reason.MANIFEST_DOES_NOT_HOLD)
        now = self._store.clock.now_ms()
        if not self._is_kept(manifest, signed) and not self._store.write(
            lambda database: manifests.keep(database, manifest, signed, now)
        ):
            raise Refused(Reason.MANIFEST_DOES_NOT_HOLD)
        return manifest

    def _is_kept(self, manifest: UploadManifest, signed: Signed) -> bool:
        query = "SELECT 1 FROM manifest WHERE dossier = ? AND number = ? AND body = ?"
        return self._store.row(query, [manifest.dossier, manifest.number, signed.body]) is not None

    def _read_back(self, dossier: str, manifest: int) -> list[HeldPage]:
        """The pages, each just read from the medium. Raises Refused: pages-missing; DiskFull."""
        key, pages = self._kept.content_key(dossier), self._kept.pages(dossier, manifest)
        found = [self._uploads.lacking(page, key) for page in pages]
        missing = tuple(page for page in found if page is not None)
        if missing:
            raise Refused(Reason.PAGES_MISSING, missing=missing)
        self._uploads.flush_names(pages)
        return pages

    def _signed(
        self, database: Database, registered: Registered, manifest: UploadManifest, request: FinaliseRequest
    ) -> Signed:
        now = self._store.clock.now_ms()
        keep_audit_head(database, request.device, request.audit_head, now)
        found = database.execute(_FIND, [registered.dossier, manifest.number]).fetchone()
        if found is not None:                            # another request was quicker
            return Signed(bytes(found[0]), found[1], bytes(found[2]))
        body = Acknowledgement(
            dossier=registered.dossier,
            form_sha256=registered.form_sha,
            manifest=manifest.number,
            manifest_sha256=manifests.fingerprint(request.manifest.opened()),
            number=registered.number,
            registered_at=registered.registered_at,
            acknowledged_at=now,
            device=registered.device,
            audit_head=request.audit_head,
        )
        signed = self._store.signing_key.signed(Acknowledgement.purpose, encode(body))
        database.execute(
            "INSERT INTO acknowledgement (dossier, manifest, body, key_id, signature, acknowledged_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [registered.dossier, manifest.number, signed.body, signed.key_id, signed.signature, now],
        )
        self._store.at("acknowledgement written")
        return signed
