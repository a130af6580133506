"""The places where a card may lie: told as cards come and go, and the way to the card that lies there.

Over PC/SC these are the readers of this machine; for training and tests a chip in this process.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.card.link import Link
from devices.card.problems import CardProblem


class SlotState(StrEnum):
    """What there is at the readers, before anything is read."""

    NO_SERVICE = "no_service"          # the system's smart card service does not answer
    NO_READER = "no_reader"
    EMPTY = "empty"
    BUSY = "busy"                      # a card, but another program has it for itself
    MUTE = "mute"                      # a card that does not answer to power: upside down, damaged, another kind
    CARD = "card"


@dataclass(frozen=True, slots=True)
class SlotEvent:
    """One change. `generation` counts what was put in and taken out: a card swapped unseen has another, so a reading that began
    under one generation counts for nothing under the next. `problem` says more where there is no service."""

    state: SlotState
    reader: str = ""
    generation: int = 0
    atr: bytes = b""
    problem: CardProblem | None = None


class Slots(Protocol):
    """Watches every place by itself, for as long as it is open, and outlives a service that stops and starts again.

    However many readers there are, one event at a time speaks for all: the card put on last, else what comes nearest to one.
    """

    def watch(self, told: Callable[[SlotEvent], None]) -> None:
        """`told` hears the present state at once and every change, on a thread of the watcher's own."""

    def connect(self, card: SlotEvent) -> AbstractContextManager[Link]:
        """The way to that very card, in a transaction; leaving resets the card. Blocks the calling thread: a worker's.

        Raises CardGone where it is no longer that card, and the CardProblems of a service, reader or card that cannot be had.
        """

    def close(self) -> None: ...
