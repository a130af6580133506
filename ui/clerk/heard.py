"""Brings what a device or the link says on a thread of its own over to the thread of the screens."""

from PySide6.QtCore import QObject, Qt, Signal


class Heard(QObject):
    """An ear: `tell` is handed to whoever speaks, `came` is heard on the thread of the screens.

    No port forgets its listeners, so an ear has no parent, outlives its screen and goes deaf instead.
    """

    _said = Signal(object)
    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._deaf = False
        self._said.connect(self._on_said, Qt.ConnectionType.QueuedConnection)

    def tell(self, thing: object = None) -> None:
        """On any thread."""
        if not self._deaf:
            self._said.emit(thing)

    def deafen(self) -> None:
        """Nothing is heard from now on, not even what is already on its way."""
        self._deaf = True

    def _on_said(self, thing: object) -> None:
        if not self._deaf:
            self.came.emit(thing)
