"""F7: the pages of a draft. Scanning, turning, cutting, ordering, and saying which paper each page belongs to.

A page is on disk before it is shown, whatever is done can be taken back, and nothing here waits for the scanner.
"""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage

from kiosk.counter import Counter
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.scan_journal import Place, ScanJournal
from kiosk.scan_ports import ScanOrder, ScanSource
from kiosk.store.drafts import DraftPage
from kiosk.words import _
from ui.clerk import page_images
from ui.clerk.capture_choices import PaperChoice, papers_of
from ui.clerk.capture_large import LargePage
from ui.clerk.capture_pages import CapturePages, Laid
from ui.clerk.capture_scanning import Scanning
from ui.clerk.capture_view import CaptureView
from ui.clerk.files import open_files
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Lane, Tasks
from ui.widgets.page_area import Area
from ui.widgets.page_strip import PageItem

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
        self._follow, self._target_by_hand = True, False
        self.scans = Scanning(self, counter.scanner, tasks, ScanJournal(scan_folder), self._pages)
        self._connect()
        self._show_state()

    # ---- what the window asks ----------------------------------------------------------------------

    def open(self, draft_id: str, procedure: Procedure) -> None:
        """Shows the pages of a draft."""
        if self._draft and self._draft != draft_id:
            self._leave()
        self._draft, self._target, self._first = draft_id, "", ""
        self._target_by_hand, self.scans.draft = False, draft_id
        self.of.setText(procedure.name)
        self.banner.hide()
        self._write(partial(self._pages.look, draft_id), self._on_opened)
        self._tasks.run(partial(papers_of, self._intakes, draft_id, procedure), self._on_papers, self._on_failed)

    def scan_next(self) -> None:
        """F7: from the feeder, to the end of the draft."""
        self._follow = True
        self.scans.next(self._place())

    def scan_glass(self) -> None:
        self._follow = True
        self.scans.begin(ScanOrder(ScanSource.FLATBED), self._place())

    # ---- wiring -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        doing: dict[Action, Callable[[], None]] = {
            Action.ROTATE: self._on_turn, Action.CROP: self._on_crop, Action.REMOVE_PAGE: self._on_remove,
            Action.MOVE_EARLIER: partial(self._on_move, -1), Action.MOVE_LATER: partial(self._on_move, 1),
            Action.UNDO: self._on_undo, Action.SCAN_GLASS: self.scan_glass, Action.INSERT_PAGE: self._on_insert,
            Action.REPLACE_PAGE: self._on_replace, Action.ADD_FILES: self._on_add_files,
            Action.NEXT_PAGE: partial(self.strip.go, 1), Action.PREVIOUS_PAGE: partial(self.strip.go, -1),
            Action.DONE_CAPTURING: self._on_done, Action.REDO: self._on_redo, Action.SPLIT_PAGE: self._on_split,
            Action.NEXT_PAPER: self._on_next_paper, Action.AS_IT_CAME: self._on_as_it_came,
        }  # fmt: skip
        install(self, Where.CAPTURE, doing)
        install_row(self, Action.ASSIGN_PAPER, self._on_paper_key)
        install_row(self, Action.SCAN_INTO_PAPER, self._on_target_key)
        for action, button in self.tools.items():
            button.clicked.connect(doing[action])
        for button, act in (
            (self.undo_button, self._on_undo), (self.redo_button, self._on_redo),
            (self.done_button, self._on_done), (self.panel.scan, self.scan_next),
            (self.panel.glass, self.scan_glass), (self.panel.insert, self._on_insert),
            (self.panel.replace, self._on_replace), (self.panel.files, self._on_add_files),
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
        self._large.split.connect(self._on_split_at)
        self.key_released.connect(self._on_key_released)
        self._large.failed.connect(self._on_failed)
        self.preview.cropping_changed.connect(lambda _on: self._show_state())
        self.scans.kept.connect(self._on_page_kept)
        self.scans.failed.connect(self._on_failed)
        self.scans.changed.connect(self._show_state)

    # ---- scanning ------------------------------------------------------------------------------------

    def _place(self) -> Place:
        """Where the next pages go."""
        return Place(self._draft, self._target, by_hand=self._target_by_hand)

    def _on_insert(self) -> None:
        before = self.strip.current_key()
        if before:
            page = self._known[before][1]
            self._follow = True
            place = Place(self._draft, page.paper, before=before, by_hand=page.by_hand)
            self.scans.begin(self.scans.from_feeder(), place)

    def _on_replace(self) -> None:
        old = self.strip.current_key()
        if old:
            page = self._known[old][1]
            self._follow = True
            self.scans.one(Place(self._draft, page.paper, self._next_of(old), old, page.by_hand))

    def _on_page_kept(self, laid: Laid) -> None:
        if (self._follow and not self.preview.cropping) or not self._laid.pages:
            self._on_changed(laid)
        else:
            self._on_changed(replace(laid, chosen=""))

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
        place = self._place()
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

    def _on_split(self) -> None:
        self._follow = False
        self._large.begin_split()

    def _on_split_at(self, key: str, at: float, across: bool) -> None:
        self._follow = False
        self._write(partial(self._pages.split_page, self._draft, key, at, across=across), self._on_changed)

    def _on_as_it_came(self) -> None:
        """For as long as the key is held."""
        origin = self._pages.origin(self._draft, self.strip.current_key())
        if origin is not None:
            self._large.show_before(origin.id)

    def _on_key_released(self, key: int) -> None:
        if key == Qt.Key.Key_B:
            self._large.show_after()

    def _on_next_paper(self) -> None:
        """From the page with the cursor on, what lies under its paper belongs to the next one of the list."""
        key, pages = self.strip.current_key(), list(self._laid.pages)
        row = next((row for row, page in enumerate(pages) if page.id == key), len(pages))
        paper = self.panel.papers.after(pages[row].paper) if row < len(pages) else None
        if paper:
            run = list(takewhile(lambda page: page.paper == pages[row].paper, pages[row:]))
            self._follow = False
            self._write(partial(self._pages.assign, self._draft, [page.id for page in run], paper), self._on_changed)
            self._on_target(paper)

    def _on_remove(self) -> None:
        self._change(self._pages.remove)

    def _on_move(self, steps: int) -> None:
        self._change(lambda draft, keys: self._pages.move(draft, keys, steps))

    def _on_dropped(self, keys: list[str], before: str) -> None:
        self._change(lambda draft, _keys: self._pages.put_before(draft, keys, before))

    def _on_undo(self) -> None:
        if self._draft:
            self._write(partial(self._pages.undo, self._draft), self._on_undone)

    def _on_redo(self) -> None:
        if self._draft:
            self._write(partial(self._pages.redo, self._draft), self._on_undone)

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

    def _on_target(self, paper: str, *, by_hand: bool = True) -> None:
        self._target, self._target_by_hand = paper, by_hand
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
        self.scans.opened()
        if laid.draft == self._draft and laid.pages and self._target in ("", self._first):
            self._on_target(laid.pages[-1].paper or self._target, by_hand=False)

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
        self.panel.let_scan(free=self.scans.free, on_page=bool(keys))
        for button in self.tools.values():
            button.setEnabled(bool(keys) and not self.preview.cropping)
        self.undo_button.setEnabled(self._laid.can_undo and not self.preview.cropping)
        self.redo_button.setEnabled(self._laid.can_redo and not self.preview.cropping)
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
        self.banner.say_problem(problem)
        self._show_state()

    def _on_touched(self) -> None:
        self._follow = False
        self.preview.give_up_crop()

    def _on_done(self) -> None:
        if self.preview.cropping:
            self.preview.give_up_crop()        # Esc takes one step back, wherever the cursor is
            return
        if self.scans.step_back():
            return
        self._leave()
        self.closed.emit()

    def _leave(self) -> None:
        """The way back ends here; nobody's page stays on the screen. A scan goes on."""
        draft, self._draft = self._draft, ""
        self._write(partial(self._forgotten, draft), lambda _laid: None)
        self._laid = Laid("", (), can_undo=False)
        self.scans.leave()
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
