"""Waiting for a window to come to rest, for whoever plays on it without hands."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QThread

from ui.tasks import Tasks

_PATIENCE_S = 60
_ROUNDS = 3
_LOOK_MS = 20


def at_rest(tasks: Tasks) -> bool:
    """Until nothing is on its way; whether it came to that."""
    until, quiet = monotonic() + _PATIENCE_S, 0
    while quiet < _ROUNDS and monotonic() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)     # no loop runs that would: pages would pile up
        quiet = 0 if tasks.running else quiet + 1
    return quiet >= _ROUNDS


def comes_true(what: Callable[[], bool], seconds: float) -> bool:
    """Waits for it as long as that."""
    until = monotonic() + seconds
    while not what() and monotonic() < until:
        QThread.msleep(_LOOK_MS)
        QCoreApplication.processEvents()
    return what()
