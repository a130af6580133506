"""Clears away unreachable objects on the GUI thread only: Python would do so in whichever thread is running, and a widget
that dies in a worker thread takes the program with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from ui.collecting import collect_due

_EVERY_MS = 1000


class Garbage(QObject):
    """One an application, from its start. Python's own collector is off from then on, also after `stop`: widgets are still dying
    then, and threads of the store and of devices are still at work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        """The event loop ends; what becomes unreachable from now on goes with the process."""
        self._timer.stop()
