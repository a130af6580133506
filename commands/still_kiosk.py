"""A kiosk that stands still: the same office every time. For pictures, tests and the kiosk that plays alone."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from commands.selfservice import drawn_code, drawn_guide
from commands.selfservice_filing import filing_desk
from commands.still_devices import StillPrinter
from kiosk.catalogue import Catalogue
from kiosk.device_ports import Printer
from kiosk.holidays import load_holidays
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.ports import Clock
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.standing import StoreStandings
from kiosk.settings import DEMO, Settings
from kiosk.store import Opening, Store, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder

MORNING = 1_795_572_000_000            # Wednesday 25/11/2026, 09:00 in Vietnam


@contextmanager
def still_kiosk() -> Iterator[Kiosk]:
    """In a folder of its own that goes with it."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="mot-cua-", ignore_cleanup_errors=True))
        store = stack.enter_context(kiosk_store(Path(folder), FixedClock(MORNING)))
        yield kiosk_over(store, DEMO, StillPrinter())


@contextmanager
def kiosk_store(folder: Path, clock: Clock) -> Iterator[Store]:
    """An empty store of a kiosk."""
    root, disk = folder / "kiosk", Disk()
    with open_store(Opening(root, DemoKeyFile(root, disk), clock, MarkFolder(folder / "marks", disk), disk)) as store:
        yield store


def kiosk_over(store: Store, settings: Settings, printer: Printer | None) -> Kiosk:
    """A kiosk over it."""
    catalogue, calendar, clock = Catalogue.load(), office_calendar(settings.hours, load_holidays()), store.clock
    guides = Guides(catalogue, settings, clock)
    return Kiosk(
        settings, clock, guides, StoreStandings(store, settings, guides.name_of), printer, partial(drawn_guide, settings.office),
        draw_code=drawn_code, filings=Filings(store, catalogue, settings, calendar),
        desk=filing_desk(catalogue, settings, clock, guides),
    )  # fmt: skip
