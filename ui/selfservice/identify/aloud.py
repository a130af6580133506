"""Says aloud what must not be overlooked: a card that still lies on the reader."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.selfservice.voice import Voice
from kiosk.words import spoken

_AGAIN_MS = 6_000


class Reminder:
    """Says `text` from `go_on`, again and again, as long as its widget is there. Without a voice the system's own bell rings."""

    def __init__(self, voice: Voice | None, text: str, owner: QWidget) -> None:
        self._voice, self._text = voice, text
        self._timer = QTimer(owner, interval=_AGAIN_MS)
        self._timer.timeout.connect(self.say)

    def go_on(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
            self.say()

    def say(self) -> None:
        if self._voice is not None:
            self._voice.say([self._text], spoken())
        QApplication.beep()

    def stop(self) -> None:
        self._timer.stop()
        if self._voice is not None:
            self._voice.stop()
