"""What the kiosk's shell and the process behind its maintenance page say to each other. The PIN goes this way and no other: never
by command line, environment, file or log."""

import msgspec

from kiosk.selfservice.maintenance import Upkeep


class TryPin(msgspec.Struct, frozen=True, tag=True):
    """The shell."""

    pin: str

    def __repr__(self) -> str:
        return "TryPin()"


class DoThis(msgspec.Struct, frozen=True, tag=True):
    """The shell: only after the PIN was right, or nothing is done."""

    what: Upkeep


class Entered(msgspec.Struct, frozen=True, tag=True):
    """The PIN is right."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why not, in a sentence for whoever stands there. `shut`: the store does not open, so nobody can be let in."""

    sentence: str
    shut: bool = False


class Seen(msgspec.Struct, frozen=True):
    """One line of what was found. `good`: None where somebody had better look."""

    good: bool | None
    text: str


class Did(msgspec.Struct, frozen=True, tag=True):
    """Written down and done; what there is to read about it."""

    what: Upkeep
    lines: tuple[Seen, ...] = ()


Order = TryPin | DoThis
Answer = Entered | Refused | Did
