"""The screens inside the window, built together. What happens on one and matters to another is told by signals only."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.counter import Counter
from ui.clerk.capture import CaptureScreen
from ui.clerk.card import CardPanel
from ui.clerk.desk import DeskScreen
from ui.clerk.intake import IntakeArea
from ui.clerk.look_up import LookUpScreen
from ui.clerk.outbox import OutboxScreen
from ui.clerk.receipt import ReceiptScreen
from ui.clerk.settings import SettingsScreen
from ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Screens:
    """One of each."""

    desk: DeskScreen
    intake: IntakeArea
    capture: CaptureScreen
    receipt: ReceiptScreen
    look_up: LookUpScreen
    outbox: OutboxScreen
    settings: SettingsScreen
    card: CardPanel


BuildScreens = Callable[[Counter, Tasks], Screens]


def build_screens(counter: Counter, tasks: Tasks, folder: Path, scans: Path) -> Screens:
    """`folder` is where this counter keeps its data: no receipt may be saved there. In `scans` pages lie until taken over."""
    return Screens(
        DeskScreen(counter, tasks),
        IntakeArea(counter, tasks),
        CaptureScreen(counter, tasks, scans),
        ReceiptScreen(counter, tasks, folder),
        LookUpScreen(counter, tasks),
        OutboxScreen(counter, tasks),
        SettingsScreen(counter, tasks),
        CardPanel(counter, tasks),
    )
