"""One paper under way: laid down, scanned page after page, each kept at once and looked at, until the citizen says it is whole.

It lives as long as the turn, not as the page that shows it: another text size or language costs nobody a scan.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.code_ports import CameraState
from kiosk.dossier import HowMet
from kiosk.page_ports import PageFault, PageLook
from kiosk.problems import Problem
from kiosk.procedures import Requirement
from kiosk.receive_draft import DraftGone
from kiosk.scan_journal import PageChanged, Place, Stack
from kiosk.scan_ports import DeskView, ScannedPage, ScanOrder, ScanTrouble
from kiosk.selfservice.papers import AskedPaper, Without, met, papers_to_scan
from kiosk.store.drafts import DraftPage
from ui.selfservice.filing.filling import Filling
from ui.selfservice.page import Turn
from ui.selfservice.papers.ear import Ear
from ui.selfservice.papers.kept import NotKept, Opened, keep, opened, pages_of
from ui.selfservice.papers.scan_line import line_of
from ui.tasks import Lane

_TRIES = 2                             # then another way is offered
_SEEN_AS_WRONG = frozenset({
    PageFault.BLANK, PageFault.CUT, PageFault.BLURRED, PageFault.DARK, PageFault.UPSIDE_DOWN,
})  # fmt: skip


class Step(StrEnum):
    ASKED = "asked"
    SCANNING = "scanning"
    CAMERA = "camera"
    SEEN = "seen"
    TROUBLE = "trouble"
    OTHER_WAYS = "other_ways"
    LEFT = "left"                      # the paper still lies there, as far as anybody knows


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to happen once the scanner has said what it is."""

    instead: str = ""


class PaperWork(QObject):
    changed = Signal()
    viewed = Signal(object)            # DeskView

    def __init__(self, turn: Turn, filling: Filling, requirement: Requirement) -> None:
        super().__init__(turn.owner)
        self.turn, self.filling, self.requirement = turn, filling, requirement
        self.line = line_of(turn)
        self.desk = self.line.desk
        self.step = Step.ASKED
        self.pages: tuple[DraftPage, ...] = ()
        self.place = 0                 # of the page that is shown
        self.shown: Opened | None = None
        self.trouble: ScanTrouble | Problem | None = None
        self.failures = 0
        self.by_camera = self.desk.camera is not None and not self.desk.scans
        self.view = DeskView(CameraState.OFF)
        self._looks: dict[str, frozenset[PageFault] | None] = {}
        self._good_enough: set[str] = set()
        self._not_kept: list[NotKept] = []
        self._instead = ""
        self._wish: _Wish | None = None
        self._watching = 0
        self._ear = Ear(self)
        self._ear.came.connect(self._on_seen)
        self.line.page_came.connect(self._on_page_came)
        self.line.over.connect(self._on_over)
        self.line.failed.connect(self._on_no_folder)
        self.line.told.connect(self._on_told)
        self.line.viewed.connect(self._on_viewed)
        self._write(lambda: pages_of(filling.filings, filling.draft.id, requirement.key), self._on_found)

    @property
    def mine(self) -> Place:
        return Place(self.filling.draft.id, self.requirement.key)

    @property
    def asked(self) -> AskedPaper:
        """As it stands now."""
        found = (paper for paper in papers_to_scan(self.filling) if paper.key == self.requirement.key)
        return next(found, AskedPaper(self.requirement))

    @property
    def faults(self) -> frozenset[PageFault]:
        """Of the page that is shown, unless the citizen said that it will do."""
        page = self.page
        return frozenset() if page is None else self.faults_of(page)

    @property
    def page(self) -> DraftPage | None:
        return self.pages[self.place] if self.place < len(self.pages) else None

    @property
    def looking(self) -> bool:
        """The page that is shown is still being looked at."""
        return self.page is not None and self.desk.looker is not None and self.page.id not in self._looks

    @property
    def tried_enough(self) -> bool:
        return self.failures >= _TRIES

    def faults_of(self, page: DraftPage) -> frozenset[PageFault]:
        return frozenset() if page.id in self._good_enough else self._looks.get(page.id) or frozenset()

    def unclear(self) -> tuple[int, ...]:
        """The places of all pages that something is wrong with."""
        return tuple(place for place, page in enumerate(self.pages) if self.faults_of(page))

    # ---- what the citizen does -----------------------------------------------------------------------

    def watched(self, page: QObject) -> None:
        """Somebody sees it. With nobody left to see it, the camera goes off."""
        self._watching += 1
        page.destroyed.connect(self._on_unwatched)
        self.line.listen()

    def scan(self) -> None:
        """One more page from the glass, or all that lies in the feeder."""
        self._instead = ""
        self._start()

    def retry(self) -> None:
        """After a trouble: what was under way."""
        if self._not_kept:
            self._keep_again()
        else:
            self._start()

    def again(self) -> None:
        """The page that is shown, anew: it goes once the other is there."""
        self._instead = self.page.id if self.page else ""
        self._start()

    def use_camera(self, on: bool) -> None:
        """The other device. A page that is not clear makes room for the one that comes."""
        self.by_camera = on and self.desk.camera is not None
        if self.page is not None and self.faults:
            self._instead = self.page.id
        self._start()

    def shoot(self) -> None:
        if self.step is Step.CAMERA and self.line.place is None:
            self.line.shoot(self.mine)
            self.changed.emit()

    def stop(self) -> None:
        """No more than what has come."""
        self._wish = None
        if self.step is Step.CAMERA:
            self._leave_camera()
            self.rest()
        else:
            self.line.cancel()

    def show_other_ways(self) -> None:
        self._to(Step.OTHER_WAYS)

    def good_enough(self) -> None:
        if self.page is not None:
            self._good_enough.add(self.page.id)
            self.changed.emit()

    def turn_to(self, place: int) -> None:
        self.place = max(0, min(place, len(self.pages) - 1))
        self._open()

    def drop(self) -> None:
        """Takes the page out that is shown."""
        page = self.page
        if page is not None:
            self._write(partial(self.filling.filings.remove_pages, self.mine.draft, (page.id,)), partial(self._on_dropped, page))

    def whole(self, then: Callable[[], None]) -> None:
        """That was all of it."""
        self.filling.change(met(self.filling, self.requirement, HowMet.SCANNED))
        if self.desk.holds_paper:
            self._to(Step.LEFT)
        else:
            then()

    def taken_back(self, then: Callable[[], None]) -> None:
        """The paper is in the citizen's hands again."""
        self.step = Step.SEEN
        then()

    def go_without(self, then: Callable[[], None]) -> None:
        """The paper is not there, or need not be: pages that came go."""
        how = HowMet.DATABASE if self.asked.without is Without.IN_DATABASE else HowMet.MISSING
        self.filling.change(met(self.filling, self.requirement, how))
        ids = tuple(page.id for page in self.pages)
        self.pages, self.shown, self.place = (), None, 0
        self.step = Step.ASKED
        self._write(partial(self.filling.filings.remove_pages, self.mine.draft, ids), lambda _none: then())

    # ---- how it goes ---------------------------------------------------------------------------------

    def _start(self) -> None:
        self.trouble = None
        if self.by_camera:
            self._to(Step.CAMERA)
            self.line.look()
            return
        source = self.line.source
        if source is None and not self.line.away:
            self._wish = _Wish(self._instead)      # it has not said yet what it is
            self._to(Step.SCANNING)
        elif source is None:
            self._fail(self.line.state or ScanTrouble.OFFLINE)
        else:
            self._to(Step.SCANNING)
            self.line.scan(self.mine, ScanOrder(source, self.line.fineness(self.requirement.min_dpi)))

    def _on_told(self) -> None:
        if self._wish is not None and (self.line.source is not None or self.line.away):
            self._instead, self._wish = self._wish.instead, None
            self._start()
        elif self.step is Step.ASKED:
            self.changed.emit()        # whether there is a scanner at all

    def _on_viewed(self, view: DeskView) -> None:
        if self.step is Step.CAMERA:
            self.view = view
            self.viewed.emit(view)

    def _on_page_came(self, stack: Stack, page: ScannedPage) -> None:
        if stack.note.place == self.mine:
            instead, self._instead = self._instead, ""     # only the first one replaces
            self._keep(NotKept(stack, page, instead))

    def _on_over(self, place: Place, trouble: ScanTrouble | None) -> None:
        """Behind the pages that came, on the way through the store."""
        if place == self.mine:
            self._write(lambda: trouble, self._on_ended)

    def _on_ended(self, trouble: ScanTrouble | None) -> None:
        self._leave_camera()
        if trouble is not None and not isinstance(self.trouble, Problem):
            self._fail(trouble)
        elif self.trouble is None:
            self.rest()

    def _on_no_folder(self, place: Place, problem: Problem) -> None:
        if place == self.mine:
            self._leave_camera()
            self._fail(problem)

    def _fail(self, why: ScanTrouble | Problem) -> None:
        self.trouble = why
        self.failures += 1
        self._to(Step.TROUBLE)

    def rest(self) -> None:
        """Nothing under way: the pages there are, else the question."""
        self._to(Step.SEEN if self.pages else Step.ASKED)

    def _to(self, step: Step) -> None:
        self.step = step
        self.changed.emit()

    def _leave_camera(self) -> None:
        if self.by_camera:
            self.line.look_no_more()

    def _on_unwatched(self) -> None:
        self._watching -= 1
        if not self._watching and self.step is Step.CAMERA:
            self._leave_camera()
            self.step = Step.SEEN if self.pages else Step.ASKED

    # ---- pages ---------------------------------------------------------------------------------------

    def _keep(self, one: NotKept) -> None:
        self._write(partial(keep, self.filling.filings, one), partial(self._on_kept, one), partial(self._on_not_kept, one))

    def _on_kept(self, one: NotKept, page: DraftPage) -> None:
        ids = [known.id for known in self.pages]
        if one.instead in ids:
            self.place = ids.index(one.instead)
            self.pages = (*self.pages[: self.place], page, *self.pages[self.place + 1 :])
        else:
            self.place = len(self.pages)
            self.pages = (*self.pages, page)
        self._open()

    def _on_not_kept(self, one: NotKept, problem: Problem) -> None:
        """It lies in the scanner's folder until there is room; scanning on would only bring more."""
        self.line.cancel()
        if not isinstance(problem, DraftGone | PageChanged):
            self._not_kept.append(one)
        self._fail(problem)

    def _keep_again(self) -> None:
        waiting, self._not_kept = self._not_kept, []
        self.trouble = None
        self._to(Step.SCANNING)
        for one in waiting:
            self._keep(one)
        self._write(lambda: None, self._on_ended)

    def _on_found(self, pages: tuple[DraftPage, ...]) -> None:
        self.pages = pages
        if pages and self.step is Step.ASKED:
            self.step = Step.SEEN
            self._open()

    def _on_dropped(self, page: DraftPage, _none: None) -> None:
        self.pages = tuple(known for known in self.pages if known.id != page.id)
        self.place = max(0, min(self.place, len(self.pages) - 1))
        if self.pages:
            self._open()
        else:
            self.shown = None
            self.rest()

    def _open(self) -> None:
        """Its picture, and a look at it."""
        page = self.page
        if page is None:
            return
        self.changed.emit()
        work = partial(opened, self.filling.filings, self.mine.draft, page)
        self.turn.tasks.run(lambda _progress: work(), self._on_opened, self._on_unreadable, owner=self)

    def _on_opened(self, shown: Opened) -> None:
        if shown.page == self.page:
            self.shown = Opened(shown.page, shown.picture, b"")
            self.changed.emit()
        looker = self.desk.looker
        if looker is not None and shown.page.id not in self._looks:
            looker.look(shown.page.id, shown.content, shown.page.dpi, self._ear.tell_two)

    def _on_unreadable(self, _problem: Problem) -> None:
        """It is in the store all the same; an officer will see it."""
        self.shown = None
        self.changed.emit()

    def _on_seen(self, seen: tuple[str, PageLook | None]) -> None:
        page, look = seen
        self._looks[page] = look.faults & _SEEN_AS_WRONG if look is not None else None
        if self._looks[page] and any(known.id == page for known in self.pages):
            self.failures += 1
        self.changed.emit()

    def _write(
        self, work: Callable[[], object], done: Callable[..., None], failed: Callable[[Problem], None] | None = None
    ) -> None:  # fmt: skip
        self.turn.tasks.run(lambda _progress: work(), done, failed or self._fail, Lane.WRITER, self)


def work_of(turn: Turn, filling: Filling, requirement: Requirement) -> PaperWork:
    """The one there is of this paper, else a new one."""
    name = f"{filling.draft.id}/{requirement.key}"
    found = turn.owner.findChild(PaperWork, name)
    if found is not None:
        return found
    made = PaperWork(turn, filling, requirement)
    made.setObjectName(name)
    return made
