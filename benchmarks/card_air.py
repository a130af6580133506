"""A contactless chip's time, reckoned and not waited for: bytes over the air, and what the chip thinks.

Air: ISO 14443-4 with nine bit times a byte, blocks of 256 bytes, each acknowledged when more follow. Chip: assumptions, fitted to
what readers in the field report for identity cards; nobody publishes such numbers. They say which design is fast, not how long a
certain card takes.
"""

from dataclasses import dataclass

from devices.card.apdu import Ins
from devices.simulated.chip import ChipLink, VirtualChip

_BITS_A_BYTE, _BLOCK, _AROUND_BLOCK, _ACKNOWLEDGED = 9, 256, 3, 3
_TURN = 0.0005                         # from one side's last bit to the other's first
RATES = (106_000, 212_000, 424_000, 848_000)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a chip is: seconds for any command, a kilobyte enciphered, a multiplication on a curve, a signature."""

    command: float
    kilobyte: float
    multiplication: float
    signature: float


TYPICAL, SLOW = Pace(0.010, 0.020, 0.100, 0.150), Pace(0.018, 0.035, 0.160, 0.300)
_MULTIPLICATIONS = 5                   # of the chip: two keys, two agreements in PACE, one in chip authentication
_STEPS_OF_PACE = 4


class AirLink(ChipLink):
    """The `Link` of a virtual chip that adds up what a real one would take, at every rate."""

    def __init__(self, chip: VirtualChip, chip_pace: Pace = TYPICAL) -> None:
        super().__init__(chip)
        self._pace = chip_pace
        self.thinking = 0.0
        self.bits = 0
        self.turns = 0
        self.bytes = 0

    def transmit(self, command: bytes) -> bytes:
        answer = super().transmit(command)
        for message in (command, answer):
            blocks = -(-len(message) // _BLOCK)
            self.bits += _BITS_A_BYTE * (len(message) + blocks * _AROUND_BLOCK + (blocks - 1) * _ACKNOWLEDGED)
            self.turns += 2 * blocks - 1
            self.bytes += len(message)
        self.thinking += self._pace.command + self._pace.kilobyte * (len(command) + len(answer)) / 1000
        if command[1] == Ins.GENERAL_AUTHENTICATE:
            self.thinking += self._pace.multiplication * _MULTIPLICATIONS / (_STEPS_OF_PACE + 1)
        if command[1] == Ins.INTERNAL_AUTHENTICATE:
            self.thinking += self._pace.signature
        return answer

    def seconds(self, rate: int) -> float:
        """So far, at this many bits a second."""
        return self.thinking + self.turns * _TURN + self.bits / rate

    def floor(self, rate: int) -> float:
        """The bytes alone: no chip, no blocks, no turns."""
        return self.bytes * _BITS_A_BYTE / rate
