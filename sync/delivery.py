"""From rows of the store to messages of the protocol, and back from an answer to something the store may keep."""

from collections.abc import Callable, Iterable

from kiosk.credentials import Acknowledgement, AuditHead
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, leases, portal, revisions
from kiosk.store.copies import reading
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged
from kiosk.store.outbox import OutboxItem
from sync.acceptance import Sent, accepted
from sync.faults import AcknowledgementRefused
from sync.messages import FinaliseRequest, FormBatch, FormUpload, SignedEnvelope

# Turns the gateway's word into an acknowledgement that covers what was sent. Raises AcknowledgementRefused.
Acceptance = Callable[[Store, Signed, bytes, Sent], Acknowledgement]


def form_batch(store: Store, items: Iterable[OutboxItem], identity_of: Callable[[str], str]) -> FormBatch:
    """The forms of these items, as they were sealed, with the number that was printed."""
    database = store.read()
    forms = tuple(_form(store, database, item, identity_of(item.dossier)) for item in items)
    return FormBatch(store.device_id, audit_log.head(database), forms)


def _form(store: Store, database: Database, item: OutboxItem, identity: str) -> FormUpload:
    content = revisions.of_manifest(database, item.dossier, item.manifest)
    number, kind = database.execute(
        "SELECT number, kind FROM dossier_number WHERE dossier = ? ORDER BY kind DESC, given_at LIMIT 1", [item.dossier]
    ).fetchone()
    return FormUpload(
        dossier=identity,
        form=content.form,
        form_sha256=content.form_sha.hex(),
        number=number,
        number_kind=kind,
        manifest=_manifest(store, database, item.dossier, item.manifest)[0],
        revision=content.number,
        parent_sha256=(content.parent_sha or b"").hex(),
        proof=_proof(database, item.dossier),
    )


def _proof(database: Database, dossier: str) -> SignedEnvelope | None:
    """What the gateway itself has signed about the number: it may have been restored from a backup and forgotten it."""
    signed = leases.behind(database, dossier) or portal.acknowledged(database, dossier)
    return SignedEnvelope.of(signed) if signed else None


def _manifest(store: Store, database: Database, dossier: str, number: int) -> tuple[SignedEnvelope, str]:
    body, sha, signature = database.execute(
        "SELECT body, sha, signature FROM manifest WHERE dossier = ? AND number = ?", [dossier, number]
    ).fetchone()
    return SignedEnvelope(bytes(body), store.device.key_id, bytes(signature)), bytes(sha).hex()


def content_of(store: Store, dossier: str, sha256: str) -> bytes:
    """The plaintext of a captured page, or of a copy. Raises PageDamaged when it is not on this machine whole."""
    database = store.read()
    row = database.execute(
        """SELECT p.file, d.wrapped_key FROM page p JOIN dossier d ON d.id = p.dossier
           WHERE p.dossier = ? AND p.sha256 = ? AND p.file IS NOT NULL LIMIT 1""",
        [dossier, sha256],
    ).fetchone()
    if row is None:
        copy = reading.file_of(database, dossier, sha256)
        if copy is None:
            raise PageDamaged(page=sha256[:12], what="not here")
        return reading.bytes_of(store, copy)
    key = store.content_keys.unwrap(bytes(row[1]), dossier)
    return b"".join(store.pages.read(str(row[0]), key, page=sha256[:12]))


def came_with_form(store: Store, item: OutboxItem) -> bool:
    """Whether the manifest of this item travels with a form, as the first one of each content does."""
    query = "SELECT 1 FROM outbox WHERE dossier = ? AND kind = 'form' AND manifest = ?"
    return store.read().execute(query, [item.dossier, item.manifest]).fetchone() is not None


def finalisation(store: Store, item: OutboxItem, head: AuditHead) -> tuple[FinaliseRequest, Sent]:
    """The request that closes a manifest, and what its acknowledgement must name."""
    database = store.read()
    envelope, manifest_sha = _manifest(store, database, item.dossier, item.manifest)
    form_sha = revisions.of_manifest(database, item.dossier, item.manifest).form_sha.hex()
    sent = Sent(item.dossier, store.device_id, form_sha, item.manifest, manifest_sha, head)
    return FinaliseRequest(store.device_id, envelope, head), sent


def checked(store: Store, signed: Signed, gateway_key: bytes, sent: Sent) -> Acknowledgement:
    """The acknowledgement if it covers `sent` and its audit head lies on our chain. Raises AcknowledgementRefused."""
    ack = accepted(signed, gateway_key, sent)
    if audit_log.place(store.read(), ack.audit_head) is audit_log.Place.NOWHERE:
        raise AcknowledgementRefused(what="audit head")
    return ack
