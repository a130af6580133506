"""F7: the pages of a draft. Scanning, turning, cutting, ordering, and saying which paper each page belongs to.

A page is on disk before it is shown, whatever is done can be taken back, and nothing here waits for the scanner.
"""

from collections import Counter as Tally
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent

from kiosk.counter import Counter
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.scan_journal import Place, ScanJournal
from kiosk.scan_ports import ScanOrder, ScanSource
from kiosk.store.drafts import DraftPage
from kiosk.words import _
from ui.clerk.capture_advice import CaptureAdvice
from ui.clerk.capture_choices import PaperChoice, papers_of
from ui.clerk.capture_editing import PageEditing
from ui.clerk.capture_files import FilesBrought
from ui.clerk.capture_originals import OriginalsInHand
from ui.clerk.capture_pages import Laid
from ui.clerk.capture_scanning import Scanning
from ui.clerk.capture_wait import WaitRemembered
from ui.clerk.files import open_files
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.page_strip import PageItem

_MOST_LINES = 6                        # of files refused together: more would push the pages out of the window
_ENDINGS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "webp", "jp2")


class CaptureScreen(PageEditing):
    """Made once; `open` shows a draft. Scans go on, into the draft they were begun for, when the screen is left."""

    closed = Signal()
    card_found = Signal(str, object)       # draft id, CardQr: the officer wants it in the form
    dossier_found = Signal(str)            # number of another dossier, to be opened
    reminded = Signal(str)                 # of paper to give back, on leaving

    def __init__(self, counter: Counter, tasks: Tasks, scan_folder: Path) -> None:
        super().__init__(counter.intakes, tasks)
        self.scans = Scanning(self, counter.scanner, tasks, ScanJournal(scan_folder), self._pages, counter.desk_camera)
        self.originals = OriginalsInHand(self.panel, self.scans.desk)
        self.advice = CaptureAdvice(self, counter.looker, counter.heads, counter.intakes, tasks)
        self.panel.camera.setVisible(counter.desk_camera is not None)
        self.wait = WaitRemembered(self.panel.wait, counter.sign_in, tasks, otherwise=counter.settings.scanner.wait)
        self._brought = FilesBrought(tasks, counter.files, self.filing, self._keep_file, self._on_refused, self)
        self._connect()
        self._show_state()

    # ---- what the window asks ----------------------------------------------------------------------

    def open(self, draft_id: str, procedure: Procedure) -> None:
        """Shows the pages of a draft."""
        if self._draft and self._draft != draft_id:
            self._leave()
        self._draft, self._target, self._first = draft_id, "", ""
        self._target_by_hand, self.scans.draft = False, draft_id
        self.advice.open(draft_id, procedure)
        self.originals.begin(draft_id)
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
        install(self, Where.CAPTURE, {
            Action.SCAN_GLASS: self.scan_glass, Action.DOCUMENT_CAMERA: self._on_camera,
            Action.INSERT_PAGE: self._on_insert, Action.REPLACE_PAGE: self._on_replace,
            Action.ADD_FILES: self._on_add_files, Action.NEXT_PAGE: partial(self.strip.go, 1),
            Action.PREVIOUS_PAGE: partial(self.strip.go, -1), Action.DONE_CAPTURING: self._on_done,
            Action.ACCEPT_PROPOSALS: self._on_accept, Action.USE_CODE: self._on_use_code,
        })  # fmt: skip
        install_row(self, Action.PAPER_SHOWN, self._on_paper_shown)
        for button, act in (
            (self.panel.accept, self._on_accept), (self.done_button, self._on_done), (self.panel.scan, self.scan_next),
            (self.panel.glass, self.scan_glass), (self.panel.camera, self._on_camera), (self.panel.insert, self._on_insert),
            (self.panel.replace, self._on_replace), (self.panel.files, self._on_add_files),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.scan_key_pressed.connect(self.scan_next)
        self.strip.selected.connect(self._on_selected)
        self.strip.selectionModel().selectionChanged.connect(lambda *_changed: self._show_state())
        self.strip.touched.connect(self._on_touched)
        self._large.failed.connect(self._on_failed)
        self.preview.cropping_changed.connect(lambda _on: self._show_state())
        self.scans.kept.connect(self._on_page_kept)
        self.scans.failed.connect(self._on_failed)
        self.scans.changed.connect(self._show_state)
        self.advice.changed.connect(self._show_advice)
        self.verdict.mend.connect(self._on_mend)

    # ---- scanning ------------------------------------------------------------------------------------

    def _place(self) -> Place:
        """Where the next pages go."""
        return Place(self._draft, self._target, by_hand=self._target_by_hand)

    def _on_camera(self) -> None:
        self._follow = True
        self.scans.photograph(self._place())

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
        self._brought.add(place, paths)

    def _keep_file(self, place: Place, content: bytes) -> None:
        self._write(partial(self._pages.take_file, place, content), self._on_page_kept)

    # ---- what the program has to say -----------------------------------------------------------------

    def _on_accept(self) -> None:
        """All proposals at once, as one change; what was put somewhere by hand meanwhile stays there."""
        advice = self.advice.advice
        if not advice.proposals:
            detail = _("Không có gì nói khác nơi đã quét vào. Bấm số của giấy tờ để xếp trang vào đó.")
            self.scans.say(_("Không có đề xuất nào"), Tone.INFO, detail)
            return
        self._follow = False
        self._write(partial(self._pages.accept, self._draft, advice.settled, advice.out), self._on_changed)

    def _on_use_code(self) -> None:
        page = self.strip.current_key()
        card, dossier = self.advice.card(page), self.advice.dossier(page)
        if card is not None:
            self.card_found.emit(self._draft, card)
        elif dossier:
            self.dossier_found.emit(dossier)

    def _on_mend(self, action: Action) -> None:
        mends: dict[Action, Callable[[], None]] = {
            Action.ROTATE_HALF: partial(self._on_turn, 2), Action.REPLACE_PAGE: self._on_replace,
            Action.REMOVE_PAGE: self._on_remove, Action.USE_CODE: self._on_use_code,
        }  # fmt: skip
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)       # the button goes with what it mended
        mends[action]()

    def _on_paper_shown(self, number: int) -> None:
        """Looked at and given back: said in the form, and no copy of it stays."""
        paper = self.panel.papers.key_of(number)
        if paper is None or not self._draft:
            return
        if not self.panel.papers.rows[number - 1].choice.shown_only:
            detail = _("Chỉ giấy tờ ghi «Chỉ xuất trình, không thu» mới được xem rồi trả ngay.")
            self.scans.say(_("Giấy tờ số {number} phải có bản trong hồ sơ").format(number=number), Tone.WARNING, detail)
        else:
            copies = [page.id for page in self._laid.pages if page.paper == paper]
            self._write(partial(self._pages.only_shown, self._draft, copies, paper), self._on_changed)
            self.paper_shown.emit(self._draft, paper, True)

    # ---- showing -------------------------------------------------------------------------------------

    def _on_opened(self, laid: Laid) -> None:
        self._show(laid)
        last = self.scans.opened()
        if last:
            self.strip.show_and_choose(self._items(), last)
        if laid.draft == self._draft and laid.pages and self._target in ("", self._first):
            self._on_target(laid.pages[-1].paper or self._target, by_hand=False)

    def _show(self, laid: Laid) -> None:
        if laid.draft != self._draft:
            return
        self._laid = laid
        self.advice.see(laid)
        for page in laid.pages:
            self._known[page.id] = (laid.draft, page)
        self.strip.show_and_choose(self._items(), laid.chosen)
        self.show_pages_or_none(some=bool(laid.pages))
        if not laid.pages:
            self._large.clear()
        self._show_state()

    def _items(self) -> list[PageItem]:
        return [
            PageItem(page.id, number, self._names.get(page.paper, ""), self._note(page), self.advice.sign(page.id))
            for number, page in enumerate(self._laid.pages, start=1)
        ]

    def _note(self, page: DraftPage) -> str:
        said = self.advice.note(page.id, self._names)
        return said or ("" if page.paper else _("chưa xếp vào giấy tờ nào"))

    def _show_advice(self) -> None:
        """Something else is to be said of the same pages."""
        self.strip.show_and_choose(self._items(), "")
        self._show_state()

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
        self.panel.papers.show_proposed(self.advice.counts())
        self.advice.show_count()
        self.advice.show_page(self.strip.current_key(), self._names)
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

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        """Files that were brought together: each by name, with its reason."""
        if len(problems) == 1:
            self._on_failed(problems[0])
            return
        lines = [f"{problem.for_person()} ({problem.code})" for problem in problems]
        more = _("… và {count} tệp nữa").format(count=len(lines) - _MOST_LINES) if len(lines) > _MOST_LINES else ""
        detail = "\n".join([*lines[:_MOST_LINES], *([more] if more else [])])
        self.scans.say(_("{count} tệp không thêm được").format(count=len(lines)), Tone.DANGER, detail)
        self.banner.setToolTip("\n".join(lines) if more else "")
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
        reminder = self.originals.reminder()
        self._leave()
        self.closed.emit()
        if reminder:
            self.reminded.emit(reminder)

    def hideEvent(self, event: QHideEvent) -> None:
        """Left by another key than that of the screen: the papers are given back all the same."""
        super().hideEvent(event)
        reminder = self.originals.reminder()
        if self._draft and reminder:
            self.originals.told()
            self.reminded.emit(reminder)

    def _leave(self) -> None:
        """The way back ends here; nobody's page stays on the screen. A scan goes on."""
        draft, self._draft = self._draft, ""
        self._write(partial(self._forgotten, draft), lambda _laid: None)
        self._laid = Laid("", (), can_undo=False)
        self.scans.leave()
        self.advice.close()
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

