"""Signing copies (Ctrl+Shift+K): what waits for whose signature, the page to be looked at, one batch under one PIN.

Nothing here stops the counter: without a token the list stays, and the copies wait.
"""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.copy_signing import BatchEnd, CopySigning, called_off
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.signature_ports import Signatory
from kiosk.signature_problems import PinWrong
from kiosk.store.copies.signing import ToSign
from kiosk.words import _
from kiosk.work import Cancelled, Progress
from ui.clerk.signing_page import CopyPage
from ui.clerk.signing_panel import SigningPanel
from ui.clerk.signing_rows import NUMBER, PAGES, STATE, WHO, Row, SigningView, columns, read, row_of
from ui.clerk.signing_words import batch_said, nothing_said, waiting_said
from ui.shortcuts import Action, Where, install
from ui.tasks import Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.record_table import RecordTable
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text

_LOOK_AGAIN_MS = 2000                  # while copies are still being made
_ROOM_FOR_ALL, _ROOM_FOR_WHO, _ROOM_FOR_NUMBER = 42, 64, 76       # letters of the list


class SigningScreen(QWidget):
    """`signed` once something was; `dossier_opened` brings the dossier of the copy chosen; `left` leads back."""

    signed = Signal()
    dossier_opened = Signal(str)
    left = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert counter.copies is not None                # the window leads here only then
        self._counter, self._copies, self._tasks = counter, counter.copies, tasks
        self._officer = Officer("", "")
        self._dossier = ""                 # the one asked for, "" for all
        self._view: SigningView | None = None
        self._asked = 0
        self._chosen: set[int] = set()
        self._met: set[int] = set()        # copies that were shown: what is new among the officer's own is chosen by itself
        self._problems: dict[int, Problem] = {}
        self._batch: Task | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._read)
        self._build()
        self._install()

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    # ---- how it stands -------------------------------------------------------------------------------

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        self.said = Text("", Role.HINT)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.table: RecordTable[Row] = RecordTable(_("Bản chờ ký"), columns())
        self.table.selected.connect(self._on_row)
        self.table.opened.connect(lambda row: self.dossier_opened.emit(row.copy.dossier))
        self.nothing = EmptyState(Icon.CHECK, "", "")
        self._stack = QStackedWidget()
        for page in (self.table, self.nothing):
            self._stack.addWidget(page)
        self.page, self.panel = CopyPage(self._copies, self._tasks), SigningPanel(asks_pin=self._copies.asks_pin)
        self.panel.sign_wanted.connect(self.sign)
        self.panel.keys_wanted.connect(self.look_at_token)
        left, right = QWidget(), QWidget()
        # The page gives way to what is typed: a PIN must never be below the screen's edge, or move when something is said.
        halves = (left, (self._stack, self._choosing())), (right, (self.panel, self.page))
        for half, parts in halves:
            room = QVBoxLayout(half)
            room.setContentsMargins(0, 0, 0, 0)
            room.setSpacing(measures.near)
            for part in parts:
                room.addWidget(part, 1 if part in (self._stack, self.page) else 0)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(measures.apart)
        for place, (half, share) in enumerate(((left, 3), (right, 2))):
            self._split.addWidget(half)
            self._split.setStretchFactor(place, share)
        column.addLayout(self._head())
        column.addWidget(self.banner)
        column.addWidget(self._split, 1)

    def _head(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(look().measures.near)
        words.setSpacing(0)
        words.addWidget(Text(_("Ký số"), Role.TITLE, wrap=False))
        words.addWidget(self.said)
        self.own, self.all = Button(_("Của tôi"), action=Action.OWN_COPIES), Button(_("Tất cả"), action=Action.ALL_COPIES)
        group = QButtonGroup(self)
        for button in (self.own, self.all):
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(self._show)
        self.own.setChecked(True)
        self.everything = Button(_("Mọi hồ sơ"), icon=Icon.LIST)
        self.everything.clicked.connect(self._open_all)
        row.addLayout(words, 1)
        for button in (self.everything, self.own, self.all):
            row.addWidget(button)
        return row

    def _choosing(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.near)
        self.choose_one = Button(_("Ký hay để lại"), action=Action.CHOOSE_COPY)
        self.choose_dossier = Button(_("Cả hồ sơ"), action=Action.CHOOSE_DOSSIER)
        self.choose_all = Button(_("Tất cả"), action=Action.CHOOSE_ALL)
        for button, act in ((self.choose_one, self.toggle), (self.choose_dossier, self.toggle_dossier),
                            (self.choose_all, self.toggle_all)):  # fmt: skip
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _install(self) -> None:
        install(self.table, Where.SIGNING, {
            Action.CHOOSE_COPY: self.toggle, Action.CHOOSE_DOSSIER: self.toggle_dossier, Action.CHOOSE_ALL: self.toggle_all,
        })  # fmt: skip
        install(self, Where.SIGNING, {
            Action.SIGN_COPIES: self.sign, Action.LOOK_AT_TOKEN: self.look_at_token, Action.LEAVE_SIGNING: self._on_leave,
            Action.OWN_COPIES: self.own.click, Action.ALL_COPIES: self.all.click,
            Action.COPY_BEFORE: partial(self.page.turn, -1), Action.COPY_AFTER: partial(self.page.turn, 1),
        })  # fmt: skip

    # ---- what is asked of it -------------------------------------------------------------------------

    def open(self, dossier: str) -> None:
        """The copies of one dossier, whoever has to sign them; "" for all dossiers. Read when it is shown."""
        self._dossier = dossier
        (self.all if dossier else self.own).setChecked(True)
        self.banner.hide()

    def _open_all(self) -> None:
        self.open("")
        self.refresh()

    def refresh(self) -> None:
        """Reads anew what waits, and which keys are ready."""
        self._read()
        self.look_at_token()

    def look_at_token(self) -> None:
        if self._batch is None:
            self.panel.wait_for_keys()
            self._tasks.run(partial(_keys, self._copies), self._on_keys, self.panel.show_absent, owner=self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        (self.table if self.table.records.rowCount() else self.own).setFocus(event.reason())

    # ---- the list ------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._again.stop()
        self._asked += 1
        work = partial(read, self._counter, self._copies, self._officer.id, self._dossier)
        self._tasks.run(work, partial(self._on_read, self._asked), self._on_failed, owner=self)

    def _on_read(self, asked: int, view: SigningView) -> None:
        if asked != self._asked:
            return
        self._view = view
        for one in view.copies:
            if one.copy not in self._met and (self._dossier or one.officer == self._officer.id):
                self._chosen.add(one.copy)
            self._met.add(one.copy)
        self._show()
        if view.to_make and self.isVisible():
            self._again.start()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        own_only = self.own.isChecked()
        shown = [one for one in view.copies if not own_only or one.officer == self._officer.id]
        had_focus = self.table.hasFocus() or self.own.hasFocus()
        self.table.show_records([
            row_of(one, view, chosen=one.copy in self._chosen, problem=self._problems.get(one.copy)) for one in shown
        ])  # fmt: skip
        self._fit()
        self._stack.setCurrentIndex(0 if shown else 1)
        self.nothing.say(*nothing_said(view, others=len(view.copies) - len(shown)))
        self.said.setText(waiting_said(view))
        self.own.say(_("Của tôi ({count})").format(count=view.counts.own))
        self.all.say(_("Tất cả ({count})").format(count=view.counts.copies))
        self.everything.setVisible(bool(self._dossier))
        for button in (self.choose_one, self.choose_dossier, self.choose_all):
            button.setEnabled(bool(shown))
        self.panel.set_count(len(self._to_sign()))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self) -> list[Row]:
        return [self.table.records.record(row) for row in range(self.table.records.rowCount())]

    def _to_sign(self) -> list[ToSign]:
        return [row.copy for row in self._shown() if row.copy.copy in self._chosen]

    def _on_row(self, row: Row | None) -> None:
        self.page.show_copy(row.copy if row is not None else None)

    # ---- choosing ------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """The copy the cursor is on."""
        row = self.table.current()
        if row is not None:
            self._turn([row])

    def toggle_dossier(self) -> None:
        """Every copy of its dossier."""
        current = self.table.current()
        if current is not None:
            self._turn([row for row in self._shown() if row.copy.dossier == current.copy.dossier])

    def toggle_all(self) -> None:
        self._turn(self._shown())

    def _turn(self, rows: list[Row]) -> None:
        """All of them, or none where all were chosen."""
        copies = {row.copy.copy for row in rows}
        self._chosen = self._chosen - copies if copies <= self._chosen else self._chosen | copies
        self._show()

    # ---- signing -------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Ctrl+Enter, or Enter behind the PIN."""
        if self._batch is not None:
            return
        lacks, key = self.panel.lacks(), self.panel.signatory
        if lacks or key is None or not self.panel.ready:
            self.banner.say(lacks or _("Chưa ký được bằng chứng thư này."), Tone.WARNING)
            self.banner.show()
            announce(self.banner, lacks)
            self.panel.focus_first()
            return
        self.banner.hide()
        pin, copies = self.panel.pin.take(), self._to_sign()
        work = partial(_sign, self._copies, copies, key, pin, self._officer)
        self._batch = self._tasks.run(work, partial(self._on_signed, copies), self._on_broken, owner=self)
        self.panel.watch(self._batch)
        self.panel.sign_button.setEnabled(False)

    def _on_signed(self, copies: list[ToSign], end: BatchEnd) -> None:
        self._batch = None
        for copy in end.signed:
            self._problems.pop(copy, None)
        self._problems |= end.refused
        text, tone, detail = batch_said(end, copies)
        self.banner.say(text, tone, detail=detail)
        self.banner.show()
        announce(self.banner, f"{text} {detail}", urgent=tone is Tone.DANGER)
        if end.signed:
            self.signed.emit()
        self._read()
        if isinstance(end.ended, PinWrong):
            self.panel.set_count(len(self._to_sign()))
            self.panel.pin.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif end.ended is not None and not called_off(end):
            self.look_at_token()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_broken(self, problem: Problem) -> None:
        self._batch = None
        self._on_failed(problem)
        self._read()

    def _on_keys(self, keys: tuple[Signatory, ...]) -> None:
        self.panel.show_keys(keys, self._officer.name)

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self.banner.say_problem(problem)

    def _on_leave(self) -> None:
        """Esc stops a batch first."""
        if self._batch is not None:
            self._batch.cancel()
        else:
            self.left.emit()

    # ---- room ----------------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves leaves no PIN behind."""
        super().hideEvent(event)
        self._again.stop()
        self.panel.pin.set_value("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        letters = self.width() * 0.6 / look().measures.body
        self.table.setColumnHidden(NUMBER, letters < _ROOM_FOR_NUMBER)
        self.table.setColumnHidden(WHO, letters < _ROOM_FOR_WHO or self.own.isChecked())
        self.table.setColumnHidden(PAGES, letters < _ROOM_FOR_ALL)
        self.table.setColumnHidden(STATE, letters < _ROOM_FOR_ALL and not self._problems)


# ---- in a worker -------------------------------------------------------------------------------------


def _keys(copies: CopySigning, _progress: Progress) -> tuple[Signatory, ...]:
    return copies.signatories()


def _sign(
    copies: CopySigning, chosen: list[ToSign], key: Signatory, pin: bytearray, officer: Officer, progress: Progress
) -> BatchEnd:
    return copies.sign(chosen, key, pin, officer, progress)
