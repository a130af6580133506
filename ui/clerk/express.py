"""Express (F5): the short work of the desk on one dense screen. One key certifies, and the next citizen may step up."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from kiosk import places
from kiosk.card_key import KnownNumber, known_numbers
from kiosk.counter import Counter
from kiosk.counter.express import Certified
from kiosk.device_ports import CardData, ReaderEvent, ReaderState
from kiosk.express import ExpressOrder, way_of
from kiosk.form_problems import Severity
from kiosk.form_refused import FormRefused
from kiosk.moments import day_of
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Procedure, Provenance
from kiosk.store.faults import NumberWithheld
from kiosk.till import TakenFee
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.express_identity import ExpressIdentity
from ui.clerk.express_more import MoreBox
from ui.clerk.express_person import PersonBox
from ui.clerk.express_rows import RowsBox, money
from ui.clerk.express_side import ExpressSide
from ui.clerk.form_order import neighbour
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.heard import Heard
from ui.clerk.receipt_job import ReceiptJob
from ui.clerk.till_slips import SlipPrinter
from ui.shortcuts import Action, Where, install, install_row, shortcut_of
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import scrolling
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.flow import FlowLayout
from ui.widgets.page import page_column
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text

_SIDE_BY_SIDE = 58                     # letters of room from which the payment stands beside the papers


class ExpressScreen(QWidget):
    """`certified` brings what was done; `receipt_wanted` the dossier whose result is not handed over at once."""

    certified = Signal(object)         # Certified
    receipt_wanted = Signal(object)    # Received
    ledger_wanted = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._officer = Officer("", "")
        self._kinds: tuple[Procedure, ...] = ()
        self._procedure: Procedure | None = None
        self._busy = False
        self._identity = ExpressIdentity(counter.identities, tasks, self)
        self.cards_by_panel = False        # the panel beside shows cards and hands them over
        self._last: Certified | None = None
        self._job = ReceiptJob(counter.printer, self)
        self._slips = SlipPrinter(counter, tasks, self)
        self._build()
        self._connect()
        self._ear = Heard()
        self._ear.came.connect(self._on_reader)
        self._listening = False
        tasks.run(lambda _progress: counter.express.kinds(), self._on_kinds, self.banner.say_problem, owner=self)

    def set_officer(self, officer: Officer) -> None:
        self._officer = officer

    # ---- how it stands ----

    def _build(self) -> None:
        measures = look().measures
        top = QHBoxLayout()
        top.setSpacing(measures.near)
        self.ledger_button = Button(_("Sổ chứng thực"), Kind.PLAIN, Icon.LIST, Action.LEDGER)
        self.ledger_button.clicked.connect(self.ledger_wanted)
        top.addWidget(Text(_("Chứng thực nhanh"), Role.TITLE, wrap=look().scale >= LARGE_LETTERS), 1)
        self.total = Text("", Role.TITLE, wrap=False)
        self.total.hide()
        top.addWidget(self.total)
        top.addWidget(self.ledger_button)
        self.kind_buttons: list[Button] = []
        self._group = QButtonGroup(self)
        self._kind_row = FlowLayout()          # in large letters beside the card they take two lines
        self.banner, self.summary = Banner(can_close=True), ErrorSummary()
        self.banner.hide()
        self.person, self.rows, self.more, self.side = PersonBox(), RowsBox(), MoreBox(), ExpressSide()
        left = QVBoxLayout()
        left.setSpacing(measures.apart)
        for box in (self.person, self.rows, self.more):
            left.addWidget(box)
        left.addStretch(1)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(measures.apart)
        self._across.addLayout(left, 5)
        self._across.addWidget(self.side, 2)
        inside = QWidget()
        inside.setLayout(self._across)
        self._across.setContentsMargins(0, 0, 0, 0)
        column = page_column(self)
        column.addLayout(top)
        column.addLayout(self._kind_row)
        column.addWidget(self.banner)
        column.addWidget(self.summary)
        self._area = scrolling(inside)
        column.addWidget(self._area, 1)

    def _connect(self) -> None:
        for part in (self.person, self.rows, self.more):
            part.edited.connect(self._on_edited)
        self.person.known.connect(self.rows.focus_first)
        self.summary.chosen.connect(self._on_problem_chosen)
        self.side.payment.certify_wanted.connect(self.certify)
        self.side.last.print_wanted.connect(self._on_print)
        self.side.last.slip_wanted.connect(self._on_slip)
        self._slips.told.connect(self.side.last.show_printing)
        self._slips.failed.connect(self.banner.say_problem)
        self._job.told.connect(self.side.last.show_printing)
        install(self, Where.EXPRESS, {
            Action.CERTIFY: self.certify, Action.ADD_ROW: self.rows.add_row, Action.HAND_OVER_LATER: self._on_later,
            Action.PRINT_CLAUSE: self._on_print, Action.CLEAR: self._on_clear,
        })  # fmt: skip
        install(self, Where.EVERYWHERE, {Action.NEXT_ERROR: self.summary.next_error})
        install_row(self, Action.KIND, self.choose_kind)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Rows come and go: the Tab key follows the page, not the order of building."""
        stop = neighbour(self, forward)
        if stop is None:
            return super().focusNextPrevChild(forward)
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """On the person, or where the work begins once a card was read."""
        if self.person.is_empty():
            self.person.setFocus(event.reason())
        else:
            self.rows.focus_first()

    def heightForWidth(self, width: int) -> int:
        """What it needs at least: its fields scroll inside, and the way to another kind stays in sight."""
        lines = self._kind_row.heightForWidth(width - 2 * look().measures.wide) - self._kind_row.minimumSize().height()
        return self.minimumSizeHint().height() + max(0, lines)

    def showEvent(self, event: QShowEvent) -> None:
        """Listens from the first time it is seen: a card that lies there already counts."""
        super().showEvent(event)
        if not self._listening:
            self._listening = True
            self._counter.reader.watch(self._ear.tell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() / look().measures.body >= _SIDE_BY_SIDE
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._across.direction() is not wanted:
            self._across.setDirection(wanted)
        self.total.setVisible(not beside)

    # ---- kinds ----

    def _on_kinds(self, kinds: tuple[Procedure, ...]) -> None:
        self._kinds = kinds
        for number, procedure in enumerate(kinds, 1):
            keys = shortcut_of(Action.KIND).keys[number - 1 : number]
            button = Button("   ".join((way_of(procedure).name, *keys)))
            button.setAccessibleName(procedure.name)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.choose_kind, number))
            self._group.addButton(button)
            self.kind_buttons.append(button)
            self._kind_row.addWidget(button)
        self.choose_kind(1)

    def choose_kind(self, number: int, _checked: bool = False) -> None:
        """Another kind of work for the person who is there; what was typed of the one before goes."""
        if self._busy or not 1 <= number <= len(self._kinds):
            return
        waits_for_person = self.person.is_empty()
        self._procedure = self._kinds[number - 1]
        self.kind_buttons[number - 1].setChecked(True)
        self._start(self._procedure)
        if self.isVisible():
            self.person.setFocus() if waits_for_person else self.rows.focus_first()

    def _start(self, procedure: Procedure) -> None:
        self.summary.show_problems(())
        self.person.ask_for(procedure)
        with QSignalBlocker(self.rows):
            self.rows.start(procedure)
        self.more.start(procedure, self._counter.express.place())
        self.side.payment.clear(procedure.receipt_on_request)
        self._on_edited()

    # ---- the person ----

    @property
    def wants_card(self) -> bool:
        """Whether a card put down now is for this screen."""
        return self.isVisible() and not self._busy and (self.person.is_empty() or bool(self.card_numbers()))

    def card_numbers(self) -> tuple[KnownNumber, ...]:
        """The number that stands here, unless a card has told it already."""
        read = self.person.source is Provenance.CARD
        return () if read else known_numbers([(str(self.person.identifier.value()), "submitter")])

    def take_card(self, card: CardData) -> None:
        """Accepted by the officer: whoever stood here before gives way."""
        self.person.clear()
        self._look_up_home(card)

    def _on_reader(self, event: object) -> None:
        """A card put down for an empty form fills it, or one that has the same person's number; nobody is written over."""
        if not isinstance(event, ReaderEvent) or event.state is not ReaderState.READ or event.card is None:
            return
        if self.isVisible() and not self._busy and not self.cards_by_panel:
            self._look_up_home(event.card)

    def _look_up_home(self, card: CardData) -> None:
        work = partial(_home_of, card, self._counter)
        self._tasks.run(work, partial(self._on_card, card), self.banner.say_problem, owner=self)

    def _on_card(self, card: CardData, home: str) -> None:
        same = self.person.person().personal_id == card.holder.personal_id != ""
        if self.person.is_empty() or same:
            self.person.take_card(card, home)
            self._identity.read(card, self._officer.id)
            announce(self, _("Đã đọc thẻ: {name}").format(name=card.holder.full_name))
            self.rows.focus_first()

    # ---- the order ----

    def order(self) -> ExpressOrder | None:
        """As it stands; None before the catalogue was read."""
        if self._procedure is None:
            return None
        return ExpressOrder(
            self._procedure.code, self.person.person(), self.rows.rows(), self.person.source, self.person.issued_on,
            self.more.relation(), self.more.about(), self.more.place(), self.side.payment.later.isChecked(),
            self._identity.kept(),
        )  # fmt: skip

    def _on_edited(self) -> None:
        order = self.order()
        if order is None:
            return
        begun = replace(order, rows=tuple(row for row in order.rows if row.subject))
        quote = self._counter.express.quote(begun)
        self.rows.show_quote(quote)
        self.side.payment.show_quote(quote)
        self.total.setText(money(quote.total))

    def certify(self) -> None:
        """Ctrl+Enter: everything stands, or nothing does and the cursor is where it hurts."""
        order = self.order()
        if order is None or self._busy:
            return
        self._on_edited()
        payment = self.side.payment
        if payment.too_little():
            payment.given.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._set_busy(True)
        self.banner.hide()
        work = partial(_certify, self._counter, order, self._officer, payment.taken())
        done = partial(self._on_certified, order.later)
        self._tasks.run(work, done, self._on_failed, Lane.WRITER, self)

    def _on_certified(self, later: bool, made: Certified) -> None:
        self._set_busy(False)
        self._last = made
        self._identity.made(made.dossier)
        self.side.last.show_certified(made)
        self._job.forget()
        if made.clause:
            self._on_print()
        self._next()
        announce(self, _("Đã chứng thực, số {number}").format(number=made.entry_number))
        self.certified.emit(made)
        if later:
            self.receipt_wanted.emit(made.received)

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(False)
        if isinstance(problem, FormRefused):
            errors = [one for one in problem.problems if one.severity is Severity.ERROR]
            self.summary.show_problems(errors)
            announce(self, problem.for_person(), urgent=True)
            self._on_problem_chosen(errors[0].field)
            return
        self.banner.say_problem(problem)
        if isinstance(problem, NumberWithheld):    # it is in the store: nobody enters it again
            self._next()

    def _on_problem_chosen(self, path: str) -> None:
        field = self.more.field_of(path) or self.person.field_of(path) or self.rows.field_of(path)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(field)

    # ---- keys ----

    def _on_later(self) -> None:
        tick = self.side.payment.later
        if tick.isEnabled():
            tick.setChecked(not tick.isChecked())

    def _on_print(self) -> None:
        if self._last is not None and self._last.clause:
            title = _("Lời chứng {number}").format(number=self._last.entry_number)
            self._job.send(title, self._last.clause, 1)

    def _on_slip(self) -> None:
        """Only when somebody asks for it: most take their copies and go."""
        if self._last is not None:
            self._slips.print_of(self._last.received.dossier)

    def _on_clear(self) -> None:
        """Esc: nothing of this citizen is kept."""
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self.person.clear()
        self._identity.forget()
        if self._procedure is not None:
            self._start(self._procedure)
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._area.setEnabled(not busy)
        for button in self.kind_buttons:
            button.setEnabled(not busy)
        if busy:
            self.setFocus(Qt.FocusReason.OtherFocusReason)


# ---- in a worker ----


def _certify(counter: Counter, order: ExpressOrder, officer: Officer, paid: TakenFee, _progress: Progress) -> Certified:
    return counter.express.certify(order, officer, paid)


def _home_of(card: CardData, counter: Counter, _progress: Progress) -> str:
    home = card.holder.address
    return places.show(home, day_of(counter.clock.now_ms())) or home.as_written
