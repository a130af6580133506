"""Ctrl+C in the terminal, or the end of the session: the window closes as by the cross in its corner, with everything on disk.

Qt's loop runs no Python of its own accord, so Python writes every signal into a socket that Qt listens to. What is asked a second
time breaks off where it is.
"""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

_ASKING = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Lives as long as the application. What is ignored (a program in the background) stays ignored."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._heard, self._written = socket.socketpair()
        self._heard.setblocking(False)
        self._written.setblocking(False)
        self._ear = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._ear.activated.connect(self._on_written)
        signal.set_wakeup_fd(self._written.fileno(), warn_on_full_buffer=False)
        for number in _ASKING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Between any two steps of the program: nothing is done here but to remember how it ends the next time."""
        signal.signal(number, signal.default_int_handler)

    def _on_written(self) -> None:
        try:
            self._heard.recv(64)
        except BlockingIOError:                # somebody else read it
            return
        self._app.closeAllWindows()
        if not any(window.isVisible() for window in self._app.topLevelWidgets()):
            self._app.quit()
