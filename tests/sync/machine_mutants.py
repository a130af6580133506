"""Wrong parts, each with one layer of defence taken out. All come in through constructors; nothing is patched."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kiosk.audit import Act
from kiosk.credentials import Acknowledgement, UploadManifest, decoded, opened
from kiosk.dossier import CapturedPage, Form
from kiosk.forms import sha256
from kiosk.moments import day_of
from kiosk.receive import Beside, PageSource, Receiving, Said, sealing_of
from kiosk.signing import Signed
from kiosk.store import Store, audit_log, dossiers, numbering
from kiosk.store.database import Database
from kiosk.store.dossiers import Sealing
from kiosk.store.marks import Mark, MarkFolder
from kiosk.store.purge import acknowledged_long_enough
from sync.acceptance import Sent
from sync.engine import Seams, SyncPass
from sync.faults import AcknowledgementRefused, GatewayBusy, LinkDown, SyncProblem
from sync.gates import Gate, Lane
from sync.gateway.checks import CallerCheck, Checks, HeldPage, ManifestVerifier, OffsetKeeper, PageInspector
from sync.known_link import KnownLink
from tests.sync.machine_disk import ForgetfulDisk
from tests.sync.machine_world import Parts

AT_ONCE = acknowledged_long_enough(0)


# ---- the counter's disk ---------------------------------------------------------------------------------------------


class NamesNotFlushed(ForgetfulDisk):
    def flush_folder(self, folder: Path) -> None:
        self.plug("folder not flushed")


class ContentNotFlushed(ForgetfulDisk):
    def flush(self, file: BinaryIO) -> None:
        self.plug("not flushed")


# ---- the mark outside the store -------------------------------------------------------------------------------------


class MarkSavedOnce(MarkFolder):
    """The high-water mark is not saved again after the first time."""

    def save(self, device: str, mark: Mark) -> None:
        if self.load(device) is None:
            super().save(device, mark)


class MarkNotCompared(MarkFolder):
    """Whatever was saved, the store hears that it is not behind."""

    def load(self, device: str) -> Mark | None:
        saved = super().load(device)
        return saved and Mark(saved.device_part, 0)


class MarkWithoutAuditLine(MarkFolder):
    """Numbers are marked, how far the audit log had come is not."""

    def load(self, device: str) -> Mark | None:
        saved = super().load(device)
        return saved and Mark(saved.device_part, saved.issued)


# ---- receiving ------------------------------------------------------------------------------------------------------


class PagesNotSettled(Receiving):
    """The transaction does not wait for the names of the pages to be on the medium."""

    def _write_pages(self, names: Sequence[str], key: bytes, sources: Sequence[PageSource]) -> tuple[CapturedPage, ...]:
        pages = []
        for number, (name, source) in enumerate(zip(names, sources, strict=True), 1):
            with source.path.open("rb") as file:
                stored = self._store.pages.write(name, key, file)
            pages.append(CapturedPage(number, stored.sha256, stored.size, source.media_type))
        return tuple(pages)


class AuditedAfterwards(Receiving):
    """The audit line is a transaction of its own, after the one it speaks of."""

    def _seal(
        self, form: Form, key: bytes, files: tuple[str, ...], said: Said, beside: Sequence[Beside]
    ) -> tuple[str, str]:
        assert not beside, "the stories charge nothing"
        store, sealing = self._store, sealing_of(self._store, form, key, files)
        number = store.write(lambda database: _sealed_silently(database, store, sealing))
        store.at("after commit")
        store.write(lambda database: audit_log.append(
            database, store.device, at=form.received_at, actor=form.officer, act=Act.DOSSIER_RECEIVED,
            subject=form.dossier, number=number, form_sha256=sha256(sealing.body).hex(), pages=len(form.pages),
        ))
        return number, ""


def _sealed_silently(database: Database, store: Store, sealing: Sealing) -> str:
    form = sealing.form
    dossiers.add(database, sealing, store.device)
    drawn = numbering.next_number(database, day_of(form.received_at), form.received_at)
    dossiers.add_number(database, form.dossier, drawn.number, drawn.kind, form.received_at)
    return drawn.number


# ---- the sync engine ------------------------------------------------------------------------------------------------


def fresh_key(_dossier: str) -> str:
    """A new idempotency key at every try."""
    return str(uuid.uuid4())


def always(_database: Database, _dossier: str, _now: int) -> bool:
    """Any capture may be purged at any time."""
    return True


def unread(_store: Store, signed: Signed, _key: bytes, _sent: Sent) -> Acknowledgement:
    """Takes the gateway's word unread."""
    ack = decoded(signed.body, Acknowledgement)
    assert ack is not None
    return ack


def signature_only(_store: Store, signed: Signed, key: bytes, sent: Sent) -> Acknowledgement:
    """Whatever the gateway once signed about this dossier, for whichever manifest."""
    ack = opened(signed, Acknowledgement, key)
    if ack is None or ack.dossier != sent.dossier:
        raise AcknowledgementRefused(what="signature")
    return ack


class FormsBehindPages(SyncPass):
    """Whoever comes in while pages are on their way waits for the next pass."""

    def _forms_first(self) -> None:
        return


class CountsPatience(Gate):
    """A breaker that takes "come back later" for a failure."""

    def failed(self, problem: SyncProblem) -> None:
        super().failed(problem)
        if isinstance(problem, GatewayBusy):
            super().failed(LinkDown(what="busy"))


def impatient(now: Callable[[], float]) -> KnownLink:
    link = KnownLink(now)
    link.gates = {lane: CountsPatience(now) for lane in Lane}
    return link


# ---- the gateway's judgements ---------------------------------------------------------------------------------------


class NothingLacks(PageInspector):
    """An acknowledgement is signed without looking at the pages."""

    def lacks(self, pieces: Iterator[bytes], page: HeldPage) -> bool:
        return False


class EverythingIsWhole(PageInspector):
    """An upload is complete when the counter says so; its hash is compared neither then nor later."""

    def arrived(self, sha256: str, page: HeldPage) -> bool:
        return True

    def is_whole(self, pieces: Iterator[bytes], page: HeldPage) -> bool:
        return True


class AnyManifest(ManifestVerifier):
    """Whoever signed it."""

    def opened(self, signed: Signed, public_key: bytes) -> UploadManifest | None:
        return decoded(signed.body, UploadManifest)


class AnySignature(CallerCheck):
    """Whoever names a device is taken for it."""

    def holds(self, signed: bytes, signature: bytes, public_key: bytes) -> bool:
        return True


class AnybodysDossier(CallerCheck):
    """Whoever is admitted may reach every dossier."""

    def is_the_same(self, named: str, caller: str) -> bool:
        return True


class OffsetForgotten(OffsetKeeper):
    """Counters are always told to begin again."""

    def named(self, held: int) -> int:
        return 0


class AnyOffset(OffsetKeeper):
    """Bytes are appended wherever they belong."""

    def accepts(self, offered: int, held: int) -> bool:
        return True


FOUND_BY_THE_MACHINE = {
    "names not flushed": Parts(disk=NamesNotFlushed),
    "content not flushed": Parts(disk=ContentNotFlushed),
    "pages not settled before the transaction": Parts(receiving=PagesNotSettled),
    "audit line outside the transaction": Parts(receiving=AuditedAfterwards),
    "mark saved once": Parts(marks=MarkSavedOnce),
    "mark not compared": Parts(marks=MarkNotCompared),
    "mark without audit line": Parts(marks=MarkWithoutAuditLine),
    "fresh key for every try": Parts(seams=Seams(AT_ONCE, identity_of=fresh_key)),
    "acknowledged unseen": Parts(checks=Checks(inspector=NothingLacks())),
    "offset forgotten": Parts(checks=Checks(offsets=OffsetForgotten())),
    "any offset": Parts(checks=Checks(offsets=AnyOffset())),
    "hash not compared": Parts(checks=Checks(inspector=EverythingIsWhole())),
    "any manifest": Parts(checks=Checks(verifier=AnyManifest())),
    "acknowledgement unread": Parts(seams=Seams(AT_ONCE, accept=unread)),
    "purged at any time": Parts(seams=Seams(always)),
}
