"""Look up (F4): any dossier of this counter by number, person or procedure, with or without diacritics, and all of it; below
it, to be looked at, what the office's other counters have.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.elsewhere import DossierElsewhere
from kiosk.notices import NoticeForm
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.store.paper_search import PaperHit
from kiosk.words import _
from kiosk.work import Cancelled
from ui.clerk.by_hand_filter import ByHandFilter
from ui.clerk.copies_over import open_shown
from ui.clerk.elsewhere_words import ElsewhereView
from ui.clerk.look_up_detail import DetailView
from ui.clerk.look_up_elsewhere import ElsewhereList
from ui.clerk.look_up_pane import DetailPane
from ui.clerk.look_up_papers import PaperList
from ui.clerk.look_up_parts import PROCEDURE, RECEIVED, Hit, SearchBox, above, choose_none, columns, crossed, turn
from ui.clerk.look_up_reading import LIMIT, find, find_one, read_detail, read_elsewhere
from ui.clerk.notice import TITLES
from ui.clerk.paper_dialog import PaperDialog
from ui.clerk.results_over import ResultsOver
from ui.shortcuts import Action, Where, install
from ui.tasks import Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.record_table import RecordTable
from ui.widgets.text import Role, Text

_PAUSE_MS = 150
_SETTLE_MS = 60                        # while somebody runs through the rows nothing is read
_SIDE_BY_SIDE = 110                    # letters of room from which the detail stands beside the list
_ROOM_FOR_PROCEDURE, _ROOM_FOR_RECEIVED = 66, 76


class LookUpScreen(QWidget):
    """Search box, results, detail. `receipt_wanted` brings the dossier whose receipt is to be printed again."""

    receipt_wanted = Signal(str)
    enter_wanted = Signal(str)         # the dossier to be typed into another system
    correct_wanted = Signal(str)
    compare_wanted = Signal(str)       # the dossier of which the gateway holds another content

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._asked = self._read = 0
        self._put_off = self._drawn = False
        self._officer: Officer | None = None
        self._searching: Task | None = None
        self._wanted = ""              # the dossier to be chosen among what comes
        self._typing = _timer(self, _PAUSE_MS, self._search)
        self._settle = _timer(self, _SETTLE_MS, self._load)
        self._build()
        install(self, Where.LOOK_UP, {Action.FIND: self._on_find, Action.ENTER_ELSEWHERE: self.pane.enter,
                                       Action.CORRECT: self.pane.correct})  # fmt: skip
        self.refresh()

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        top = QHBoxLayout()
        top.setSpacing(measures.wide)
        self._box = SearchBox()
        self.search_line = self._box.line
        self.search_line.textChanged.connect(self._on_text)
        self.search_line.returnPressed.connect(self._on_enter)
        self.search_line.installEventFilter(self)
        self.count = Text("", Role.HINT, wrap=False)
        top.addWidget(Text(_("Tra cứu"), Role.TITLE, wrap=False))
        top.addWidget(self._box, 1)
        self.by_hand = ByHandFilter()
        self.by_hand.toggled.connect(lambda _on: self._search())
        top.addWidget(self.count)
        top.addWidget(self.by_hand)
        self.trouble = Banner(can_close=True)
        self.trouble.hide()
        self.table: RecordTable[Hit] = RecordTable(_("Hồ sơ tìm thấy"), columns())
        self.table.setMinimumHeight(measures.control * 3)
        self.table.selected.connect(self._on_here)
        hint = _("Thử một phần của tên, số định danh, số điện thoại hoặc mã hồ sơ; không cần dấu.")
        self.nothing = EmptyState(Icon.SEARCH, _("Không có hồ sơ nào khớp"), hint)
        self.elsewhere = ElsewhereList(self._counter.office_look_up, self._tasks, self._counter.records.of_others)
        self.elsewhere.table.selected.connect(self._on_there)
        self.elsewhere.filled.connect(self._on_filled)
        self.papers = PaperList(self._counter, self._tasks)
        self.papers.table.selected.connect(self._on_paper)
        self.papers.filled.connect(self._on_filled)
        for table in self._tables():
            table.installEventFilter(self)
            table.opened.connect(self._on_row_opened)
        self._results = QStackedWidget()
        for page in (self.table, self.nothing):
            self._results.addWidget(page)
        self.pane = DetailPane()
        self.pane.receipt_wanted.connect(self.receipt_wanted)
        self.pane.enter_wanted.connect(self.enter_wanted)
        self.pane.correct_wanted.connect(self.correct_wanted)
        self.pane.compare_wanted.connect(self.compare_wanted)
        self.pane.supplement_wanted.connect(self._on_supplement)
        self._results_over = ResultsOver(self._counter, self._tasks, self)
        self._results_over.asked.connect(lambda _dossier: self.refresh())
        self._results_over.failed.connect(self._on_failed)
        self.pane.result_wanted.connect(self._on_result)
        self.pane.copies_wanted.connect(self._on_copies)
        self.pane.fetch_wanted.connect(self._on_fetch)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.splitterMoved.connect(self._on_drawn)
        self._split.addWidget(above(self._results, self.papers, self.elsewhere))
        self._split.addWidget(self.pane)
        self._split.setHandleWidth(measures.apart)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        column.addLayout(top)
        column.addWidget(self.trouble)
        column.addWidget(self._split, 1)
        self.setFocusProxy(self.search_line)

    # ---- what others ask of it ----

    def set_officer(self, officer: Officer) -> None:
        """Who signs what is printed here."""
        self._officer = officer

    def open(self, dossier: str) -> None:
        """Shows one dossier, whatever was searched for."""
        self._typing.stop()
        self.elsewhere.forget()
        self.papers.forget()
        self._asked += 1
        self._wanted = dossier
        work = partial(find_one, self._counter, dossier)
        self._tasks.run(work, partial(self._on_opened, self._asked), self._on_failed, owner=self)

    def focus_search(self, text: str = "") -> None:
        """Into the search box; with `text`, searched for at once."""
        if text:
            self.search_line.setText(text)
            self._search()
            self.elsewhere.ask_now()
        self.search_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search_line.selectAll()

    def search_for(self, words: str) -> None:
        """What answers to the words, with the cursor in the list."""
        self.search_line.setText(words)
        self._on_enter()

    def refresh(self) -> None:
        """The same search again; the chosen dossier stays chosen."""
        self._search()

    def _on_supplement(self, dossier: str) -> None:
        """Form 02 in the portal's words; it has its number once it is printed."""
        officer, notices = self._officer, self._counter.notices
        if officer is not None:
            PaperDialog(
                _(TITLES[NoticeForm.SUPPLEMENT]), self._counter, self._tasks,
                lambda: notices.preview_portal_supplement(dossier, officer),
                lambda: notices.portal_supplement(dossier, officer).slip, parent=self,
            ).open()  # fmt: skip

    def _on_result(self, _dossier: str) -> None:
        self._results_over.open(self.pane.results)

    def _on_copies(self) -> None:
        paper = self.papers.current()
        open_shown(self._counter, self._tasks, self.pane, self, paper.paper if paper is not None else 0)

    def _on_fetch(self, dossier: str) -> None:
        if self._officer is not None:
            self._results_over.fetch(dossier, self._officer)

    # ---- searching ----

    def _search(self) -> None:
        self._typing.stop()
        self._asked += 1
        if self._searching is not None:
            self._searching.cancel()
        current = self.table.current()
        self._wanted = self._wanted or (current.line.id if current else "")
        work = partial(find, self._counter, self.search_line.text().strip(), self.by_hand.isChecked())
        self._searching = self._tasks.run(work, partial(self._on_found, self._asked), self._on_failed, owner=self)
        self._searching.ended.connect(self._on_search_ended)
        self.papers.ask_soon(self.search_line.text())

    def _on_search_ended(self) -> None:
        if self.sender() is self._searching:
            self._searching = None
            self._on_filled()

    def _on_found(self, asked: int, answer: tuple[tuple[Hit, ...], int]) -> None:
        if asked != self._asked:
            return
        hits, waiting = answer
        self.by_hand.count(waiting)
        self.trouble.hide()
        shown, more = hits[:LIMIT], len(hits) > LIMIT
        self._show(shown)
        if more:
            self.count.setText(_("{count} hồ sơ đầu; còn nữa, gõ thêm để thu hẹp").format(count=LIMIT))
        else:
            newest = not self.search_line.text().strip() and not self.by_hand.isChecked()
            self.count.setText((_("{count} hồ sơ, mới nhất trước") if newest else _("{count} hồ sơ")).format(count=len(shown)))

    def _on_opened(self, asked: int, answer: tuple[Hit, DetailView]) -> None:
        if asked != self._asked:
            return
        hit, view = answer
        self.search_line.blockSignals(True)
        self.search_line.setText(hit.line.number)
        self.search_line.blockSignals(False)
        self._show((hit,))
        self.count.setText(_("{count} hồ sơ").format(count=1))
        self._settle.stop()
        self._read += 1
        self.pane.show_view(view)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, hits: tuple[Hit, ...]) -> None:
        wanted, self._wanted = self._wanted, ""
        if (self.elsewhere.current() or self.papers.current()) and not wanted:       # one of theirs stays chosen
            with QSignalBlocker(self.table):
                self.table.show_records(hits)
                choose_none(self.table)
        else:
            self.table.show_records(hits)
        for row, hit in enumerate(hits):
            if hit.line.id == wanted:
                self.table.selectRow(row)
        turn(self._results, self.table if hits else self.nothing)
        self._on_filled()
        self._settle.start()

    def _on_drawn(self) -> None:
        self._drawn = True

    def _share(self) -> None:
        """The room of lists and detail; two lists under each other need more of it, unless somebody drew the line."""
        if not self._drawn:
            others = not self.elsewhere.table.isHidden() or not self.papers.isHidden()
            one_list = self._split.orientation() is Qt.Orientation.Vertical and not others
            self._split.setSizes([2000, 3000] if one_list else [1000, 1000])

    def _on_filled(self) -> None:
        """What others have is chosen by itself only where nothing was found here, which is known once the search is over."""
        self._share()
        there = self.elsewhere
        nothing_here = self._searching is None and not self.table.records.rowCount()
        self._results.setVisible(not nothing_here or self.papers.isHidden())
        if nothing_here and self.papers.table.records.rowCount():
            if self.papers.current() is None:
                self.papers.table.selectRow(0)
        elif nothing_here and there.current() is None and there.table.records.rowCount():
            there.table.selectRow(0)
        if there.current() is not None:
            self._settle.start()       # the same dossier, told anew

    # ---- the chosen dossier ----

    def _on_here(self, hit: Hit | None) -> None:
        if hit is not None:
            self.elsewhere.leave()
            self.papers.leave()
        self._settle.start()

    def _on_there(self, dossier: DossierElsewhere | None) -> None:
        if dossier is not None:
            self._leave_here()
            self.papers.leave()
        self._settle.start()

    def _on_paper(self, hit: PaperHit | None) -> None:
        if hit is not None:
            self._leave_here()
            self.elsewhere.leave()
        self._settle.start()

    def _leave_here(self) -> None:
        with QSignalBlocker(self.table):
            choose_none(self.table)

    def _load(self) -> None:
        hit, there, paper = self.table.current(), self.elsewhere.current(), self.papers.current()
        self._read += 1
        if there is not None:
            asked_at, kept, left = self.elsewhere.asked_at, self.elsewhere.is_kept, self.elsewhere.left
            there_work = partial(read_elsewhere, self._counter, there, asked_at, kept, left)
            self._tasks.run(there_work, partial(self._on_read_elsewhere, self._read), self._on_failed, owner=self)
            return
        dossier = paper.dossier if paper is not None else hit.line.id if hit is not None else ""
        if not dossier:
            self.pane.show_view(None)
            return
        told = partial(self._on_read, self._read, paper.paper if paper is not None else 0)
        self._tasks.run(partial(read_detail, self._counter, dossier), told, self._on_failed, owner=self)

    def _on_read(self, number: int, paper: int, view: DetailView) -> None:
        if number == self._read:
            self.pane.show_view(view)
            self.pane.show_paper(paper)

    def _on_read_elsewhere(self, number: int, view: ElsewhereView) -> None:
        if number == self._read:
            self.pane.show_elsewhere(view)

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self.trouble.say_problem(problem)

    # ---- keys ----

    def _on_text(self) -> None:
        self._typing.start()
        self.elsewhere.ask_soon(self.search_line.text(), self._officer)

    def _on_enter(self) -> None:
        self._search()
        self.elsewhere.ask_now()
        self._to_rows()

    def _to_rows(self) -> None:
        """Into the first list that has anything."""
        filled = (table for table in self._tables() if table.records.rowCount())
        next(filled, self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _tables(self) -> tuple[RecordTable[Any], ...]:
        """As they stand below each other."""
        return self.table, self.papers.table, self.elsewhere.table

    def _on_row_opened(self) -> None:
        self.pane.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_find(self) -> None:
        self.focus_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search_line and event.key() == Qt.Key.Key_Down:
                self._to_rows()
                return True
            return crossed(self._tables(), watched, event.key()) or super().eventFilter(watched, event)
        if isinstance(watched, RecordTable) and isinstance(event, QFocusEvent) and event.gotFocus():
            by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason       # which chooses by itself
            if watched.current() is None and not by_mouse:
                watched.selectRow(0)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was about to be read waits until the screen is seen again."""
        super().hideEvent(event)
        self._put_off = self._typing.isActive() or self._settle.isActive()
        self._typing.stop()
        self._settle.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._put_off:
            self._put_off = False
            self._search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = event.size().width() / look().measures.body
        beside = letters >= _SIDE_BY_SIDE
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() is not wanted:
            self._split.setOrientation(wanted)
            self._drawn = False
            self._share()
        list_room = letters / 2 if beside else letters
        self.table.setColumnHidden(PROCEDURE, list_room < _ROOM_FOR_PROCEDURE)
        self.table.setColumnHidden(RECEIVED, list_room < _ROOM_FOR_RECEIVED)
        self.papers.fit_columns(person=list_room >= _ROOM_FOR_PROCEDURE)
        self.elsewhere.fit_columns(procedure=list_room >= _ROOM_FOR_PROCEDURE, received=list_room >= _ROOM_FOR_RECEIVED)


def _timer(owner: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer
