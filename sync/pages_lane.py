"""The second lane: pages, one dossier after the other, each ending in a verified acknowledgement."""

from collections.abc import Callable
from functools import partial

from kiosk.credentials import AuditHead
from kiosk.event_log import event_log
from kiosk.store import audit_log, outbox, portal
from kiosk.store.faults import PageDamaged
from kiosk.store.outbox import ItemState, OutboxItem
from sync import delivery
from sync.carriage import Carriage
from sync.faults import AcknowledgementRefused, RefusedByGateway, StillChecking
from sync.settling import Settling
from sync.uploads import PageUpload, carry

ABOUT_THE_COUNTER = frozenset({"not-a-counter", "unknown-path", "method-not-allowed", "encoding-unknown", "role-may-not"})


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
        store = self._carriage.store
        return [item for item in outbox.pages_ready(store.read(), store.clock.now_ms()) if item.seq not in self._tried]

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
        for page in missing.pages:
            content = delivery.content_of(carriage.store, item.dossier, page.sha256)
            upload = PageUpload(identity, page, content, self._before_piece)
            sending = partial(carry, carriage.calls, upload, carriage.link.pace, carriage.store.at)
            carriage.result.bytes_sent += self._settling.trying([item], sending)
            carriage.store.at("page carried")
        self._take_acknowledgement(item, identity)

    def _before_piece(self) -> None:
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
        event_log().info("acknowledged", extra={"dossier": item.dossier})

    def _refused(self, item: OutboxItem, refusal: RefusedByGateway) -> None:
        """A definite no about pages. A gateway that no longer knows the form gets it again, and so does one that threw a
        garbled page away, unless that was so last time too; the rest is for a person."""
        if refusal.reason in ABOUT_THE_COUNTER:
            raise refusal
        garbled = refusal.reason == "hash-differs" and item.problem != refusal.code
        forgotten = refusal.reason == "unknown-dossier" or (refusal.reason == "unknown-manifest" and item.manifest > 1)
        if garbled or forgotten or refusal.reason == "pages-missing":
            if forgotten:
                store, now = self._carriage.store, self._carriage.store.clock.now_ms()
                store.write(lambda database: outbox.reopen_form(database, item.dossier, now))
            self._settling.put_off(item, refusal)
        else:
            self._settling.set_aside(item, ItemState.QUARANTINED, refusal.reason)
