"""Every touch and key of a citizen's turn, wherever it lands."""

from weakref import ref

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QMouseEvent

from ui.selfservice.four_keys import FourKeys
from ui.selfservice.page import Page
from ui.selfservice.window import KioskWindow

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Hands(QObject):
    """Tells the window of them."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._touched: ref[Page] | None = None      # the page the last touch fell on
        self._at = 0                                # and when, in ms
        self._keys = FourKeys(window, window.back, window.kiosk.settings.selfservice.keys, window.reader)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The second half of a double touch presses nothing on the page that the first one opened."""
        if isinstance(event, QMouseEvent) and event.type() in _PRESSES and self._is_second(event):
            return True
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            was_idle = self._window.warning is not None
            self._window.touched(event)
            return was_idle or self._keys.take(watched, event)       # what wakes it presses nothing
        return False

    def _is_second(self, event: QMouseEvent) -> bool:
        """By the clock of the screen: what comes as a press, and only then as a double one."""
        page, at = self._window.page, event.timestamp()
        soon = bool(self._at) and 0 <= at - self._at < QGuiApplication.styleHints().mouseDoubleClickInterval()
        if soon and (self._touched is None or self._touched() is not page):
            return True
        self._touched, self._at = (ref(page) if page is not None else None), at
        return False
