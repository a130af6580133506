"""A card still lies on the reader: said large and aloud until it is gone."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.selfservice import Kiosk
from kiosk.words import N_, _
from ui.selfservice.head import under_strip
from ui.selfservice.identify.aloud import Reminder
from ui.selfservice.identify.picture import CardPicture, Doing
from ui.selfservice.identify.training import TrainingCards
from ui.selfservice.identify.watching import CardWatch
from ui.selfservice.page import Page, Turn
from ui.widgets.text import Role, Text

TAKE_CARD = N_("Xin lấy lại thẻ căn cước")
_LONGEST_MS = 20_000                   # of a turn that is over: then whoever is next must not wait for a card


class TakeCardPage(Page):
    """Within a turn. Goes on by itself once the card is gone, and by the button for a reader that does not see it go."""

    def __init__(self, turn: Turn, then: Callable[[], None]) -> None:
        super().__init__(turn, _(TAKE_CARD))
        self._then, self._gone = then, False
        self.body.addWidget(Text(_("Máy đã đọc xong. Xin nhấc thẻ ra và cất thẻ, rồi làm tiếp."), Role.HEADING))
        self.picture = CardPicture(Doing.TAKE)
        self.body.addWidget(self.picture, 1)
        if turn.kiosk.card_hands is not None:
            self.body.addWidget(TrainingCards(turn.kiosk.card_hands))
        self.offer_forward(_("Tôi đã lấy thẻ"))
        self._reminder = Reminder(turn.kiosk.voice, _(TAKE_CARD), self)
        if turn.cards is not None:
            turn.cards.changed.connect(self._on_changed)

    def hideEvent(self, event: QHideEvent) -> None:
        self._reminder.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reminder.go_on()
        QTimer.singleShot(0, self, self._on_changed)       # the frame around it is not done yet

    def go_forward(self) -> None:
        self._go_on()

    def _on_changed(self) -> None:
        if self.isVisible() and self.turn.cards is not None and not self.turn.cards.there:
            self._go_on()

    def _go_on(self) -> None:
        if not self._gone:
            self._gone = True
            self._reminder.stop()
            self._then()


class CardLeft(QWidget):
    """After a turn: nothing of anybody is on the screen any more but this. `over` once the card is gone, or after a while."""

    over = Signal()

    def __init__(self, kiosk: Kiosk, watch: CardWatch) -> None:
        super().__init__()
        self._watch = watch
        lines = under_strip(self)
        lines.addStretch(1)
        title, told = Text(_(TAKE_CARD), Role.TITLE), Text(
            _("Thẻ còn nằm trên ô đọc. Thông tin của Ông/Bà trên máy đã được xóa."), Role.HEADING)
        for text in (title, told):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(title)
        lines.addWidget(CardPicture(Doing.TAKE), 4)
        lines.addWidget(told)
        lines.addStretch(1)
        if kiosk.card_hands is not None:
            lines.addWidget(TrainingCards(kiosk.card_hands))
        self._reminder = Reminder(kiosk.voice, _(TAKE_CARD), self)
        self._reminder.go_on()
        self._longest = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._longest.timeout.connect(self._on_long)
        self._longest.start()
        watch.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        if not self._watch.there:
            self._end()

    def _on_long(self) -> None:
        self._reminder.stop()
        self.over.emit()

    def _end(self) -> None:
        if self._longest.isActive():
            self._longest.stop()
            self._reminder.stop()
            self.over.emit()


def take_leave(kiosk: Kiosk, watch: CardWatch | None, room: QVBoxLayout, over: Callable[[], None]) -> CardLeft | None:
    """The end of a turn: at once, or once a card that lies there is gone, or nobody came to take it."""
    if watch is None or not watch.there:
        if watch is not None:
            watch.close()
        over()
        return None
    watch.forget()
    left = CardLeft(kiosk, watch)
    left.over.connect(watch.close)
    left.over.connect(over)
    room.addWidget(left)
    return left
