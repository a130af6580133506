"""How each screen of the window is made. A screen's module is loaded with the first screen made of it: whoever signs in waits for
neither. `window_ahead.py` loads the others meanwhile.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.counter import Counter
from ui.clerk.window_screens import AHEAD, Makers, Screens
from ui.shortcuts import Action
from ui.tasks import Tasks

if TYPE_CHECKING:
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


class _Making:
    """What every screen is made of. `folder` is where this counter keeps its data: no receipt may be saved there. In `scans`
    pages lie until taken over."""

    def __init__(self, counter: Counter, tasks: Tasks, folder: Path, scans: Path) -> None:
        self._counter, self._tasks, self._folder, self._scans = counter, tasks, folder, scans

    def desk(self) -> "DeskScreen":
        from ui.clerk.desk import DeskScreen

        return DeskScreen(self._counter, self._tasks)

    def intake(self) -> "IntakeArea":
        from ui.clerk.intake import IntakeArea

        return IntakeArea(self._counter, self._tasks)

    def capture(self) -> "CaptureScreen":
        from ui.clerk.capture import CaptureScreen

        return CaptureScreen(self._counter, self._tasks, self._scans)

    def receipt(self) -> "ReceiptScreen":
        from ui.clerk.receipt import ReceiptScreen

        return ReceiptScreen(self._counter, self._tasks, self._folder)

    def look_up(self) -> "LookUpScreen":
        from ui.clerk.look_up import LookUpScreen

        return LookUpScreen(self._counter, self._tasks)

    def outbox(self) -> "OutboxScreen":
        from ui.clerk.outbox import OutboxScreen

        return OutboxScreen(self._counter, self._tasks)

    def settings(self) -> "SettingsScreen":
        from ui.clerk.settings import SettingsScreen

        return SettingsScreen(self._counter, self._tasks, self._folder)

    def card(self) -> "CardPanel":
        from ui.clerk.card import CardPanel

        return CardPanel(self._counter, self._tasks)

    def express(self) -> "ExpressScreen":
        from ui.clerk.express import ExpressScreen

        return ExpressScreen(self._counter, self._tasks)

    def ledger(self) -> "LedgerScreen":
        from ui.clerk.ledger import LedgerScreen

        return LedgerScreen(self._counter, self._tasks)

    def till(self) -> "TillScreen":
        from ui.clerk.till import TillScreen

        return TillScreen(self._counter, self._tasks)

    def hand_back(self) -> "HandBackScreen":
        from ui.clerk.hand_back import HandBackScreen

        return HandBackScreen(self._counter, self._tasks)

    def register(self) -> "RegisterScreen":
        from ui.clerk.register import RegisterScreen

        return RegisterScreen(self._counter, self._tasks, self._folder)

    def closing(self) -> "ClosingScreen":
        from ui.clerk.closing import ClosingScreen

        return ClosingScreen(self._counter, self._tasks)

    def signing(self) -> "SigningScreen":
        from ui.clerk.signing import SigningScreen

        return SigningScreen(self._counter, self._tasks)


def build_screens(counter: Counter, tasks: Tasks, folder: Path, scans: Path, ahead: Sequence[Action] = AHEAD) -> Screens:
    """The screens of one window; see `_Making`."""
    if counter.copies is None:         # nothing to sign, no screen for it
        ahead = tuple(place for place in ahead if place is not Action.SIGNING)
    making = _Making(counter, tasks, folder, scans)
    return Screens(Makers(**{name: getattr(making, name) for name in Makers.__dataclass_fields__}), ahead)
