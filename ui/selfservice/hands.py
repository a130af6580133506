"""Every touch and key of a citizen's turn, wherever it lands."""

from weakref import ref

from PySide6.QtCore import QEvent, QObject

from ui.selfservice.four_keys import FourKeys
from ui.selfservice.page import Page
from ui.selfservice.window import KioskWindow


class Hands(QObject):
    """Tells the window of them."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._touched: ref[Page] | None = None      # the page the last touch fell on
        self._keys = FourKeys(window, window.back, window.kiosk.settings.selfservice.keys, window.reader)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The second half of a double touch presses nothing on the page that the first one opened."""
        page = self._window.page
        if event.type() is QEvent.Type.MouseButtonDblClick:
            return self._touched is None or self._touched() is not page
        if event.type() is QEvent.Type.MouseButtonPress:
            self._touched = ref(page) if page is not None else None
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            was_idle = self._window.warning is not None
            self._window.touched(event)
            return was_idle or self._keys.take(watched, event)       # what wakes it presses nothing
        return False
