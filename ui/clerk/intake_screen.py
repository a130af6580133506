"""One intake on one dense page: the form at the left, papers and pages at the right, the promise and the next step below."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.card_key import KnownNumber
from kiosk.counter import Counter
from kiosk.counter.intakes import Quote
from kiosk.device_ports import CardData
from kiosk.form_problems import FormProblem
from kiosk.form_refused import FormRefused
from kiosk.intake import Intake
from kiosk.moments import local
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.receive import Received
from kiosk.receive_draft import DraftGone
from kiosk.store.drafts import Draft
from kiosk.store.faults import NumberWithheld
from kiosk.words import _
from ui.clerk.form_known import KnownOffers
from ui.clerk.form_order import neighbour, stops_in
from ui.clerk.form_page import FormPage
from ui.clerk.form_pages import PagesCard
from ui.clerk.form_sources import Filling, card_numbers
from ui.clerk.intake_aside import IntakeAside
from ui.clerk.intake_checking import Checking
from ui.clerk.intake_code import IntakeCodes
from ui.clerk.intake_foot import IntakeFoot
from ui.clerk.intake_head import IntakeHead
from ui.clerk.intake_identity import IntakeIdentity
from ui.clerk.intake_middle import IntakeMiddle
from ui.clerk.intake_receiving import Receiving
from ui.clerk.intake_saving import Autosave
from ui.clerk.intake_told import ToldProblems
from ui.shortcuts import Action, Where, install, install_sections
from ui.tasks import Tasks
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button

_LOW = 36                              # lines of letters; on a lower screen the form takes the room, head and foot a line each


class IntakeScreen(QWidget):
    """A draft being filled in."""

    received = Signal(object)          # kiosk.receive.Received
    capture_wanted = Signal(str)       # draft id
    card_wanted = Signal()
    receipt_wanted = Signal()
    park_wanted = Signal()
    described = Signal()               # what the tab shows changed: person, tray, saved or not

    def __init__(self, counter: Counter, tasks: Tasks, draft: Draft, procedure: Procedure) -> None:
        super().__init__()
        self._counter, self._tasks, self.procedure = counter, tasks, procedure
        self._draft, self._officer = draft, draft.officer
        self._restored = self._busy = self._gone = False
        self._held: QWidget | None = None      # had the cursor when the form was switched off
        self.form = FormPage(tasks, procedure, draft.intake, counter.clock.now_ms, draft.papers_aside)
        self._filling = Filling(self.form, tasks, counter.clock, draft.claims)
        self.known = KnownOffers(self.form, tasks, counter.known_people)
        self.saving = Autosave(tasks, self.draft, counter.intakes.save, self)
        self.pages = PagesCard(counter.intakes, tasks, draft.id)
        self.identity = IntakeIdentity(counter, tasks, draft.id, self._intake, self)
        self.head = IntakeHead(procedure, draft.tray)
        self.foot = IntakeFoot(counter.settings.office.return_place)
        self.banner = Banner(can_close=True)
        self.codes = IntakeCodes(counter, tasks, self.form, self._filling, self.pages, self.banner)
        self.receiving = Receiving(counter, tasks, self.draft, self)
        self._checking = Checking(tasks, counter.intakes, self.draft, self)
        self.told = ToldProblems(self.form, self._checking)
        self._lay_out()
        self._connect()
        self._install_keys()
        self._show_saved(draft.saved_at)
        self.pages.reload()
        self._checking.now()

    # ---- for the area and the window ----

    def draft(self) -> Draft:
        """The draft as it stands; what cannot be read yet is kept beside the answers as it was typed."""
        cursor, letters = self.form.cursor_place() if self.form.ready else (self._draft.cursor, self._draft.cursor_at)
        if not cursor:
            cursor, letters = self._draft.cursor, self._draft.cursor_at
        missing = ({} if self.form.ready else self._draft.missing) | self.form.missing()
        return replace(
            self._draft, intake=self._intake(), tray=self.head.tray_number(), cursor=cursor, cursor_at=letters, missing=missing,
            papers_aside=self.form.papers_aside(self._officer), claims=self._filling.claims(),
        )  # fmt: skip

    @property
    def id(self) -> str:
        """The draft's."""
        return self._draft.id

    @property
    def intake(self) -> Intake:
        """The form as it stands."""
        return self._intake()

    def set_officer(self, officer: str) -> None:
        self._officer = officer

    def person(self) -> str:
        return str(self.form.submitter.person.full_name.value())

    def take_card(self, card: CardData, role: str = "submitter") -> None:
        """Fills what is empty from a card, and keeps how its holder was proven; `role` is "submitter" or "owner"."""
        self._filling.take_card(card, role)
        self.identity.prove(card, self._officer)

    def card_numbers(self) -> tuple[KnownNumber, ...]:
        """The personal numbers already in the form: they open the cards of these people."""
        return card_numbers(self.form)

    def focus_number(self) -> None:
        """Where the QR code of a card is scanned, or the number typed."""
        self.form.submitter.person.personal_id.setFocus()

    def reload_pages(self) -> None:
        """After the capture screen."""
        self.pages.reload()

    def flush(self, then: Callable[[], None] | None = None) -> None:
        """Saves at once; `then` is called when everything is on disk."""
        self._note_cursor()
        self.saving.flush(then)

    def receive(self) -> None:
        """Ctrl+Enter; once more, where the fee is asked for: it is taken."""
        if self.receiving.strip.asking:
            self.receiving.strip.confirm()
        if self._busy or self._gone:
            return
        if not self.form.ready:
            self.form.build_now()
        self.form.told_all, self.form.editing = True, None
        self._set_busy(True)
        self.banner.hide()
        self.saving.touch()
        self.saving.flush(self._on_flushed)

    def focus_form(self) -> None:
        """The cursor where it was, else at the first thing to do. Out of sight nobody's cursor is moved: it would be kept so."""
        if self.isVisible() and not self.form.put_cursor(self._draft.cursor, self._draft.cursor_at):
            self.form.first_open().setFocus()

    # ---- layout ----

    def _lay_out(self) -> None:
        measures = look().measures
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(measures.wide, measures.near, measures.wide, measures.near)
        top.setSpacing(measures.near)
        self.banner.hide()
        for part in (self.head, self.banner, self.told.room):
            top.addWidget(part)
        outer.addLayout(top)
        self._aside = IntakeAside(self.identity.card, self.form.papers, self.pages)
        self._middle = IntakeMiddle(self.form, self._aside)
        outer.addWidget(self._middle, 1)
        outer.addWidget(self.receiving.strip)
        outer.addWidget(self.foot)

    def _connect(self) -> None:
        form = self.form
        form.changed.connect(self._on_changed)
        form.settled.connect(self._on_settled)
        form.reshaped.connect(self._on_reshaped)
        form.built.connect(self._on_built)
        form.card_wanted.connect(self.card_wanted)
        self._aside.scan_wanted.connect(self._on_capture)
        self.identity.seen.connect(self.take_card)
        self.identity.failed.connect(self.banner.say_problem)
        self._filling.changed.connect(self._on_changed)
        self._filling.failed.connect(self.banner.say_problem)
        self.known.failed.connect(self.banner.say_problem)
        self.known.counted.connect(form.submitter.known.show_count)
        form.submitter.known_wanted.connect(self.known.take_all)
        self.head.changed.connect(self._on_changed)
        self.foot.receive_wanted.connect(self.receive)
        self.foot.park_wanted.connect(self.park_wanted)
        self.told.led_to.connect(self._middle.show_field)
        self.saving.saved.connect(self._on_saved)
        self.saving.failed.connect(self._on_save_failed)
        self.saving.state_changed.connect(self.described)
        self.pages.counted.connect(self._on_counted)
        self.pages.capture_wanted.connect(self._on_capture)
        self.pages.failed.connect(self.banner.say_problem)
        self._checking.checked.connect(self._on_checked)
        self._checking.failed.connect(self.banner.say_problem)
        self._connect_receiving()

    def _connect_receiving(self) -> None:
        receiving = self.receiving
        receiving.strip.asked.connect(self.foot.setHidden)
        receiving.started.connect(self.foot.watch)
        receiving.received.connect(self._on_received)
        receiving.called_off.connect(self._on_called_off)
        receiving.failed.connect(self._on_not_received)

    def _install_keys(self) -> None:
        install(self, Where.INTAKE, {
            Action.TAKE_KNOWN: self.known.take_here, Action.TAKE_ALL_KNOWN: self.known.take_all,
            Action.READ_CODE: self.codes.ask, Action.RECEIVE: self.receive, Action.SEE_PHONE: self.identity.look_at_phone,
            Action.RECEIPT: self.receipt_wanted.emit, Action.SAVE_DRAFT: self._on_save_asked,
            Action.PARK: partial(self.receiving.leave, self.park_wanted.emit),
        })  # fmt: skip
        for key in install(self, Where.EVERYWHERE, {Action.NEXT_ERROR: self.told.next_error}):
            key.setContext(Qt.ShortcutContext.WindowShortcut)      # also from the search box
        install_sections(self, self._on_section)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < _LOW * look().measures.body
        self.head.fit(low=low)
        self.foot.fit(low=low)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pages.reload()
        self._checking.later()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the page is laid out. Measured: QWidget.setTabOrder over parts built later ran in a circle."""
        stop = neighbour(self, forward)
        if stop is None:
            return super().focusNextPrevChild(forward)
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._checking.rest()              # out of sight, perhaps for good
        if not self._gone:
            self.flush()

    # ---- editing ----

    def _intake(self) -> Intake:
        return self.form.intake(self._officer)

    def _on_changed(self) -> None:
        if not self._gone:
            self.saving.touch()
            self._checking.change()
            self._check_later()
            self.described.emit()

    def _on_settled(self) -> None:
        self._filling.repeat()
        self._filling.settle()
        self.told.tell()
        self._check_later()

    def _check_later(self) -> None:
        if self.isVisible():
            self._checking.later()

    def _on_reshaped(self) -> None:
        self.pages.show_names(self.form.papers.names())

    def _on_built(self) -> None:
        self.form.put_missing(self._draft.missing)
        self._filling.repeat()             # of people filled in with the draft
        self._filling.settle()
        self._check_later()
        if not self._restored:
            self._restored = True
            if (self._draft.cursor or self.person()) and self.isVisible():
                self.focus_form()

    def _on_counted(self, counts: dict[str, int]) -> None:
        self.form.papers.show_pages(counts)
        self._check_later()

    def _on_capture(self) -> None:
        self.capture_wanted.emit(self._draft.id)

    # ---- saving ----

    def _on_save_asked(self) -> None:
        self.saving.touch()
        self.flush()

    def _note_cursor(self) -> None:
        cursor, letters = self.form.cursor_place() if self.form.ready else ("", 0)
        if cursor and (cursor, letters) != (self._draft.cursor, self._draft.cursor_at):
            self._draft = replace(self._draft, cursor=cursor, cursor_at=letters)
            self.saving.touch()

    def _on_saved(self, draft: Draft) -> None:
        self._draft = replace(self._draft, cursor=draft.cursor, cursor_at=draft.cursor_at)
        self._show_saved(draft.saved_at)

    def _show_saved(self, at: int) -> None:
        self.head.say_saved(_("Đã tự lưu {time}").format(time=f"{local(at):%H:%M:%S}"), Tone.SUCCESS)

    def _on_save_failed(self, problem: Problem) -> None:
        self.head.say_saved(_("Chưa lưu được"), Tone.DANGER)
        if isinstance(problem, DraftGone):
            self._lose()
        self._set_busy(False)
        self.banner.say_problem(problem)

    # ---- problems ----

    def _on_checked(self, intake: Intake, problems: tuple[FormProblem, ...], quote: Quote) -> None:
        self.foot.say(quote, intake)
        self.head.say_term(quote.term)
        self.identity.card.follow(intake)
        self.told.take(problems, intake)

    def _on_section(self, number: int) -> None:
        blocks = self.form.blocks()
        if number <= len(blocks):
            block = blocks[number - 1]
            stops = stops_in(block)
            self._middle.area.verticalScrollBar().setValue(block.y())
            for stop in stops:
                if stop.isVisible() and stop.isEnabled() and not isinstance(stop, Button):
                    stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    break

    # ---- receiving ----

    def _on_flushed(self) -> None:
        self.receiving.begin(self.draft())

    def _on_called_off(self) -> None:
        """Back to where the cursor was, else to where the form keeps it."""
        came_back = self._held is not None
        self._set_busy(False)
        if not came_back:
            self.focus_form()

    def _on_received(self, received: Received) -> None:
        self._lose()
        self.received.emit(received)

    def _on_not_received(self, problem: Problem) -> None:
        self._set_busy(False)
        if isinstance(problem, FormRefused):
            self.told.refuse(problem, self._intake())
            return
        if isinstance(problem, NumberWithheld | DraftGone):
            self._lose()
        self.banner.say_problem(problem)

    def _set_busy(self, busy: bool) -> None:
        """Controls that are switched off lose the cursor: it comes back to where it was."""
        focused = QApplication.focusWidget()
        if busy and focused is not None and self.isAncestorOf(focused):
            self._held = focused
        self._busy = busy
        self.foot.set_busy(busy or self._gone)
        for part in (self._middle, self.head):
            part.setEnabled(not (busy or self._gone))
        if not busy and self._held is not None:
            if self.isVisible() and isValid(self._held):
                self._held.setFocus(Qt.FocusReason.OtherFocusReason)
            self._held = None

    def _lose(self) -> None:
        """The draft is no draft any more: nothing is saved or checked from here on."""
        self._gone = True
        self.saving.stop()
        self._checking.stop()
        self._set_busy(False)
