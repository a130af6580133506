"""The second lane: pages, one dossier after the other, each ending in a verified acknowledgement.

Where the link is fast (see `side_by_side.py`) the gateway reads one dossier back while the pages of the next arrive.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from kiosk.credentials import AuditHead
from kiosk.event_log import event_log
from kiosk.signing import Signed
from kiosk.store import audit_log, outbox, partway, portal
from kiosk.store.copies import sending
from kiosk.store.faults import PageDamaged
from kiosk.store.outbox import ItemState, OutboxItem
from kiosk.work import Cancelled
from sync import delivery
from sync.acceptance import Sent
from sync.at_once import AtOnce
from sync.carriage import Carriage
from sync.faults import AcknowledgementRefused, RefusedByGateway, StillChecking, SyncProblem
from sync.messages import MissingPage, MissingPages
from sync.pace import FIRST_CHUNK
from sync.settling import Settling
from sync.side_by_side import Astray, QuickPage, SideBySide
from sync.uploads import PageUpload, carry
from sync.verdicts import Verdict, verdict

LONGEST_REST = 0.5                     # seconds


@dataclass(frozen=True, slots=True)
class _Closing:
    """A dossier all of whose pages are at the gateway, which reads them back."""

    item: OutboxItem
    sent: Sent
    answer: "Future[Signed]"


class Replaced(Exception):
    """Another manifest took the place of the one that is being carried."""


class PagesLane:
    """Sends pages, small and due dossiers first. `forms_first` runs before every piece."""

    def __init__(self, carriage: Carriage, settling: Settling, forms_first: Callable[[], None]) -> None:
        self._carriage, self._settling, self._forms_first = carriage, settling, forms_first
        self._tried: set[int] = set()  # in this pass: what did not go now does not go a moment later
        self._threads: ThreadPoolExecutor | AtOnce = AtOnce()
        self._closing: _Closing | None = None

    def run(self) -> None:
        """Until nothing is ready that was not tried. May be called again: what was received meanwhile goes, too."""
        at_once = self._carriage.calls.at_once
        with ThreadPoolExecutor(at_once, "beside") if at_once > 1 else AtOnce() as self._threads:
            try:
                self._run()
            except (SyncProblem, Cancelled):
                with suppress(SyncProblem):        # it is written on its item; what ended the lane is told
                    self._take_acknowledgement()
                raise

    def _run(self) -> None:
        while ready := self._ready():
            known = self._carriage.result.registered
            for item in ready:
                self._tried.add(item.seq)
                self._carry(item)
                if self._carriage.result.registered != known:
                    break              # there is more now, and it may be due before these
        self._take_acknowledgement()

    def _ready(self) -> list[OutboxItem]:
        store, whenever = self._carriage.store, self._carriage.insists
        ready = outbox.pages_ready(store.read(), store.clock.now_ms(), whenever=whenever)
        return [item for item in ready if item.seq not in self._tried]

    def _carry(self, item: OutboxItem) -> None:
        self._tell()
        if self._settled(item, partial(self._deliver, item)):
            self._take_acknowledgement()           # of the one before
            self._settled(item, partial(self._close, item))

    def _settled(self, item: OutboxItem, work: Callable[[], None]) -> bool:
        """Runs what is to be done for one item. False when that went wrong for this item alone: it is written on it."""
        try:
            work()
        except RefusedByGateway as refusal:
            self._refused(item, refusal)
        except PageDamaged as damage:
            self._settling.set_aside(item, ItemState.QUARANTINED, damage.code)
        except AcknowledgementRefused as refusal:
            self._settling.put_off(item, refusal)
        except Replaced:
            pass                       # copies of its pages were finished meanwhile: they go in its place
        except StillChecking as checking:      # noted with its moment; the others go on meanwhile
            event_log().info("being checked at the gateway", extra={"dossier": item.dossier, "code": checking.code})
        else:
            return True
        return False

    def _tell(self) -> None:
        done = self._carriage.result.acknowledged
        self._carriage.progress.step("pages", done, done + 1)

    def _deliver(self, item: OutboxItem) -> None:
        """Sends what the gateway lacks of it."""
        carriage = self._carriage
        identity = carriage.seams.identity_of(item.dossier)
        beside = SideBySide(carriage.calls, carriage.link.pace, self._threads, carriage.store.at)
        try:
            self._send(item, identity, self._lacking(item, identity), beside)
        except Astray:
            for page in self._lacking(item, identity):
                self._send_alone(item, identity, page, self._content_of(item, page))
        finally:
            beside.let_end()
            carriage.result.bytes_sent += beside.bytes_sent

    def _lacking(self, item: OutboxItem, identity: str) -> tuple[MissingPage, ...]:
        """What the gateway says it does not hold whole."""
        carriage = self._carriage
        missing = self._settling.trying([item], partial(self._missing, item, identity))
        sizes = partway.sizes(carriage.store.read(), item.dossier)
        held = [(page.sha256, page.offset) for page in missing.pages]
        carriage.link.partway.begins(item.dossier, sizes, held, carriage.link.pace.carried)
        return missing.pages

    def _missing(self, item: OutboxItem, identity: str) -> MissingPages:
        """A manifest that came with no form (copies stand for its pages) is told of by closing it, which keeps it and fails."""
        carriage = self._carriage
        try:
            return carriage.calls.missing(identity, item.manifest)
        except RefusedByGateway as refusal:
            if refusal.reason != "unknown-manifest" or delivery.came_with_form(carriage.store, item):
                raise
        request, _sent = delivery.finalisation(carriage.store, item, audit_log.head(carriage.store.read()))
        carriage.store.save_mark()
        try:
            carriage.calls.finalise(identity, request)
        except RefusedByGateway as refusal:
            if refusal.reason != "pages-missing":
                raise
        return carriage.calls.missing(identity, item.manifest)

    def _send(self, item: OutboxItem, identity: str, pages: Sequence[MissingPage], beside: SideBySide) -> None:
        """Raises Astray where one of those that go beside each other does not arrive, Replaced where the rest need not go."""
        for page in pages:
            if outbox.goes_no_more(self._carriage.store.read(), item.seq):
                raise Replaced
            content = self._content_of(item, page)         # read while those before are under way
            if page.offset == 0 and beside.takes(len(content)):
                self._settling.trying([item], beside.make_room)
                self._before_piece()
                beside.send(QuickPage(identity, page.sha256, content))
            else:
                self._settling.trying([item], beside.settle)
                self._send_alone(item, identity, page, content)
        self._settling.trying([item], beside.settle)

    def _content_of(self, item: OutboxItem, page: MissingPage) -> bytes:
        return delivery.content_of(self._carriage.store, item.dossier, page.sha256)

    def _send_alone(self, item: OutboxItem, identity: str, page: MissingPage, content: bytes) -> None:
        carriage = self._carriage
        held_now = partial(self._held_now, identity, item.manifest, page.sha256, len(content))
        upload = PageUpload(identity, page, content, self._before_piece, held_now)
        sending = partial(carry, carriage.calls, upload, carriage.link.pace, carriage.store.at)
        carriage.result.bytes_sent += self._settling.trying([item], sending)
        carriage.store.at("page carried")

    def _held_now(self, identity: str, manifest: int, sha256: str, size: int) -> int:
        missing = self._carriage.calls.missing(identity, manifest).pages
        return next((min(page.offset, size) for page in missing if page.sha256 == sha256), size)

    def _before_piece(self) -> None:
        """Raises HeldBack when the time for pages is over."""
        self._tell()
        if self._closing is not None and self._closing.answer.done():
            self._take_acknowledgement()
        self._forms_first()
        self._keep_to_the_cap()
        held = self._carriage.held_back()
        if held is not None:
            raise held

    def _keep_to_the_cap(self) -> None:
        """A pause in small pieces: whoever is received meanwhile does not wait for its end."""
        link = self._carriage.link
        while (seconds := link.pace.pause()) > 0:
            link.rest(min(seconds, LONGEST_REST))
            self._tell()
            self._forms_first()

    def _close(self, item: OutboxItem) -> None:
        """Asks for the acknowledgement. On a quick link its answer is waited for later."""
        carriage, store = self._carriage, self._carriage.store
        identity = carriage.seams.identity_of(item.dossier)
        head: AuditHead = audit_log.head(store.read())
        request, sent = delivery.finalisation(store, item, head)
        store.save_mark()
        self._closing = _Closing(item, sent, self._threads.submit(carriage.calls.finalise, identity, request))
        if self._closing.answer.done() or not carriage.link.pace.is_quick(FIRST_CHUNK):
            self._take_acknowledgement()

    def _take_acknowledgement(self) -> None:
        """Of the dossier that is being closed, if one is: waits for it and keeps it."""
        closing, self._closing = self._closing, None
        if closing is not None:
            self._settled(closing.item, partial(self._keep, closing))

    def _keep(self, closing: _Closing) -> None:
        carriage, store = self._carriage, self._carriage.store
        signed = self._settling.trying([closing.item], closing.answer.result)
        store.at("acknowledgement received")
        ack = carriage.seams.accept(store, signed, carriage.key, closing.sent)
        now = store.clock.now_ms()
        store.write(lambda database: portal.acknowledge(database, store.device, ack, signed, now))
        store.at("acknowledgement kept")
        carriage.result.acknowledged += 1
        carriage.link.partway.ends(closing.item.dossier)
        event_log().info("acknowledged", extra={"dossier": closing.item.dossier})

    def _goes_under_another_number(self, item: OutboxItem) -> bool:
        """Only what came with no form: the number of a form's manifest is the form's."""
        store = self._carriage.store
        if delivery.came_with_form(store, item):
            return False
        now = store.clock.now_ms()
        return store.write(lambda database: sending.renumber(database, store.device, item.dossier, item.manifest, now))

    def _refused(self, item: OutboxItem, refusal: RefusedByGateway) -> None:
        """A definite no about pages. Raises it when it is not about them. A correction's manifest that is not known came with
        its form, so that goes again."""
        if refusal.reason == "manifest-does-not-hold" and self._goes_under_another_number(item):
            return
        unknown = refusal.reason == "unknown-manifest" and item.manifest > 1
        match Verdict.FORM_AGAIN if unknown else verdict(refusal):
            case Verdict.COUNTER:
                raise refusal
            case Verdict.FORM_AGAIN:
                store, now = self._carriage.store, self._carriage.store.clock.now_ms()
                store.write(lambda database: outbox.reopen_form(database, item.dossier, now))
                self._settling.put_off(item, refusal)
            case Verdict.LATER:
                self._settling.put_off(item, refusal)
            case Verdict.ONCE_MORE if item.problem != refusal.code:      # a garbled page was thrown away, for one
                self._settling.put_off(item, refusal)
            case _:
                self._settling.set_aside(item, ItemState.QUARANTINED, refusal.reason)
