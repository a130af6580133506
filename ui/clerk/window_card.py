"""The card's panel beside the screens: out of the way where no form is shown, back beside the form as it was. Beside the express
path and the handing back it opens by itself when a card there waits for its number, and goes with that screen."""

from kiosk.card_key import KnownNumber
from kiosk.device_ports import ReaderEvent, ReaderState
from ui.clerk.card_use import CardUse
from ui.clerk.window_screens import Screens
from ui.shortcuts import Action

_USES = {Action.EXPRESS: CardUse.EXPRESS, Action.HAND_BACK: CardUse.HAND_BACK}


class CardBeside:
    def __init__(self, screens: Screens) -> None:
        self._screens = screens
        self._place = Action.DESK
        self._use = CardUse.FORM

    @property
    def shown(self) -> bool:
        return self._screens.built(Action.READ_CARD) and not self._screens.card.isHidden()

    @property
    def use(self) -> CardUse:
        return self._use

    def show(self) -> None:
        self._use = _USES.get(self._place, CardUse.FORM)
        if self._screens.card.is_aside:            # of a form left before: gone first, or the window grows to hold it
            self._screens.card.forget()
        self._screens.card.setVisible(True)
        self._leave_cards_to_panel()
        self._screens.card.start_reading(self._use, self._numbers)

    def put_away(self) -> None:
        """It forgets the card, also one that waits beside a form not shown."""
        if self._screens.built(Action.READ_CARD):
            self._screens.card.setVisible(False)
            self._screens.card.forget()
            self._leave_cards_to_panel()

    def follow(self, place: Action) -> None:
        """Somebody went to `place`."""
        self._place = place
        if self._use is not CardUse.FORM:
            if self.shown and _USES.get(place) is not self._use:
                self.put_away()
        elif place is not Action.INTAKE and self.shown:
            self._screens.card.set_aside()
        elif place is Action.INTAKE and self._screens.built(Action.READ_CARD) and self._screens.card.is_aside:
            self._screens.card.come_back()

    def hear(self, event: ReaderEvent) -> None:
        """A card waits for its number, and the screen there wants one."""
        if event.state is not ReaderState.NUMBER_NEEDED or self.shown:
            return
        express, hand_back = self._place is Action.EXPRESS, self._place is Action.HAND_BACK
        if (express and self._screens.express.wants_card) or (hand_back and self._screens.hand_back.wants_card):
            self.show()

    def _leave_cards_to_panel(self) -> None:
        """While the panel is there, cards go where they are accepted, not where they happen to lie."""
        if self._screens.built(Action.EXPRESS):
            self._screens.express.cards_by_panel = self.shown and self._use is CardUse.EXPRESS
        if self._screens.built(Action.HAND_BACK):
            self._screens.hand_back.cards_by_panel = self.shown and self._use is CardUse.HAND_BACK

    def _numbers(self) -> tuple[KnownNumber, ...]:
        """What the screen in front knows of the people at it; a form out of sight knows nobody who stands here."""
        match self._use:
            case CardUse.EXPRESS:
                return self._screens.express.card_numbers()
            case CardUse.HAND_BACK:
                return self._screens.hand_back.card_numbers()
            case _:
                form = self._screens.intake.current() if self._place is Action.INTAKE else None
                return () if form is None else form.card_numbers()
