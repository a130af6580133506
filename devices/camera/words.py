"""What the driver of a camera and its process tell each other. Pictures are small and few a second: see docs/decisions/0009."""

import msgspec

from kiosk.code_ports import CameraState


class Begin(msgspec.Struct, frozen=True, tag=True):
    """Look from now on; what is seen bears this number."""

    number: int


class Halt(msgspec.Struct, frozen=True, tag=True):
    """Let go of the camera."""


class Play(msgspec.Struct, frozen=True, tag=True):
    """To the simulated camera only: what lies before it, and what is wrong with it; None leaves that as it is."""

    card: str | None = None            # the id of an invented card, "" for nothing
    picture: str | None = None         # the path of a picture file to play instead, "" for none
    plugged: bool | None = None
    held: bool | None = None           # another program has it
    crash: bool = False


Order = Begin | Halt | Play


class Look(msgspec.Struct, frozen=True, tag=True):
    """One look, or why there is none."""

    number: int
    state: CameraState
    picture: bytes = b""
    codes: tuple[str, ...] = ()
