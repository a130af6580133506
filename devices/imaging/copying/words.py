"""What the office and a process that makes copies say to each other: lines of JSON."""

import msgspec

from kiosk.copy_ports import CopiedPage

LONGEST_S = 60.0                       # for one page; A4 at 300 dpi takes one second or two


class Work(msgspec.Struct, frozen=True, tag=True):
    """Make this page, please. `plain`: in colours as it is, without looking at it; that is how a page goes out over which a
    process fell."""

    content: bytes
    dpi: int
    plain: bool = False


class Picture(msgspec.Struct, frozen=True):
    """A part of a page. Places are pixels of the page from its top left corner. `stencil`: G4, painted black where there is ink;
    else JPEG."""

    data: bytes
    left: float
    top: float
    wide: float
    tall: float
    columns: int
    rows: int
    stencil: bool = False
    parts: int = 3                     # a JPEG's colour components


class Word(msgspec.Struct, frozen=True):
    """One word as it was read. `base` is its line's, `tall` its line's height."""

    text: str
    left: float
    base: float
    wide: float
    tall: float


class Page(msgspec.Struct, frozen=True):
    """A finished page. `rotate`: how a viewer turns it, for captures that are embedded as they are."""

    wide: int
    tall: int
    dpi: float
    pictures: tuple[Picture, ...]
    words: tuple[Word, ...] = ()
    rotate: int = 0

    @property
    def bytes(self) -> int:
        return sum(len(picture.data) for picture in self.pictures)


class Made(msgspec.Struct, frozen=True, tag=True):
    """A page is made."""

    page: Page
    told: CopiedPage


class NotMade(msgspec.Struct, frozen=True, tag=True):
    """Nothing can be made of it here. `why` is a stable English word."""

    why: str
