"""Receiving a dossier: checked, priced, dated, its pages on disk, then sealed in one transaction. Offline, in one go.

The order is the promise (nothing is lost): pages are encrypted, flushed and named; their folders flushed; then ONE
transaction writes form, manifest, outbox, number, receipt and audit; then the mark outside is saved; only then does
anyone hear the number.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

import uuid_utils.compat as uuids

from kiosk import receipt_token
from kiosk.audit import Act
from kiosk.checks import check, may_be_received
from kiosk.credentials import LARGEST_PAGE
from kiosk.dossier import CapturedPage, Form
from kiosk.form_problems import FormProblem
from kiosk.form_refused import FormRefused
from kiosk.forms import capture_manifest, sealed_bytes, sha256
from kiosk.identity import IdentityProof
from kiosk.intake import Intake
from kiosk.making import Making, Rules, term_of
from kiosk.moments import day_of
from kiosk.problems import Problem
from kiosk.procedures import Deadline, Procedure, Provenance
from kiosk.receipt_token import Kind
from kiosk.store import Store, audit_log, dossiers, facts, identities, numbering, originals, register
from kiosk.store.database import Database
from kiosk.store.dossiers import Sealing
from kiosk.store.faults import NumberWithheld, PageTooLarge, UnreadableSource
from kiosk.tidying import tidied

AT_KIOSK = "kiosk"                     # who acts where no officer does


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page still outside the store: a file the scanner or a person left somewhere."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Received:
    """What the citizen takes home."""

    dossier: str
    number: str
    token: str
    form: Form
    term: Deadline | None              # the deadline that applied
    warnings: tuple[FormProblem, ...]


class Beside(Protocol):
    """What else is written in the transaction that seals a dossier: a ledger entry, a payment. All of it stands, or none."""

    def __call__(self, database: Database, form: Form, number: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Sealed:
    """A dossier that is on the medium, its number no secret any more."""

    form: Form
    number: str
    token: str


class TakingIn:
    """The way of a dossier from pages outside to a number that may be said: the same for whoever takes it in."""

    def __init__(self, store: Store, procedure: Procedure, rules: Rules) -> None:
        self._store, self.procedure, self._rules = store, procedure, rules

    def _taken_in(
        self, sources: Sequence[PageSource], make: Callable[[str, tuple[CapturedPage, ...]], Form], said: "Said",
        beside: Sequence[Beside] = (),
    ) -> Sealed:  # fmt: skip
        """`make` fills the form of a dossier and its pages. Raises DiskFull, UnreadableSource and other StoreProblems, leaving
        nothing behind; of all, only NumberWithheld after sealing."""
        self._store.check_room(sum([size_of(source.path) for source in sources]))
        dossier, key = str(uuids.uuid7()), self._store.content_keys.new()
        announcement = self._store.pages.announce(len(sources))
        try:
            form = make(dossier, self._write_pages(announcement.names, key, sources))
            number, token = self._seal(form, key, announcement.names, said, beside)
        except Exception:
            self._store.abandon(announcement)
            raise
        number_out(self._store)
        self._store.pages.done(announcement)
        self._store.at("received")
        return Sealed(form, number, token)

    def _write_pages(self, names: Sequence[str], key: bytes, sources: Sequence[PageSource]) -> tuple[CapturedPage, ...]:
        return write_pages(self._store, names, key, sources)

    def _seal(
        self, form: Form, key: bytes, files: tuple[str, ...], said: "Said", beside: Sequence[Beside]
    ) -> tuple[str, str]:
        sealing = sealing_of(self._store, form, key, files)

        def job(database: Database) -> tuple[str, str]:
            number, token = seal(database, self._store, sealing, said)
            for write in beside:
                write(database, form, number)
            return number, token

        sealed = self._store.write(job)
        self._store.at("after commit")
        return sealed


class Receiving(TakingIn):
    """One dossier's way into the store. `run` either returns a durable receipt or raises and leaves nothing behind."""

    def run(self, intake: Intake, sources: Sequence[PageSource], beside: Sequence[Beside] = ()) -> Received:
        """Raises FormRefused, DiskFull, UnreadableSource and other StoreProblems; of all, only NumberWithheld after sealing."""
        now = self._store.clock.now_ms()
        intake = tidied(intake)
        warnings = self.checked(intake, now)
        term = term_of(self.procedure, intake.situation(self.procedure))
        said = Said(intake.provenance)
        sealed = self._taken_in(sources, lambda dossier, pages: self.form(intake, dossier, pages, now), said, beside)
        return Received(sealed.form.dossier, sealed.number, sealed.token, sealed.form, term, warnings)

    def checked(self, intake: Intake, now: int) -> tuple[FormProblem, ...]:
        """The warnings of an intake that may be received. Raises FormRefused."""
        making = Making(intake, self.procedure, self._rules, now)
        problems = (*check(intake, self.procedure, day_of(now)), *making.fee_problems())
        if not may_be_received(problems):
            raise FormRefused(problems)
        return problems

    def form(self, intake: Intake, dossier: str, pages: tuple[CapturedPage, ...], now: int) -> Form:
        """The content to seal for an intake already checked, received at `now` (epoch ms)."""
        made = Making(intake, self.procedure, self._rules, now).form(dossier, pages)
        return replace(made, clock_note=clock_note(self._store, now))


def clock_note(store: Store, now: int) -> str:
    """What is sealed where the clock was set back; "" where it was not."""
    seen = facts.number(store.read(), facts.LAST_SEEN_AT)
    return f"wall clock {seen - now} ms behind the newest time seen" if now < seen else ""


def number_out(store: Store) -> None:
    """The mark outside first: then anyone may hear the number. Raises NumberWithheld."""
    try:
        store.save_mark()
    except (Problem, OSError) as error:
        raise NumberWithheld(cause=error.code if isinstance(error, Problem) else type(error).__name__) from error


def write_pages(
    store: Store, names: Sequence[str], key: bytes, sources: Sequence[PageSource], first: int = 1
) -> tuple[CapturedPage, ...]:
    """The sources as encrypted files that are on the medium when this returns; numbered from `first`."""
    pages = []
    with ExitStack() as stack:
        for number, (name, source) in enumerate(zip(names, sources, strict=True), first):
            stored = store.pages.write(name, key, _opened(stack, source.path))
            pages.append(CapturedPage(number, stored.sha256, stored.size, source.media_type))
            stack.close()
    store.pages.settle(names)
    return tuple(pages)


def sealing_of(store: Store, form: Form, key: bytes, files: tuple[str, ...]) -> Sealing:
    """Everything the transaction writes, made ready outside it. `key` is the content key, `files` the page files."""
    body = sealed_bytes(form)
    manifest = capture_manifest(form, sha256(body))
    return Sealing(form, body, manifest, store.content_keys.wrap(key, form.dossier), files)


@dataclass(frozen=True, slots=True)
class Said:
    """What of an intake does not go into its form: where the data of its people came from, whose card was read for a dossier
    that never was a draft, and the fields sealed otherwise than the person's card says."""

    marks: Mapping[str, Provenance] = field(default_factory=dict)
    read: tuple[IdentityProof, ...] = ()
    overruled: tuple[str, ...] = ()


def seal(database: Database, store: Store, sealing: Sealing, said: Said | None = None) -> tuple[str, str]:
    """The transaction: returns number and token. Both are drawn inside it, so no two processes ever share one."""
    form, device, said = sealing.form, store.device, said or Said()
    people = identities.settle(database, device, form, said.read, said.marks)
    dossiers.add(database, sealing, device)
    drawn = numbering.next_number(database, day_of(form.received_at), form.received_at)
    number = drawn.number
    dossiers.add_number(database, form.dossier, number, drawn.kind, form.received_at)
    numbering.note_why(database, form.dossier, drawn)
    kind = Kind.RECEIPT if form.filing is None else Kind.SUBMISSION
    token = receipt_token.issue(_promise(form, number), device, facts.certificate(database), kind)
    dossiers.add_receipt(database, form.dossier, number, token, form.received_at)
    if form.filing is None:            # else it stands in no register and no original lies here until an officer receives it
        register.add(database, form)
        originals.hold(database, form)
    audit_log.append(
        database, device, at=form.received_at, actor=form.officer or AT_KIOSK, subject=form.dossier,
        act=Act.DOSSIER_RECEIVED if form.filing is None else Act.DOSSIER_SUBMITTED,
        number=number, form_sha256=sha256(sealing.body).hex(), pages=len(form.pages), people=people,
        **({"overruled": list(said.overruled)} if said.overruled else {}),
    )
    facts.put(database, facts.LAST_SEEN_AT, max(form.received_at, facts.number(database, facts.LAST_SEEN_AT)))
    store.at("before commit")
    return number, token


def _promise(form: Form, number: str) -> receipt_token.ReceiptFacts:
    return receipt_token.ReceiptFacts(
        number=number,
        procedure=form.procedure,
        received=form.received_at // 1000,
        due=None if form.due_at is None else form.due_at // 1000,
        office=form.office,
        dossier=UUID(form.dossier).bytes,
    )


def size_of(path: Path) -> int:
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError as error:
        raise UnreadableSource(name=path.name) from error
    if not size:
        raise UnreadableSource(name=path.name)
    if size > LARGEST_PAGE:
        raise PageTooLarge(name=path.name, limit=LARGEST_PAGE // 1024**2)
    return size


def _opened(stack: ExitStack, path: Path) -> BinaryIO:
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        raise UnreadableSource(name=path.name) from error
