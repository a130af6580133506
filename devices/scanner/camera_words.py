"""What the driver of a document camera and its process tell each other, beside what every scanner's process says."""

import msgspec

from devices.camera.words import Begin, Halt
from devices.scanner.words import Cancel, Ended, Now, Offers, Page, Scan
from kiosk.code_ports import CameraState
from kiosk.scan_ports import DeskWarning


class Shoot(msgspec.Struct, frozen=True, tag=True):
    """Photograph what lies there now; or, `each`, every new page by itself until told otherwise."""

    into: str
    each: bool = False


class PlayDesk(msgspec.Struct, frozen=True, tag=True):
    """To the simulated camera only: what lies under it, and what is wrong with it; None leaves that as it is."""

    paper: str | None = None           # the id of an invented paper, "" for the bare desk
    sheet: int = 0
    turned: int = 0                    # degrees, as hands lay it
    desk: str | None = None            # "wood", "dark", "light"
    glare: bool | None = None
    blurred: bool | None = None
    dark: bool | None = None
    restless: bool | None = None       # a hand that does not keep still
    plugged: bool | None = None
    held: bool | None = None           # another program has it
    crash: bool = False


DeskOrder = Begin | Halt | Scan | Cancel | Shoot | PlayDesk


class Viewed(msgspec.Struct, frozen=True, tag=True):
    """One look, or why there is none."""

    number: int
    state: CameraState
    picture: bytes = b""
    corners: tuple[tuple[float, float], ...] = ()
    warnings: frozenset[DeskWarning] = frozenset()
    steady: bool = False
    new: bool = False
    dpi: int = 0


DeskWord = Now | Offers | Page | Ended | Viewed
