"""The edges of the office: what it needs from the world, as protocols that drivers implement.

Nothing here reads a clock, a disk or a network by itself; a test or a command passes the real thing in.
"""

from typing import Protocol

from kiosk.elsewhere import Elsewhere
from kiosk.work import Progress


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


class OfficeLookUp(Protocol):
    """Asks the gateway for dossiers that other counters of this office received."""

    def ask(self, text: str, officer: str, progress: Progress) -> Elsewhere:
        """By number, personal number or words, for `officer` (an id). Takes as long as the link does, within limits.

        Raises ElsewhereProblem; Cancelled as soon as `progress` says so, whatever the link does; StoreProblem when the
        question could not be written down here, and then it is not asked.
        """
