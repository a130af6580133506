"""The card's panel beside the screens: out of the way where no form is shown, back beside the form as it was."""

from ui.clerk.window_screens import Screens
from ui.shortcuts import Action


class CardBeside:
    def __init__(self, screens: Screens) -> None:
        self._screens, self._aside = screens, False

    @property
    def shown(self) -> bool:
        return self._screens.built(Action.READ_CARD) and not self._screens.card.isHidden()

    def show(self) -> None:
        self._aside = False
        self._screens.card.setVisible(True)
        self._screens.card.start_reading()

    def put_away(self) -> None:
        """It forgets the card, also one that waits beside a form not shown."""
        self._aside = False
        if self._screens.built(Action.READ_CARD):
            self._screens.card.setVisible(False)
            self._screens.card.forget()

    def follow(self, place: Action) -> None:
        """Somebody went to `place`."""
        if place is Action.INTAKE:
            if self._aside:
                self._screens.card.come_back()
            self._aside = False
        elif self.shown:
            self._aside = True
            self._screens.card.set_aside()
