"""F7: the pages of a draft. Scanning, turning, cutting, ordering, and saying which paper each page belongs to.

A page is on disk before it is shown, whatever is done can be taken back, and nothing here waits for the scanner.
"""

from collections import Counter as Tally
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from kiosk.counter import Counter
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.receive_draft import DraftGone
from kiosk.scan_ports import ScannedPage, ScanOrder, ScanSource, ScanTrouble
from kiosk.scan_words import to_do, trouble_words
from kiosk.store.drafts import DraftPage
from kiosk.words import _
from ui.clerk import page_images
from ui.clerk.capture_choices import PaperChoice, papers_of
from ui.clerk.capture_large import LargePage
from ui.clerk.capture_pages import CapturePages, Laid, Place
from ui.clerk.capture_scan import Scan, ScanDesk
from ui.clerk.capture_view import CaptureView
from ui.clerk.files import open_files
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Lane, Tasks
from ui.theme.tokens import Tone
from ui.widgets.page_area import Area
from ui.widgets.page_strip import PageItem
from ui.widgets.spoken import announce

_ENDINGS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "webp", "jp2")


class CaptureScreen(CaptureView):
    """Made once; `open` shows a draft. Scans go on, into the draft they were begun for, when the screen is left."""

    closed = Signal()
    pages_changed = Signal(str)        # draft id

    def __init__(self, counter: Counter, tasks: Tasks, scan_folder: Path) -> None:
        super().__init__(tasks, self._thumbnail)
        self._intakes, self._tasks = counter.intakes, tasks
        self._pages = CapturePages(counter.intakes)
        self._draft, self._target, self._names = "", "", dict[str, str]()
        self._first = ""               # the paper to begin with
        self._known: dict[str, tuple[str, DraftPage]] = {}     # read by workers
        self._laid = Laid("", (), can_undo=False)
        self._large = LargePage(self.preview, tasks, self._content)
        self._follow, self._unfinished = True, list[Scan]()
        self._not_kept: list[tuple[Place, Path]] = []
        self._desk = ScanDesk(counter.scanner, tasks, scan_folder, self)
        self._connect()
        self._show_state()

    # ---- what the window asks ----------------------------------------------------------------------

    def open(self, draft_id: str, procedure: Procedure) -> None:
        """Shows the pages of a draft."""
        if self._draft and self._draft != draft_id:
            self._leave()
        self._draft, self._target, self._first = draft_id, "", ""
        self.of.setText(procedure.name)
        self.banner.hide()
        self._write(partial(self._pages.look, draft_id), self._on_opened)
        self._tasks.run(partial(papers_of, self._intakes, draft_id, procedure), self._on_papers, self._on_failed)

    def scan_next(self) -> None:
        """F7: from the feeder, to the end of the draft."""
        self._begin(self._from_feeder(), Place(self._draft, self._target))

    def scan_glass(self) -> None:
        self._begin(ScanOrder(ScanSource.FLATBED), Place(self._draft, self._target))

    # ---- wiring -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        doing: dict[Action, Callable[[], None]] = {
            Action.ROTATE: self._on_turn, Action.CROP: self._on_crop, Action.REMOVE_PAGE: self._on_remove,
            Action.MOVE_EARLIER: partial(self._on_move, -1), Action.MOVE_LATER: partial(self._on_move, 1),
            Action.UNDO: self._on_undo, Action.SCAN_GLASS: self.scan_glass, Action.INSERT_PAGE: self._on_insert,
            Action.REPLACE_PAGE: self._on_replace, Action.ADD_FILES: self._on_add_files,
            Action.NEXT_PAGE: partial(self.strip.go, 1), Action.PREVIOUS_PAGE: partial(self.strip.go, -1),
            Action.DONE_CAPTURING: self._on_done,
        }  # fmt: skip
        install(self, Where.CAPTURE, doing)
        install_row(self, Action.ASSIGN_PAPER, self._on_paper_key)
        install_row(self, Action.SCAN_INTO_PAPER, self._on_target_key)
        for action, button in self.tools.items():
            button.clicked.connect(doing[action])
        for button, act in (
            (self.undo_button, self._on_undo), (self.done_button, self._on_done), (self.panel.scan, self.scan_next),
            (self.panel.glass, self.scan_glass), (self.panel.insert, self._on_insert),
            (self.panel.replace, self._on_replace), (self.panel.files, self._on_add_files),
            (self.scanning.cancel_button, self._on_cancel_scan),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.scan_key_pressed.connect(self.scan_next)
        self.strip.selected.connect(self._on_selected)
        self.strip.selectionModel().selectionChanged.connect(lambda *_changed: self._show_state())
        self.strip.touched.connect(self._on_touched)
        self.strip.dropped.connect(self._on_dropped)
        self.strip.move_wanted.connect(lambda _key, steps: self._on_move(steps))
        self.strip.remove_wanted.connect(lambda _key: self._on_remove())
        self.panel.papers.assigned.connect(self._on_assigned)
        self.panel.papers.target_chosen.connect(self._on_target)
        self._large.cut.connect(self._on_cut)
        self._large.failed.connect(self._on_failed)
        self.preview.cropping_changed.connect(lambda _on: self._show_state())
        self.banner.acted.connect(self._on_resume)
        self._desk.page_came.connect(self._on_page_came)
        self._desk.stopped.connect(self._on_stopped)
        self._desk.ended.connect(self._on_ended)
        self._desk.refused.connect(self._on_failed)
        self._desk.state_changed.connect(self.panel.show_scanner)

    def _from_feeder(self) -> ScanOrder:
        return ScanOrder(ScanSource.FEEDER, duplex=self.panel.duplex.isChecked())

    # ---- scanning ------------------------------------------------------------------------------------

    def _begin(self, order: ScanOrder, place: Place) -> None:
        if self._draft and self._desk.current is None:
            self.banner.hide()
            self._follow = True
            self._go_on(Scan(order, place))

    def _go_on(self, scan: Scan) -> None:
        self.leave_buttons()
        self._desk.start(scan)
        self.scanning.cancel_button.setEnabled(True)
        self._tell_scan(scan)
        self._show_state()

    def _on_insert(self) -> None:
        before = self.strip.current_key()
        if before:
            self._begin(self._from_feeder(), Place(self._draft, self._known[before][1].paper, before=before))

    def _on_replace(self) -> None:
        old = self.strip.current_key()
        if old:
            self._begin(self._from_feeder(), Place(self._draft, self._known[old][1].paper, self._next_of(old), old))

    def _on_page_came(self, scan: Scan, page: ScannedPage) -> None:
        place = scan.place
        scan.place = Place(place.draft, place.paper, place.before)     # only the first page replaces
        self._tell_scan(scan)
        self._keep(place, page.path)

    def _keep(self, place: Place, path: Path) -> None:
        work = partial(self._pages.take_scan, place, path)
        self._write(work, self._on_page_kept, partial(self._on_page_not_kept, place, path))

    def _on_page_not_kept(self, place: Place, path: Path, problem: Problem) -> None:
        """The page lies in the scanner's folder until there is room for it; scanning on would only bring more."""
        self._desk.cancel()
        self._on_failed(problem)
        if not isinstance(problem, DraftGone):
            self._not_kept.append((place, path))
            self.banner.say_problem(problem, _("Lưu lại {count} trang").format(count=len(self._not_kept)))

    def _keep_again(self) -> None:
        waiting, self._not_kept = self._not_kept, []
        for place, path in waiting:
            self._keep(place, path)

    def _on_page_kept(self, laid: Laid) -> None:
        if (self._follow and not self.preview.cropping) or not self._laid.pages:
            self._on_changed(laid)
        else:
            self._on_changed(Laid(laid.draft, laid.pages, laid.can_undo))

    def _tell_scan(self, scan: Scan) -> None:
        what = _("Đang quét, đã có {pages} trang").format(pages=scan.pages) if scan.pages else _("Đang quét…")
        if scan.place.draft != self._draft:
            what = _("Đang quét cho hồ sơ trước, đã có {pages} trang").format(pages=scan.pages)
        self.scanning.show_progress(what, 0, 0)
        self.scanning.show()

    def _on_stopped(self, scan: Scan, what: ScanTrouble) -> None:
        self.scanning.hide()
        self._unfinished = [scan]
        detail = to_do(what)
        if scan.pages:
            kept = _("{pages} trang đã quét được giữ nguyên, quét tiếp từ trang {next} của lần quét này.")
            detail = f"{kept.format(pages=scan.pages, next=scan.pages + 1)} {detail}"
        act = _("Quét tiếp") if scan.pages else _("Quét lại")
        self.banner.say(trouble_words(what), Tone.WARNING, detail=detail, act=act)
        self.banner.show()
        announce(self.banner, f"{trouble_words(what)}. {detail}", urgent=True)
        self._show_state()

    def _on_resume(self) -> None:
        self.banner.hide()
        self._keep_again()
        if self._unfinished and self._desk.current is None:
            self._go_on(self._unfinished.pop())

    def _on_ended(self, scan: Scan) -> None:
        self.scanning.hide()
        self._show_state()
        announce(self, _("Đã quét xong {pages} trang").format(pages=scan.pages))

    def _on_cancel_scan(self) -> None:
        if self._desk.current is not None:
            self.leave_buttons()
            self._desk.cancel()
            self.scanning.cancel_button.setEnabled(False)
            self.scanning.show_progress(_("Đang dừng…"), 0, 0)

    # ---- files ---------------------------------------------------------------------------------------

    def _on_add_files(self) -> None:
        if self._draft:
            dialog = open_files(self, _("Thêm trang từ tệp"), _("Ảnh và PDF"), _ENDINGS)
            dialog.filesSelected.connect(lambda paths: self.add_files([Path(path) for path in paths]))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def add_files(self, paths: list[Path]) -> None:
        """Copies of files, at the end, as they are; one that is no picture and no PDF is refused by name."""
        self._follow = True
        place = Place(self._draft, self._target)
        for number, path in enumerate(paths, start=1):
            work = partial(self._pages.take_file, place, path)
            self._write(work, self._on_page_kept)
            if number == len(paths):
                tail = self._tasks.run(lambda _progress: None, lambda _nothing: None, self._on_failed, Lane.WRITER, self)
                self.filing.watch(tail, _("Đang thêm {count} tệp").format(count=len(paths)))

    # ---- what is done to pages -----------------------------------------------------------------------

    def _on_turn(self) -> None:
        self._change(lambda draft, keys: self._pages.turn(draft, keys, 1))

    def _on_crop(self) -> None:
        self._follow = False
        self._large.begin_crop()

    def _on_cut(self, key: str, area: Area) -> None:
        self._follow = False
        self._write(partial(self._pages.crop, self._draft, key, area), self._on_changed)

    def _on_remove(self) -> None:
        self._change(self._pages.remove)

    def _on_move(self, steps: int) -> None:
        self._change(lambda draft, keys: self._pages.move(draft, keys, steps))

    def _on_dropped(self, keys: list[str], before: str) -> None:
        self._change(lambda draft, _keys: self._pages.put_before(draft, keys, before))

    def _on_undo(self) -> None:
        if self._draft:
            self._write(partial(self._pages.undo, self._draft), self._on_undone)

    def _on_undone(self, laid: Laid) -> None:
        """Pages that went back to another paper take along where the next ones go."""
        were = {page.id: page.paper for page in self._laid.pages} if laid.draft == self._draft else {}
        self._on_changed(laid)
        back = [page.paper for page in laid.pages if page.paper != were.get(page.id, page.paper) == self._target]
        if back:
            self._on_target(back[-1] or self._first)

    def _on_assigned(self, paper: str) -> None:
        self._change(lambda draft, keys: self._pages.assign(draft, keys, paper))
        self._on_target(paper)

    def _on_paper_key(self, number: int) -> None:
        paper = self.panel.papers.key_of(number)
        if paper is not None:
            self._on_assigned(paper)

    def _on_target_key(self, number: int) -> None:
        paper = self.panel.papers.key_of(number)
        if paper is not None:
            self._on_target(paper)

    def _on_target(self, paper: str) -> None:
        self._target = paper
        self._show_state()

    def _change(self, change: Callable[[str, list[str]], Laid]) -> None:
        keys = self.strip.selected_keys()
        if keys:
            self._follow = False
            self._write(partial(change, self._draft, keys), self._on_changed)

    # ---- showing -------------------------------------------------------------------------------------

    def _write(
        self, work: Callable[[], Laid], done: Callable[[Laid], None], failed: Callable[[Problem], None] | None = None
    ) -> None:
        self._tasks.run(lambda _progress: work(), done, failed or self._on_failed, Lane.WRITER, self)

    def _on_opened(self, laid: Laid) -> None:
        self._show(laid)
        self._keep_again()
        if laid.draft == self._draft and laid.pages and self._target in ("", self._first):
            self._on_target(laid.pages[-1].paper or self._target)

    def _on_changed(self, laid: Laid) -> None:
        self._show(laid)
        self.pages_changed.emit(laid.draft)

    def _show(self, laid: Laid) -> None:
        if laid.draft != self._draft:
            return
        self._laid = laid
        for page in laid.pages:
            self._known[page.id] = (laid.draft, page)
        self.strip.show_and_choose(self._items(), laid.chosen)
        self.show_pages_or_none(some=bool(laid.pages))
        if not laid.pages:
            self._large.clear()
        self._show_state()

    def _items(self) -> list[PageItem]:
        note = _("chưa xếp vào giấy tờ nào")
        return [
            PageItem(page.id, number, self._names.get(page.paper, ""), "" if page.paper else note)
            for number, page in enumerate(self._laid.pages, start=1)
        ]

    def _show_state(self) -> None:
        """What can be done now, and where the next pages go."""
        keys = self.strip.selected_keys()
        self.panel.let_scan(free=bool(self._draft) and self._desk.current is None, on_page=bool(keys))
        for button in self.tools.values():
            button.setEnabled(bool(keys) and not self.preview.cropping)
        self.undo_button.setEnabled(self._laid.can_undo and not self.preview.cropping)
        mine = {self._known[key][1].paper for key in keys if key in self._known}
        self.panel.papers.show_state(Tally(page.paper for page in self._laid.pages), mine, self._target)
        number = self.panel.papers.number_of(self._target)
        self.panel.target.setText(_("Trang quét tiếp vào giấy tờ số {number}").format(number=number) if number else "")

    def _on_papers(self, found: tuple[str, tuple[PaperChoice, ...]]) -> None:
        draft, choices = found
        if draft != self._draft:
            return
        self._names = {choice.key: choice.name for choice in choices}
        self.panel.papers.show_papers(choices)
        self._first = choices[0].key
        self._target = self._target or self._first
        self._show(self._laid)

    def _on_selected(self, key: str) -> None:
        if key in self._known:
            self._large.show(key, next((row for row, page in enumerate(self._laid.pages, 1) if page.id == key), 0))

    def _on_failed(self, problem: Problem) -> None:
        self._unfinished = []
        self.banner.say_problem(problem)
        self._show_state()

    def _on_touched(self) -> None:
        self._follow = False
        self.preview.give_up_crop()

    def _on_done(self) -> None:
        if self.preview.cropping:
            self.preview.give_up_crop()        # Esc takes one step back, wherever the cursor is
            return
        self._leave()
        self.closed.emit()

    def _leave(self) -> None:
        """The way back ends here; nobody's page stays on the screen. A scan goes on."""
        draft, self._draft = self._draft, ""
        self._write(partial(self._forgotten, draft), lambda _laid: None)
        self._laid, self._unfinished = Laid("", (), can_undo=False), []
        self._known.clear()
        self.strip.show_pages(())
        self._large.clear()
        self.banner.hide()

    def _forgotten(self, draft: str) -> Laid:
        self._pages.forget(draft)
        return Laid(draft, (), can_undo=False)

    def _next_of(self, key: str) -> str:
        keys = [page.id for page in self._laid.pages]
        row = keys.index(key) + 1
        return keys[row] if row < len(keys) else ""

    # ---- on worker threads ---------------------------------------------------------------------------

    def _thumbnail(self, key: str, longest: int) -> QImage:
        return page_images.picture(self._content(key), longest)

    def _content(self, key: str) -> bytes:
        draft, page = self._known[key]
        return self._intakes.content(draft, page)
