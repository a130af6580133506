"""The part of the card panel in which a card is shown, and what its checks came to. Never two people at once."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.device_ports import CardData, ReaderEvent, ReaderState
from kiosk.words import _
from ui.clerk.card_shown import CardShown
from ui.clerk.card_words import Headline, is_refused, lifted_said, verdict_said
from ui.tasks import Tasks
from ui.theme.style import look
from ui.widgets.card import scrolling

NO_CARD_THERE = frozenset({
    ReaderState.NO_SERVICE, ReaderState.NO_READER, ReaderState.BUSY, ReaderState.NO_CARD, ReaderState.LIFTED_EARLY,
})  # fmt: skip
_SCROLL_BAR = 16
_WHOLE = (ReaderState.READ, ReaderState.REFUSED)


class CardRoom:
    """`area` is what stands in the panel; `shown` the card in it."""

    def __init__(self, tasks: Tasks, today: Callable[[], date], width: int) -> None:
        self._tasks, self._today = tasks, today
        self.shown: CardShown | None = None
        self.refused = False
        self._verdict: Headline | None = None
        person = QWidget()
        person.setFixedWidth(width - _SCROLL_BAR)       # with the bar and without it: lines must not break anew when it comes
        self._column = QVBoxLayout(person)
        self._column.setContentsMargins(0, 0, look().measures.tight, 0)
        self._column.addStretch(1)
        self.area = scrolling(person)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)        # arrow keys scroll
        self.area.setAccessibleName(_("Thông tin trên thẻ"))

    @property
    def usable(self) -> CardData | None:
        """The card that may be filled in now."""
        return self.shown.card if self.shown is not None and self.shown.whole and not self.refused else None

    def verdict(self, state: ReaderState) -> Headline | None:
        """Of the card shown, once it is read; it stands as long as the card's data do."""
        if self._verdict is None or self.refused or state not in NO_CARD_THERE:
            return self._verdict
        return lifted_said(self._verdict)

    def show(self, event: ReaderEvent) -> bool:
        """Whatever is not surely the same card goes. Says whether a card has come to be read whole."""
        whole, shown, card = event.state in _WHOLE, self.shown, event.card
        if shown is not None and shown.whole and event.state in NO_CARD_THERE:
            return False                   # lifted after reading: it stays until another comes
        if card is None or not (whole or event.state is ReaderState.READING):
            self.drop()
            return False
        if shown is not None and shown.card == card and shown.whole is whole and self.refused is is_refused(event, card):
            return False
        if shown is not None and whole and shown.begins(card):
            shown.complete(card)
        else:
            self.drop()
            self.shown = shown = CardShown(card, self._today(), self._tasks, whole=whole)
            shown.unfolded.connect(self._on_unfolded)
            self._column.insertWidget(0, shown)
            self.area.verticalScrollBar().setValue(0)
        if whole:
            self._verdict, self.refused = verdict_said(event, card), is_refused(event, card)
            if self.refused:
                shown.unfold_checks()
        return whole

    def _on_unfolded(self) -> None:
        if self.shown is not None and self.shown.checks is not None:
            self.area.verticalScrollBar().setValue(self.shown.checks.y())

    def drop(self) -> None:
        self._verdict, self.refused = None, False
        if self.shown is not None:
            self.shown.blank()
            self._column.removeWidget(self.shown)
            self.shown.deleteLater()
            self.shown = None
