"""What the gateway holds of one dossier, for an officer who compares: fetched over a link of its own patience, and believed
as far as hashes and signatures go.
"""

import secrets

from kiosk import forms
from kiosk.comparing import CopyOutOfReach, CopyUnusable, HeldContent, Proof
from kiosk.credentials import UploadManifest, decoded, opened
from kiosk.event_log import log_problem
from kiosk.sending_again import AsideProblem
from kiosk.store import Store, facts
from kiosk.work import Progress
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway, SyncProblem
from sync.greeting import proven
from sync.messages import HeldForm
from sync.patience import Impatient
from sync.signer import signer_of
from sync.transport import Transport

SECONDS = 12.0                         # somebody waits before the screen


class HeldCopies:
    """`GatewayCopies` over a link. Without a link there is no gateway to ask."""

    def __init__(self, store: Store, link: Transport | None, pinned_key: bytes | None = None, seconds: float = SECONDS) -> None:
        self._store, self._link, self._pinned, self._seconds = store, link, pinned_key, seconds

    def held(self, dossier: str, progress: Progress) -> HeldContent:
        """As the port says."""
        key = self._pinned or facts.blob(self._store.read(), facts.GATEWAY_KEY)
        if self._link is None or key is None:
            raise CopyOutOfReach(why="SYNC-07")
        calls = GatewayCalls(Impatient(self._link, progress, self._seconds))
        try:
            nonce = secrets.token_hex(16)
            hello = proven(calls.hello(nonce), nonce, key)
            signer = signer_of(self._store, key)
            signer.heard(hello)
            calls.sign_as(signer)
            return self._believed(dossier, calls.form(dossier))
        except SyncProblem as problem:
            log_problem(problem)
            raise _plain(problem) from problem

    def _believed(self, dossier: str, held: HeldForm) -> HeldContent:
        """Raises CopyUnusable where hash, form or manifest are not of this dossier, or our own signature does not hold."""
        form = forms.read(held.form)
        claimed = decoded(held.manifest.body, UploadManifest)
        sha = forms.sha256(held.form)
        if sha.hex() != held.form_sha256 or form is None or form.dossier != dossier or held.dossier != dossier:
            raise CopyUnusable(what="form")
        if claimed is None or (claimed.dossier, claimed.form_sha256, claimed.revision) != (dossier, sha.hex(), held.revision):
            raise CopyUnusable(what="manifest")
        ours = held.device == self._store.device_id
        if ours and opened(held.manifest.opened(), UploadManifest, self._store.device.public_key) is None:
            raise CopyUnusable(what="signature")
        return HeldContent(
            form=form,
            body=held.form,
            form_sha=sha,
            revision=held.revision,
            parent_sha=_bytes(claimed.parent_sha256),
            manifest=claimed.number,
            proof=Proof.OURS if ours else Proof.ANOTHER_DEVICE,
            device=held.device,
            counter=held.counter,
            received_at=held.received_at,
            number=held.official_number,
        )


def _bytes(text: str) -> bytes | None:
    """Raises CopyUnusable where it is no hash."""
    try:
        return bytes.fromhex(text) or None
    except ValueError as error:
        raise CopyUnusable(what="parent") from error


def _plain(problem: SyncProblem) -> AsideProblem:
    return CopyOutOfReach(why=problem.reason if isinstance(problem, RefusedByGateway) else problem.code)
