"""A till over an open store, and dossiers that cost what the test wants, for tests of the till."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import uuid_utils.compat as uuids

from kiosk.counter.till import DrawTill, Till
from kiosk.officers import Officer
from kiosk.receive import Received, Receiving, Rules
from kiosk.receive_draft import receive_draft
from kiosk.settings import DEMO
from kiosk.store import Store, drafts
from kiosk.store.drafts import Draft
from kiosk.till import TakenFee
from printing.forms import drawer_page, till_slip
from tests.kiosk.store_fixtures import MARITAL_STATUS, RULES, Counter

OFFICER = Officer("cb-001", "Lò Thị Mai Hương")


def till(store: Store) -> Till:
    return Till(store, DEMO, DrawTill(till_slip.render, drawer_page.render))


@dataclass(frozen=True)
class Desk:
    """The till and the drafts of one open store."""

    counter: Counter
    store: Store

    @property
    def till(self) -> Till:
        return till(self.store)

    def draft(self, method: str = "cash") -> Draft:
        """Somebody's certificate of marital status, filled in."""
        now = self.counter.clock.now_ms()
        intake = replace(self.counter.intake(), fee_method=method)
        made = Draft(str(uuids.uuid7()), OFFICER.id, intake, opened_at=now, saved_at=now)
        key = self.store.content_keys.wrap(self.store.content_keys.new(), made.id)
        self.store.write(lambda database: drafts.save(database, made, key))
        return made

    def receive(self, amount: int, taken: TakenFee | None = None) -> Received:
        """A dossier for which `amount` is due, paid as `taken` says."""
        taken = taken or TakenFee()
        return receive_draft(self.store, self.receiving(amount), self.draft(taken.method), (self.till.charge(taken),))

    def receiving(self, amount: int) -> Receiving:
        later = replace(MARITAL_STATUS, pay_later=True)
        return Receiving(self.store, later, Rules(RULES.calendar, RULES.end_of_term, {"certificate": amount}))


def main(folder: Path) -> None:
    """Takes 15.000 đồng again and again, telling each slip, until it is killed."""
    counter = Counter(folder)
    while True:
        with counter.open() as store:
            desk = Desk(counter, store)
            received = desk.receive(15_000)
            print(desk.till.taken_for(received.dossier)[0].slip, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
