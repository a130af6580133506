"""Brings what a looker or a device says on a thread of its own to the thread of the screens, as long as the listener lives."""

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal


class Ear(QObject):
    came = Signal(object)
    _said = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._said.connect(self.came, Qt.ConnectionType.QueuedConnection)

    def tell(self, thing: object) -> None:
        """On any thread."""
        if shiboken6.isValid(self):
            self._said.emit(thing)

    def tell_two(self, one: object, other: object) -> None:
        """The same, for those who say two things at once."""
        self.tell((one, other))
