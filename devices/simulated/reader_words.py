"""What the simulated card reader and its parent say to each other."""

import msgspec

from kiosk.device_ports import ReaderEvent


class ReaderWorld(msgspec.Struct, frozen=True, kw_only=True):
    """What is physically there; it outlives the process. Ones at the end are traps, sprung once."""

    card: str = ""
    plugged: bool = True
    held: bool = False                 # by another program
    garbled: bool = False              # whatever is put on is not understood
    read_ms: int = 600
    lift_at: int | None = None         # per cent of the next reading at which somebody lifts the card
    crash_at: int | None = None


class Place(msgspec.Struct, frozen=True, tag=True):
    """Puts a card on the reader; "" lifts it."""

    card: str


class Set(msgspec.Struct, frozen=True, tag=True):
    """Changes the world; what is None stays."""

    plugged: bool | None = None
    held: bool | None = None
    garbled: bool | None = None
    read_ms: int | None = None
    lift_at: int | None = None
    crash_at: int | None = None


class Crash(msgspec.Struct, frozen=True, tag=True):
    """The process dies at once."""


class Restore(msgspec.Struct, frozen=True, tag=True):
    """To a new process: how things lie."""

    world: ReaderWorld


ReaderOrder = Place | Set | Crash | Restore


class Told(msgspec.Struct, frozen=True, tag=True):
    """An event, and how things lie now."""

    world: ReaderWorld
    event: ReaderEvent
