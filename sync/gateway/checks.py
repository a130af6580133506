"""The judgements on which "nothing is lost" and "nobody gets in who does not belong" rest at the gateway's side. Each is one
small object, so that a test can put a wrong one in its place and show that it would be noticed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.credentials import UploadManifest, opened
from kiosk.signing import Signed, signature_holds
from kiosk.store.faults import PageDamaged
from sync.gateway.hearing import Hearing, told
from sync.messages import Decision
from sync.signed_requests import PURPOSE


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page a manifest names: what it must be, in which file it lies, whether it was found whole there."""

    dossier: str
    sha256: str
    size: int
    file: str
    whole: bool


class PageInspector:
    """Compares a page with its hash: once as it arrived, and once as it lies on disk."""

    def arrived(self, sha256: str, page: HeldPage) -> bool:
        """Asked when the last byte of an upload has arrived: `sha256` is the hash of the bytes as they came."""
        return sha256 == page.sha256

    def is_whole(self, pieces: Iterator[bytes], page: HeldPage) -> bool:
        """Reads the page from the medium."""
        digest, size = hashlib.sha256(), 0
        try:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
        except PageDamaged:
            return False
        return size == page.size and digest.hexdigest() == page.sha256

    def lacks(self, pieces: Iterator[bytes], page: HeldPage) -> bool:
        """Asked of every page before an acknowledgement is signed, when it is on the medium: after it the counter may
        delete its own copy, so only what is read now counts, whatever was found before."""
        return not self.is_whole(pieces, page)


class ManifestVerifier:
    """Says what a device signed as its manifest."""

    def opened(self, signed: Signed, public_key: bytes) -> UploadManifest | None:
        """The manifest, or None when signature or shape do not hold."""
        return opened(signed, UploadManifest, public_key)


class OffsetKeeper:
    """Says where an upload goes on. `held` is what is whole on the medium."""

    def named(self, held: int) -> int:
        """The offset told to a counter."""
        return held

    def accepts(self, offered: int, held: int) -> bool:
        """Whether bytes from `offered` on may be appended."""
        return offered == held


class CallerCheck:
    """Says who may ask for what."""

    def holds(self, signed: bytes, signature: bytes, public_key: bytes) -> bool:
        """Whether the device itself signed the request."""
        return signature_holds(signed, signature, PURPOSE, public_key)

    def is_shut_out(self, revoked: bool) -> bool:
        return revoked

    def is_fresh(self, at: int, now: int, window: int) -> bool:
        return abs(now - at) <= window

    def is_the_same(self, named: str, caller: str) -> bool:
        """Whether the device that is spoken of is the one that asks."""
        return named == caller


class FeedKeeper:
    """Says where a counter stands in the feed, and what it may hear."""

    def lies_here(self, found: str | None, after: str) -> bool:
        """Whether the event found at a counter's place is the one it read there."""
        return found == after

    def told(self, decision: Decision, hearing: Hearing) -> Decision:
        return told(decision, hearing)


class CodeCheck:
    """Says whether an enrolment code may still be used."""

    def is_used_up(self, used_by: str | None, device: str) -> bool:
        """By another device; the same one asks again because the answer was lost."""
        return used_by is not None and used_by != device


@dataclass(frozen=True, slots=True)
class Checks:
    """The judgements a gateway works with."""

    inspector: PageInspector = field(default_factory=PageInspector)
    verifier: ManifestVerifier = field(default_factory=ManifestVerifier)
    offsets: OffsetKeeper = field(default_factory=OffsetKeeper)
    callers: CallerCheck = field(default_factory=CallerCheck)
    feed: FeedKeeper = field(default_factory=FeedKeeper)
    codes: CodeCheck = field(default_factory=CodeCheck)


ORDINARY = Checks()
