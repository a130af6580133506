"""What an officer does to the pages on the capture screen: turning, cutting, ordering, putting them under papers, and back."""

from collections.abc import Callable
from functools import partial
from itertools import takewhile

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage

from kiosk.counter import Intakes
from kiosk.problems import Problem
from kiosk.store.drafts import DraftPage
from ui.clerk import page_images
from ui.clerk.capture_large import LargePage
from ui.clerk.capture_pages import CapturePages, Laid
from ui.clerk.capture_view import CaptureView
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Lane, Tasks
from ui.widgets.page_area import Area


class PageEditing(CaptureView):
    """The pages on the screen and every way of changing them; what is scanned comes from the class built on it."""

    pages_changed = Signal(str)        # draft id
    paper_shown = Signal(str, str, bool)       # draft id, requirement: looked at, no copy kept; False: that is taken back

    def __init__(self, intakes: Intakes, tasks: Tasks) -> None:
        super().__init__(tasks, self._thumbnail)
        self._intakes, self._tasks = intakes, tasks
        self._pages = CapturePages(intakes)
        self._draft, self._target, self._names = "", "", dict[str, str]()
        self._first = ""               # the paper to begin with
        self._known: dict[str, tuple[str, DraftPage]] = {}     # read by workers
        self._laid = Laid("", (), can_undo=False)
        self._large = LargePage(self.preview, tasks, self._content)
        self._follow, self._target_by_hand = True, False
        self._connect_editing()

    def _editing(self) -> dict[Action, Callable[[], None]]:
        return {
            Action.ROTATE: partial(self._on_turn, 1), Action.ROTATE_HALF: partial(self._on_turn, 2),
            Action.CROP: self._on_crop, Action.SPLIT_PAGE: self._on_split, Action.REMOVE_PAGE: self._on_remove,
            Action.MOVE_EARLIER: partial(self._on_move, -1), Action.MOVE_LATER: partial(self._on_move, 1),
            Action.UNDO: self._on_undo, Action.REDO: self._on_redo, Action.NEXT_PAPER: self._on_next_paper,
            Action.AS_IT_CAME: self._on_as_it_came,
        }  # fmt: skip

    def _connect_editing(self) -> None:
        doing = self._editing()
        install(self, Where.CAPTURE, doing)
        install_row(self, Action.ASSIGN_PAPER, self._on_paper_key)
        install_row(self, Action.SCAN_INTO_PAPER, self._on_target_key)
        for action, button in self.tools.items():
            button.clicked.connect(doing[action])
        self.undo_button.clicked.connect(self._on_undo)
        self.redo_button.clicked.connect(self._on_redo)
        self.strip.dropped.connect(self._on_dropped)
        self.strip.move_wanted.connect(lambda _key, steps: self._on_move(steps))
        self.strip.remove_wanted.connect(lambda _key: self._on_remove())
        self.panel.papers.assigned.connect(self._on_assigned)
        self.panel.papers.target_chosen.connect(self._on_target)
        self._large.cut.connect(self._on_cut)
        self._large.split.connect(self._on_split_at)
        self.key_released.connect(self._on_key_released)

    # ---- what the screen makes of it -------------------------------------------------------------------

    def _show(self, laid: Laid) -> None:
        raise NotImplementedError

    def _show_state(self) -> None:
        raise NotImplementedError

    def _on_failed(self, problem: Problem) -> None:
        raise NotImplementedError

    def _on_changed(self, laid: Laid) -> None:
        self._show(laid)
        self.pages_changed.emit(laid.draft)

    # ---- what is done to pages -----------------------------------------------------------------------

    def _on_turn(self, quarters: int) -> None:
        self._change(lambda draft, keys: self._pages.turn(draft, keys, quarters))

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
        if laid.shown:
            self.paper_shown.emit(laid.draft, laid.shown, laid.again)
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

    def _write(
        self, work: Callable[[], Laid], done: Callable[[Laid], None], failed: Callable[[Problem], None] | None = None
    ) -> None:
        self._tasks.run(lambda _progress: work(), done, failed or self._on_failed, Lane.WRITER, self)

    # ---- on worker threads ---------------------------------------------------------------------------

    def _thumbnail(self, key: str, longest: int) -> QImage:
        return page_images.picture(self._content(key), longest)

    def _content(self, key: str) -> bytes:
        draft, page = self._known[key]
        return self._intakes.content(draft, page)
