"""Enter presses the button that has the cursor, as the space bar does. Qt lets only some desktops' buttons do so.

What is ticked or chosen does not take part: there Enter belongs to the form.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

if TYPE_CHECKING:
    MixedIntoButton = QAbstractButton
else:
    MixedIntoButton = object           # Qt's classes cannot be inherited from twice


class PressedByEnter(MixedIntoButton):
    """Mixed into Qt's buttons, before them. Keys a screen has given a meaning as a shortcut never come here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER or event.modifiers() & _WITH:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():     # a finger that rests does not press twice
            self.click()
