"""A self-service kiosk beside the counters of a `Town`: its own store, and a certificate that says what it is."""

from dataclasses import dataclass, replace

import msgspec

from commands.sync import one_pass
from kiosk.catalogue import Catalogue
from kiosk.credentials import Role
from kiosk.dossier import HowMet, PaperRecord
from kiosk.filing import FILING_CONSENT
from kiosk.holidays import load_holidays
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.making import Rules
from kiosk.moments import day_of
from kiosk.office_calendar import office_calendar
from kiosk.people import Citizen
from kiosk.procedures import EndOfTerm
from kiosk.receive import PageSource
from kiosk.settings import DEMO, Settings
from kiosk.store import Opening, Store, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from kiosk.submit import Agreed, Submitted, Submitting
from sync.calls import GatewayCalls
from sync.engine import PassResult
from sync.enrolling import GatewayEnrolling
from sync.gateway.enrolment_codes import Place
from sync.gateway.operators_desk import operators_desk
from sync.meeting import Counter
from sync.transport import HttpTransport
from tests.sync.two_counters import PAGE, Town

KIOSK = "Ki-ốt 1"


@dataclass
class Kiosk:
    """A machine a citizen stands before."""

    town: Town
    store: Store
    settings: Settings

    def intake(self, name: str, personal_id: str = "001180000001") -> Intake:
        given = Invention(3).intake(self.settings.office.code, KIOSK, "", 1, self.store.clock.now_ms())
        person = Citizen(name, personal_id, given.submitter.person.birth_date)
        papers = (PaperRecord("declaration", "Tờ khai", HowMet.SCANNED, pages=(1,)),)
        owners = (replace(given.owners[0], party=person),)
        return replace(given, submitter=replace(given.submitter, person=person), owners=owners, papers=papers)

    def submitting(self) -> Submitting:
        day, settings = day_of(self.store.clock.now_ms()), self.settings
        procedure = Catalogue.load().on("1.004873", day, settings.office.province)
        calendar = office_calendar(settings.hours, load_holidays())
        return Submitting(self.store, procedure, Rules(calendar, EndOfTerm.SAME_CLOCK_TIME, {}), settings)

    def submit(self, name: str, personal_id: str = "001180000001") -> Submitted:
        page = self.town.folder / "scanned.jpg"
        page.write_bytes(PAGE)
        agreed = Agreed(FILING_CONSENT.given("vi", self.store.clock.now_ms()))
        return self.submitting().run(self.intake(name, personal_id), [PageSource(page, "image/jpeg")], agreed)

    def sync(self) -> PassResult:
        transport = HttpTransport(self.town.url)
        try:
            result = one_pass(self.store, GatewayCalls(transport), self.counter, self.settings)
        finally:
            transport.close()
        assert result.problem is None, result
        return result

    @property
    def counter(self) -> Counter:
        return Counter(self.settings.office.code, KIOSK, trust_first=True)


def a_kiosk(town: Town, office: str = DEMO.office.code) -> Kiosk:
    """Enrolled by a code, as an operator enrols one."""
    folder, disk, clock = town.folder / f"{office} {KIOSK}", Disk(), town.province.clock
    opening = Opening(folder / "data", DemoKeyFile(folder / "data", disk), clock, MarkFolder(folder / "marks", disk), disk)
    store = town.opening.enter_context(open_store(opening))
    gateway = town.province
    with operators_desk(gateway.folder, DemoKeyFile(gateway.folder, gateway.disk), clock, gateway.disk) as desk:
        code = desk.issue(Place(office, KIOSK, Role.SELF_SERVICE), 1)
    transport = HttpTransport(town.url)
    enrolling = GatewayEnrolling(store, transport)
    enrolling.meet(str(code))
    enrolling.enrol(str(code))
    transport.close()
    settings = msgspec.structs.replace(DEMO, office=msgspec.structs.replace(DEMO.office, code=office, counter=KIOSK))
    kiosk = Kiosk(town, store, settings)
    kiosk.sync()
    return kiosk
