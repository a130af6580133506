"""Building what nobody has asked for yet: the modules of the other screens are loaded by a worker, then the screens are built
one by one between keys and painting.
"""

import importlib
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kiosk.problems import Problem
from kiosk.work import Progress
from ui.clerk.window_screens import Screens, room_of
from ui.shortcuts import Action
from ui.tasks import Tasks

_BETWEEN_MS = 20                       # keys and painting come between two screens


class Ahead(QObject):
    """Works as long as the window is on the screen: one that is on its way out must not grow."""

    def __init__(self, screens: Screens, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._screens, self._tasks, self._window = screens, tasks, window
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._on_moment)

    def start(self) -> None:
        if self._screens.ahead:
            self._tasks.run(partial(_load, self._screens.ahead), self._on_loaded, self._on_not_loaded, owner=self)

    def _on_loaded(self, _loaded: None) -> None:
        self._timer.start()

    def _on_not_loaded(self, _problem: Problem) -> None:
        """Whoever goes to the screen that cannot be loaded hears why."""
        self._timer.start()

    def _on_moment(self) -> None:
        missing = next((place for place in self._screens.ahead if not self._screens.built(place)), None)
        if missing is None or not self._window.isVisible():
            self._timer.stop()
        else:
            self._screens.at(missing)


def _load(places: Sequence[Action], _progress: Progress) -> None:
    for place in places:
        importlib.import_module(f"ui.clerk.{room_of(place)}")
