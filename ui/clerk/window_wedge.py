"""Codes that a handheld scanner types like a keyboard, whatever has the cursor: a receipt's QR code or a dossier's number opens
the dossier, a card's code goes into the form. Nothing of it is left in a field, and no letter of it does what a key would do.

It listens at the window itself, before shortcuts and fields. A code shows itself by how it begins: the first letter goes its
usual way, everything behind it is held until the code ends (Enter, Tab or a quiet); what turns out to be no code is typed on.
"""

import re
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from kiosk.page_codes import OfCard, OfDossier, meaning_of
from kiosk.receipt_token import PREFIX

_QUIET_MS = 300
_HAND_MS = 40                          # between two keys: nobody types a whole number that fast
_LEAST = 12                            # letters of a receipt's code that no hand types by chance
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_RECEIPT = re.compile(rf"{re.escape(PREFIX)}[A-Z2-7]*")
_NUMBER = re.compile(r"(?:H\d|TMP-)[A-Z0-9.-]{0,60}|TMP?|T")
_CARD = re.compile(r"0\d{1,11}|\d{12}\|.{0,1000}", re.DOTALL)
_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit)


class CodesTyped(QObject):
    """Follows the window `inside` is in, while that is to be seen. `scanned` brings what a whole code means, `torn` says that
    only part of one came."""

    scanned = Signal(object)           # OfDossier or OfCard
    torn = Signal()

    def __init__(self, wanted: Callable[[], bool], cards_wanted: Callable[[], bool], inside: QWidget) -> None:
        super().__init__(inside)
        self._wanted, self._cards_wanted, self._inside = wanted, cards_wanted, inside
        inside.installEventFilter(self)
        self._window: QWindow | None = None
        self._held = ""                # the first letter, which went its way, and all that was held
        self._last = 0
        self._before: tuple[QWidget, str, str] | None = None       # a field, its text, what was marked in it
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside:
            if event.type() == QEvent.Type.Show:
                self._follow(self._inside.window().windowHandle())
            elif event.type() == QEvent.Type.Hide:         # a window that dies must not be listened to
                self._follow(None)
            return False
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._goes_on(event):
                event.accept()
                return True
            return False
        return self._press(event)

    def _follow(self, window: QWindow | None) -> None:
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key is held."""
        if not event.text() and event.key() not in _ENDS:          # Shift and its like come between the letters
            return False
        if self._goes_on(event):
            if event.key() in _ENDS:
                return self._end()         # behind what was no code the key means what it always does
            self._held, self._last = self._held + event.text(), event.timestamp()
            self._quiet.start()
            return True
        self._give_back()
        self._begin(event)
        return False

    def _begin(self, event: QKeyEvent) -> None:
        if not self._wanted() or event.isAutoRepeat() or event.modifiers() & _MODIFIED:
            return
        focus = QApplication.focusWidget()
        if event.text().upper() in ("M", "H", "T", "0"):
            self._held, self._last = event.text(), event.timestamp()
            self._before = (focus, _text_in(focus), _marked_in(focus)) if isinstance(focus, _TEXTS) else None
            self._quiet.start()

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Whether the key is the next one of a code."""
        if not self._held or event.modifiers() & _MODIFIED or event.isAutoRepeat():
            return False
        if event.key() in _ENDS:
            return len(self._held) > 1
        whole = (self._held + event.text()).upper()
        if not event.text():
            return False
        if PREFIX.startswith(whole) or _RECEIPT.fullmatch(whole):
            return True
        if self._before is not None:
            return bool(_NUMBER.fullmatch(whole)) and event.timestamp() - self._last <= _HAND_MS
        return bool(_NUMBER.fullmatch(whole)) or (self._cards_wanted() and bool(_CARD.fullmatch(whole)))

    def _end(self) -> bool:
        """Whether it was a code, or part of one."""
        self._quiet.stop()
        code = self._held
        meaning = meaning_of(code.upper() if code.upper().startswith(PREFIX) else code) if len(code) > 1 else None
        if isinstance(meaning, OfDossier | OfCard):
            self._forget_code()
            self.scanned.emit(meaning)
        elif len(code) >= _LEAST and (code.upper().startswith(PREFIX) or "|" in code):
            self._forget_code()
            self.torn.emit()
        else:
            self._give_back()
            return False
        return True

    def _forget_code(self) -> None:
        """The field of its first letter stands as it stood."""
        before, self._before, self._held = self._before, None, ""
        if before is None:
            return
        field, text, marked = before
        if _text_in(field) != text and isinstance(field, QLineEdit):
            field.backspace()
            field.insert(marked)
            if field.text() != text:
                field.setText(text)
        elif _text_in(field) != text and isinstance(field, QPlainTextEdit | QTextEdit):
            field.textCursor().deletePreviousChar()
            field.textCursor().insertText(marked)

    def _give_back(self) -> None:
        """No code: what was held is typed into the field after all."""
        self._quiet.stop()
        held, before, self._held, self._before = self._held[1:], self._before, "", None
        if before is not None and before[0] is QApplication.focusWidget():
            for letter in held:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(before[0], QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _text_in(widget: QWidget | None) -> str:
    match widget:
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit() | QTextEdit():
            return widget.toPlainText()
    return ""


def _marked_in(widget: QWidget | None) -> str:
    match widget:
        case QLineEdit():
            return widget.selectedText()
        case QPlainTextEdit() | QTextEdit():
            return widget.textCursor().selectedText()
    return ""
