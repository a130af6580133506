"""Hand back (Ctrl+H): found by the receipt's code, a card, a number or a name; handed over with one key; the paper printed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk import originals
from kiosk.card_key import KnownNumber, known_numbers
from kiosk.counter import Counter
from kiosk.counter.hand_backs import Found, HandBackCase, HandBackLists
from kiosk.device_ports import CardData, PrintState, ReaderEvent, ReaderState
from kiosk.hand_back import Handed, PaperWithheld, Seen
from kiosk.officers import Officer
from kiosk.originals import OriginalHeld
from kiosk.people import Citizen
from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.hand_back_list import HandBackList
from ui.clerk.hand_back_over import HandOver
from ui.clerk.heard import Heard
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.shortcuts import Action, Where, install, install_row
from ui.tasks import Lane, Tasks
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.confirm import Confirm
from ui.widgets.text import Role, Text


class HandBackScreen(QWidget):
    """The lists, and over them the one dossier in hand. `handed` tells that something new waits to be sent."""

    dossier_opened = Signal(str)
    handed = Signal(object)

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._officer = Officer("", "")
        self._asked, self._wanted = 0, 0
        self._listening = False
        self.cards_by_panel = False        # the panel beside shows cards and hands them over
        self._ear = Heard()
        self._ear.came.connect(self._on_reader)
        self._job = ReceiptJob(counter.printer, self)
        self._job.told.connect(self._on_printing)
        self._build()
        install(self, Where.HAND_BACK, {
            Action.HAND_OVER: self._on_hand_over, Action.PRINT_HAND_BACK: self._on_print, Action.LEAVE_HAND_BACK: self._on_leave,
        })  # fmt: skip
        install_row(self, Action.SATISFACTION, self._on_rated)

    def _build(self) -> None:
        measures = look().measures
        self.list = HandBackList()
        self.in_hand: HandOver | None = None
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self._stack = QStackedWidget()
        lists = QWidget()
        room = QVBoxLayout(lists)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(measures.near)
        self.held_said = Text("", Role.WARNING)
        for part in (Text(_("Trả kết quả"), Role.TITLE), self.banner, self.held_said):
            room.addWidget(part)
        room.addWidget(self.list, 1)
        self._stack.addWidget(lists)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        column.addWidget(self._stack)
        self.list.searched.connect(self.look_for)
        self.list.case_wanted.connect(self.open)
        self.list.original_chosen.connect(self._ask_original)
        self.list.reprint_wanted.connect(partial(self._print, again=True))

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    def heightForWidth(self, width: int) -> int:
        """What it needs at least: its lists and its form scroll inside, and the buttons below them stay in sight."""
        return self.minimumSizeHint().height()

    def focusInEvent(self, event: QFocusEvent) -> None:
        (self.in_hand or self.list).setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        """Listens from the first time it is seen."""
        super().showEvent(event)
        if not self._listening:
            self._listening = True
            self._counter.reader.watch(self._ear.tell)

    # ---- finding -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the lists anew."""
        self._asked += 1
        self._tasks.run(partial(_lists, self._counter), partial(self._on_read, self._asked), self._say_problem, owner=self)

    def _on_read(self, asked: int, lists: HandBackLists) -> None:
        if asked == self._asked:
            self.list.show_lists(lists)
            self.held_said.setText(originals.said(lists.held))
            self.held_said.setVisible(bool(lists.held))

    def look_for(self, text: str, card: Citizen | None = None) -> None:
        """One dossier is opened, several are listed."""
        if text.strip():
            self.banner.hide()
            self._wanted += 1
            done = partial(self._on_found, self._wanted, card)
            self._tasks.run(partial(_found, self._counter, text), done, self._say_problem, owner=self)

    def _on_found(self, wanted: int, card: Citizen | None, found: Found) -> None:
        if wanted != self._wanted or self.in_hand is not None:
            return
        if found.damaged:
            self._say(_("Mã QR chưa đọc trọn. Quét lại, hoặc gõ mã hồ sơ in dưới mã QR."), Tone.WARNING)
        elif found.foreign:
            self._say(_("Giấy hẹn này không do máy này cấp: tìm bằng mã hồ sơ, hoặc hỏi quầy đã tiếp nhận."), Tone.WARNING)
        elif card is not None and not found.rows:
            self._say(_("Chủ thẻ vừa đọc không có hồ sơ nào tại quầy này."), Tone.INFO)
        elif len(found.rows) == 1:
            self.open(found.rows[0].line.id, with_receipt=found.by_receipt, card=card)
        else:
            self.list.show_found(found.rows)
        if found.damaged or found.foreign:
            self.list.search.line.selectAll()

    def _on_reader(self, event: object) -> None:
        """A card on the reader finds its dossiers; over an open dossier it says who stands there."""
        if not isinstance(event, ReaderEvent) or event.state is not ReaderState.READ or event.card is None:
            return
        if self.isVisible() and not self.cards_by_panel:
            self.take_card(event.card)

    @property
    def wants_card(self) -> bool:
        """Whether a card put down now is for this screen."""
        return self.isVisible()

    def card_numbers(self) -> tuple[KnownNumber, ...]:
        """Of those who may collect the dossier in hand."""
        people = () if self.in_hand is None else self.in_hand.case.people
        return known_numbers((one.identifier, one.who.value) for one in people)

    def take_card(self, card: CardData) -> None:
        holder = card.holder
        if self.in_hand is not None:
            self.in_hand.take_card(holder)
        else:
            self.look_for(holder.personal_id or holder.passport, holder)

    def open(self, dossier: str, *, with_receipt: bool = False, card: Citizen | None = None) -> None:
        """One dossier in hand."""
        self._wanted += 1
        done = partial(self._on_case, self._wanted, with_receipt, card)
        self._tasks.run(partial(_case, self._counter, dossier), done, self._say_problem, owner=self)

    def _on_case(self, wanted: int, with_receipt: bool, card: Citizen | None, case: HandBackCase) -> None:
        if wanted != self._wanted:
            return
        made = self._take_in_hand(case, with_receipt=with_receipt, seen=Seen.CARD_READ if card else None)
        if card is not None:
            made.take_card(card)

    def _take_in_hand(self, case: HandBackCase, *, with_receipt: bool = False, seen: Seen | None = None) -> HandOver:
        made = HandOver(self._counter, self._tasks, self._officer, case, with_receipt=with_receipt, seen=seen)
        made.closed.connect(self._show_list)
        made.handed.connect(self._on_handed)
        made.stale.connect(self._on_stale)
        made.reprint_wanted.connect(partial(self._print, again=True))
        made.dossier_opened.connect(self.dossier_opened)
        before, self.in_hand = self.in_hand, made
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self._put_away(before)
        if self.isVisible():
            made.first().setFocus(Qt.FocusReason.OtherFocusReason)
        return made

    def _put_away(self, over: HandOver | None) -> None:
        if over is not None:
            self._stack.removeWidget(over)
            over.deleteLater()

    # ---- what is done --------------------------------------------------------------------------------

    def _on_hand_over(self) -> None:
        if self.in_hand is not None:
            self.in_hand.hand_over()

    def _on_rated(self, score: int) -> None:
        if self.in_hand is not None:
            self.in_hand.rate(score)

    def _on_stale(self, problem: Problem) -> None:
        """Somebody else was faster, or it stands already: shown as it is now."""
        if self.in_hand is not None:
            done = partial(self._on_read_again, problem)
            self._tasks.run(partial(_case, self._counter, self.in_hand.case.line.id), done, self._say_problem, owner=self)

    def _on_read_again(self, problem: Problem, case: HandBackCase) -> None:
        made = self._take_in_hand(case)
        if isinstance(problem, PaperWithheld) or case.refused is None:
            made.banner.say_problem(problem)

    def _on_handed(self, handed: Handed) -> None:
        number = self.in_hand.case.line.number if self.in_hand is not None else ""
        self._say(_("Đã trả hồ sơ {number} cho {name}.").format(number=number, name=handed.collector.name), Tone.SUCCESS)
        self._show_list()
        self._print(handed.dossier)
        self.handed.emit(handed)

    def _on_leave(self) -> None:
        """Esc: back to the lists; from there, everything searched for is forgotten."""
        if self.in_hand is not None:
            self.in_hand.leave()
        else:
            self.banner.hide()
            self.list.clear_search()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        before, self.in_hand = self.in_hand, None
        self._stack.setCurrentIndex(0)
        self._put_away(before)
        self.list.clear_search()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _ask_original(self, one: OriginalHeld) -> None:
        text = _("{name} ({copies} bản) của {submitter}, hồ sơ {number}. Sổ ghi đã trả thì không sửa lại được.")
        said = text.format(name=one.name, copies=one.copies, submitter=one.submitter, number=one.number)
        ask = Confirm(_("Trả bản chính cho người dân?"), said, _("Đã trả"), keep=_("Chưa trả"), parent=self)
        ask.answered.connect(partial(self._on_original_answered, one))
        ask.open()

    def _on_original_answered(self, one: OriginalHeld, back: bool) -> None:
        if back:
            work = partial(_returned, self._counter, one, self._officer)
            self._tasks.run(work, self._on_returned, self._on_failed, Lane.WRITER, self)

    def _on_returned(self, one: OriginalHeld) -> None:
        self._say(_("Đã trả bản chính: {name}.").format(name=one.name), Tone.SUCCESS)
        self.refresh()

    def _on_failed(self, problem: Problem) -> None:
        self._say_problem(problem)
        self.refresh()

    # ---- the paper -----------------------------------------------------------------------------------

    def _on_print(self) -> None:
        if self.in_hand is not None:
            self.in_hand.reprint()
        else:
            self.list.reprint()

    def _print(self, dossier: str, *, again: bool = False) -> None:
        work = partial(_drawn, self._counter, dossier, again)
        self._tasks.run(work, self._on_drawn, self._say_problem, owner=self)

    def _on_drawn(self, pdf: bytes) -> None:
        self._job.forget()
        self._job.send(_("Giấy biên nhận trả kết quả"), pdf, 1)

    def _on_printing(self, state: PrintState) -> None:
        text, tone = words_of(state)
        if self.in_hand is not None:
            self.in_hand.say_printing(text)
        elif tone is Tone.WARNING:             # what goes well leaves the word of who got what
            self._say(text, tone)

    def _say(self, text: str, tone: Tone) -> None:
        self.banner.say(text, tone)
        self.banner.show()

    def _say_problem(self, problem: Problem) -> None:
        self.banner.say_problem(problem)


# ---- in a worker ----


def _lists(counter: Counter, _progress: Progress) -> HandBackLists:
    return counter.hand_backs.lists()


def _found(counter: Counter, text: str, _progress: Progress) -> Found:
    return counter.hand_backs.find(text)


def _case(counter: Counter, dossier: str, _progress: Progress) -> HandBackCase:
    return counter.hand_backs.case(dossier)


def _returned(counter: Counter, one: OriginalHeld, officer: Officer, _progress: Progress) -> OriginalHeld:
    return counter.hand_backs.return_original(one.dossier, one.requirement, officer)


def _drawn(counter: Counter, dossier: str, again: bool, _progress: Progress) -> bytes:
    return counter.hand_backs.paper(dossier, again=again)
