"""An express path over an open store, orders of invented people, and a process that certifies until it is told to stop or killed.

`python -m tests.kiosk.certifying FOLDER [COUNT]`: opens the store for every certification, as two windows on one store would.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.catalogue import Catalogue
from kiosk.counter.express import Express
from kiosk.counter.ledgers import Ledgers
from kiosk.express import ExpressOrder, ExpressRow
from kiosk.holidays import load_holidays
from kiosk.invented import Invention
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.settings import DEMO
from kiosk.store import Store
from kiosk.store.faults import StoreBusy
from printing.forms import clause, ledger_page
from tests.kiosk.store_fixtures import Counter

COPIES, SIGNATURE, EXTRACT, FROM_REGISTER = "2.000815", "2.000884", "2.000635", "2.000908"
OFFICER = Officer("cb-001", "Lò Thị Mai Hương")
CATALOGUE = Catalogue.load()
CALENDAR = office_calendar(DEMO.hours, load_holidays())


@dataclass(frozen=True)
class Taken:
    """Money on the desk."""

    method: str = "cash"
    tendered: int = 0


def express(store: Store, charge=None) -> Express:
    return Express(store, CATALOGUE, DEMO, CALENDAR, clause.render, charge)


def ledgers(store: Store) -> Ledgers:
    return Ledgers(store, CATALOGUE, DEMO, ledger_page.render)


def procedure(code: str):
    return CATALOGUE.on(code, date(2026, 11, 25), "01")


def order(code: str = COPIES, *rows: ExpressRow, seed: int = 3, **more) -> ExpressOrder:
    """What the four kinds usually are."""
    usual = {
        COPIES: (ExpressRow("Giấy khai sinh", 3, 2),),
        SIGNATURE: (ExpressRow("Giấy ủy quyền", 1),),
        EXTRACT: (ExpressRow("birth", 2),),
        FROM_REGISTER: (ExpressRow("Giấy khai sinh", 1),),
    }
    if code in (EXTRACT, FROM_REGISTER):
        more.setdefault("relation", "self")
    if code == EXTRACT:
        more.setdefault("place", "UBND phường Tân Lập")
    return ExpressOrder(code, Invention(seed).person(), rows or usual[code], **more)


@contextmanager
def opened(counter: Counter, checkpoint=None) -> Iterator[tuple[Store, Express]]:
    with counter.open(checkpoint) if checkpoint else counter.open() as store:
        yield store, express(store)


def main(folder: Path, count: int) -> None:
    counter, done = Counter(folder), 0
    while not count or done < count:
        try:
            with opened(counter) as (_store, path):
                made = path.certify(order(COPIES), OFFICER)
        except StoreBusy:
            continue
        done += 1
        print(json.dumps({"book": made.book, "number": made.entry_number, "dossier": made.dossier}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
