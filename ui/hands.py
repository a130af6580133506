"""Hands at the counter: what fingers do to a window, for the demo that plays by itself and for the tests.

Everything goes through the keyboard, as events; nothing is called behind the window's back.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTextEdit, QWidget

from ui.widgets.checks import CheckGroup, RadioField
from ui.widgets.choice import ChoiceField
from ui.widgets.field import Field
from ui.widgets.question import question_open
from ui.widgets.wrapped import CheckBox

LOOK_MS = 8
_LIST_SECONDS = 5.0
_MOST_STOPS = 150


def type_text(widget: QWidget, text: str) -> None:
    """Types every character, whatever letter it is (QTest aborts on letters like ễ)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """One key, to this widget only: no shortcut hears it."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


def wait_until(come_true: Callable[[], bool], seconds: float, look_ms: int = LOOK_MS) -> bool:
    """Lets the window live until something has come true; False when it did not within `seconds`."""
    if come_true():
        return True
    loop, look, end = QEventLoop(), QTimer(interval=look_ms), QTimer(singleShot=True, interval=int(seconds * 1000))
    came = False

    def see() -> None:
        """What was true a moment ago counts: the loop ends only after whatever else is due, which may change it again."""
        nonlocal came
        if come_true():
            came = True
            loop.quit()

    look.timeout.connect(see)
    end.timeout.connect(loop.quit)
    look.start()
    end.start()
    loop.exec()
    return came or come_true()


class Hands:
    """Two hands on the keyboard before one window. `presses` counts keys; a choice counts as its whole words typed."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.presses = 0

    @property
    def at(self) -> QWidget:
        """Where the next key goes."""
        at: QWidget | None = self._front.focusWidget()
        return self._front if at is None else at

    def key(self, keys: str) -> None:
        """A key by its name, like "Ctrl+Return"; shortcuts hear it."""
        self.come_forward()
        self.presses += 1
        QTest.keySequence(self.at, QKeySequence(keys))

    def walk_to(self, widget: QWidget, *, back: bool = False) -> None:
        """With Tab (`back`: Shift+Tab), until the cursor is there or inside; nothing to do where it is already."""
        for _step in range(_MOST_STOPS):
            if widget is self.at or widget.isAncestorOf(self.at):
                return
            self.key("Shift+Tab" if back else "Tab")
        raise LookupError(f"{type(widget).__name__} {widget.accessibleName()}")

    def write(self, text: str) -> None:
        """Where the cursor is, in place of what stands there."""
        at = self.at
        if isinstance(at, QLineEdit | QTextEdit):
            at.selectAll()
        self.presses += len(text)
        type_text(at, text)

    def scan(self, code: str) -> None:
        """As a scanner types it, Enter behind; no press of the officer's."""
        before = self.presses
        self.write(code)
        self.key("Return")
        self.presses = before

    def fill(self, field: Field, wanted: str) -> None:
        """Answers a field: types into it, or chooses the code `wanted` ("yes" for a tick)."""
        if isinstance(field, RadioField | CheckGroup):
            buttons = field.buttons if isinstance(field, RadioField) else field.boxes
            self._tick(buttons[wanted])
        elif isinstance(field, ChoiceField):
            self._choose(field, wanted)
        elif isinstance(field.parts()[0], CheckBox):
            self._tick(field.parts()[0])
        else:
            field.parts()[0].setFocus(Qt.FocusReason.TabFocusReason)
            self.write(wanted)

    def come_forward(self) -> None:
        """The window, or the dialog over it, has the keyboard."""
        front = self._front
        if QApplication.activeWindow() is not front:
            front.activateWindow()
            wait_until(lambda: QApplication.activeWindow() is front, _LIST_SECONDS)

    def push(self, name: str) -> None:
        """The button of that name, with the keyboard."""
        self.come_forward()
        for button in self._front.findChildren(QAbstractButton):
            if name in (button.accessibleName(), button.text().replace("&", "")) and button.isVisible():
                self._tick(button)
                return
        raise LookupError(name)

    @property
    def _front(self) -> QWidget:
        return question_open() or self._window

    def asked(self) -> bool:
        """Whether a dialog waits for an answer."""
        return question_open() is not None

    def _tick(self, button: QWidget) -> None:
        self.presses += 1
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def _choose(self, field: ChoiceField, code: str) -> None:
        """Types the words of the line; the cursor goes on, and the one line that was meant stands there."""
        combo = field.combo
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        words = combo.itemText(combo.findData(code))
        line = combo.edit_line()
        line.selectAll()
        self.presses += len(words) + 2
        type_text(line, words)
        completer = combo.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None and wait_until(popup.isVisible, _LIST_SECONDS):
            QTest.keyClick(popup, Qt.Key.Key_Down)
            QTest.keyClick(popup, Qt.Key.Key_Return)
            wait_until(lambda: not popup.isVisible(), _LIST_SECONDS)
        self.come_forward()
        if field.value() != code:
            raise LookupError(f"{code} != {field.value()}")

    def picture(self, path: Path) -> None:
        """The whole window as it stands, what lies over it included."""
        whole = self._window.grab()
        front = self._front
        if front is not self._window:
            painter = QPainter(whole)
            painter.drawPixmap(self._window.mapFromGlobal(front.mapToGlobal(QPoint(0, 0))), front.grab())
            painter.end()
        whole.save(str(path))
