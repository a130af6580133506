"""How a paper at the kiosk is brought to what pictures of it show; see screens_selfservice.py. The pages are those of a draft at
the counter, the devices stand still."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.catalogue import Catalogue
from kiosk.counter import Counter
from kiosk.counter.intakes import Intakes
from kiosk.page_ports import PageFault, PageLook
from kiosk.scan_journal import ScanJournal, Stack, StackNote
from kiosk.scan_ports import ScanListener, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.paper_desk import PaperDesk
from kiosk.words import N_, spoken
from ui.selfservice.filing.filling import Filling
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import PaperWork
from ui.selfservice.window import Dress, KioskWindow
from ui.tasks import Tasks
from ui.theme.style import look
from ui.theme.tokens import Theme

T = TypeVar("T")
_LAND = "1.013831"
_PAPER, _OPTIONAL = "contract", "parcel_drawing"


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


class _Shelf(Filings):
    """The drafts of the counter."""

    def __init__(self, intakes: Intakes) -> None:
        self._intakes = intakes


class _NoFolder(ScanJournal):
    """Nothing of a picture is written anywhere."""

    def __init__(self) -> None:
        super().__init__(Path())

    def begin(self, note: StackNote) -> Stack:
        return Stack("shown", Path(), note)

    def end(self, stack: Stack) -> None: ...


class _Scanning:
    """A scanner that never comes to an end."""


    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None: ...

    def cancel(self) -> None: ...

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        told(ScanTrouble.NO_PAPER)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        told(ScannerAbilities(frozenset(ScanSource), (200, 300)))

    def close(self) -> None: ...


class _Looker:
    """Sees the same on every page."""

    def __init__(self, faults: frozenset[PageFault]) -> None:
        self._faults = faults

    def look(self, page: str, content: bytes, dpi: int, told: Callable[[str, PageLook | None], None]) -> None:
        told(page, PageLook(self._faults))

    def forget(self, page: str) -> None: ...

    def close(self) -> None: ...


def _asked(given: _Gives, paper: str = _PAPER, *faults: PageFault, scanned: bool = False) -> KioskWindow:
    """A turn that stands at one paper. Where it was scanned, its pages are what lies at the counter for another."""
    counter = given.get(Counter)
    intakes = counter.intakes
    catalogue = Catalogue.load()
    draft = next((one for one in intakes.open_drafts() if intakes.pages(one.id)), None) if scanned else None
    draft = draft or intakes.open_drafts()[0]
    procedure = intakes.procedure(_LAND)
    requirement = next(needed for needed in procedure.requirements if needed.key == paper)
    if scanned:
        key = intakes.pages(draft.id)[0].paper
        shown = next((needed.name for needed in intakes.procedure(draft.intake.procedure).requirements if needed.key == key), "")
        requirement = replace(requirement, key=key, name=shown or requirement.name)
    shelf, scanner = _Shelf(intakes), _Scanning()
    desk = PaperDesk(_NoFolder(), lambda: scanner, counter.desk_camera, _Looker(frozenset(faults)))
    guides = Guides(catalogue, counter.settings, counter.clock)
    kiosk = Kiosk(counter.settings, counter.clock, guides, None, filings=shelf, paper_desk=desk)
    dress = Dress(spoken(), look().scale, look().theme is Theme.HIGH_CONTRAST)
    window = KioskWindow(kiosk, given.get(Tasks), dress)
    filling = Filling(window, shelf, procedure, replace(draft, intake=replace(draft.intake, procedure=_LAND, papers=())))
    window.open(partial(PaperPage, window, filling, requirement, _nowhere))
    return window


def _nowhere() -> None:
    """There is no next page."""


def _work(window: QWidget) -> PaperWork:
    assert isinstance(window, KioskWindow)
    assert isinstance(window.page, PaperPage)
    return window.page.work


def _camera(window: QWidget, _supplies: object) -> None:
    _work(window).use_camera(True)


def _scan(window: QWidget, _supplies: object) -> None:
    _work(window).scan()


def _jam(window: QWidget, _supplies: object) -> None:
    work = _work(window)
    work.line.over.emit(work.mine, ScanTrouble.JAM)


def _other_ways(window: QWidget, _supplies: object) -> None:
    _work(window).show_other_ways()


def _whole(window: QWidget, _supplies: object) -> None:
    work = _work(window)
    work.desk.on_glass = True
    work.whole(_nowhere)


Step = Callable[[QWidget, object], None]
Make = Callable[[_Gives], KioskWindow]
_CLEAR: Make = partial(_asked, scanned=True)


def _unclear(given: _Gives) -> KioskWindow:
    return _asked(given, _PAPER, PageFault.BLURRED, scanned=True)


PAPER_SCREENS: tuple[tuple[str, str, Make, tuple[Step, ...]], ...] = (
    ("kiosk_paper_asked", N_("Ki-ốt: hỏi một giấy tờ"), partial(_asked, paper=_OPTIONAL), ()),
    ("kiosk_paper_scanning", N_("Ki-ốt: đang quét"), _asked, (_scan,)),
    ("kiosk_paper_clear", N_("Ki-ốt: trang vừa quét, rõ"), _CLEAR, ()),
    ("kiosk_paper_unclear", N_("Ki-ốt: trang vừa quét, chưa rõ"), _unclear, ()),
    ("kiosk_paper_camera", N_("Ki-ốt: chụp giấy bằng camera"), _asked, (_camera,)),
    ("kiosk_paper_jam", N_("Ki-ốt: máy quét kẹt giấy"), _CLEAR, (_jam,)),
    ("kiosk_paper_other_ways", N_("Ki-ốt: cách khác cho một giấy tờ"), partial(_asked, paper=_OPTIONAL), (_other_ways,)),
    ("kiosk_paper_left", N_("Ki-ốt: lấy lại giấy"), _CLEAR, (_whole,)),
)
