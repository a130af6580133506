"""Reads the kiosk's pages to whoever asks for it: each page as it opens, what changes on it, what the keys come to."""

from functools import partial

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.selfservice.aloud_words import aloud
from kiosk.selfservice.voice import Loudness, Voice
from kiosk.words import _, spoken
from ui.selfservice.aloud import pad_of, texts_aloud, told, told_aloud, typed_so_far
from ui.selfservice.big_button import KEY_PAD
from ui.selfservice.pad import Pad

_SETTLED_MS = 400                      # what a page fetches is mostly there by then
_LOOK_MS = 700
_HEARD = "heard"


class Reader(QObject):
    """One turn's. `on`: pages are read as they open. What the keys come to is said in any case: who uses them may see nothing.

    `private`: only one person hears it.
    """

    changed = Signal()                 # which languages can be heard, or whether pages are read
    _told = Signal(frozenset)

    def __init__(self, voice: Voice, *, private: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voice, self._private = voice, private
        self.on, self._explained, self.loudness = False, False, Loudness.USUAL
        self._languages: frozenset[str] = frozenset()
        self._frame: QWidget | None = None
        self._page: QWidget | None = None
        self._introduced = False
        self._before: frozenset[str] = frozenset()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self.read)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._told.connect(self._on_languages)
        voice.available(self._told.emit)
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
        self.changed.emit()

    def toggle(self) -> None:
        self.switch(on=not self.on)

    def louder(self, by: int) -> None:
        """So many steps, negative for softer; how loud it is now is said as loud as that."""
        step = self.loudness + by
        if step in tuple(Loudness):
            self.loudness = Loudness(step)
            self._voice.speak_at(self.loudness)
            told = _("Âm lượng mức {step} trên {steps}.").format(step=step, steps=len(Loudness))
        else:
            told = _("Giọng đọc đã to nhất.") if by > 0 else _("Giọng đọc đã nhỏ nhất.")
        self._looking.stop()               # the page does not speak into it
        self._voice.say((told,), spoken())
        if self.on:
            self._looking.start()

    def shown(self, frame: QWidget, page: QWidget) -> None:
        """Another page stands in its frame: the old one falls silent."""
        self.hush()
        self._frame, self._page, self._introduced = frame, page, False
        self._echo(page)
        if self.on:
            self._settled.start()
        else:
            self._say_focus(QApplication.focusWidget())

    def read(self) -> None:
        """All of it, the page before what stands around every page."""
        if not self._there() or self._frame is None or self._page is None:
            return
        self._introduced = True
        parts = (*told_aloud(self._page, private=self._private), *self._explanation(), *told_aloud(self._frame))
        self._before = self._news()
        self._voice.say(tuple(dict.fromkeys(parts)), spoken())
        self._looking.start()

    def look(self) -> None:
        """Says what came to stand on the page since it was read: that a number is not known, that the sheet was printed."""
        if not self.on or not self._there() or self._page is None:
            self._looking.stop()
            return
        now = self._news()
        new = tuple(text for text in texts_aloud(self._page) if _bare(text) in now - self._before)
        self._before = now
        if new:
            self._voice.say(new, spoken())

    def hush(self) -> None:
        self._settled.stop()
        self._looking.stop()
        self._voice.stop()

    def over(self) -> None:
        """The turn ends: silence, no page is known any more, and whoever comes next hears the usual loudness."""
        self.hush()
        self.loudness = Loudness.USUAL
        self._voice.speak_at(self.loudness)
        self.on, self._frame, self._page, self._before = False, None, None, frozenset()

    def _explanation(self) -> tuple[str, ...]:
        """Once a turn."""
        if self._explained:
            return ()
        self._explained = True
        return (_("Bấm phím mũi tên để đi tiếp hoặc lùi lại, phím Enter để chọn, phím Esc để quay lại."),)

    def _there(self) -> bool:
        return self._page is not None and shiboken6.isValid(self._page)

    def _news(self) -> frozenset[str]:
        return frozenset(map(_bare, texts_aloud(self._page))) if self._page is not None else frozenset()

    def _on_languages(self, languages: frozenset[str]) -> None:
        self._languages = languages
        self.changed.emit()

    # ---- the keys --------------------------------------------------------------------------------------

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._say_focus(now)

    def _say_focus(self, now: QWidget | None) -> None:
        app = QCoreApplication.instance()
        if app is None or not app.property(KEY_PAD) or now is None or not self._there() or self._frame is None:
            return
        pad = pad_of(now)
        if not self._frame.isAncestorOf(now) or (pad is not None and pad.secret and pad.types(now) and not self._private):
            return
        title = () if self._introduced or self._page is None else (aloud(self._page.accessibleName()),)
        self._introduced = True
        self._voice.say(tuple(filter(None, (*title, told(now)))), spoken())

    def _echo(self, page: QWidget) -> None:
        """Each key typed is said where nobody else hears it; else of a secret pad how many were, to whom the keys are told."""
        for pad in page.findChildren(Pad):
            if not pad.property(_HEARD):
                pad.setProperty(_HEARD, True)
                pad.edited.connect(partial(self._on_typed, secret=pad.secret))

    def _on_typed(self, text: str, *, secret: bool) -> None:
        app = QCoreApplication.instance()
        if self._private:
            self._voice.say((aloud(text[-1:]) or _("trống"),), spoken())
        elif secret and app is not None and app.property(KEY_PAD):
            self._voice.say((typed_so_far(text),), spoken())


def _bare(text: str) -> str:
    """Without figures: a countdown is no news."""
    return "".join(char for char in text if not char.isdigit())
