"""Measuring two ways of doing something in turns, so that whatever else the machine does hits both alike."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duel:
    """Seconds of both ways, round by round."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def our_median(self) -> float:
        return statistics.median(self.ours)

    @property
    def their_median(self) -> float:
        return statistics.median(self.theirs)

    @property
    def speed(self) -> float:
        """Our speed as a part of theirs: 1.0 is equal, 0.5 takes twice as long. Median over the rounds."""
        return statistics.median(their / our for our, their in zip(self.ours, self.theirs, strict=True))

    @property
    def slowness(self) -> float:
        """How many times as long we take."""
        return statistics.median(our / their for our, their in zip(self.ours, self.theirs, strict=True))

    def spread(self) -> str:
        ratios = [their / our for our, their in zip(self.ours, self.theirs, strict=True)]
        return f"{min(ratios):.2f}-{max(ratios):.2f} over {len(ratios)} rounds"


def duel(rounds: int, ours: Callable[[], object], theirs: Callable[[], object]) -> Duel:
    """Runs both ways `rounds` times in turns; each begins half of the rounds."""
    our_seconds, their_seconds = [], []
    for number in range(rounds):
        if number % 2:
            their_seconds.append(seconds(theirs))
            our_seconds.append(seconds(ours))
        else:
            our_seconds.append(seconds(ours))
            their_seconds.append(seconds(theirs))
    return Duel(tuple(our_seconds), tuple(their_seconds))


def seconds(work: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
