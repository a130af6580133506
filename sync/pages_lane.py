"""The second lane: pages, one dossier after the other, each ending in a verified acknowledgement."""

from collections.abc import Callable
from functools import partial

from kiosk.credentials import AuditHead
from kiosk.event_log import event_log
from kiosk.store import audit_log, outbox, partway, portal
from kiosk.store.faults import PageDamaged
from kiosk.store.outbox import ItemState, OutboxItem
from sync import delivery
from sync.carriage import Carriage
from sync.faults import AcknowledgementRefused, RefusedByGateway, StillChecking
from sync.settling import Settling
from sync.uploads import PageUpload, carry
from sync.verdicts import Verdict, verdict

LONGEST_REST = 0.5                     # seconds


class PagesLane:
    """Sends pages, small and due dossiers first. `forms_first` runs before every piece."""

    def __init__(self, carriage: Carriage, settling: Settling, forms_first: Callable[[], None]) -> None:
        self._carriage, self._settling, self._forms_first = carriage, settling, forms_first
        self._tried: set[int] = set()  # in this pass: what did not go now does not go a moment later

    def run(self) -> None:
        """Until nothing is ready that was not tried. May be called again: what was received meanwhile goes, too."""
        while ready := self._ready():
            known = self._carriage.result.registered
            for item in ready:
                self._tried.add(item.seq)
                self._carry(item)
                if self._carriage.result.registered != known:
                    break              # there is more now, and it may be due before these

    def _ready(self) -> list[OutboxItem]:
        store, whenever = self._carriage.store, self._carriage.insists
        ready = outbox.pages_ready(store.read(), store.clock.now_ms(), whenever=whenever)
        return [item for item in ready if item.seq not in self._tried]

    def _carry(self, item: OutboxItem) -> None:
        self._tell()
        try:
            self._deliver(item)
        except RefusedByGateway as refusal:
            self._refused(item, refusal)
        except PageDamaged as damage:
            self._settling.set_aside(item, ItemState.QUARANTINED, damage.code)
        except AcknowledgementRefused as refusal:
            self._settling.put_off(item, refusal)
        except StillChecking as checking:      # noted with its moment; the others go on meanwhile
            event_log().info("being checked at the gateway", extra={"dossier": item.dossier, "code": checking.code})

    def _tell(self) -> None:
        done = self._carriage.result.acknowledged
        self._carriage.progress.step("pages", done, done + 1)

    def _deliver(self, item: OutboxItem) -> None:
        carriage = self._carriage
        identity = carriage.seams.identity_of(item.dossier)
        missing = self._settling.trying([item], partial(carriage.calls.missing, identity, item.manifest))
        sizes = partway.sizes(carriage.store.read(), item.dossier)
        held = [(page.sha256, page.offset) for page in missing.pages]
        carriage.link.partway.begins(item.dossier, sizes, held, carriage.link.pace.carried)
        for page in missing.pages:
            content = delivery.content_of(carriage.store, item.dossier, page.sha256)
            held_now = partial(self._held_now, identity, item.manifest, page.sha256, len(content))
            upload = PageUpload(identity, page, content, self._before_piece, held_now)
            sending = partial(carry, carriage.calls, upload, carriage.link.pace, carriage.store.at)
            carriage.result.bytes_sent += self._settling.trying([item], sending)
            carriage.store.at("page carried")
        self._take_acknowledgement(item, identity)

    def _held_now(self, identity: str, manifest: int, sha256: str, size: int) -> int:
        missing = self._carriage.calls.missing(identity, manifest).pages
        return next((min(page.offset, size) for page in missing if page.sha256 == sha256), size)

    def _before_piece(self) -> None:
        """Raises HeldBack when the time for pages is over."""
        self._tell()
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

    def _take_acknowledgement(self, item: OutboxItem, identity: str) -> None:
        carriage, store = self._carriage, self._carriage.store
        head: AuditHead = audit_log.head(store.read())
        request, sent = delivery.finalisation(store, item, head)
        store.save_mark()
        signed = self._settling.trying([item], partial(carriage.calls.finalise, identity, request))
        store.at("acknowledgement received")
        ack = carriage.seams.accept(store, signed, carriage.key, sent)
        now = store.clock.now_ms()
        store.write(lambda database: portal.acknowledge(database, store.device, ack, signed, now))
        store.at("acknowledgement kept")
        carriage.result.acknowledged += 1
        carriage.link.partway.ends()
        event_log().info("acknowledged", extra={"dossier": item.dossier})

    def _refused(self, item: OutboxItem, refusal: RefusedByGateway) -> None:
        """A definite no about pages. Raises it when it is not about them. A correction's manifest that is not known came with
        its form, so that goes again."""
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
