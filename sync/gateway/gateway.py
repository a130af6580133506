"""The gateway without HTTP: one method for each call of the counter protocol, to be called from any thread."""

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from kiosk.credentials import encode
from kiosk.ports import Checkpoint, Clock, no_checkpoint
from kiosk.signing import Signed
from kiosk.store.disk import Disk
from kiosk.store.faults import PageDamaged
from kiosk.store.keys import KeyKeeper
from sync.at_once import AtOnce
from sync.gateway.acknowledgements import Acknowledgements
from sync.gateway.callers import Callers
from sync.gateway.checks import ORDINARY, Checks
from sync.gateway.decisions import Decisions
from sync.gateway.desk import Desk
from sync.gateway.devices import Device, Devices
from sync.gateway.held_pages import HeldPages
from sync.gateway.help_calls import HelpCalls
from sync.gateway.leases import Leases
from sync.gateway.left_drafts import LeftDrafts
from sync.gateway.look_ups import LookUps
from sync.gateway.manifests import Manifests
from sync.gateway.official_numbers import OfficialNumbers
from sync.gateway.refusals import Reason, Refused
from sync.gateway.registrations import Registrations, as_received
from sync.gateway.results import Piece, Results
from sync.gateway.series_marks import SeriesMarkKeeper, SeriesMarks
from sync.gateway.settings import GatewaySettings
from sync.gateway.store import GatewayStore
from sync.gateway.uploads import PageAppend, Uploads
from sync.messages import (
    Changes,
    Decision,
    DemoDecision,
    EnrolRequest,
    FinaliseRequest,
    FormBatch,
    FormResults,
    HeldForm,
    Hello,
    LeaseRequest,
    LeaseStandingRequest,
    MissingPages,
)  # fmt: skip

AT_ONCE = AtOnce()
_NONCE = re.compile(r"[0-9a-fA-F]{16,128}")


@dataclass(frozen=True, slots=True)
class PageContent:
    """A held page, decrypted as it is read. `pieces` raises PageDamaged before its last piece if the hash differs."""

    size: int
    pieces: Iterator[bytes]


class Gateway:
    """An open gateway. It holds the lock on `folder` until the thread that opened it calls `close`.

    Every method raises Refused with a code of the protocol, StoreProblem when the disk fails.
    """

    def __init__(
        self,
        folder: Path,
        keeper: KeyKeeper,
        clock: Clock,
        disk: Disk,
        settings: GatewaySettings,
        checkpoint: Checkpoint = no_checkpoint,
        checks: Checks = ORDINARY,
        flushing: Executor = AT_ONCE,
        series_mark: SeriesMarkKeeper | None = None,
    ) -> None:
        """`flushing` runs what may happen beside the calls; it must outlive the gateway. `series_mark`: where it lies how far
        the official numbers have come, outside `folder`."""
        self.settings = settings
        self._store = store = GatewayStore(folder, keeper, clock, disk, checkpoint)
        self._devices = Devices(store, settings, checks.codes)
        self.callers = Callers(store, self._devices, checks.callers)
        self._numbers = OfficialNumbers(SeriesMarks(store, series_mark, settings.restored_gap))
        self.leases = Leases(store, settings, self._devices, self._numbers)
        self._manifests = Manifests(store)
        self._registrations = Registrations(store, settings, self._devices, checks.verifier, self.leases, self._numbers)
        held = HeldPages(store, self._manifests, checks, flushing)
        self._uploads = Uploads(store, self._manifests, held, checks.offsets)
        self._acknowledgements = Acknowledgements(
            store, settings, self._devices, self._registrations, self._manifests, self._uploads, checks.verifier
        )
        self._decisions = Decisions(store, settings, self._devices, checks.feed)
        self._results = Results(store, self._devices, self._manifests)
        self._desk = Desk(store, settings, self._results)
        self._look_ups = LookUps(store, settings, self._devices)
        self.left_drafts = LeftDrafts(store, self._devices)
        self.help_calls = HelpCalls(store)

    def __enter__(self) -> "Gateway":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends as a process that dies would: whatever was promised is on the medium already."""
        self._uploads.let_go()
        self._store.close()

    @property
    def public_key(self) -> bytes:
        """What counters pin."""
        return self._store.signing_key.public_key

    def free_bytes(self) -> int:
        """What the disk still takes."""
        return self._store.free_bytes()

    def disk_is_low(self) -> bool:
        """True when no new pages should be taken: forms, acknowledgements and the log still need room."""
        return self._store.free_bytes() < self.settings.disk_reserve

    # ---- who is there -------------------------------------------------------------------------------------------

    def hello(self, nonce: str) -> Signed:
        if not _NONCE.fullmatch(nonce):
            raise Refused(Reason.REQUEST_UNREADABLE)
        now = self._store.clock.now_ms()
        hello = Hello(nonce, self.settings.name, self.public_key, now, self.settings.policy())
        return self._store.signing_key.signed(Hello.purpose, encode(hello))

    def enrol(self, request: EnrolRequest) -> Signed:
        return self._devices.enrol(request)

    def renew(self, device: Device) -> Signed:
        return self._devices.renew(device)

    def lease(self, request: LeaseRequest) -> Signed:
        return self.leases.grant(request)

    def lease_standing(self, request: LeaseStandingRequest) -> Signed:
        return self.leases.standing(request)

    # ---- on the way in ------------------------------------------------------------------------------------------

    def register(self, batch: FormBatch) -> FormResults:
        return self._registrations.register(batch)

    def missing(self, dossier: str, manifest: int) -> MissingPages:
        key = self._manifests.content_key(dossier)
        if not self.disk_is_low():
            for page, beginning in self._manifests.beginnings(dossier, manifest):
                self._uploads.begin(page, beginning, key)
        found = (self._uploads.missing(page, key) for page in self._manifests.pages(dossier, manifest))
        return MissingPages(tuple(page for page in found if page is not None))

    def open_append(self, dossier: str, sha256: str, offset: int) -> PageAppend:
        return self._uploads.open_append(dossier, sha256, offset)

    def finalise(self, dossier: str, request: FinaliseRequest) -> Signed:
        return self._acknowledgements.finalise(dossier, request)

    # ---- on the way out -----------------------------------------------------------------------------------------

    def acknowledgement(self, dossier: str, manifest: int) -> Signed:
        return self._acknowledgements.find(dossier, manifest)

    def changes(self, device: str, since: int, after: str = "", epoch: str = "") -> Signed:
        page = self._decisions.since(device, since, after, epoch)
        return self._store.signing_key.signed(Changes.purpose, encode(page))

    def result(self, device: str, dossier: str, sha256: str, first: int, last: int) -> Piece:
        return self._results.piece(device, dossier, sha256, first, last)

    def look_up(self, query: Signed) -> Signed:
        return self._look_ups.answer(query)

    def form(self, dossier: str) -> HeldForm:
        """The newest content of a dossier."""
        registered, revision = self._registrations.newest(dossier)
        manifest = self._manifests.signed(dossier, registered.first_manifest)
        return as_received(registered, manifest, self._registrations.sent(dossier, revision))

    def page(self, dossier: str, sha256: str) -> PageContent:
        """Raises Refused: unknown-dossier, page-not-in-manifest, page-not-held."""
        key = self._manifests.content_key(dossier)
        page = self._manifests.page(dossier, sha256)
        if self._uploads.missing(page, key) is not None:
            raise Refused(Reason.PAGE_NOT_HELD)
        pieces = self._store.pages.pieces(page.file, key, sha256)
        return PageContent(page.size, _compared(pieces, sha256))

    def decide(self, wanted: DemoDecision) -> Decision:
        return self._desk.decide(wanted)


def _compared(pieces: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """The pieces, the last one only after the hash of all has been found right. Raises PageDamaged."""
    digest, last = hashlib.sha256(), b""
    for piece in pieces:
        digest.update(piece)
        if last:
            yield last
        last = piece
    if digest.hexdigest() != sha256:
        raise PageDamaged(page=sha256, what="hash")
    yield last
