"""Reads the kiosk's pages to whoever asks for it: each page as it opens, what changes on it, what the keys come to."""

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

import shiboken6
from kiosk.selfservice.voice import Voice
from kiosk.words import _, spoken
from ui.selfservice.aloud import pad_of, told, told_aloud
from ui.selfservice.big_button import KEY_PAD
from ui.selfservice.typing_pad import TypedLine

_SETTLED_MS = 400                      # what a page fetches is mostly there by then
_LOOK_MS = 700


class Reader(QObject):
    """One turn's. `on`: pages are read as they open; what the keys come to is said in any case."""

    changed = Signal()                 # which languages can be heard became known
    _heard = Signal(frozenset)

    def __init__(self, voice: Voice, *, private: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voice, self._private = voice, private
        self.on = False
        self._languages: frozenset[str] = frozenset()
        self._page: QWidget | None = None
        self._before: frozenset[str] = frozenset()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.read)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._heard.connect(self._on_languages)
        voice.available(self._heard.emit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def can_speak(self) -> bool:
        return spoken() in self._languages

    def switch(self, *, on: bool) -> None:
        self.on = on
        if on:
            self.read()
        else:
            self.hush()

    def shown(self, page: QWidget) -> None:
        """Another page stands there: silence for the old one."""
        self.hush()
        self._page = page
        if self.on:
            self._settled.start()

    def read(self) -> None:
        """The whole page, from its title on."""
        page = self._alive()
        if page is not None:
            self._before = _texts(page)
            self._voice.say((*told_aloud(page, private=self._private), _HOW()), spoken())
            self._looking.start()

    def look(self) -> None:
        """Says what came to stand on the page since it was read: that a number is not known, that the sheet was printed."""
        page = self._alive()
        if page is None or not self.on:
            self._looking.stop()
            return
        now = _texts(page)
        new = tuple(text for text in told_aloud(page, private=self._private) if _bare(text) in now - self._before)
        self._before = now
        if new:
            self._voice.say(new, spoken())

    def hush(self) -> None:
        self._settled.stop()
        self._looking.stop()
        self._voice.stop()

    def over(self) -> None:
        """The turn ends: silence, and no page is known any more."""
        self.on, self._page, self._before = False, None, frozenset()
        self.hush()

    def _alive(self) -> QWidget | None:
        return self._page if self._page is not None and shiboken6.isValid(self._page) else None

    def _on_languages(self, languages: frozenset[str]) -> None:
        self._languages = languages
        self.changed.emit()

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        app, page = QCoreApplication.instance(), self._alive()
        if now is None or page is None or app is None or not app.property(KEY_PAD) or not page.isAncestorOf(now):
            return
        pad = pad_of(now)
        if pad is None or self._private or not pad.secret:
            self._voice.say((told(now),), spoken())


def _HOW() -> str:
    return _("Bấm phím mũi tên để đi tiếp hay lùi lại, phím Enter để chọn, phím Esc để quay lại.")


def _bare(text: str) -> str:
    """Without figures: a countdown is no news."""
    return "".join(char for char in text if not char.isdigit())


def _texts(page: QWidget) -> frozenset[str]:
    return frozenset(_bare(text) for text in told_aloud(page))
