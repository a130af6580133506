"""What becomes of an item whose carrying failed: tried again later, or set aside for a person. Each is one transaction."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.event_log import event_log
from kiosk.store import outbox, portal
from kiosk.store.database import Database
from kiosk.store.outbox import ItemState, OutboxItem
from sync.carriage import Carriage
from sync.faults import (
    BehindALogin,
    GatewayBusy,
    GatewayFailing,
    HeldBack,
    LinkDown,
    NotAdmitted,
    RefusedByGateway,
    SyncProblem,
)
from sync.retry import next_try

T = TypeVar("T")
NOT_THE_ITEMS = (GatewayBusy, NotAdmitted, BehindALogin)       # never held against an item


class Settling:
    """Writes failures on the items they belong to, and only on those."""

    def __init__(self, carriage: Carriage) -> None:
        self._carriage = carriage

    def set_aside(self, item: OutboxItem, state: ItemState, code: str) -> None:
        store = self._carriage.store
        now = store.clock.now_ms()
        store.write(lambda database: portal.set_aside(database, store.device, item.seq, state, code, now))
        self._carriage.result.set_aside += 1
        event_log().warning("set aside", extra={"dossier": item.dossier, "code": code})

    def trying(self, items: Sequence[OutboxItem], call: Callable[[], T]) -> T:
        """Runs one call; a failure that may pass is written on the items before it ends the lane."""
        try:
            return call()
        except SyncProblem as problem:
            if not isinstance(problem, RefusedByGateway | HeldBack):
                self._note(items, problem, counts=not isinstance(problem, NOT_THE_ITEMS))
            raise

    def put_off(self, item: OutboxItem, problem: SyncProblem) -> None:
        """This one later; the lane goes on with the others and the pass tells of it at its end."""
        self._note([item], problem, counts=True)
        self._carriage.result.tell_of(problem)

    def _note(self, items: Sequence[OutboxItem], problem: SyncProblem, *, counts: bool) -> None:
        now = self._carriage.store.clock.now_ms()

        def note(database: Database) -> None:
            for item in items:
                later = now + next_try(item.attempts, problem) if _puts_off(item, problem) else 0
                outbox.failed(database, item.seq, problem.code, later, counts=counts)

        self._carriage.store.write(note)


def _puts_off(item: OutboxItem, problem: SyncProblem) -> bool:
    """Whether this item waits while others go. A line that is down is waited for as a whole, by whoever runs the passes;
    but pages over which it breaks each time may be the reason."""
    if isinstance(problem, LinkDown) and not isinstance(problem, GatewayFailing):
        return item.kind == "pages"
    return not isinstance(problem, NotAdmitted | BehindALogin)
