"""The card reader during one citizen's turn: what it says now, and whether a card lies there. Looked at from when it is first
needed; the turn's end looks once more."""

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.device_ports import CardKey, CardReader, ReaderEvent, ReaderState
from kiosk.selfservice.identified import card_lies_there

_FAILED = frozenset({
    ReaderState.WRONG_NUMBER, ReaderState.CARD_BLOCKED, ReaderState.NO_ANSWER, ReaderState.NOT_UNDERSTOOD,
    ReaderState.LIFTED_EARLY, ReaderState.REFUSED,
})  # fmt: skip
_NONE_HERE = frozenset({ReaderState.NO_SERVICE, ReaderState.NO_READER})
TRIES = 2                              # then another way is offered


class CardWatch(QObject):
    """`changed` whenever the reader says something; `heard` is None while it has not said anything yet."""

    changed = Signal()
    _said = Signal(object)

    def __init__(self, reader: CardReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._looking, self._deaf = reader, False, False
        self.heard: ReaderEvent | None = None
        self.there = False
        self.failures = 0
        self._said.connect(self._on_said, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        if not self._looking:
            self._looking = True
            self._reader.watch(self._hear)

    @property
    def works(self) -> bool:
        """Whether cards can be read here, as far as is known."""
        return self.heard is None or self.heard.state not in _NONE_HERE

    @property
    def tried_enough(self) -> bool:
        return self.failures >= TRIES

    def open_with(self, key: CardKey) -> None:
        self._reader.open_with(key)

    def forget(self) -> None:
        """What was read, what opens a card, and how often it failed."""
        self._reader.cancel()
        self.failures = 0
        if self.heard is not None:
            self.heard = ReaderEvent(self.heard.state)

    def close(self) -> None:
        """Deaf from now on."""
        self._deaf = True
        self.forget()

    def _hear(self, event: ReaderEvent) -> None:
        """On the reader's thread."""
        if not self._deaf:
            self._said.emit(event)

    def _on_said(self, event: ReaderEvent) -> None:
        if self._deaf:
            return
        before = self.heard.state if self.heard is not None else None
        self.heard = event
        there = card_lies_there(event.state)
        self.there = self.there if there is None else there
        if event.state in _FAILED and event.state is not before:
            self.failures += 1
        self.changed.emit()


def left_on(watch: CardWatch | None) -> bool:
    """Whether a card lies on the reader, as far as it has said."""
    return watch is not None and watch.there
