"""A whole ID card in this process: the chip's side of everything `devices.card` speaks, with faults to be played."""

from devices.simulated.chip.card import VirtualChip
from devices.simulated.chip.content import ChipContent, ChipKey
from devices.simulated.chip.faults import Faults
from devices.simulated.chip.link import ChipLink

__all__ = ["ChipContent", "ChipKey", "ChipLink", "Faults", "VirtualChip"]
