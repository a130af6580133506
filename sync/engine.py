"""One pass of the sync engine: forms, then pages, then what the portal decided, then captures no longer needed.

Nothing is remembered between passes but what the store holds, so a pass may be cut anywhere and the next one goes on.
A permanent refusal sets one item aside; a dead link ends the pass; the counter never notices either.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from kiosk.credentials import AuditHead
from kiosk.event_log import event_log
from kiosk.problems import Problem
from kiosk.store import Store, audit_log, outbox, portal, purge
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged
from kiosk.store.outbox import ItemState, OutboxItem
from kiosk.store.pages import Announcement
from kiosk.store.purge import MayPurge
from kiosk.work import Cancelled, Progress
from sync import delivery
from sync.calls import GatewayCalls
from sync.changes import take_changes
from sync.delivery import Acceptance
from sync.faults import AcknowledgementRefused, GatewayBusy, NotAdmitted, RefusedByGateway, SyncProblem
from sync.meeting import Counter, Meeting
from sync.messages import FormResult, Hello
from sync.retry import next_try
from sync.uploads import Pace, PageUpload, carry

ABOUT_THE_BATCH = frozenset({"too-large", "request-unreadable"})
ABOUT_THE_COUNTER = frozenset({"not-a-counter", "unknown-path", "method-not-allowed", "encoding-unknown"})
T = TypeVar("T")
IdentityOf = Callable[[str], str]      # the idempotency key of a dossier: its own uuid, always


@dataclass(slots=True)
class PassResult:
    """What one pass did, and what is left."""

    registered: int = 0
    acknowledged: int = 0
    set_aside: int = 0
    decisions: int = 0
    purged: int = 0
    left: int = 0
    aside_total: int = 0               # everything that waits for a person, from earlier passes too
    bytes_sent: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Seams:
    """Where tests put in a mutant, to see that it is caught."""

    may_purge: MayPurge
    identity_of: IdentityOf = field(default=str)
    accept: Acceptance = field(default=delivery.checked)


class SyncPass:
    """Carries what is waiting. `run` never raises a SyncProblem: it is in the result."""

    def __init__(self, store: Store, calls: GatewayCalls, counter: Counter, seams: Seams, progress: Progress) -> None:
        self._store, self._calls, self._counter = store, calls, counter
        self._seams, self._progress = seams, progress
        self._pace = Pace()
        self._result = PassResult()
        self._hello: Hello | None = None
        self._key = b""

    def run(self) -> PassResult:
        """Does as much as the link allows. Raises only what concerns this machine: a full disk, a damaged store."""
        try:
            try:
                self._carry(enrol_again=False)
            except NotAdmitted:        # a gateway restored from a backup may have forgotten this device
                self._carry(enrol_again=True)
        except (SyncProblem, Cancelled) as problem:
            self._result.problem = problem
            event_log().info("pass ended early", extra={"code": problem.code})
        self._purge()
        self._result.left = outbox.count_waiting(self._store.read())
        self._result.aside_total = outbox.count_aside(self._store.read())
        return self._result

    def _carry(self, *, enrol_again: bool) -> None:
        self._meet(enrol_again)
        self._send_forms()
        self._send_pages()
        self._result.decisions = take_changes(
            self._store, self._calls, self._key, self._counter.others_days
        )

    def _meet(self, enrol_again: bool) -> None:
        try:
            self._hello, self._key = Meeting(self._store, self._calls, self._counter).run(enrol_again=enrol_again)
        except SyncProblem as problem:
            code = problem.code
            self._store.write(lambda database: outbox.held_up(database, code))
            raise
        self._pace.largest = self._hello.policy.max_chunk

    def _send_forms(self) -> None:
        """The forms lane, in batches, until it is empty. One answer settles each form on its own."""
        size = self._hello.policy.max_forms if self._hello else 1
        after = 0
        while items := outbox.waiting(self._store.read(), "form", size, after):
            self._progress.step("forms", self._result.registered, self._result.registered + len(items))
            after = items[-1].seq
            self._store.save_mark()
            batch = delivery.form_batch(self._store, items, self._seams.identity_of)
            self._store.at("forms ready")
            try:
                results = self._trying(items, partial(self._calls.register, batch))
            except RefusedByGateway as refusal:
                if refusal.reason not in ABOUT_THE_BATCH:
                    raise
                if len(items) == 1:
                    self._set_aside(items[0], ItemState.QUARANTINED, refusal.reason)
                else:                  # one of them is the reason: each goes on its own
                    size, after = 1, items[0].seq - 1
                continue
            self._store.at("forms answered")
            answers = {result.dossier: result for result in results.results}
            for item in items:
                answer = answers.get(self._seams.identity_of(item.dossier))
                if answer is not None:
                    self._settle_form(item, answer)
            self._store.at("forms recorded")

    def _settle_form(self, item: OutboxItem, answer: FormResult) -> None:
        now = self._store.clock.now_ms()
        if answer.outcome == "registered":
            is_its_own = self._store.write(lambda database: portal.register(
                database, self._store.device, item.dossier, answer.number, answer.registered_at, now
            ))
            self._result.registered += is_its_own
            self._result.set_aside += not is_its_own
        else:
            self._set_aside(item, ItemState.CONFLICT if answer.outcome == "conflict" else ItemState.QUARANTINED, answer.code)

    def _send_pages(self) -> None:
        """The pages lane: one dossier after the other, each ending in a verified acknowledgement."""
        for item in delivery.pages_ready(self._store.read()):
            self._progress.step("pages", self._result.acknowledged, self._result.acknowledged + 1)
            try:
                self._deliver(item)
            except RefusedByGateway as refusal:
                self._refused(item, refusal)
            except PageDamaged as damage:
                self._set_aside(item, ItemState.QUARANTINED, damage.code)
            except AcknowledgementRefused as refusal:
                self._note_failure([item], refusal, counts=True)
                self._result.problem = refusal

    def _deliver(self, item: OutboxItem) -> None:
        identity = self._seams.identity_of(item.dossier)
        missing = self._trying([item], partial(self._calls.missing, identity, item.manifest))
        for page in missing.pages:
            content = delivery.content_of(self._store, item.dossier, page.sha256)
            upload = PageUpload(identity, page, content, self._forms_first)
            sending = partial(carry, self._calls, upload, self._pace, self._store.at)
            self._result.bytes_sent += self._trying([item], sending)
            self._store.at("page carried")
        self._take_acknowledgement(item, identity)

    def _take_acknowledgement(self, item: OutboxItem, identity: str) -> None:
        head: AuditHead = audit_log.head(self._store.read())
        request, sent = delivery.finalisation(self._store, item, head)
        self._store.save_mark()
        signed = self._trying([item], partial(self._calls.finalise, identity, request))
        self._store.at("acknowledgement received")
        ack = self._seams.accept(self._store, signed, self._key, sent)
        now = self._store.clock.now_ms()
        self._store.write(lambda database: portal.acknowledge(database, self._store.device, ack, signed, now))
        self._store.at("acknowledgement kept")
        self._result.acknowledged += 1
        event_log().info("acknowledged", extra={"dossier": item.dossier})

    def _forms_first(self) -> None:
        """Between two pieces of a page: whatever was received meanwhile is registered before the next piece."""
        self._progress.step("pages", self._result.acknowledged, self._result.acknowledged + 1)
        if outbox.waiting(self._store.read(), "form", 1):
            self._send_forms()

    def _refused(self, item: OutboxItem, refusal: RefusedByGateway) -> None:
        """A definite no about pages. A gateway that no longer knows the form gets it again, and so does one that threw a
        garbled page away, unless that was so last time too; the rest is for a person."""
        if refusal.reason in ABOUT_THE_COUNTER:
            raise refusal
        garbled = refusal.reason == "hash-differs" and item.problem != refusal.code
        if garbled or refusal.reason in ("unknown-dossier", "pages-missing"):
            if refusal.reason == "unknown-dossier":
                now = self._store.clock.now_ms()
                self._store.write(lambda database: outbox.reopen_form(database, item.dossier, now))
            self._note_failure([item], refusal, counts=True)
            self._result.problem = refusal
        else:
            self._set_aside(item, ItemState.QUARANTINED, refusal.reason)

    def _set_aside(self, item: OutboxItem, state: ItemState, code: str) -> None:
        now = self._store.clock.now_ms()
        self._store.write(lambda database: portal.set_aside(
            database, self._store.device, item.seq, state, code, now
        ))
        self._result.set_aside += 1
        event_log().warning("set aside", extra={"dossier": item.dossier, "code": code})

    def _trying(self, items: list[OutboxItem], call: Callable[[], T]) -> T:
        """Runs one call; a failure that may pass is written on the items before it ends the pass."""
        try:
            return call()
        except SyncProblem as problem:
            if not isinstance(problem, RefusedByGateway):
                self._note_failure(items, problem, counts=not isinstance(problem, GatewayBusy | NotAdmitted))
            raise

    def _note_failure(self, items: list[OutboxItem], problem: SyncProblem, *, counts: bool) -> None:
        now = self._store.clock.now_ms()

        def note(database: Database) -> None:
            for item in items:
                outbox.failed(database, item.seq, problem.code, now + next_try(item.attempts, problem), counts=counts)

        self._store.write(note)

    def _purge(self) -> None:
        """Captures whose time is over. The files go only after the transaction that forgets them."""
        for dossier in purge.candidates(self._store.read()):
            now = self._store.clock.now_ms()
            if not self._seams.may_purge(self._store.read(), dossier, now):
                continue
            announcement = self._store.write(partial(self._forget, dossier=dossier, now=now))
            self._store.at("capture forgotten")
            with self._store.guard():
                self._store.pages.remove(announcement.names)
                self._store.pages.done(announcement)
            self._result.purged += 1

    def _forget(self, database: Database, dossier: str, now: int) -> Announcement:
        """Noted before the commit, and under the store's lock: a crash after it leaves no file that nobody knows."""
        return self._store.pages.announce_removal(purge.forget_pages(database, self._store.device, dossier, now))
