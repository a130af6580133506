"""The kiosk's two processes on the screen: the shell, which holds nothing of anybody, and one citizen's turn over it.

A turn's process waits ready behind the attract screen, so that a touch shows it at once, and ends with its citizen.
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.selfservice import Kiosk
from kiosk.selfservice.condition import WHOLE, Condition
from kiosk.selfservice.maintenance import Upkeep
from kiosk.selfservice.voice import Voice
from kiosk.settings import Settings
from ui.app import prepare
from ui.selfservice.alone import InFront, OtherScreens
from ui.selfservice.attract import AttractWindow
from ui.selfservice.hands import Hands
from ui.selfservice.identify.watching import left_on
from ui.selfservice.sizes import measure_screen
from ui.selfservice.upkeep import UpkeepDesk, UpkeepWindow
from ui.selfservice.window import KioskWindow
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

    def narrow(self, guides_only: bool) -> None:
        """What the next turns may offer."""

    def close(self) -> None: ...


class _Told(QObject):
    """Brings what other threads say to this one."""

    happened = Signal()


class _CardTold(QObject):
    lies = Signal(bool)


class Shell:
    """The attract screen and what it knows: turns, and the condition of the machine. `tell` may be called from any thread;
    `changed`: the condition is another now."""

    def __init__(
        self, settings: Settings, turns: Turns, desk: UpkeepDesk, changed: Callable[[], None], *, windowed: bool,
        voice: Voice | None = None,
    ) -> None:  # fmt: skip
        self._app = prepare(sys.argv[:1])
        measure_screen(self._app, settings.selfservice.screen_inches)
        self.window = AttractWindow(settings, may_close=windowed)
        self.window.card.speak_with(voice)
        self._card = _CardTold()
        self._card.lies.connect(self.window.show_card)
        self._turns, self._windowed = turns, windowed
        self._ended, self._told = _Told(), _Told()
        self._ended.happened.connect(self.window.ready)
        self._told.happened.connect(self._on_condition)
        self._condition = WHOLE
        self._desk, self._changed = desk, changed
        self._upkeep: UpkeepWindow | None = None
        self._end = Upkeep.LEAVE
        self.window.wanted.connect(turns.begin)
        self.window.upkeep_wanted.connect(self._open_upkeep)

    def tell(self, condition: Condition) -> None:
        self._condition = condition
        self._told.happened.emit()

    def tell_card(self, lies: bool) -> None:
        """Whether a card lies on the reader. From any thread."""
        self._card.lies.emit(lies)

    def run(self, draws: Callable[[], None]) -> Upkeep:
        """Until it is closed (`windowed`), or left by maintenance: LEAVE or RESTART. `draws` is called every beat, on the
        thread that draws."""
        beat = QTimer(self.window, interval=BEAT_MS)
        beat.timeout.connect(self._turns.look)
        beat.timeout.connect(draws)
        self._turns.start(self._ended.happened.emit)
        beat.start()
        others = None if self._windowed else OtherScreens(self._app, self.window)
        if not self._windowed:
            InFront(self.window, lambda: not self.window.begun and self._upkeep is None)
        _show(self.window, windowed=self._windowed)
        self._app.exec()
        if others is not None:
            others.close()
        beat.stop()
        self._turns.close()
        return self._end

    def _open_upkeep(self) -> None:
        if self._upkeep is None:
            self._upkeep = UpkeepWindow(self._desk)
            self._upkeep.done.connect(self._on_upkeep_done)
            self._upkeep.did.connect(self._on_did)
            _show(self._upkeep, windowed=self._windowed)

    def _on_upkeep_done(self) -> None:
        window, self._upkeep = self._upkeep, None
        if window is not None:
            window.hide()
            window.deleteLater()
        self.window.ready()
        self.window.activateWindow()

    def _on_did(self, what: str) -> None:
        if what in (Upkeep.RESTART, Upkeep.LEAVE):
            self._end = Upkeep(what)
            self._app.exit()
        else:
            self._changed()

    def _on_condition(self) -> None:
        self._turns.narrow(self._condition.guides_only)
        self.window.show_condition(self._condition)


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
        self._window.ended.connect(self._app.exit)         # not quit, which asks the window, and that never closes

    @property
    def card_left(self) -> bool:
        """A card still lies on the reader, though the turn is over."""
        return left_on(self._window.cards)

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
        if not self._windowed:
            InFront(self._window, lambda: True)
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
    wide, high = min(window.width(), screen.width()), min(window.height(), screen.height())
    window.resize(wide, high)
    window.move(screen.left() + (screen.width() - wide) // 2, screen.top())    # one in the place of the other
    window.show()
