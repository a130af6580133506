"""Scanning on the capture screen, from the key to the page in the store: stacks, jams, waiting for paper, stacks turned over.

Nothing here waits for the scanner, and nothing that came is ever dropped: what cannot be kept lies in the journal until it can.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.problems import Problem
from kiosk.receive_draft import DraftGone
from kiosk.scan_journal import PageChanged, Place, ScanJournal, Stack, StackFound
from kiosk.scan_ports import DocumentCamera, ScannedPage, Scanner, ScanOrder, ScanSource, ScanTrouble
from kiosk.scan_words import to_do, trouble_words
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.capture_camera import CameraDialog, Shutter
from ui.clerk.capture_pages import CapturePages, Laid
from ui.clerk.capture_scan import Scan, ScanDesk
from ui.clerk.capture_view import CaptureView
from ui.tasks import Lane, Tasks
from ui.theme.tokens import Tone
from ui.widgets.spoken import announce


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that could not be kept yet."""

    scan: Scan
    stack: Stack
    place: Place
    page: ScannedPage
    number: int


class Scanning(QObject):
    """`draft` is the one on the screen; scans begun for another go on into that."""

    kept = Signal(object)              # Laid
    failed = Signal(object)            # Problem
    changed = Signal()                 # what can be scanned now
    found = Signal(str, int)           # a draft, and how many of its pages the run before left

    def __init__(
        self, view: CaptureView, scanner: Scanner, tasks: Tasks, journal: ScanJournal, pages: CapturePages,
        camera: DocumentCamera | None = None,
    ) -> None:  # fmt: skip
        super().__init__(view)
        self._view, self._tasks, self._pages, self._journal = view, tasks, pages, journal
        self.draft = ""
        self._not_kept: list[_Waiting] = []
        self._fronts: Scan | None = None           # scanned, waiting for the stack to be turned over
        self._stopped: Scan | None = None          # to be gone on with
        self._found: dict[str, StackFound] = {}
        self._then: Callable[[], None] = lambda: None
        self.desk = ScanDesk(scanner, tasks, journal, self)
        self.desk.page_came.connect(self._on_page_came)
        self.desk.stopped.connect(self._on_stopped)
        self.desk.ended.connect(self._on_ended)
        self.desk.waiting.connect(self._on_waiting)
        self.desk.resumed.connect(self._on_resumed)
        self.desk.refused.connect(self.failed)
        self.desk.left.connect(self._on_left)
        self.desk.state_changed.connect(view.panel.show_scanner)
        self.desk.abilities_changed.connect(view.panel.show_abilities)
        self._camera, self._shutter = camera, Shutter(camera) if camera else None
        self._dialog: CameraDialog | None = None
        self._photographs = ScanDesk(self._shutter, tasks, journal, self, beside=True) if self._shutter else None
        if self._photographs is not None:
            self._photographs.page_came.connect(self._on_page_came)
            self._photographs.stopped.connect(self._on_not_photographed)
            self._photographs.refused.connect(self.failed)
        view.banner.acted.connect(self._on_acted)
        view.banner.closed.connect(self._on_banner_closed)
        view.scanning.cancel_button.clicked.connect(self.cancel)

    @property
    def free(self) -> bool:
        return bool(self.draft) and self.desk.current is None

    # ---- what is asked of it -------------------------------------------------------------------------

    def next(self, place: Place) -> None:
        """The whole stack in the feeder; the rest of one that stopped; the backs of one that was turned over."""
        if self._fronts is not None and self._fronts.place.draft == self.draft:
            self._scan_backs()
            return
        if self._stopped is not None and self._stopped.place.draft == self.draft:
            self._resume(self._stopped)
            return
        self.begin(self.from_feeder(), place)

    def one(self, place: Place) -> None:
        """One page again: from the feeder, or from the glass while the feeder is empty and there is a glass."""
        self.begin(self.from_feeder() if self._feeds else ScanOrder(ScanSource.FLATBED), place)

    def begin(self, order: ScanOrder, place: Place) -> None:
        if self.free:
            self._view.banner.hide()
            self._fronts = self._stopped = None
            self._go_on(Scan(order, place, waits=self._waits(order, place)))

    def from_feeder(self) -> ScanOrder:
        return ScanOrder(ScanSource.FEEDER, duplex=self._view.panel.duplex.isChecked() and self._can_duplex)

    def photograph(self, place: Place) -> None:
        """Opens the document camera; its pages go to `place`."""
        if self._camera is None or not self.draft:
            return
        self._dialog = dialog = CameraDialog(self._camera, self._view.window())
        dialog.wanted.connect(partial(self._on_photograph, place))
        if self._photographs is not None:
            dialog.enough.connect(self._photographs.cancel)
        dialog.finished.connect(self._on_camera_shut)
        dialog.open()

    def cancel(self) -> None:
        if self.desk.waits_for_paper is not None:
            self._end_waiting()
        elif self.desk.current is not None:
            self._view.leave_buttons()
            self.desk.cancel()
            self._view.scanning.cancel_button.setEnabled(False)
            self._view.scanning.show_progress(_("Đang dừng…"), 0, 0)

    def step_back(self) -> bool:
        """Esc: ends waiting for paper; False where nothing waits."""
        waits = self.desk.waits_for_paper is not None
        if waits:
            self._end_waiting()
        return waits

    def opened(self) -> str:
        """A draft is on the screen: what was left of it is kept and told. The page to look at then, or nothing."""
        self.keep_again()
        return self._tell_found()

    def leave(self) -> None:
        """The draft is no longer on the screen; a scan for it goes on, its paper is not waited for."""
        self.desk.wait_no_more()
        self._view.scanning.setVisible(self.desk.current is not None)
        self._fronts, self._stopped, self.draft = None, None, ""

    def keep_again(self) -> None:
        waiting, self._not_kept = self._not_kept, []
        for one in waiting:
            self._keep(one)
        for stack in {one.stack.id: one.stack for one in waiting}.values():
            self._tasks.run(partial(self._end, stack), lambda _none: None, self.failed.emit, Lane.WRITER, self)

    def say(self, text: str, tone: Tone, detail: str, act: str = "", then: Callable[[], None] = lambda: None) -> None:
        """Above the pages; `then` is what its button does."""
        self._then = then
        self._view.banner.say(text, tone, detail=detail, act=act)
        self._view.banner.show()
        announce(self._view.banner, f"{text}. {detail}", urgent=tone is Tone.WARNING)

    # ---- pages ----------------------------------------------------------------------------------------

    def _on_page_came(self, scan: Scan, stack: Stack, page: ScannedPage) -> None:
        place, number = scan.place, scan.pages - 1
        scan.place = replace(place, instead="")            # only the first page replaces
        if scan is self.desk.current:
            self._tell(scan)
        self._keep(_Waiting(scan, stack, place, page, number))

    def _keep(self, one: _Waiting) -> None:
        def keep(_progress: Progress) -> Laid:
            return self._pages.take_scan(one.stack, one.place, one.page, one.number)

        self._tasks.run(keep, partial(self._on_kept, one), partial(self._on_not_kept, one), Lane.WRITER, self)

    def _on_kept(self, one: _Waiting, laid: Laid) -> None:
        one.scan.kept.append(laid.chosen)
        if self._dialog is not None:
            self._dialog.page_came()
        self.kept.emit(laid)

    def _on_not_kept(self, one: _Waiting, problem: Problem) -> None:
        """The page lies in the scanner's folder until there is room for it; scanning on would only bring more."""
        self.desk.cancel()
        self.failed.emit(problem)
        if not isinstance(problem, DraftGone | PageChanged):
            self._not_kept.append(one)
            self._then = self.keep_again
            self._view.banner.say_problem(problem, _("Lưu lại {count} trang").format(count=len(self._not_kept)))

    def _end(self, stack: Stack, _progress: Progress) -> None:
        self._journal.end(stack)

    # ---- the document camera --------------------------------------------------------------------------

    def _on_photograph(self, place: Place, each: bool) -> None:
        if self._photographs is not None and self._shutter is not None:
            self._shutter.each = each
            self._photographs.start(Scan(ScanOrder(ScanSource.FLATBED), place))

    def _on_not_photographed(self, _scan: Scan, what: ScanTrouble) -> None:
        if self._dialog is not None:
            self._dialog.stopped(f"{trouble_words(what)}. {to_do(what)}")

    def _on_camera_shut(self) -> None:
        self._dialog = None

    # ---- how a scan goes ------------------------------------------------------------------------------

    def _go_on(self, scan: Scan) -> None:
        self._view.leave_buttons()
        self.desk.start(scan)
        self._view.scanning.cancel_button.setEnabled(True)
        self._tell(scan)
        self.changed.emit()

    def _tell(self, scan: Scan) -> None:
        what = _("Đang quét, đã có {pages} trang").format(pages=scan.pages) if scan.pages else _("Đang quét…")
        if scan.place.draft != self.draft:
            what = _("Đang quét cho hồ sơ trước, đã có {pages} trang").format(pages=scan.pages)
        self._view.scanning.show_progress(what, 0, 0)
        self._view.scanning.show()

    def _on_waiting(self, scan: Scan) -> None:
        if scan.place.draft != self.draft:
            self.desk.wait_no_more()
            self._on_ended(scan)
            return
        self._view.scanning.show_progress(_("Đợi giấy vào khay nạp. Đặt giấy vào là quét ngay; Esc để thôi."), 0, 0)
        self._view.scanning.cancel_button.setEnabled(True)
        self._view.scanning.show()
        self.changed.emit()

    def _end_waiting(self) -> None:
        scan = self.desk.waits_for_paper
        self.desk.wait_no_more()
        if scan is not None and scan is not self._stopped:
            self._on_ended(scan)

    def _on_stopped(self, scan: Scan, what: ScanTrouble) -> None:
        self._view.scanning.hide()
        detail = to_do(what)
        if scan.pages:
            kept = _("{pages} trang đã quét được giữ nguyên, quét tiếp từ trang {next} của lần quét này.")
            detail = f"{kept.format(pages=scan.pages, next=scan.pages + 1)} {detail}"
        act = _("Quét tiếp") if scan.pages else _("Quét lại")
        if self.desk.waits_for_paper is scan:
            detail = f"{detail} {_('Máy quét sẵn sàng là tự quét tiếp; Esc để thôi đợi.')}"
        if scan.place.draft == self.draft:
            self._stopped = scan
        self.say(trouble_words(what), Tone.WARNING, detail, act, partial(self._resume, scan))
        self.changed.emit()

    def _resume(self, scan: Scan) -> None:
        if self.free and scan.place.draft == self.draft:
            self._view.banner.hide()
            self._stopped = None
            self._go_on(scan)

    def _on_resumed(self, scan: Scan) -> None:
        """By itself: somebody laid paper in or took away what stood in the way."""
        if self._stopped is scan:
            self._stopped = None
            self._view.banner.hide()
        self._view.scanning.cancel_button.setEnabled(True)
        self._tell(scan)
        self.changed.emit()

    def _on_ended(self, scan: Scan) -> None:
        self._view.scanning.hide()
        self.changed.emit()
        announce(self._view, _("Đã quét xong {pages} trang").format(pages=scan.pages))
        if scan.place.draft != self.draft or not scan.pages:
            return
        if scan.place.backs_of:
            self._compare_sides(scan)
        elif self._turns_by_hand(scan):
            self._ask_to_turn(scan)

    def _on_acted(self) -> None:
        then, self._then = self._then, lambda: None
        self._view.banner.hide()
        then()

    def _on_banner_closed(self) -> None:
        self._fronts = self._stopped = None
        self._then = lambda: None

    # ---- a stack turned over by hand --------------------------------------------------------------------

    @property
    def _can_duplex(self) -> bool:
        return self.desk.abilities is None or self.desk.abilities.duplex

    @property
    def _feeds(self) -> bool:
        can = self.desk.abilities
        glass = can is not None and ScanSource.FLATBED in can.sources
        return not (glass and self.desk.state is ScanTrouble.NO_PAPER)

    def _turns_by_hand(self, scan: Scan) -> bool:
        feeding = scan.order.source is ScanSource.FEEDER and not scan.order.duplex
        return feeding and self._view.panel.duplex.isChecked() and not self._can_duplex

    def _waits(self, order: ScanOrder, place: Place) -> bool:
        by_hand = self._view.panel.duplex.isChecked() and not self._can_duplex
        single = bool(place.instead) or order.source is not ScanSource.FEEDER
        return self._view.panel.wait.isChecked() and not (single or by_hand)

    def _ask_to_turn(self, scan: Scan) -> None:
        self._fronts = scan
        detail = _("Lấy cả xấp giấy ra, lật úp lại (không đảo thứ tự), đặt vào khay rồi bấm F7. Máy tự xếp mặt sau vào đúng tờ.")
        self.say(_("Đã quét {pages} mặt trước").format(pages=scan.pages), Tone.INFO, detail, _("Quét mặt sau"), self._scan_backs)

    def _scan_backs(self) -> None:
        fronts, self._fronts = self._fronts, None
        if fronts is not None and self.free:
            self._view.banner.hide()
            self._go_on(Scan(fronts.order, replace(fronts.place, backs_of=tuple(fronts.kept))))

    def _compare_sides(self, scan: Scan) -> None:
        fronts = len(scan.place.backs_of)
        if scan.pages != fronts:
            detail = _("Mặt sau được xếp từ tờ cuối ngược lên. Có thể máy kéo hai tờ một lúc: xem lại thứ tự, hoặc bỏ các trang "
                       "này rồi quét lại cả xấp.")
            what = _("Mặt trước có {fronts} trang, mặt sau có {backs} trang: không khớp")
            self.say(what.format(fronts=fronts, backs=scan.pages), Tone.WARNING, detail)

    # ---- what the run before left -----------------------------------------------------------------------

    def _on_left(self, stacks: tuple[Stack, ...]) -> None:
        for stack in stacks:
            work = partial(self._take_back, stack)
            self._tasks.run(work, self._on_taken_back, self.failed.emit, Lane.WRITER, self)

    def _take_back(self, stack: Stack, _progress: Progress) -> tuple[StackFound | None, Laid]:
        found = self._pages.take_back(self._journal, stack)
        return found, self._pages.look(stack.note.place.draft, found.pages[-1] if found else "")

    def _on_taken_back(self, taken: tuple[StackFound | None, Laid]) -> None:
        found, laid = taken
        if found is None:
            return
        self._found[laid.draft] = found
        self.found.emit(laid.draft, len(found.pages))
        self.kept.emit(laid)
        self._tell_found()

    def _tell_found(self) -> str:
        found = self._found.pop(self.draft, None)
        if found is None:
            return ""
        came = found.note.came + len(found.pages)
        detail = _("Xem trang cuối đã vào chưa, đặt phần giấy còn lại vào khay rồi quét tiếp. Ctrl+Z bỏ các trang này.")
        place = replace(found.note.place, instead="")
        rest = Scan(found.note.order, place, came, self._waits(found.note.order, place), list(found.pages), found.stack)
        self._stopped = rest
        self.say(_("Lần trước chương trình dừng khi đang quét: {pages} trang vẫn còn nguyên").format(pages=len(found.pages)),
                 Tone.INFO, detail, _("Quét tiếp"), partial(self._resume, rest))
        return found.pages[-1]
