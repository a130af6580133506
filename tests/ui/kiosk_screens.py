"""The kiosk's screens of the registry, one after the other, as every test of all of them needs them."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from ui.screens import KIOSK_SIZE, SCREENS, Screen, Supplies
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle, staged
from ui.tasks import Tasks

KIOSK_SCREENS = tuple(screen for screen in SCREENS if screen.size == KIOSK_SIZE)


def shown_in_turn(office: Supplies, tasks: Tasks) -> Iterator[tuple[Screen, QWidget]]:
    """One window is led through all its screens, as a citizen might go."""
    windows: dict[object, QWidget] = {}
    try:
        for screen in KIOSK_SCREENS:
            shown = windows.get(screen.build)
            if shown is None:
                shown = windows[screen.build] = staged(screen, office.put(Tasks, tasks), tasks, KIOSK_SIZE)
            else:
                for step in screen.then:
                    step(shown, office)
                    settle(shown, tasks)
            yield screen, shown
    finally:
        for shown in windows.values():
            put_away(shown)


def is_over(shown: QWidget) -> bool:
    """Whether the citizen's turn is: nothing can be done there any more."""
    return isinstance(shown, KioskWindow) and shown.warning is None and shown.page is None


def page_of(shown: QWidget) -> QWidget:
    """What is asked or told just now, without the frame around it."""
    if isinstance(shown, KioskWindow):
        page = shown.warning or shown.page
        assert page is not None
        return page
    return shown
