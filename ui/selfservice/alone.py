"""A kiosk's window has every screen to itself: whatever other screens there are, or are plugged in, are covered by blank windows
of our own, and a window that loses its place in front takes it back. In training, in a window, it never does.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ui.theme.style import look

BACK_MS = 300                          # after the other window has finished coming up


class Cover(QWidget):
    """Nothing, over a whole screen. It takes neither keys nor the pointer's look."""

    def __init__(self, screen: QScreen) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.may_close = False
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAutoFillBackground(True)
        self.setStyleSheet(f"background: {look().tokens.background};")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.may_close)


class OtherScreens(QObject):
    """Covers every screen but the one `window` stands on, for as long as this lives."""

    def __init__(self, app: QGuiApplication, window: QWidget) -> None:
        super().__init__(window)
        self._app, self._window = app, window
        self.covers: dict[QScreen, Cover] = {}
        app.screenAdded.connect(self._look)
        app.screenRemoved.connect(self._look)
        app.primaryScreenChanged.connect(self._look)
        self._look()

    def _look(self, _screen: QScreen | None = None) -> None:
        ours = self._app.primaryScreen()
        self._window.setScreen(ours)
        wanted = [screen for screen in self._app.screens() if screen is not ours]
        for gone in [screen for screen in self.covers if screen not in wanted]:
            self._uncover(gone)
        for screen in wanted:
            if screen not in self.covers:
                cover = self.covers[screen] = Cover(screen)
                screen.geometryChanged.connect(partial(self._follow, cover))
                cover.showFullScreen()

    def close(self) -> None:
        for signal in (self._app.screenAdded, self._app.screenRemoved, self._app.primaryScreenChanged):
            signal.disconnect(self._look)
        for screen in list(self.covers):
            self._uncover(screen)

    def _follow(self, cover: Cover, *_geometry: object) -> None:
        if cover in self.covers.values():
            cover.setGeometry(cover.screen().geometry())

    def _uncover(self, screen: QScreen) -> None:
        cover = self.covers.pop(screen)
        cover.may_close = True
        cover.close()
        cover.deleteLater()


class InFront(QObject):
    """Brings `window` back to the front when something else took its place. `ours`: whether the place is its own now; the waiting
    screen leaves it to the turn, or to maintenance, that stands over it."""

    def __init__(self, window: QWidget, ours: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._ours = window, ours
        self.back = QTimer(self, singleShot=True, interval=BACK_MS)
        self.back.timeout.connect(self._come_back)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.WindowStateChange):
            self.back.start()
        return False

    def _come_back(self) -> None:
        window = self._window
        if not window.isVisible() or not self._ours():
            return
        if not window.isFullScreen():
            window.showFullScreen()
        window.raise_()
        window.activateWindow()
