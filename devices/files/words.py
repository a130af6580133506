"""What the process that opens files and whoever asks it say to each other: lines of JSON, each with raw bytes behind it."""

import msgspec

from kiosk.page_ports import FileFault

LONGEST_S = 120.0                      # for one file of hundreds of pages


class Ask(msgspec.Struct, frozen=True):
    """A file of `size` bytes follows. `give`: its pages are wanted, at `dpi` where they must be drawn; else only their number."""

    size: int
    dpi: int = 300
    give: bool = False


class Side(msgspec.Struct, frozen=True, tag=True):
    """One page, JPEG or PNG; `size` bytes follow."""

    size: int
    dpi: int


class Whole(msgspec.Struct, frozen=True, tag=True):
    """That was all of it."""

    pages: int


class Faulty(msgspec.Struct, frozen=True, tag=True):
    """It cannot be used, whatever was given of it before."""

    fault: FileFault


FileWord = Side | Whole | Faulty
