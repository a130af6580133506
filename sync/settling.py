"""What becomes of an item whose carrying failed: tried again later, or set aside for a person. Each is one transaction."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.event_log import event_log
from kiosk.store import outbox, portal
from kiosk.store.database import Database
from kiosk.store.outbox import ItemState, OutboxItem
from sync.carriage import Carriage
from sync.faults import GatewayBusy, NotAdmitted, RefusedByGateway, SyncProblem
from sync.retry import next_try

T = TypeVar("T")


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
        """Runs one call; a failure that may pass is written on the items before it ends the pass."""
        try:
            return call()
        except SyncProblem as problem:
            if not isinstance(problem, RefusedByGateway):
                self.note_failure(items, problem, counts=not isinstance(problem, GatewayBusy | NotAdmitted))
            raise

    def put_off(self, item: OutboxItem, problem: SyncProblem) -> None:
        """This one later; the pass goes on with the others and tells of it at its end."""
        self.note_failure([item], problem, counts=True)
        self._carriage.result.problem = problem

    def note_failure(self, items: Sequence[OutboxItem], problem: SyncProblem, *, counts: bool) -> None:
        now = self._carriage.store.clock.now_ms()

        def note(database: Database) -> None:
            for item in items:
                outbox.failed(database, item.seq, problem.code, now + next_try(item.attempts, problem), counts=counts)

        self._carriage.store.write(note)
