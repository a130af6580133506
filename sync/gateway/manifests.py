"""Upload manifests: whether one holds against its form, and which pages it therefore asks for."""

import hashlib
import re
import secrets

from kiosk.credentials import ManifestPage, UploadManifest, decoded
from kiosk.dossier import CapturedPage, Form
from kiosk.signing import Signed
from kiosk.store.database import Database
from kiosk.store.faults import Damaged
from sync.gateway.checks import HeldPage
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Storage

CAPTURES = 1                           # the manifest in which each captured page stands for itself
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LARGEST_NUMBER = 1_000_000


def is_sound(manifest: UploadManifest, max_page: int) -> bool:
    """True when every value lies where it can; one hash has one size."""
    sizes = {page.sha256: page.size for page in manifest.pages}
    return 1 <= manifest.number <= _LARGEST_NUMBER and all(
        _SHA256.fullmatch(page.sha256) and 1 <= page.size <= max_page and sizes[page.sha256] == page.size
        for page in manifest.pages
    )


def contradicts(manifest: UploadManifest, form: Form, form_sha: str) -> bool:
    """True when the manifest is of another form, or does not stand for exactly the pages the form was sealed with."""
    if manifest.dossier != form.dossier or manifest.form_sha256 != form_sha:
        return True
    if manifest.number == CAPTURES:
        return not names_captures(manifest, form)
    return sorted(page.number for page in manifest.pages) != sorted(page.number for page in form.pages)


def names_captures(manifest: UploadManifest, form: Form) -> bool:
    """True when every page stands for itself."""
    return sorted(map(_content, manifest.pages)) == sorted(map(_content, form.pages))


def _content(page: ManifestPage | CapturedPage) -> tuple[int, str, int]:
    return page.number, page.sha256, page.size


def keep(database: Database, manifest: UploadManifest, signed: Signed, now: int) -> bool:
    """Keeps a manifest that holds and notes the pages it names; False when another one has its number or a page
    would change its size."""
    query = "SELECT body FROM manifest WHERE dossier = ? AND number = ?"
    row = database.execute(query, [manifest.dossier, manifest.number]).fetchone()
    if row is not None:
        return bytes(row[0]) == signed.body
    sizes = dict(database.execute("SELECT sha256, size FROM page WHERE dossier = ?", [manifest.dossier]))
    if any(sizes.get(page.sha256, page.size) != page.size for page in manifest.pages):
        return False
    database.execute(
        "INSERT INTO manifest (dossier, number, body, key_id, signature, received_at) VALUES (?, ?, ?, ?, ?, ?)",
        [manifest.dossier, manifest.number, signed.body, signed.key_id, signed.signature, now],
    )
    folder = secrets.token_hex(1)      # one for all of them: a name in it is flushed once for each dossier, not each page
    for page in manifest.pages:
        database.execute(
            "INSERT OR IGNORE INTO page (dossier, sha256, size, file) VALUES (?, ?, ?, ?)",
            [manifest.dossier, page.sha256, page.size, folder + secrets.token_hex(15) + ".page"],
        )
    return True


class Manifests:
    """The manifests kept, and the pages behind them."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def signed(self, dossier: str, number: int) -> Signed:
        """The manifest as it came. Raises Refused: unknown-manifest."""
        query = "SELECT body, key_id, signature FROM manifest WHERE dossier = ? AND number = ?"
        row = self._store.row(query, [dossier, number])
        if row is None:
            raise Refused(Reason.UNKNOWN_MANIFEST)
        return Signed(bytes(row[0]), row[1], bytes(row[2]))

    def pages(self, dossier: str, number: int) -> list[HeldPage]:
        """What a kept manifest names, each content once, in reading order. Raises Refused: unknown-manifest."""
        ordered = sorted(self._opened(dossier, number).pages, key=lambda page: page.number)
        return [self.page(dossier, sha256) for sha256 in dict.fromkeys(page.sha256 for page in ordered)]

    def beginnings(self, dossier: str, number: int) -> list[tuple[HeldPage, HeldPage]]:
        """Pages that begin with the bytes of another one the same dossier has here, each with that one."""
        named = {page.sha256: page.begins_as for page in self._opened(dossier, number).pages if page.begins_as}
        known = {row[0] for row in self._store.rows("SELECT sha256 FROM page WHERE dossier = ?", [dossier])} if named else set()
        return [
            (self.page(dossier, sha256), self.page(dossier, beginning))
            for sha256, beginning in named.items() if beginning in known
        ]  # fmt: skip

    def _opened(self, dossier: str, number: int) -> UploadManifest:
        manifest = decoded(self.signed(dossier, number).body, UploadManifest)
        if manifest is None:
            raise Damaged(what="manifest")
        return manifest

    def page(self, dossier: str, sha256: str) -> HeldPage:
        """Raises Refused: page-not-in-manifest."""
        query = "SELECT size, file, state FROM page WHERE dossier = ? AND sha256 = ?"
        row = self._store.row(query, [dossier, sha256])
        if row is None:
            raise Refused(Reason.PAGE_NOT_IN_MANIFEST)
        return HeldPage(dossier, sha256, row[0], row[1], row[2] == "whole")

    def content_key(self, dossier: str) -> bytes:
        """The key of a dossier's pages. Raises Refused: unknown-dossier; PageDamaged."""
        row = self._store.row("SELECT wrapped_key FROM dossier WHERE id = ?", [dossier])
        if row is None:
            raise Refused(Reason.UNKNOWN_DOSSIER)
        return self._store.content_keys.unwrap(bytes(row[0]), dossier)


def fingerprint(signed: Signed) -> str:
    """The hash by which an acknowledgement names a manifest."""
    return hashlib.sha256(signed.body).hexdigest()
