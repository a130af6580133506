"""Intake (F3): the drafts open at this counter as tabs, a picker for a new one, and the form of the one in hand."""

from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkState, LinkView
from kiosk.device_ports import CardData
from kiosk.notices import NoticeForm
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Procedure
from kiosk.receive import Received
from kiosk.same_people import SamePeople
from kiosk.store.drafts import Draft
from kiosk.words import _
from ui.clerk.heard import Heard
from ui.clerk.intake_picker import ProcedurePicker
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.intake_tabs import NEW, DraftTabs
from ui.clerk.intake_waiting import Waiting
from ui.clerk.notice import Known, NoticePanel, known
from ui.clerk.till_slips import SlipPrinter
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.confirm import Confirm

MOST_OPEN = 5


class IntakeArea(QWidget):
    """Needs an officer before a new draft can be opened: `set_officer`. `restore` brings back what was open."""

    received = Signal(object)          # kiosk.receive.Received
    capture_wanted = Signal(str)       # draft id
    card_wanted = Signal()
    receipt_wanted = Signal()

    def __init__(self, counter: Counter, tasks: Tasks) -> None:
        super().__init__()
        self._counter, self._tasks = counter, tasks
        self._officer: Officer | None = None
        self._drafts: dict[str, tuple[Draft, Procedure]] = {}
        self._screens: dict[str, IntakeScreen] = {}
        self._opening, self._wanted = False, ""
        self._led = False                  # somebody chose what is shown, be it the picker
        self._notice: NoticePanel | None = None
        self._slips = SlipPrinter(counter, tasks, self)
        self._slips.failed.connect(self._on_problem)
        self.tabs, self.banner = DraftTabs(), Banner(can_close=True)
        self.waiting = Waiting()
        self.picker = ProcedurePicker(counter.intakes, tasks)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.picker)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.tabs)
        self.banner.hide()
        room.addWidget(self.banner)
        room.addWidget(self.waiting)
        room.addWidget(self._stack, 1)
        self.picker.chosen.connect(self.start)
        self.picker.failed.connect(self.banner.say_problem)
        self.tabs.chosen.connect(self._show)
        self.tabs.park_wanted.connect(self.park)
        self.tabs.discard_wanted.connect(self._on_discard_wanted)
        install(self, Where.INTAKE, {
            Action.SUPPLEMENT: partial(self.open_notice, NoticeForm.SUPPLEMENT),
            Action.REFUSE: partial(self.open_notice, NoticeForm.REFUSAL), Action.ANOTHER: self._on_another,
            Action.NEXT_DRAFT: partial(self._step, 1), Action.PREVIOUS_DRAFT: partial(self._step, -1),
        })  # fmt: skip
        self._link = LinkState.ONLINE
        self._weather = Heard()
        self._weather.came.connect(self._on_link)
        self.destroyed.connect(self._weather.deafen)
        counter.link.watch(self._weather.tell)

    # ---- for the window ----------------------------------------------------------------------------

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer
        for screen in self._screens.values():
            screen.set_officer(officer.id)

    def restore(self) -> None:
        """Every draft of this counter, the last one saved in front, its cursor where it was."""
        intakes = self._counter.intakes

        def read(_progress: object) -> tuple[list[tuple[Draft, Procedure]], list[Problem]]:
            found, lost = [], []
            for draft in intakes.open_drafts():
                try:
                    found.append((draft, intakes.procedure(draft.intake.procedure)))
                except Problem as problem:
                    lost.append(problem)
            return found, lost

        self._tasks.run(read, self._on_restored, self._on_problem, owner=self)

    def start(self, code: str) -> None:
        """A new draft of a procedure."""
        if self._officer is None or self._opening:
            return
        if len(self._drafts) >= MOST_OPEN:
            text = _("Đang mở {count} hồ sơ").format(count=len(self._drafts))
            detail = _("Tiếp nhận xong, hoặc bỏ bớt một bản nháp, rồi mở hồ sơ mới.")
            self.banner.say(text, Tone.WARNING, detail=detail)
            self.banner.show()
            return
        self._opening = True
        self._drop_notice()                # gone for good before the new form is built: see `_show`
        self.banner.hide()
        intakes, officer, people = self._counter.intakes, self._officer, self.waiting.people
        self._tasks.run(
            lambda _progress: (intakes.open(code, officer, people), intakes.procedure(code)),
            self._on_opened, self._on_not_opened, Lane.WRITER, self,
        )  # fmt: skip

    def start_for(self, people: SamePeople) -> None:
        """To the picker, for one more dossier of the same people."""
        screen = self.current()
        if screen is not None:
            screen.flush()
        self._show(NEW)
        self.waiting.hold_people(people)

    def current(self) -> IntakeScreen | None:
        """The form in hand; None at the picker."""
        return self._screens.get(self.tabs.current())

    def screen_of(self, draft: str) -> IntakeScreen | None:
        """The form of a draft, when it has been looked at."""
        return self._screens.get(draft)

    def open(self, draft: str) -> None:
        """Brings a draft to the front, wherever it was opened."""
        if draft in self._drafts:
            self._show(draft)
        else:
            self._wanted = draft
            self.restore()

    def park(self) -> None:
        """Esc: back to the picker; the draft stays, saved, in its tab."""
        screen = self.current()
        if screen is not None:
            screen.flush()
        self._show(NEW)

    def open_notice(self, form: NoticeForm) -> None:
        """Form 02 or 03 for the draft in hand, in place of its form."""
        screen, officer = self.current(), self._officer
        if screen is None or officer is None or self._notice is not None:
            return
        screen.flush()
        draft, notices = screen.draft(), self._counter.notices
        shown = partial(self._on_notice_known, screen, officer, draft, form)
        self._tasks.run(partial(known, notices, draft), shown, self._on_problem, owner=self)

    @property
    def notice(self) -> NoticePanel | None:
        """The notice in hand."""
        return self._notice
    def _step(self, by: int) -> None:
        """To a neighbour in the row of tabs and round it, the picker among them."""
        keys = [NEW, *self.tabs.keys()]
        self._show(keys[(keys.index(self.tabs.current()) + by) % len(keys)])

    def take_card(self, card: CardData, role: str = "submitter") -> None:
        """Into the form in hand; at the picker it waits for the next form chosen."""
        screen = self.current()
        if screen is not None:
            screen.take_card(card, role)
            return
        self._led = True                   # what is restored meanwhile was not chosen for it
        self.waiting.hold_card(card, role)

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on disk yet: the window waits for `flush` before it closes."""
        return any(screen.saving.unsaved for screen in self._screens.values())

    @property
    def refused(self) -> bool:
        """Whether the disk refused a form's last save."""
        return any(screen.saving.refused for screen in self._screens.values())

    def flush(self) -> None:
        """Saves everything at once. One form that cannot be saved keeps no other from the disk; then its error is raised."""
        with ExitStack() as every:
            for screen in self._screens.values():
                every.callback(screen.flush)

    def heightForWidth(self, width: int) -> int:
        """What it cannot do without: lists and forms scroll inside, and the foot stays in sight."""
        layout, shown = self.layout(), self._stack.currentWidget()
        page = shown.layout() if shown is not None else None
        if layout is None or page is None:
            return super().heightForWidth(width)
        spare = self._stack.heightForWidth(width) - page.totalMinimumHeightForWidth(width)
        return layout.totalHeightForWidth(width) - max(spare, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.tabs.current() == NEW:
            self.picker.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here means the form in hand, or the picker: the cursor never stays on the area itself."""
        super().focusInEvent(event)
        screen = self.current()
        if self._notice is not None:
            self._notice.setFocus(event.reason())
        elif screen is not None:
            screen.focus_form()
        else:
            self.picker.search.setFocus(event.reason())

    # ---- tabs --------------------------------------------------------------------------------------

    def _on_restored(self, read: tuple[list[tuple[Draft, Procedure]], list[Problem]]) -> None:
        found, lost = read
        for draft, procedure in found:
            if draft.id not in self._drafts:
                self._add(draft, procedure)
        wanted, self._wanted = self._wanted, ""
        if wanted in self._drafts:
            self._show(wanted)
        elif found and not self._led and not self._opening:
            self._show(max(found, key=lambda pair: pair[0].saved_at)[0].id)
        for problem in lost:
            self.banner.say_problem(problem)

    def _on_opened(self, opened: tuple[Draft, Procedure]) -> None:
        self._opening = False
        self._add(*opened)
        self._show(opened[0].id)

    def _on_not_opened(self, problem: Problem) -> None:
        self._opening = False
        self.banner.say_problem(problem)

    def _add(self, draft: Draft, procedure: Procedure) -> None:
        self._drafts[draft.id] = (draft, procedure)
        self.tabs.add(draft.id)
        self._describe(draft.id)

    def _show(self, key: str) -> None:
        self._led = True
        self.tabs.show_current(key)
        if self._notice is not None:
            self._drop_notice()
            if key != NEW and key not in self._screens:
                # Measured: a widget that Qt deletes while a form is being built takes the form's choice lines from Python.
                QTimer.singleShot(0, self, partial(self._show, key))
                return
        if key == NEW:
            self._stack.setCurrentWidget(self.picker)
            self.picker.start_anew()
            return
        screen = self._screens.get(key) or self._build(key)
        self._stack.setCurrentWidget(screen)
        screen.focus_form()
        if self.waiting.card is not None:
            screen.take_card(*self.waiting.card)
        self.waiting.forget()

    def _on_another(self) -> None:
        screen = self.current()
        if screen is not None:
            self.start_for(SamePeople.of(screen.intake))

    def _build(self, key: str) -> IntakeScreen:
        draft, procedure = self._drafts[key]
        screen = IntakeScreen(self._counter, self._tasks, draft, procedure)
        if self._officer is not None:
            screen.set_officer(self._officer.id)
        self._screens[key] = screen
        self._stack.addWidget(screen)
        screen.received.connect(partial(self._on_received, key))
        screen.capture_wanted.connect(self.capture_wanted)
        screen.card_wanted.connect(self.card_wanted)
        screen.receipt_wanted.connect(self.receipt_wanted)
        screen.park_wanted.connect(self.park)
        screen.foot.notice_wanted.connect(self.open_notice)
        screen.foot.show_link(self._link)
        screen.described.connect(partial(self._describe, key))
        return screen

    def _describe(self, key: str) -> None:
        if key not in self._drafts:
            return
        draft, procedure = self._drafts[key]
        screen = self._screens.get(key)
        person = screen.person() if screen else draft.intake.submitter.person.full_name
        tray = screen.head.tray_number() if screen else draft.tray
        second = " · ".join(part for part in (person, _("Khay {tray}").format(tray=tray) if tray else "") if part)
        saved = not (screen and screen.saving.unsaved)
        self.tabs.tab(key).say(short_name(procedure), second or _("chưa có tên"), saved=saved)

    def _forget(self, key: str) -> None:
        """A draft is no draft any more. Whoever had another one in hand keeps it."""
        in_hand = self.tabs.current() == key
        self._drafts.pop(key, None)
        self.tabs.remove(key)
        screen = self._screens.pop(key, None)
        if screen is not None:
            screen.saving.stop()
            self._stack.removeWidget(screen)
            screen.deleteLater()           # with everything that was typed: nothing to undo
        if in_hand:
            self._show(NEW)

    def _on_received(self, key: str, received: Received) -> None:
        self._forget(key)
        self._slips.print_of(received.dossier)             # not the form's business: it is gone
        self.received.emit(received)

    def _on_discard_wanted(self, key: str) -> None:
        ask = Confirm(
            _("Bỏ bản nháp này?"),
            _("Mọi nội dung đã nhập và các trang đã quét của bản nháp sẽ bị xóa, không lấy lại được."),
            _("Bỏ bản nháp"), keep=_("Giữ lại"), danger=True, parent=self,
        )  # fmt: skip
        ask.answered.connect(partial(self._on_discard_answered, key))
        ask.open()

    def _on_discard_answered(self, key: str, discard: bool) -> None:
        if not discard or key not in self._drafts:
            return
        screen, intakes = self._screens.get(key), self._counter.intakes
        if screen is not None:
            screen.saving.stop()
        self._tasks.run(
            lambda _progress: intakes.discard(key), lambda _done: self._forget(key), self._on_problem, Lane.WRITER, self
        )

    # ---- a dossier that cannot be received -------------------------------------------------------------

    def _on_notice_known(self, screen: IntakeScreen, officer: Officer, draft: Draft, form: NoticeForm, facts: Known) -> None:
        if screen is not self.current() or self._notice is not None:
            return
        panel = NoticePanel(self._counter, self._tasks, officer, draft, form, facts)
        panel.closed.connect(partial(self._show, draft.id))
        panel.parked.connect(self.park)
        panel.ended.connect(partial(self._on_ended, draft.id))
        self._notice = panel
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        panel.side.first().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_ended(self, key: str) -> None:
        screen = self._screens.get(key)
        if screen is not None:
            screen.saving.stop()
        self._forget(key)

    def _drop_notice(self) -> None:
        panel, self._notice = self._notice, None
        if panel is not None:
            self._stack.removeWidget(panel)
            panel.hide()
            panel.deleteLater()

    def _on_link(self, view: LinkView) -> None:
        self._link = view.state
        for screen in self._screens.values():
            screen.foot.show_link(view.state)

    def _on_problem(self, problem: Problem) -> None:
        self.banner.say_problem(problem)


def short_name(procedure: Procedure) -> str:
    """The name for a tab: the tab itself cuts what is still too long."""
    return procedure.name.removeprefix("Đăng ký ").removeprefix("Cấp ").partition(",")[0].capitalize()
