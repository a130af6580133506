"""The clerk's window around the screens: rail, head, foot, messages. It leads from screen to screen and does nothing else."""

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkView
from kiosk.device_ports import CardData
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.receive import Received
from kiosk.same_people import SamePeople
from kiosk.words import _
from ui.clerk import window_meeting as meeting
from ui.clerk.card_use import CardRole, CardUse
from ui.clerk.header import Header
from ui.clerk.window_ahead import Ahead
from ui.clerk.window_card import CardBeside
from ui.clerk.window_contents import ContentsOver
from ui.clerk.window_ears import Ears
from ui.clerk.window_entering import EnteringBeside
from ui.clerk.window_frame import WindowFrame
from ui.clerk.window_places import places
from ui.clerk.window_screens import BuildScreens
from ui.clerk.window_search import Searching
from ui.clerk.window_signing import SigningBeside
from ui.shortcuts import Action, Where, install
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.rail import Rail
from ui.widgets.shortcut_sheet import ShortcutSheet

if TYPE_CHECKING:                      # each is loaded when it is built
    from ui.clerk.card import CardPanel
    from ui.clerk.desk import DeskScreen, DeskView
    from ui.clerk.intake import IntakeArea
    from ui.clerk.intake_screen import IntakeScreen
    from ui.clerk.look_up import LookUpScreen
    from ui.clerk.outbox import OutboxScreen
    from ui.clerk.receipt import ReceiptScreen

_UNDER = {Action.LEDGER: Action.EXPRESS, Action.CLOSING: Action.DESK, Action.SIGNING: Action.DESK}     # in the rail
_READ_ANEW = frozenset({                # whenever they are shown
    Action.LEDGER, Action.DESK, Action.OUTBOX, Action.TILL, Action.HAND_BACK, Action.CLOSING, Action.REGISTER, Action.SIGNING,
})  # fmt: skip


class _Reads(Protocol):
    def refresh(self) -> None: ...


class ClerkWindow(WindowFrame):
    """`place` is the screen shown, as its Action; RECEIPT is shown under the screen it was asked for on."""

    lock_wanted = Signal()
    leave_wanted = Signal()

    def __init__(
        self, counter: Counter, tasks: Tasks, officer: Officer, build: BuildScreens, *, compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        header = Header(counter.settings.office, officer, compact=compact)
        super().__init__(header, Rail(places()), compact=compact, parent=parent)
        self._counter, self._tasks, self.officer = counter, tasks, officer
        self._link: LinkView | None = None
        self._unsent, self._last = 0, ""
        self._place = self._under = self._marked = Action.DESK     # the last one: in the rail
        self.screens = build(counter, tasks)
        self._card = CardBeside(self.screens)
        self._ahead = Ahead(self.screens, self)
        self.entering = EnteringBeside(counter, tasks, officer, self)
        self.entering.done.connect(self._on_entered)
        self.contents = ContentsOver(counter, tasks, officer, self)
        self.contents.settled.connect(partial(self._on_content, _("Đã ghi quyết định; hai bản đều được giữ")))
        self.contents.corrected.connect(partial(self._on_content, _("Đã niêm phong bản sửa; máy gửi khi có mạng")))
        self.contents.failed.connect(self.show_problem)
        self.contents.receipt_wanted.connect(self._on_receipt_again)
        self.signing = SigningBeside(counter, self)
        self._connect_frame()
        self._connect_screens()
        self.help_calls = meeting.hear(self, counter, tasks)
        self._listen()
        self.go(Action.DESK)

    # ---- what is asked of it ---------------------------------------------------------------------

    @property
    def place(self) -> Action:
        return self._place

    def go(self, place: Action) -> None:
        """Shows a screen and puts the cursor there."""
        page = self.screens.at(place)
        if place is not Action.RECEIPT:
            self._under = self._marked = place
        self._place = place
        self.turn_to(place)
        self._card.follow(place)
        self.rail.set_current(_UNDER.get(self._marked, self._marked))
        if place in _READ_ANEW:
            cast(_Reads, page).refresh()
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problem(self, problem: Problem) -> None:
        self.banner.say_problem(problem)

    def flush(self) -> None:
        """What was typed is on its way to the disk, in the writers' lane, when this returns."""
        if self.screens.built(Action.INTAKE):
            self.screens.intake.flush()

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on disk: still on its way, or refused by the disk."""
        return self.screens.built(Action.INTAKE) and self.screens.intake.unsaved

    @property
    def refused(self) -> bool:
        """Whether the disk refused something typed; else what is unsaved is only on its way."""
        return self.screens.built(Action.INTAKE) and self.screens.intake.refused

    def say_unsaved(self) -> None:
        """Instead of closing, the first time."""
        detail = _("Kiểm tra ổ đĩa còn chỗ trống không; máy vẫn tự lưu lại mỗi vài giây. Đóng lần nữa thì thôi không lưu.")
        self.banner.say(_("Phần vừa nhập chưa lưu được nên cửa sổ chưa đóng."), Tone.DANGER, detail=detail)
        self.banner.show()

    def show_card_panel(self, shown: bool) -> None:
        """Hidden, it forgets the card."""
        if shown:
            self._card.show()
        else:
            self._card.put_away()
            self.screens.at(self._place).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inside: what hangs together --------------------------------------------------------------

    def _connect_frame(self) -> None:
        self.rail.chosen.connect(self._on_chosen)
        self.header.link_pressed.connect(partial(self.go, Action.OUTBOX))
        self.header.lock_wanted.connect(self.lock_wanted)
        self.header.leave_wanted.connect(self.leave_wanted)
        self._searching = Searching(self.header.search, self._counter, self._tasks, self, self)
        self.status.shortcuts.clicked.connect(self.show_shortcuts)
        actions = {place.action: partial(self._on_chosen, place.action) for place in places()}
        install(self, Where.EVERYWHERE, actions | {
            Action.LEDGER: partial(self.go, Action.LEDGER), Action.SIGNING: self.signing.open,
            Action.CLOSING: partial(self.go, Action.CLOSING), Action.SEARCH: self._searching.start,
            Action.SHORTCUTS: self.show_shortcuts, Action.LOCK: self.lock_wanted.emit,
        })  # fmt: skip

    def _connect_screens(self) -> None:
        meet = self.screens.when_built
        for place in (
            Action.DESK, Action.INTAKE, Action.LOOK_UP, Action.CAPTURE, Action.OUTBOX, Action.SETTINGS, Action.RECEIPT,
            Action.EXPRESS, Action.LEDGER, Action.TILL, Action.HAND_BACK, Action.REGISTER, Action.CLOSING, Action.SIGNING,
        ):  # fmt: skip
            meet(place, partial(self.take_in, place))
        meet(Action.DESK, self._meet_desk)
        meet(Action.INTAKE, self._meet_intake)
        meet(Action.CAPTURE, partial(meeting.meet_capture, self))
        meet(Action.RECEIPT, self._meet_receipt)
        meet(Action.LOOK_UP, self._meet_look_up)
        meet(Action.OUTBOX, self._meet_outbox)
        meet(Action.SETTINGS, partial(meeting.meet_settings, self))
        meet(Action.READ_CARD, self._meet_card)
        meet(Action.EXPRESS, partial(meeting.meet_express, self))
        meet(Action.LEDGER, partial(meeting.meet_ledger, self))
        meet(Action.TILL, partial(meeting.meet_till, self))
        meet(Action.HAND_BACK, partial(meeting.meet_hand_back, self))
        meet(Action.CLOSING, partial(meeting.meet_closing, self))
        meet(Action.REGISTER, partial(meeting.meet_register, self))
        meet(Action.SIGNING, self.signing.meet)

    def _meet_desk(self, desk: "DeskScreen") -> None:
        desk.dossier_opened.connect(self.open_dossier)
        desk.draft_opened.connect(self.open_draft)
        desk.receipt_wanted.connect(self._on_receipt_again)
        desk.intake_wanted.connect(partial(self._on_chosen, Action.INTAKE))
        desk.closing_wanted.connect(partial(self.go, Action.CLOSING))
        desk.signing_wanted.connect(self.signing.open_all)
        desk.refreshed.connect(self._on_desk_read)
        desk.set_officer(self.officer)

    def _meet_intake(self, intake: "IntakeArea") -> None:
        intake.received.connect(self._on_received)
        intake.capture_wanted.connect(self.capture)
        intake.card_wanted.connect(partial(self.show_card_panel, True))
        intake.receipt_wanted.connect(self._on_receipt_wanted)
        intake.set_officer(self.officer)
        intake.restore()

    def _meet_receipt(self, receipt: "ReceiptScreen") -> None:
        receipt.closed.connect(self._on_receipt_closed)
        receipt.enter_wanted.connect(self.enter_elsewhere)
        receipt.another_wanted.connect(self._on_another_wanted)
        receipt.given.connect(self.screens.desk.receipt_given)
        receipt.sign_wanted.connect(self.signing.open)

    def _meet_look_up(self, look_up: "LookUpScreen") -> None:
        look_up.receipt_wanted.connect(self._on_receipt_again)
        look_up.enter_wanted.connect(self.enter_elsewhere)
        look_up.correct_wanted.connect(self.contents.correct)
        look_up.compare_wanted.connect(self.contents.compare)
        look_up.set_officer(self.officer)

    def _meet_outbox(self, outbox: "OutboxScreen") -> None:
        outbox.dossier_opened.connect(self.open_dossier)
        outbox.compare_wanted.connect(self.contents.compare)
        outbox.set_officer(self.officer)

    def _meet_card(self, card: "CardPanel") -> None:
        card.hide()
        self.put_beside(card)
        card.accepted.connect(self._on_card_accepted)
        card.closed.connect(partial(self.show_card_panel, False))
        card.declined.connect(self._on_card_declined)

    def _listen(self) -> None:
        self._ears = Ears(self._counter, self)
        self._ears.reader_told.connect(self.status.show_reader)
        self._ears.reader_told.connect(self._card.hear)
        self._ears.scanner_told.connect(self.status.show_scanner)
        self._ears.printer_told.connect(self.status.show_printer)
        self._ears.link_told.connect(self._on_link)
        self._ears.link_changed.connect(self._on_link_changed)
        self._ears.listen()

    # ---- inside: going about ---------------------------------------------------------------------

    def open_dossier(self, dossier: str) -> None:
        self.go(Action.LOOK_UP)
        self.screens.look_up.open(dossier)

    def open_draft(self, draft: str) -> None:
        self.go(Action.INTAKE)
        self.screens.intake.open(draft)

    def begin_intake(self, procedure: str) -> None:
        self.go(Action.INTAKE)
        self.screens.intake.start(procedure)

    def look_up(self, words: str) -> None:
        """The look-up with these words in its box, the cursor in the list."""
        self.go(Action.LOOK_UP)
        self.screens.look_up.search_for(words)

    def enter_elsewhere(self, dossier: str) -> None:
        """The copy assistant for it; there already, the next field."""
        self.entering.open(dossier)

    def _on_content(self, said: str, _dossier: str) -> None:
        """Another content of a dossier counts now."""
        self.toast.say(said)
        self.contents.refresh(self.screens)

    def _on_entered(self, _dossier: str) -> None:
        self.toast.say(_("Đã ghi: hồ sơ đã nhập sang hệ thống khác"))
        if self.screens.built(Action.LOOK_UP):
            self.screens.look_up.refresh()

    def count_drawer(self) -> None:
        """From closing the day: the till, its drawer to be counted."""
        self.go(Action.TILL)
        self.screens.till.count_next()

    def show_receipt(self, received: Received) -> None:
        """Of a dossier received this moment; Esc leads back to where it was received."""
        self._last = received.dossier
        self.screens.receipt.show_received(received, self.officer.name)
        self.go(Action.RECEIPT)

    def send_now(self) -> None:
        """Something new is in the store."""
        self._counter.link.wake()
        self.screens.desk.refresh()

    def show_shortcuts(self) -> None:
        ShortcutSheet(self).open()

    def _on_chosen(self, action: Action) -> None:
        match action:
            case Action.READ_CARD:
                self.rail.set_current(self._marked)
                self.show_card_panel(True)         # once more: what lies there is read again
            case Action.CAPTURE:
                self.rail.set_current(self._marked)
                self._on_capture()
            case Action.LOOK_UP:
                self.go(action)
                self.screens.look_up.refresh()
                self.screens.look_up.focus_search()
            case Action.INTAKE:
                if self._place in (Action.DESK, Action.INTAKE):
                    self.screens.intake.park()         # what was in hand keeps its tab
                self.go(action)
            case _:
                self.go(action)

    def _on_capture(self) -> None:
        form = self.screens.intake.current()
        if self._place is Action.CAPTURE:
            self.screens.capture.scan_next()
        elif form is not None:
            self.capture(form.draft().id)
        else:
            self.go(Action.INTAKE)
            self.toast.say(_("Chọn thủ tục trước, rồi quét giấy tờ"))

    # ---- inside: what one screen tells another ---------------------------------------------------

    def capture(self, draft_id: str) -> None:
        """The pages of a draft that is open."""
        form = self.form_of(draft_id)
        if form is not None:
            self.screens.capture.open(draft_id, form.procedure)
            self.go(Action.CAPTURE)

    def form_of(self, draft_id: str) -> "IntakeScreen | None":
        """The form of a draft that is open."""
        return self.screens.intake.screen_of(draft_id)

    def pages_changed(self, draft_id: str) -> None:
        if (form := self.form_of(draft_id)) is not None:
            form.reload_pages()

    def _on_card_accepted(self, card: CardData, role: CardRole) -> None:
        use = self._card.use
        self.show_card_panel(False)
        match use:
            case CardUse.EXPRESS:
                self.screens.express.take_card(card)
            case CardUse.HAND_BACK:
                self.screens.hand_back.take_card(card)
            case _:
                self.screens.intake.take_card(card, role)
                self.go(Action.INTAKE)

    def _on_card_declined(self) -> None:
        """A card that must not be used: on with the QR code or by hand, where the number goes."""
        form = self.screens.intake.current() if self._place is Action.INTAKE else None
        if form is not None:
            form.focus_number()
        self.toast.say(_("Thẻ không được dùng: quét mã QR hoặc nhập tay theo giấy tờ khác"))

    def _on_received(self, received: Received) -> None:
        self.show_card_panel(False)
        self._under, self._marked = Action.DESK, Action.INTAKE
        self.show_receipt(received)
        self.send_now()

    def _on_receipt_wanted(self) -> None:
        """Ctrl+P on the intake: the receipt of the last dossier received at this window, once more, or one nobody got."""
        if self._last:
            self._on_receipt_again(self._last)
        else:
            self._on_chosen(Action.LOOK_UP)
            self.toast.say(_("Chọn hồ sơ cần in lại giấy hẹn"))

    def _on_receipt_again(self, dossier: str) -> None:
        self.screens.receipt.show_again(dossier)
        self.go(Action.RECEIPT)

    def _on_another_wanted(self, people: SamePeople) -> None:
        self.go(Action.INTAKE)
        self.screens.intake.start_for(people)

    def _on_receipt_closed(self) -> None:
        self.go(self._under)

    # ---- inside: what comes from outside ---------------------------------------------------------

    def _on_link(self, view: LinkView) -> None:
        before, self._link = self._link, view
        self._show_link()
        if before is not None and before.waiting != view.waiting:
            self.screens.desk.refresh()

    def _on_link_changed(self) -> None:
        self.screens.desk.refresh()
        if self._place in (Action.OUTBOX, Action.LOOK_UP):
            (self.screens.outbox if self._place is Action.OUTBOX else self.screens.look_up).refresh()

    def _on_desk_read(self, view: "DeskView") -> None:
        self._unsent = view.desk.counts["unsent"]
        self._last = self._last or (view.owed[-1].id if view.owed else "")
        self.rail.set_count(Action.OUTBOX, self._unsent)
        self.rail.set_count(Action.INTAKE, len(view.drafts))
        self.status.show_numbers(view.numbers)
        self._show_link()
        self._ahead.start()                # the desk is there, now the rest

    def _show_link(self) -> None:
        if self._link is not None:
            self.header.show_link(self._link, self._unsent, self._counter.clock.now_ms())
