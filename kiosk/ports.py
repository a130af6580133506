"""The edges of the office: what it needs from the world, as protocols that drivers implement.

Nothing here reads a clock, a disk or a network by itself; a test or a command passes the real thing in.
"""

from typing import Protocol


class Clock(Protocol):
    """The only way the program learns the time."""

    def now_ms(self) -> int:
        """UTC epoch milliseconds of the wall clock (may jump; jumps are recorded, never fatal)."""

    def monotonic_ms(self) -> int:
        """Milliseconds since an arbitrary moment of this boot; never goes back."""


class Checkpoint(Protocol):
    """Hears the name of each step whose interruption must lose nothing. Tests use it to pull the plug there."""

    def __call__(self, name: str) -> None: ...


def no_checkpoint(name: str) -> None:
    """The checkpoint of ordinary operation: listens to nothing."""
