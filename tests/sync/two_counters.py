"""Counters with real stores, and their gateway behind its web server on loopback: for tests of what one finds of another."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from commands.sync import one_pass
from kiosk.catalogue import Catalogue
from kiosk.counter import Intakes
from kiosk.dossier import Owner
from kiosk.elsewhere import Elsewhere
from kiosk.holidays import load_holidays
from kiosk.invented import Invention
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.people import Citizen
from kiosk.receive import Received
from kiosk.settings import DEMO, Settings
from kiosk.store import Opening, Store, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult
from sync.gateway.settings import GatewaySettings
from sync.meeting import Counter
from sync.office_look_up import SECONDS, GatewayLookUp
from sync.transport import HttpTransport
from tests.sync.counter_twin import NOW, Province, served

SETTINGS = GatewaySettings("Trục thử nghiệm", open_enrolment=True, demo_desk=True)
OFFICER = Officer("cb-007", "Ksor H'Blĭ")
PAGE = b"\xff\xd8\xff\xe0 a page"


@dataclass
class Desk:
    """One counter of an office."""

    root: Path
    store: Store
    settings: Settings
    intakes: Intakes
    links: ExitStack
    people: Invention = field(default_factory=lambda: Invention(3))

    def receive(self, name: str, personal_id: str = "001180000001") -> Received:
        """A certificate of marital status with a page."""
        office = self.settings.office
        draft = self.intakes.open("1.004873", OFFICER)
        given = self.people.intake(office.code, office.counter, OFFICER.id, 0, self.store.clock.now_ms())
        person = replace(given.submitter, person=Citizen(name, personal_id, given.submitter.person.birth_date))
        draft = self.intakes.save(replace(draft, intake=replace(given, submitter=person, owners=(Owner(person.person),))))
        self.intakes.add_page(draft.id, PAGE, "declaration")
        return self.intakes.receive(draft)

    def sync(self, url: str) -> PassResult:
        """One pass over a link that is let go afterwards."""
        office, transport = self.settings.office, HttpTransport(url)
        try:
            counter = Counter(office.code, office.counter, trust_first=True)
            result = one_pass(self.store, GatewayCalls(transport), counter, self.settings)
        finally:
            transport.close()
        assert result.problem is None, result
        return result

    def look_up(self, url: str, seconds: float = SECONDS) -> GatewayLookUp:
        transport = HttpTransport(url)
        self.links.callback(transport.close)
        return GatewayLookUp(self.store, transport, seconds=seconds)

    def ask(self, url: str, text: str) -> Elsewhere:
        return self.look_up(url).ask(text, OFFICER.id, Silent())


@dataclass
class Town:
    """A gateway, its address, and the counters that were opened."""

    folder: Path
    province: Province
    url: str
    opening: ExitStack

    def desk(self, name: str, office: str = DEMO.office.code) -> Desk:
        """A counter that the gateway knows."""
        root, disk, clock = self.folder / f"{office} {name}", Disk(), self.province.clock
        settings = msgspec.structs.replace(DEMO, office=msgspec.structs.replace(DEMO.office, code=office, counter=name))
        opening = Opening(root / "data", DemoKeyFile(root / "data", disk), clock, MarkFolder(root / "marks", disk), disk)
        store = self.opening.enter_context(open_store(opening))
        intakes = Intakes(store, Catalogue.load(), settings, office_calendar(settings.hours, load_holidays()))
        desk = Desk(root / "data", store, settings, intakes, self.opening)
        desk.sync(self.url)
        return desk

    def line(self) -> HttpTransport:
        """To the gateway, for a test that asks by itself; hung up when the town closes."""
        line = HttpTransport(self.url)
        self.opening.callback(line.close)
        return line


@contextmanager
def a_town(folder: Path, settings: GatewaySettings = SETTINGS) -> Iterator[Town]:
    with ExitStack() as opening:
        province = Province(folder / "gateway", settings, clock=FixedClock(NOW))
        opening.callback(lambda: province.gateway.close())
        port = opening.enter_context(served(province.gateway))
        yield Town(folder, province, f"http://127.0.0.1:{port}", opening)


def everything_in(store: Store, folder: Path) -> str:
    """Every value of every table, and every byte of every file, encrypted or not."""
    database = store.read()
    tables = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'dossier_search%'"
    )]  # fmt: skip
    values = [
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for table in tables for row in database.execute(f'SELECT * FROM "{table}"') for value in row
    ]
    files = [path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()]
    return "\n".join([*values, *files])
