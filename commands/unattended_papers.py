"""A citizen without hands and the papers they brought: a contract of three pages, the second laid upside down at first."""

from collections.abc import Callable
from functools import partial

from commands.unattended_citizen import Citizen
from devices.simulated.laying import LayingScanner
from devices.simulated.scanner_words import SheetLaid
from kiosk.page_ports import PageFault
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.seen import SeenPart
from ui.selfservice.papers.work import Step

_CONTRACT = "contract"
_LAID = (
    SheetLaid(paper=_CONTRACT), SheetLaid(paper=_CONTRACT, sheet=1, upside_down=True), SheetLaid(paper=_CONTRACT, sheet=1),
    SheetLaid(paper=_CONTRACT, sheet=2),
)  # fmt: skip
_SCAN_S = 60


def scans_three_pages(citizen: Citizen) -> None:
    """From the question for the paper to the check."""
    desk = citizen.kiosk.paper_desk
    scanner = desk.scanner() if desk is not None else None
    citizen.expects(PaperPage)
    assert isinstance(scanner, LayingScanner)
    scanner.bring(_LAID)
    _scan(citizen, citizen.forward, 1)
    _scan(citizen, partial(citizen.touch_of_part, "more"), 2, PageFault.UPSIDE_DOWN)
    _scan(citizen, citizen.forward, 2)     # the same page again
    _scan(citizen, partial(citizen.touch_of_part, "more"), 3)
    citizen.touch_of_part("before")
    citizen.forward()                      # that was all of it
    citizen.waits(lambda page: isinstance(page, CheckPage), "the paper that was taken away is still asked for", _SCAN_S)
    citizen.arrive()


def _scan(citizen: Citizen, begin: Callable[[], None], pages: int, *faults: PageFault) -> None:
    begin()
    citizen.waits(lambda page: _seen(page, pages, frozenset(faults)), f"page {pages} is not seen as it is", _SCAN_S)
    citizen.arrive()


def _seen(page: object, pages: int, faults: frozenset[PageFault]) -> bool:
    """It stands there, large, and was looked at."""
    if not isinstance(page, PaperPage) or not isinstance(page.part, SeenPart):
        return False
    work = page.work
    shown = work.shown is not None and work.shown.page == work.page
    return work.step is Step.SEEN and len(work.pages) == pages and shown and not work.looking and work.faults == faults
