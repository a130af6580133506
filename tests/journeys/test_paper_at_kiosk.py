"""A citizen alone scans two papers at a kiosk and submits: real pages of the screen, a network scanner that jams, the encrypted
store, the gateway. An officer of the office finds it newly registered, every page what the scanner gave."""

import hashlib
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from devices.scanner.escl_place import EsclPlace, escl_scanner
from devices.simulated.escl import EsclScanner
from devices.simulated.scanner_words import SheetLaid
from devices.simulated.sheet_picture import picture_of
from kiosk.catalogue import Catalogue
from kiosk.dossier import HowMet, PortalStatus
from kiosk.filing import FILING_CONSENT
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.scan_ports import ScanSource, ScanTrouble
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.paper_desk import PaperDesk, scans_of_turn
from kiosk.settings import DEMO
from kiosk.store import office_cards
from kiosk.submit import Agreed, Submitted
from sync.gateway import enrolment_codes
from tests.sync.kiosk_office import a_kiosk
from tests.sync.two_counters import a_town
from tests.ui.conftest import PatientBot
from tests.ui.paper_kiosk import paper_by_paper
from ui.selfservice.filing.filling import Filling
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import Step
from ui.selfservice.window import KioskWindow
from ui.shots import put_away
from ui.tasks import Tasks

NAME = "NGUYỄN THỊ QUÉT MỘT MÌNH"
AUTHORISED = {
    "owner_status": "3", "requester_relation": "authorised", "owner_divorce_number": "12/2024/QĐST-HNGĐ",
    "owner_divorce_date": "2024-05-06", "owner_divorce_court": "Tòa án nhân dân khu vực 1",
}  # fmt: skip
DPI = 75


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


@pytest.fixture
def device():
    scanner = EsclScanner(resolutions=(DPI,))
    scanner.start()
    yield scanner
    scanner.stop()


def laid(paper: str, sheet: int = 0) -> str:
    return hashlib.sha256(picture_of(SheetLaid(paper=paper, sheet=sheet), DPI, back=False)).hexdigest()


class Turn:
    """One citizen's window over the store of a kiosk."""

    def __init__(self, kiosk, device: EsclScanner, tasks: Tasks, opening: ExitStack) -> None:
        self.kiosk, store = kiosk, kiosk.store
        self.scans = kiosk.town.folder / "turn-scans"
        journal = opening.enter_context(scans_of_turn(self.scans))
        self.scanner = escl_scanner(EsclPlace(address=device.address, look_again_s=0.05))
        desk = PaperDesk(journal, lambda: self.scanner)
        opening.callback(desk.close)
        catalogue = Catalogue.load()
        self.filings = Filings(store, catalogue, kiosk.settings, office_calendar(DEMO.hours, load_holidays()))
        guides = Guides(catalogue, kiosk.settings, store.clock)
        self.window = KioskWindow(
            Kiosk(kiosk.settings, store.clock, guides, None, filings=self.filings, paper_desk=desk), tasks
        )
        opening.callback(put_away, self.window)
        opening.callback(self.window.end_now)
        self.window.show()
        typed, draft = kiosk.intake(NAME), self.filings.begin("1.004873")
        intake = replace(
            draft.intake, submitter=typed.submitter, owners=typed.owners, answers={**typed.answers, **AUTHORISED},
            hand_over=typed.hand_over,
        )  # fmt: skip
        draft = self.filings.save(replace(draft, intake=intake))
        self.filling = Filling(self.window, self.filings, self.filings.procedure("1.004873"), draft)

    @property
    def page(self) -> PaperPage:
        assert isinstance(self.window.page, PaperPage)
        return self.window.page

    def at(self, paper: str) -> bool:
        return isinstance(self.window.page, PaperPage) and self.page.work.requirement.key == paper

    def rests(self, step: Step, pages: int) -> bool:
        return self.page.work.step is step and len(self.page.work.pages) == pages

    def next(self) -> None:
        self.window.forward_button.click()

    def submit(self) -> Submitted:
        consent = FILING_CONSENT.given("vi", self.kiosk.store.clock.now_ms())
        return self.filings.submit(self.filling.draft, Agreed(consent))


def test_two_papers_through_a_jam_to_an_officer(qapp: QApplication, town, device, request):
    bot, tasks, done = PatientBot(request), Tasks(), []
    kiosk, officer = a_kiosk(town), town.desk("Quầy 3")
    with ExitStack() as opening:
        turn = Turn(kiosk, device, tasks, opening)
        opening.callback(tasks.close)
        paper_by_paper(turn.filling, partial(done.append, True))
        bot.waitUntil(lambda: turn.at("divorce_decision"))
        device.load(SheetLaid(paper="marital_declaration"), SheetLaid(paper="marriage_certificate"))
        device.jam_at(2)
        bot.waitUntil(lambda: turn.page.work.line.source is ScanSource.FEEDER)
        turn.page.part.buttons["scan"].click()             # the State has it, the citizen wants to show it all the same
        bot.waitUntil(lambda: turn.rests(Step.TROUBLE, 1))
        assert turn.page.work.trouble is ScanTrouble.JAM
        device.clear_jam()
        bot.waitUntil(lambda: turn.page.work.line.state is None)
        turn.next()
        bot.waitUntil(lambda: turn.rests(Step.SEEN, 2))
        turn.next()
        bot.waitUntil(lambda: turn.at("authorisation"))
        device.load(SheetLaid(paper="birth_proof"))
        bot.waitUntil(lambda: turn.page.work.line.source is ScanSource.FEEDER)
        turn.next()
        bot.waitUntil(lambda: turn.rests(Step.SEEN, 1))
        turn.next()
        bot.waitUntil(lambda: done == [True])
        submitted = turn.submit()
        assert not [path for path in turn.scans.rglob("*.jpg") if path.stat().st_size], "nothing in the clear"
    assert [(paper.requirement, paper.how, paper.pages) for paper in submitted.form.papers] == [
        ("divorce_decision", HowMet.SCANNED, (1, 2)), ("authorisation", HowMet.SCANNED, (3,)),
    ]  # fmt: skip
    expected = [laid("marital_declaration"), laid("marriage_certificate"), laid("birth_proof")]
    assert [page.sha256 for page in submitted.form.pages] == expected
    assert kiosk.sync().acknowledged == 1
    officer.sync(town.url)
    (told,) = office_cards.search(officer.store.read(), NAME, 5)
    assert (told.status, told.submitted) == (PortalStatus.NEWLY_REGISTERED, True)
    assert [paper.how for paper in told.papers] == [HowMet.SCANNED, HowMet.SCANNED]
    (live,) = officer.ask(town.url, NAME).dossiers
    assert live.whole, "the gateway holds every page"
