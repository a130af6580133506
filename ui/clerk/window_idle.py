"""Locks a window nobody has touched for a while. Watches windows, not widgets: the keyboard must not wait for it."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from kiosk.officers import IDLE_LOCK_MS

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.InputMethod,
})  # fmt: skip


class Idle(QObject):
    """`passed` once nobody has touched any window for so long; `touch` counts as a touch."""

    passed = Signal()

    def __init__(self, after_ms: int = IDLE_LOCK_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.passed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_window)

    def start(self) -> None:
        self._on_focus_window(QGuiApplication.focusWindow())
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def touch(self) -> None:
        if self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def _on_focus_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)     # once is enough
            window.installEventFilter(self)
            self.touch()
