"""A state that screens watch: whoever asks hears the present one and every change after it."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

State = TypeVar("State")
log = logging.getLogger(__name__)


class Watched(Generic[State]):
    """Used from one thread, the driver's. Nobody is told anything before the first state is known."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[State], None]] = []
        self._known: list[State] = []  # the last state, once there is one; None may be a state

    def add(self, told: Callable[[State], None]) -> None:
        """`told` hears the present state now, and every later one."""
        self._listeners.append(told)
        for state in self._known:
            told(state)

    def now(self, state: State) -> None:
        """Tells everybody, unless nothing changed."""
        if self._known == [state]:
            return
        self._known = [state]
        for told in self._listeners:
            try:
                told(state)
            except Exception:          # one listener's mistake must not leave the others with an old state
                log.exception("a listener failed")
