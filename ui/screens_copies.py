"""How the screens about electronic copies are brought to what pictures of them show; see screens.py."""

from collections.abc import Callable
from typing import Any

from kiosk.words import N_
from ui.clerk.window import ClerkWindow
from ui.shortcuts import Action

Steps = tuple[Callable[[ClerkWindow, Any], None], ...]
_WORDS = "ea drang"                    # written in papers of the still office


def to_sign(window: ClerkWindow, _shown: object) -> None:
    window.signing.open_all()


def some_left(window: ClerkWindow, _shown: object) -> None:
    """One dossier's copies are left for later."""
    window.screens.signing.table.selectRow(1)
    window.screens.signing.toggle()
    window.screens.signing.panel.pin.set_value("246810")


def of_one_dossier(window: ClerkWindow, shown: Any) -> None:
    window.go(Action.SIGNING)
    window.screens.signing.open(shown.received.dossier)
    window.go(Action.SIGNING)


def in_papers(window: ClerkWindow, _shown: object) -> None:
    window.go(Action.LOOK_UP)
    window.screens.look_up.focus_search(_WORDS)


def the_second(window: ClerkWindow, _shown: object) -> None:
    window.screens.look_up.papers.table.selectRow(1)


COPY_SCREENS: tuple[tuple[str, str, Callable[[ClerkWindow, Any], None], Steps], ...] = (
    ("signing", N_("Ký số"), to_sign, (some_left,)),
    ("signing_dossier", N_("Ký số giấy tờ của một hồ sơ"), of_one_dossier, ()),
    ("look_up_papers", N_("Tra cứu theo chữ trong giấy tờ"), in_papers, (the_second,)),
)
