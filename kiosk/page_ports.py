"""The edge to whoever looks at a page before the citizen leaves: what is wrong with it, which codes stand on it.

Looking happens in a process of its own (`devices/imaging/`); what is seen is a hint for the officer, never a reason to drop a
page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PageFault(StrEnum):
    """What an officer would want to know while the paper still lies there."""

    SKEWED = "skewed"
    BLURRED = "blurred"
    CUT = "cut"                        # text runs over the edge
    DARK = "dark"
    BLANK = "blank"                    # probably; flagged, never dropped
    REPEATED = "repeated"              # probably the same page as another of this draft
    UPSIDE_DOWN = "upside_down"


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code on a page. `kind`: the symbology in zxing's words ("QRCode", "Code128"); `top`: its place below the edge, 0-1."""

    kind: str
    text: str
    top: float = 0.0

    def __repr__(self) -> str:
        """Codes of cards name people."""
        return f"SeenCode({self.kind})"


@dataclass(frozen=True, slots=True)
class PageLook:
    """What was seen on one page. `skew_degrees`: positive when its lines fall to the right, None when there is nothing to
    measure; `likeness`: the same number of bytes for every page, few bits apart for two pictures of the same sheet."""

    faults: frozenset[PageFault] = frozenset()
    codes: tuple[SeenCode, ...] = ()
    skew_degrees: float | None = None
    likeness: bytes = b""
    ink: float = 0.0                   # share of the page that is dark
    card_sized: bool = False           # what is on it is as small as an identity card, or both sides of one


class PageLooker(Protocol):
    """Looks at pages one after the other, in the order asked."""

    def look(self, page: str, content: bytes, dpi: int, told: Callable[[str, PageLook | None], None]) -> None:
        """Returns at once; `told` hears `page` (an id) and what was seen, None when it could not be looked at. A picture that
        brings the process down costs only its own look."""

    def forget(self, page: str) -> None:
        """Nobody wants to know about it any more."""

    def close(self) -> None: ...
