"""What fingers do: keys one character at a time, and the places where the cursor stops.

`qtbot.keyClicks` aborts the whole interpreter on a letter like ễ, so nobody uses it here.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.hands import press, type_text

__all__ = ["compose", "press", "show", "tab_stops", "type_text"]


def compose(widget: QWidget, *stages: str) -> None:
    """As an input method does: the word stands underlined while it grows (n, ng, ngu ...), then is committed at once."""
    for stage in stages[:-1]:
        QCoreApplication.sendEvent(widget, QInputMethodEvent(stage, []))
    done = QInputMethodEvent("", [])
    done.setCommitString(stages[-1])
    QCoreApplication.sendEvent(widget, done)


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
