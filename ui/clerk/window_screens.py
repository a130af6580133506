"""The screens inside the window, each built when it is first asked for: whoever signs in waits for the desk and nothing else.
What happens on one and matters to another is told by signals only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from ui.shortcuts import Action
from ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)
AHEAD = (                              # what is wanted first after the desk comes first
    Action.INTAKE, Action.EXPRESS, Action.LOOK_UP, Action.READ_CARD, Action.CAPTURE, Action.RECEIPT, Action.OUTBOX,
    Action.SETTINGS, Action.TILL, Action.HAND_BACK, Action.LEDGER, Action.REGISTER, Action.CLOSING, Action.SIGNING,
)  # fmt: skip

if TYPE_CHECKING:                      # each is loaded when it is built
    from ui.clerk.capture import CaptureScreen
    from ui.clerk.card import CardPanel
    from ui.clerk.closing import ClosingScreen
    from ui.clerk.desk import DeskScreen
    from ui.clerk.express import ExpressScreen
    from ui.clerk.hand_back import HandBackScreen
    from ui.clerk.intake import IntakeArea
    from ui.clerk.ledger import LedgerScreen
    from ui.clerk.look_up import LookUpScreen
    from ui.clerk.outbox import OutboxScreen
    from ui.clerk.receipt import ReceiptScreen
    from ui.clerk.register import RegisterScreen
    from ui.clerk.settings import SettingsScreen
    from ui.clerk.signing import SigningScreen
    from ui.clerk.till import TillScreen


@dataclass(frozen=True, slots=True)
class Makers:
    """How each screen is built."""

    desk: Callable[[], "DeskScreen"]
    intake: Callable[[], "IntakeArea"]
    capture: Callable[[], "CaptureScreen"]
    receipt: Callable[[], "ReceiptScreen"]
    look_up: Callable[[], "LookUpScreen"]
    outbox: Callable[[], "OutboxScreen"]
    settings: Callable[[], "SettingsScreen"]
    card: Callable[[], "CardPanel"]
    express: Callable[[], "ExpressScreen"]
    ledger: Callable[[], "LedgerScreen"]
    till: Callable[[], "TillScreen"]
    hand_back: Callable[[], "HandBackScreen"]
    register: Callable[[], "RegisterScreen"]
    closing: Callable[[], "ClosingScreen"]
    signing: Callable[[], "SigningScreen"]


def room_of(place: Action) -> str:
    """What the screen of a place is called: among `Makers`, and its module."""
    return "card" if place is Action.READ_CARD else place.value


class Screens:
    """One of each. Reading one builds it, unless it is there already. Those in `ahead` may be built before they are read."""

    def __init__(self, makers: Makers, ahead: Sequence[Action] = AHEAD) -> None:
        self._makers, self.ahead = makers, tuple(ahead)
        self._built: dict[Action, QWidget] = {}
        self._waiting: dict[Action, list[Callable[[Any], None]]] = {}

    @property
    def desk(self) -> "DeskScreen":
        return self._one(Action.DESK, self._makers.desk)

    @property
    def intake(self) -> "IntakeArea":
        return self._one(Action.INTAKE, self._makers.intake)

    @property
    def capture(self) -> "CaptureScreen":
        return self._one(Action.CAPTURE, self._makers.capture)

    @property
    def receipt(self) -> "ReceiptScreen":
        return self._one(Action.RECEIPT, self._makers.receipt)

    @property
    def look_up(self) -> "LookUpScreen":
        return self._one(Action.LOOK_UP, self._makers.look_up)

    @property
    def outbox(self) -> "OutboxScreen":
        return self._one(Action.OUTBOX, self._makers.outbox)

    @property
    def settings(self) -> "SettingsScreen":
        return self._one(Action.SETTINGS, self._makers.settings)

    @property
    def card(self) -> "CardPanel":
        return self._one(Action.READ_CARD, self._makers.card)

    @property
    def express(self) -> "ExpressScreen":
        return self._one(Action.EXPRESS, self._makers.express)

    @property
    def ledger(self) -> "LedgerScreen":
        return self._one(Action.LEDGER, self._makers.ledger)

    @property
    def till(self) -> "TillScreen":
        return self._one(Action.TILL, self._makers.till)

    @property
    def hand_back(self) -> "HandBackScreen":
        return self._one(Action.HAND_BACK, self._makers.hand_back)

    @property
    def register(self) -> "RegisterScreen":
        return self._one(Action.REGISTER, self._makers.register)

    @property
    def closing(self) -> "ClosingScreen":
        return self._one(Action.CLOSING, self._makers.closing)

    @property
    def signing(self) -> "SigningScreen":
        return self._one(Action.SIGNING, self._makers.signing)

    def at(self, place: Action) -> QWidget:
        """The screen of a place; the card's panel is that of READ_CARD."""
        screen = getattr(self, room_of(place))
        assert isinstance(screen, QWidget)
        return screen

    def built(self, place: Action) -> bool:
        return place in self._built

    def when_built(self, place: Action, told: Callable[[Any], None]) -> None:
        """Calls `told` with the screen: at once if it is there, else as soon as it is, before anybody else has it."""
        if place in self._built:
            told(self._built[place])
        else:
            self._waiting.setdefault(place, []).append(told)

    def _one(self, place: Action, make: Callable[[], W]) -> W:
        if place not in self._built:
            self._built[place] = screen = make()
            for told in self._waiting.pop(place, ()):
                told(screen)
        return cast(W, self._built[place])


BuildScreens = Callable[[Counter, Tasks], Screens]
