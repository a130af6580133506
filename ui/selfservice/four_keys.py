"""The kiosk by four keys: before, next, press, back; and one that reads the page. Which keys a pad sends is a setting."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from kiosk.settings import KeySettings
from ui.selfservice.big_button import TYPING
from ui.selfservice.reader import Reader


class FourKeys:
    """Takes its keys before the widgets do, so that every page is walked alike. Enter and the space bar press by themselves,
    but after letters of a real keyboard or a code reader they are the page's, whichever key of the screen has the focus."""

    def __init__(self, window: QWidget, back: Callable[[], None], wanted: KeySettings, reader: Reader | None) -> None:
        self._window, self._go_back, self._reader = window, back, reader
        acts = (
            (wanted.previous, self._before), (wanted.next, self._next), (wanted.press, self._press), (wanted.back, self._back),
            (wanted.listen, self._listen),
        )  # fmt: skip
        _typing(on=False)
        self._acts = {getattr(Qt.Key, f"Key_{name}"): act for names, act in acts for name in names}

    def take(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event was one of these keys. `watched` may be the system's window first, then the widget."""
        if not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        act = self._acts.get(Qt.Key(event.key()))
        if act is None:
            if event.text().isalnum():
                _typing(on=True)
            return False
        act(event.isAutoRepeat())
        return True

    def _before(self, _resting: bool) -> None:
        _typing(on=False)
        self._window.focusPreviousChild()
        self._bring_to_sight()

    def _next(self, _resting: bool) -> None:
        _typing(on=False)
        self._window.focusNextChild()
        self._bring_to_sight()

    def _press(self, resting: bool) -> None:
        here = QApplication.focusWidget()
        if isinstance(here, QAbstractButton) and not resting:      # a finger that rests does not press twice
            here.click()

    def _back(self, resting: bool) -> None:
        if not resting:
            self._go_back()

    def _listen(self, resting: bool) -> None:
        if self._reader is not None and not resting:
            self._reader.switch(on=True)

    def _bring_to_sight(self) -> None:
        here = above = QApplication.focusWidget()
        while above is not None:
            above = above.parentWidget()
            if isinstance(above, QScrollArea) and here is not None:
                above.ensureWidgetVisible(here)


def _typing(*, on: bool) -> None:
    app = QApplication.instance()
    if app is not None:
        app.setProperty(TYPING, on)
