"""Words that grow under an input method (Telex, VNI): Esc ends the word, and nothing behind it hears of it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget


class Composing(QObject):
    """Watches one text control. Some input methods take Esc for the word and pass it on as well: no form is put aside by it."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self._growing = False
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.InputMethod if isinstance(event, QInputMethodEvent):
                self._growing = bool(event.preeditString())
            case QEvent.Type.FocusOut:
                self._growing = False
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                if self._growing and event.key() == Qt.Key.Key_Escape:
                    event.accept()
                    return True
        return super().eventFilter(watched, event)
