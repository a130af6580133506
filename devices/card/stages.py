"""How long each stage of a reading took."""

import time
from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """A point that a reading passes, in this order."""

    OPENED = "opened"
    TEXT = "text"
    PROVEN = "proven"
    PHOTO = "photo"
    EXAMINED = "examined"


class Stopwatch:
    """Runs from when it is made. A stage passed again (the card was lost in between) took until then."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._seconds: dict[Stage, float] = {}

    def passed(self, stage: Stage) -> None:
        now = time.perf_counter()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """Each stage by itself."""
        return dict(self._seconds)
