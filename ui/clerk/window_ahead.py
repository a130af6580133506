"""Building what nobody has asked for yet: the modules of the other screens are loaded and the screens built one by one, between
keys and painting. On the GUI thread: a worker that loads Qt's classes while the window closes brings the process down (seen).
"""

import importlib

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.clerk.window_screens import Screens, room_of

_BETWEEN_MS = 20                       # keys and painting come between two steps


class Ahead(QObject):
    """Works as long as the window is on the screen: one that is on its way out must not grow."""

    def __init__(self, screens: Screens, window: QWidget) -> None:
        super().__init__(window)
        self._screens, self._window = screens, window
        self._loaded: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._on_moment)

    def start(self) -> None:
        self._timer.start()

    def _on_moment(self) -> None:
        missing = next((place for place in self._screens.ahead if not self._screens.built(place)), None)
        if missing is None or not self._window.isVisible():
            self._timer.stop()
        elif (room := room_of(missing)) not in self._loaded:
            self._loaded.add(room)
            importlib.import_module(f"ui.clerk.{room}")
        else:
            self._screens.at(missing)
