"""Read card (F6): what the reader is doing now, what the card told, whose card it is. Closed, it remembers nobody."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.card_key import KnownNumber
from kiosk.counter import Counter
from kiosk.device_ports import CardKey, ReaderEvent, ReaderState
from kiosk.moments import day_of
from kiosk.procedures import Choice
from kiosk.words import _
from ui.clerk.card_number import NumberEntry, complain_of_nothing
from ui.clerk.card_opening import Opening
from ui.clerk.card_room import NO_CARD_THERE, CardRoom
from ui.clerk.card_shown import CardShown
from ui.clerk.card_state import StateOfReader
from ui.clerk.card_use import CardRole, CardUse, known_said
from ui.clerk.card_words import Headline, armed_said, not_of_the_form_said, state_said, stopped_said
from ui.clerk.heard import Heard
from ui.shortcuts import Action, Where, install
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.checks import RadioField
from ui.widgets.text import Role, Text

_WIDTH = 330
_WAITS_FOR_NUMBER = (ReaderState.NUMBER_NEEDED, ReaderState.WRONG_NUMBER)
_ASKING = frozenset({ReaderState.NO_CARD, *_WAITS_FOR_NUMBER})


class CardPanel(QFrame):
    """The side panel. `accepted` brings the card and the `CardRole` chosen for it; `closed` says it was put away; `declined` the
    same after a card that must not be used: the officer goes on with the QR code or by hand, and knows it."""

    accepted = Signal(object, object)
    closed = Signal()
    declined = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._counter, self._tasks = counter, tasks
        self._ear: Heard | None = None
        self._opening = Opening()
        self._event = ReaderEvent(ReaderState.NO_CARD)
        self._stopped = False
        self.is_aside = False              # hidden for a while, with what it shows
        measures = look().measures
        inside = measures.px(_WIDTH) - 2 * measures.wide - 2
        self._card = CardRoom(tasks, lambda: day_of(counter.clock.now_ms()), inside)
        self._build()
        install(self, Where.CARD, {Action.CLOSE_CARD: self._on_esc})
        for key in install(self, Where.CARD, {Action.ACCEPT_CARD: self._on_accept}):
            key.setContext(Qt.ShortcutContext.WindowShortcut)       # the cursor may be in the form
        self._show_event()

    # ---- how it stands ----

    def _build(self) -> None:
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        column.setSpacing(measures.near)
        head = QHBoxLayout()
        head.addWidget(Text(_("Đọc thẻ căn cước"), Role.HEADING), 1)
        self.close_button = icon_button(_("Đóng, quên thông tin thẻ"), Icon.CLOSE)
        self.close_button.clicked.connect(self._on_close)
        head.addWidget(self.close_button)
        self.state_line, self.number = StateOfReader(), NumberEntry()
        self.state_line.stop_wanted.connect(self._on_stop)
        self.number.entered.connect(self._on_number)
        self.number.again_wanted.connect(self._on_once_more)
        column.addLayout(head)
        for part in (self.state_line, self.number):
            column.addWidget(part)
        column.addWidget(self._card.area, 1)
        self._build_foot(column)
        self.setFixedWidth(measures.px(_WIDTH))                      # whatever it shows: nothing beside it moves
        self.setAccessibleName(_("Đọc thẻ căn cước"))

    def _build_foot(self, column: QVBoxLayout) -> None:
        choices = (Choice(CardRole.SUBMITTER.value, _("Người nộp")), Choice(CardRole.OWNER.value, _("Chủ hồ sơ")))
        self.role = RadioField(_("Thẻ này của"), choices)
        self.role.set_value(CardRole.SUBMITTER.value)
        self.accept_button = Button("", Kind.PRIMARY, Icon.CHECK, Action.ACCEPT_CARD)
        self.accept_button.clicked.connect(self._on_accept)
        self.decline_button = Button(_("Quét mã QR hoặc nhập tay"), Kind.PLAIN, Icon.KEYBOARD)
        self.decline_button.clicked.connect(self._on_decline)
        self._foot = QWidget()
        room = QVBoxLayout(self._foot)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(look().measures.near)
        for part in (self.role, self.accept_button, self.decline_button):
            room.addWidget(part)
        column.addWidget(self._foot)
        self._set_use(CardUse.FORM)

    def _set_use(self, use: CardUse) -> None:
        self._use = use
        self.accept_button.say(use.accepting())

    # ---- what others ask of it ----

    @property
    def shown(self) -> CardShown | None:
        """The card on the panel."""
        return self._card.shown

    @property
    def card_waits(self) -> bool:
        """Whether a card lies there that a number would open."""
        return self._stopped or self._event.state in _WAITS_FOR_NUMBER

    def start_reading(
        self, use: CardUse = CardUse.FORM, numbers: Callable[[], tuple[KnownNumber, ...]] = tuple,
        default_role: CardRole = CardRole.SUBMITTER,
    ) -> None:  # fmt: skip
        """Looks at the reader from now on; a card that lies there is read, or shown, at once. `numbers`: those already known."""
        self.forget()
        self._set_use(use)
        self._opening.start(numbers)
        self.role.set_value(default_role.value)
        self._ear = Heard()
        self._ear.came.connect(self.hear)
        self.number.focus()
        self._show_event()
        self._counter.reader.watch(self._ear.tell)

    def forget(self) -> None:
        """Stops looking and wipes whatever was shown or typed, also from the clipboard; a reading under way ends."""
        self.is_aside = False
        if self._ear is not None:
            self._ear.deafen()
            self._ear = None
            if self._opening.given or self._event.state is ReaderState.READING:
                self._counter.reader.cancel()          # nor may the reader keep the number for the next card
        if self.shown is not None or not self.number.is_empty:
            QGuiApplication.clipboard().clear()
        self._opening.forget()
        self.number.forget()
        self._stopped = False
        self._event = ReaderEvent(ReaderState.NO_CARD)
        self._card.drop()
        self._show_event()

    def set_aside(self) -> None:
        """Out of the way, the card kept."""
        self.is_aside = True
        self.hide()

    def come_back(self) -> None:
        self.is_aside = False
        self.show()
        if self._ear is not None and self._event.state in _ASKING:
            self.hear(self._event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.is_aside:       # the window made small is not the panel closed
            self.forget()

    # ---- the reader ----

    def hear(self, event: object) -> None:
        """What the reader says."""
        if not isinstance(event, ReaderEvent) or self._ear is None:
            return
        state = event.state
        if self._stopped and state is ReaderState.READING:
            return                         # said before it was stopped
        before, self._event = self._event, event
        if state is before.state is ReaderState.READING and event.card is before.card:
            self.state_line.go_on(event.progress)      # many a time in a reading: nothing else is touched
            return
        if state not in (ReaderState.READING, ReaderState.NUMBER_NEEDED):
            self._stopped = False
        if state in (ReaderState.LIFTED_EARLY, ReaderState.NO_ANSWER):
            self._opening.broken_off()
        if state in NO_CARD_THERE:
            self._stopped = False
            self._opening.lifted()
            self.number.forget()
        if state is ReaderState.WRONG_NUMBER:
            self._opening.wrong()
        if state in _WAITS_FOR_NUMBER and not self._stopped and not self.is_aside:
            key = self._opening.by_itself()
            if key is not None:
                self._open(key)
                return
        if self._card.show(event):
            self._on_read()
        self._show_event()

    def _open(self, key: CardKey) -> None:
        """Until the reader says otherwise it is reading."""
        self._stopped, self._opening.given = False, True
        self._event = ReaderEvent(ReaderState.READING)
        self._card.drop()
        self._show_event()
        self._counter.reader.open_with(key)

    def _on_read(self) -> None:
        """The number has done its work."""
        if self._opening.by is not None:
            self.role.set_value(self._opening.by.role)
        self._opening.done()
        self.number.forget()

    # ---- what is seen ----

    def _show_event(self) -> None:
        state, verdict, usable = self._event.state, self._card.verdict(self._event.state), self._card.usable is not None
        asks = verdict is None and (self._stopped or state in _ASKING)
        aim = self._aim(asks, usable)
        if self._cursor_inside() and not _at(aim):
            self._card.area.setFocus(Qt.FocusReason.OtherFocusReason)      # what hides under the cursor sends it anywhere
        self._clear_room(asks=asks, foot=usable or self._card.refused)
        if verdict is not None:
            self.state_line.say(verdict, settled=True)
        else:
            reading = state is ReaderState.READING and not self._stopped
            self.state_line.say(self._headline(), self._event.progress if reading else None)
        self.number.setVisible(asks)
        self.number.ask(self._hint(), card_waits=self.card_waits)
        self._show_foot(usable=usable, refused=self._card.refused)
        self._move_cursor(aim)

    def _clear_room(self, *, asks: bool, foot: bool) -> None:
        """What goes, before anything comes: both at once would make the window grow."""
        if not asks:
            self.number.hide()
        if not foot:
            self._foot.hide()

    def _show_foot(self, *, usable: bool, refused: bool) -> None:
        """All of it at once: each part shown by itself would lay out the panel anew."""
        self.role.setVisible(usable and self._use is CardUse.FORM)
        self.accept_button.setVisible(usable)
        self.accept_button.setEnabled(usable)
        self.decline_button.setVisible(refused)
        self._foot.setVisible(usable or refused)

    def _headline(self) -> Headline:
        state = self._event.state
        if self._stopped:
            return stopped_said()
        if state is ReaderState.NO_CARD and self._opening.armed:
            return armed_said()
        if state is ReaderState.WRONG_NUMBER and self._opening.tried:
            return not_of_the_form_said()
        said = state_said(state, self._event.problem)
        if state is ReaderState.NO_CARD and self._counter.open_bench is not None:
            more = _("(Bản chạy thử: thẻ nằm ở bàn thiết bị mô phỏng, mở trong Thiết lập.)")
            return Headline(said.icon, said.tone, said.title, f"{said.remedy} {more}", said.dress)
        return said

    def _hint(self) -> str:
        known = self._opening.known()
        return "" if known is None or self._opening.armed else known_said(known)

    def _aim(self, asks: bool, usable: bool) -> QWidget:
        """What is to be done next. Of a card that must not be used nothing that Enter could set off."""
        if asks:
            return self.number
        if usable:
            return self.role if self._use is CardUse.FORM else self.accept_button
        return self._card.area

    def _cursor_inside(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    def _move_cursor(self, aim: QWidget) -> None:
        """Unless somebody is typing beside the panel."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QComboBox)
        if not self.isVisible() or _at(aim) or (typing and not self._cursor_inside()):
            return
        if aim is self.number:
            self.number.focus()
        else:
            aim.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- hands ----

    def _on_number(self, key: CardKey) -> None:
        now = self._opening.typed(key, card_is_there=self.card_waits)
        if now is not None:
            self._open(now)
        else:
            self.number.forget()
            self._show_event()

    def _on_once_more(self) -> None:
        """Enter with nothing typed."""
        key = self._opening.once_more() if self.card_waits else None
        if key is not None:
            self._open(key)
        elif self.card_waits or self._opening.known() is None:
            complain_of_nothing(self.number)

    def _on_stop(self) -> None:
        self._stopped = True
        self._counter.reader.cancel()
        self._card.drop()
        self._show_event()

    def _on_accept(self) -> None:
        card = self._card.usable
        if card is None:
            return
        role = CardRole(str(self.role.value()))
        self.forget()
        self.accepted.emit(card, role)

    def _on_decline(self) -> None:
        self.hide()
        self.closed.emit()
        self.declined.emit()

    def _on_esc(self) -> None:
        """While a card is read Esc stops that and no more; else it closes."""
        if self._event.state is ReaderState.READING and not self._stopped:
            self._on_stop()
        else:
            self._on_close()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


def _at(aim: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and (now is aim or aim.isAncestorOf(now))
