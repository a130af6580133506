"""What the office and the processes that look at pages, and read their heads, tell each other."""

import msgspec

from kiosk.page_ports import PageLook

LONGEST_S = 20.0                       # for one page; A4 at 300 dpi takes a fraction of a second


class Look(msgspec.Struct, frozen=True, tag=True):
    """Look at a page, please."""

    number: int
    content: bytes
    dpi: int


class Looked(msgspec.Struct, frozen=True, tag=True):
    """What was seen; None for what is no picture."""

    number: int
    look: PageLook | None


class HeadRead(msgspec.Struct, frozen=True, tag=True):
    """The lines at the head of a page; None for what is no picture."""

    number: int
    lines: str | None
