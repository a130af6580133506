"""How the clerk's window is brought to show what comes from a kiosk: a call, something left unfinished; see screens.py."""

from collections.abc import Callable
from typing import Any

from kiosk.help_calls import HelpCall, HelpKind
from kiosk.words import N_
from ui.clerk.window import ClerkWindow
from ui.shortcuts import Action

_LEFT = "LD-4K7Q-92TX"
_NINE_FOURTEEN = 1_795_572_840_000


def called(window: ClerkWindow, _shown: Any) -> None:
    window.go(Action.DESK)
    window.help_calls.beep = _silently
    window.help_calls.show_calls((
        HelpCall("1", "Ki-ốt 1", HelpKind.HELP, _NINE_FOURTEEN),
        HelpCall("2", "Ki-ốt 2", HelpKind.CARD_LEFT, _NINE_FOURTEEN + 60_000),
    ))  # fmt: skip


def of_a_slip(window: ClerkWindow, _shown: Any) -> None:
    window.go(Action.LOOK_UP)
    window.screens.look_up.focus_search(_LEFT)


def the_one_left(window: ClerkWindow, _shown: Any) -> None:
    window.screens.look_up.elsewhere.table.selectRow(0)


def _silently() -> None:
    """A picture rings no bell."""


HELP_SCREENS: tuple[tuple[str, str, Callable[[ClerkWindow, Any], None], tuple[Any, ...]], ...] = (
    ("help_called", N_("Ki-ốt gọi cán bộ"), called, ()),
    ("look_up_left", N_("Tra cứu: hồ sơ làm dở ở ki-ốt"), of_a_slip, (the_one_left,)),
)
