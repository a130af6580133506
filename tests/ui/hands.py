"""What fingers do: keys one character at a time, and the places where the cursor stops.

`qtbot.keyClicks` aborts the whole interpreter on a letter like ễ, so nobody uses it here.
"""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Types every character, whatever letter it is."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def compose(widget: QWidget, *stages: str) -> None:
    """As an input method does: the word stands underlined while it grows (n, ng, ngu ...), then is committed at once."""
    for stage in stages[:-1]:
        QCoreApplication.sendEvent(widget, QInputMethodEvent(stage, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(stages[-1])
    QCoreApplication.sendEvent(widget, done)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers))


def show(qtbot, widget: QWidget) -> None:
    """On the screen, and with the keyboard."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget.window())


def tab_stops(qtbot, widget: QWidget, most: int = 60) -> list[QWidget]:
    """Where Tab leads inside a window, in order, until it comes round."""
    found: list[QWidget] = []
    for _step in range(most):
        widget.window().focusNextChild()
        now = QApplication.focusWidget()
        if now is None or now in found:
            break
        found.append(now)
    return found
