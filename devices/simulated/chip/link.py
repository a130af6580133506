"""A virtual chip within reach, without a reader between: the `Link` of tests and of the demonstration."""

from devices.card.link import ReadSize
from devices.card.problems import CardGone
from devices.simulated.chip.card import VirtualChip

ATR = bytes.fromhex("3B80800101")
"""What a PC/SC reader makes up for a contactless card."""


class ChipLink:
    """The card is there until its faults have it pulled, or `pull` is called."""

    def __init__(self, chip: VirtualChip, read_size: ReadSize | None = None) -> None:
        self._chip = chip
        self._size = read_size or ReadSize()
        self._there = True

    @property
    def atr(self) -> bytes:
        return ATR

    @property
    def read_size(self) -> ReadSize:
        return self._size

    def transmit(self, command: bytes) -> bytes:
        if self._chip.commands + 1 == self._chip.faults.pulled_at:
            self._there = False
        if not self._there:
            raise CardGone
        return self._chip.answer(command)

    def swap(self, chip: VirtualChip) -> None:
        """Another card lies there before anybody noticed: the same handle speaks with it, as drivers have been seen to do."""
        self._chip = chip

    def pull(self) -> None:
        """A hand takes the card away."""
        self._there = False
