"""The way into maintenance that nobody finds by accident: a corner held for five seconds, then the other upper corner; or Esc
held as long, then Up. Anything else in between is what it always was, the beginning of somebody's turn."""

from enum import Enum

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer, Signal

HOLD_MS, NEXT_MS = 5_000, 4_000
CORNER_MM = 20


class Touch(Enum):
    """Where a finger or a key came down."""

    FIRST = "first"
    SECOND = "second"
    ELSEWHERE = "elsewhere"


class HiddenEntry(QObject):
    """Told of every press and release. `opened` after the whole gesture, `passed` when it was none: somebody only touched."""

    opened = Signal()
    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held_down = self._armed = False
        self.hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self.hold.timeout.connect(self._on_held)
        self.wait = QTimer(self, singleShot=True, interval=NEXT_MS)
        self.wait.timeout.connect(self._forget)

    def pressed(self, touch: Touch) -> None:
        if self._armed:
            self._forget()
            (self.opened if touch is Touch.SECOND else self.passed).emit()
        elif touch is Touch.FIRST and not self._held_down:
            self._held_down = True
            self.hold.start()
        else:
            self._forget()
            self.passed.emit()

    def released(self) -> None:
        if self._held_down:            # too early: an ordinary touch, only slower
            self._forget()
            self.passed.emit()
        elif self._armed:
            self.wait.start()

    def _on_held(self) -> None:
        self._held_down, self._armed = False, True

    def _forget(self) -> None:
        self._held_down = self._armed = False
        self.hold.stop()
        self.wait.stop()


def corner_of(place: QPoint, window: QSize, corner: int) -> Touch:
    """The upper corners, `corner` pixels wide and high."""
    if place.y() > corner:
        return Touch.ELSEWHERE
    if place.x() <= corner:
        return Touch.FIRST
    return Touch.SECOND if place.x() >= window.width() - corner else Touch.ELSEWHERE


def key_of(key: int) -> Touch:
    if key == Qt.Key.Key_Escape:
        return Touch.FIRST
    return Touch.SECOND if key == Qt.Key.Key_Up else Touch.ELSEWHERE
