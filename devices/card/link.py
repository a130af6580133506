"""The way to a card, however it lies: over PC/SC, in this process, or recorded. What a reader can carry is remembered here."""

from typing import Protocol

STEPS = (2048, 1024, 231, 224, 160, 112)
"""How much to ask for at once, most first. The first two need extended APDUs; beyond 2 KB nothing is gained."""
_FIRST_SHORT = STEPS.index(231)


class ReadSize:
    """How much a reader is asked for at once; one object per reader, kept over all cards put on it.

    Only ever steps down: a length that reader or chip once refused costs a whole new access each time it is asked again.
    A length that has worked is never given up: then a refusal has another reason, and a lost card was merely lifted.
    """

    def __init__(self, *, extended: bool = True) -> None:
        self._step = 0 if extended else _FIRST_SHORT
        self._proven = 0

    @property
    def most(self) -> int:
        return STEPS[self._step]

    @property
    def extended(self) -> bool:
        return self._step < _FIRST_SHORT

    def worked(self, length: int) -> None:
        """That many bytes came in one answer."""
        self._proven = max(self._proven, length)

    def refused(self, length: int) -> bool:
        """A read of `length` was refused: step below it. False where the length cannot have been the reason."""
        if length <= max(self._proven, STEPS[-1]):
            return False
        self._step = max(self._step, next(step for step, size in enumerate(STEPS) if size < length))
        return True

    def lost(self, length: int) -> None:
        """The card was gone during a read: perhaps lifted, perhaps too much for a reader without extended length."""
        if length > STEPS[_FIRST_SHORT]:
            self.refused(length)


class Link(Protocol):
    """A card in reach. One thread at a time; dead after the first CardGone."""

    @property
    def atr(self) -> bytes:
        """What the card said at its reset. Two cards of a kind say the same: it identifies nobody."""

    @property
    def read_size(self) -> ReadSize:
        """The memory of the reader this card lies on."""

    def transmit(self, command: bytes) -> bytes:
        """Sends a command APDU and waits for the answer, status word included. Raises CardGone."""
