"""Building what nobody has asked for yet: the modules of the other screens are loaded and the screens built one by one, while
nobody types, for a screen takes a tenth of a second. On the GUI thread: a worker that loads Qt's classes while the window closes
brings the process down (seen).
"""

import importlib

import shiboken6
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from ui.clerk.window_screens import Screens, room_of

_BETWEEN_MS = 20                       # painting comes between two steps
_QUIET_MS = 800                        # since the last key or click: longer than between two of somebody at work
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin})


class Ahead(QObject):
    """Works as long as the window is on the screen: one that is on its way out must not grow."""

    def __init__(self, screens: Screens, window: QWidget) -> None:
        super().__init__(window)
        self._screens, self._window = screens, window
        self._loaded: set[str] = set()
        self._watched: QWindow | None = None
        self._touched = QElapsedTimer()        # since the window was touched, or began to be watched
        self._timer = QTimer(self)
        self._timer.setInterval(_BETWEEN_MS)
        self._timer.timeout.connect(self._on_moment)

    def start(self) -> None:
        handle = self._window.window().windowHandle()
        if self._watched is None and handle is not None:
            self._watched = handle
            handle.installEventFilter(self)
            self._touched.start()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched.start()
        return False

    def _end(self) -> None:
        self._timer.stop()
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None

    def _on_moment(self) -> None:
        missing = next((place for place in self._screens.ahead if not self._screens.built(place)), None)
        if missing is None or not self._window.isVisible():
            self._end()
        elif self._watched is not None and self._touched.elapsed() < _QUIET_MS:
            return
        elif (room := room_of(missing)) not in self._loaded:
            self._loaded.add(room)
            importlib.import_module(f"ui.clerk.{room}")
        else:
            self._screens.at(missing)
