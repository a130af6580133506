"""The card's panel beside the screens: out of the way where no form is shown, back beside the form as it was."""

from ui.clerk.window_screens import Screens
from ui.shortcuts import Action


class CardBeside:
    def __init__(self, screens: Screens) -> None:
        self._screens = screens

    @property
    def shown(self) -> bool:
        return self._screens.built(Action.READ_CARD) and not self._screens.card.isHidden()

    def show(self) -> None:
        self._screens.card.setVisible(True)
        self._screens.card.start_reading()

    def put_away(self) -> None:
        """It forgets the card, also one that waits beside a form not shown."""
        if self._screens.built(Action.READ_CARD):
            self._screens.card.setVisible(False)
            self._screens.card.forget()

    def follow(self, place: Action) -> None:
        """Somebody went to `place`."""
        if place is not Action.INTAKE and self.shown:
            self._screens.card.set_aside()
        elif place is Action.INTAKE and self._screens.built(Action.READ_CARD) and self._screens.card.is_aside:
            self._screens.card.come_back()
