"""Hands and eyes for the window's measurements, inside the child process that has the window. Times are seconds."""

import json
import os
import sys
import traceback
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from commands.demo_office import PIN
from ui import hands
from ui.app import CounterApp
from ui.hands import press, type_text

PATIENCE = 300.0
LOOK_MS = 2                            # what is timed must not wait for the eye
NOTHING_HELD = Qt.KeyboardModifier.NoModifier


class Eye(QObject):
    """Sees a widget painted: `painted` is called after its paint event was handled."""

    def __init__(self, widget: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(widget)
        self._painted, self._looking = painted, True
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        if event.type() is not QEvent.Type.Paint or not self._looking:
            return False
        self._looking = False              # once more, past us, through everybody else who filters
        QCoreApplication.sendEvent(watched, event)
        self._looking = True
        self._painted()
        return True


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Runs the event loop meanwhile, as the program does. Raises TimeoutError."""
    if not hands.wait_until(true, PATIENCE, LOOK_MS):
        raise TimeoutError(what)


def wait_painted(widget: QWidget) -> None:
    """Until it has been painted once from now on."""
    seen: list[bool] = []
    eye = Eye(widget, lambda: seen.append(True))
    widget.update()
    wait_until(lambda: bool(seen), "nothing was painted")
    widget.removeEventFilter(eye)
    eye.deleteLater()


def sign_in(app: CounterApp, officer: str) -> None:
    """Chooses the officer, types the PIN, presses Enter; the desk is on the screen when this returns."""
    wait_until(lambda: app.sign_in is not None and bool(app.sign_in.officer.combo.count()), "no officers")
    screen = app.sign_in
    assert screen is not None
    screen.officer.set_value(officer)
    type_text(screen.pin.line, PIN)
    press(screen.pin.line, Qt.Key.Key_Return)
    wait_until(lambda: app.window is not None and app.window.isVisible(), "no window")


def close(app: CounterApp) -> None:
    """As by the cross in the corner."""
    app.shell.close()
    wait_until(lambda: not app.shell.isVisible(), "the window does not close")
    app.end()
    QApplication.processEvents()


def play(measure: Callable[[], None]) -> None:
    """Runs a child's measurement; what goes wrong is told to the parent (the program's own net keeps errors quiet)."""
    try:
        measure()
    except Exception:
        traceback.print_exc()
        raise


def tell(**found: object) -> None:
    """What was measured, to the parent. The process ends here: nothing of Qt may be torn down in the wrong order."""
    print(json.dumps(found), flush=True)
    sys.stderr.flush()
    os._exit(0)
