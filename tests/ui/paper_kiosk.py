"""A kiosk whose citizen is at the papers: a real store, a scanner and a camera that are played, the real looker on demand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from devices.imaging.driver import PageLooks
from devices.simulated.desk_camera import SimulatedDocumentCamera
from devices.simulated.scanner import SimulatedScanner
from kiosk.catalogue import Catalogue
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.procedures import Requirement
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.paper_desk import PaperDesk, scans_of_turn
from kiosk.selfservice.papers import next_paper
from kiosk.settings import DEMO
from kiosk.store import Store
from tests.kiosk.store_fixtures import Counter
from ui.selfservice.filing.filling import Filling
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.window import Dress, KioskWindow
from ui.tasks import Tasks

LAND = "1.013831"                      # wants four papers, offers to take a fifth


@dataclass
class PaperKiosk:
    """The window, the filling under it, and what hands can do to its devices."""

    window: KioskWindow
    filling: Filling
    store: Store
    desk: PaperDesk
    scans: Path
    scanner: SimulatedScanner
    camera: SimulatedDocumentCamera | None
    went_on: list[str] = field(default_factory=list)

    @property
    def page(self) -> PaperPage:
        assert isinstance(self.window.page, PaperPage)
        return self.window.page

    @property
    def said(self) -> str:
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def requirement(self, key: str) -> Requirement:
        return next(needed for needed in self.filling.procedure.requirements if needed.key == key)

    def ask(self, key: str) -> PaperPage:
        then = partial(self.went_on.append, key)
        self.window.open(partial(PaperPage, self.window, self.filling, self.requirement(key), then))
        return self.page

    def at(self, key: str) -> bool:
        """Whether the page there is asks for this paper."""
        return isinstance(self.window.page, PaperPage) and self.page.work.requirement.key == key

    def answer(self, **answers: str) -> None:
        self.filling.change(replace(self.filling.intake, answers={**self.filling.intake.answers, **answers}))

    def pages(self) -> list[str]:
        """Which paper each page in the store belongs to."""
        return [page.paper for page in self.filling.filings.pages(self.filling.draft.id)]

    def in_the_clear(self) -> list[Path]:
        """Files with something in them, other than the notes of what a scan is for."""
        files = [path for path in self.scans.rglob("*") if path.is_file() and path.name != "stack.json"]
        return [path for path in files if path.stat().st_size]


def paper_by_paper(filling: Filling, then: Callable[[], None]) -> None:
    """As a citizen is led: each paper of which nothing was said, then `then`."""
    paper = next_paper(filling)
    if paper is None:
        then()
        return
    onwards = partial(paper_by_paper, filling, then)
    filling.turn.open(partial(PaperPage, filling.turn, filling, paper.requirement, onwards))


@contextmanager
def paper_kiosk(
    counter: Counter, tasks: Tasks, procedure: str = LAND, *, camera: bool = False, looks: bool = True, scans: bool = True,
    dress: Dress | None = None,
) -> Iterator[PaperKiosk]:  # fmt: skip
    scanner, looker = SimulatedScanner(), PageLooks() if looks else None
    above = SimulatedDocumentCamera("birth_proof", looks_per_second=0, wide=1000) if camera else None
    folder = counter.root / "turn-scans"
    with counter.open() as store, scans_of_turn(folder) as journal:
        desk = PaperDesk(journal, (lambda: scanner) if scans else None, above, looker)
        catalogue = Catalogue.load()
        filings = Filings(store, catalogue, DEMO, office_calendar(DEMO.hours, load_holidays()))
        kiosk = Kiosk(DEMO, counter.clock, Guides(catalogue, DEMO, counter.clock), None, filings=filings, paper_desk=desk)
        window = KioskWindow(kiosk, tasks, dress)
        filling = Filling(window, filings, filings.procedure(procedure), filings.begin(procedure))
        window.show()
        try:
            yield PaperKiosk(window, filling, store, desk, folder, scanner, above)
        finally:
            tasks.close()
            window.end_now()
            desk.close()
            scanner.close()
            _put_away(window)


def _put_away(window: QWidget) -> None:
    window.hide()
    window.deleteLater()
