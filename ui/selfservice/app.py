"""The kiosk's two processes on the screen: the shell, which holds nothing of anybody, and one citizen's turn over it.

A turn's process waits ready behind the attract screen, so that a touch shows it at once, and ends with its citizen.
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.selfservice import Kiosk
from kiosk.settings import Settings
from ui.app import prepare
from ui.selfservice.attract import AttractWindow
from ui.selfservice.sizes import measure_screen
from ui.selfservice.window import Hands, KioskWindow
from ui.tasks import Tasks

BEAT_MS = 1_000
SILENT_BEATS = 10                      # so long without a word and a turn is given up


class Turns(Protocol):
    """The processes of turns, one after the other; see `commands/selfservice_turns.py`."""

    def start(self, ended: Callable[[], None]) -> None:
        """Gets the first ready; `ended` hears on any thread that a turn is over, however."""

    def begin(self) -> None:
        """The one that is ready shows itself."""

    def look(self) -> None:
        """Called every beat: gives up a turn that has not said a word for too long."""

    def close(self) -> None: ...


class NoTurns:
    """Nobody is served: the shell only says that the machine is out of service."""

    def start(self, ended: Callable[[], None]) -> None: ...

    def begin(self) -> None: ...

    def look(self) -> None: ...

    def close(self) -> None: ...


class _Told(QObject):
    """Brings what other threads say to this one."""

    happened = Signal()


def show_shell(settings: Settings, turns: Turns, draws: Callable[[], None], *, windowed: bool) -> None:
    """The attract screen until it is closed (`windowed`), or the process is told to end. `draws` is called every beat, on the
    thread that draws; without turns it says that the machine is out of service."""
    app = prepare(sys.argv[:1])
    measure_screen(app, settings.selfservice.screen_inches)
    window = AttractWindow(settings, may_close=windowed)
    told = _Told()
    told.happened.connect(window.ready)
    window.wanted.connect(turns.begin)
    beat = QTimer(window, interval=BEAT_MS)
    beat.timeout.connect(turns.look)
    beat.timeout.connect(draws)
    if isinstance(turns, NoTurns):
        window.out_of_service()
    turns.start(told.happened.emit)
    beat.start()
    _show(window, windowed=windowed)
    app.exec()
    turns.close()


class TurnProcess:
    """One citizen's turn in this process. `begin` may be called from any thread."""

    def __init__(self, kiosk: Kiosk, *, windowed: bool) -> None:
        self._app = prepare(sys.argv[:1])
        measure_screen(self._app, kiosk.settings.selfservice.screen_inches)
        self._app.setQuitOnLastWindowClosed(False)
        self._tasks = Tasks()
        self._window = KioskWindow(kiosk, self._tasks)
        self._hands = Hands(self._window)
        self._app.installEventFilter(self._hands)
        self._windowed = windowed
        self._told = _Told()
        self._told.happened.connect(self._on_begun)
        self._window.ended.connect(self._app.quit)

    def begin(self) -> None:
        self._told.happened.emit()

    def run(self, alive: Callable[[], None]) -> None:
        """Until the turn is over. `alive` is called every beat, on the thread that draws: one that hangs says nothing."""
        beat = QTimer(self._window, interval=BEAT_MS)
        beat.timeout.connect(alive)
        beat.start()
        self._app.exec()
        beat.stop()
        self._app.removeEventFilter(self._hands)
        self._window.hide()
        self._tasks.close()

    def _on_begun(self) -> None:
        _show(self._window, windowed=self._windowed)
        self._window.raise_()
        self._window.activateWindow()
        self._window.touched_now()


def _show(window: QWidget, *, windowed: bool) -> None:
    """Full screen; in training as a window that fits the screen there is."""
    if not windowed:
        window.showFullScreen()
        return
    screen = QApplication.primaryScreen().availableGeometry()
    window.resize(min(window.width(), screen.width()), min(window.height(), screen.height()))
    window.show()
