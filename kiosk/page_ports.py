"""The edge to whoever looks at a page before the citizen leaves: what is wrong with it, which codes stand on it.

Looking happens in a process of its own (`devices/imaging/`); what is seen is a hint for the officer, never a reason to drop a
page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.problems import Problem
from kiosk.words import N_, _

LARGEST_FILE = 256 * 1024 * 1024       # bytes of a file that is taken apart into pages
MOST_FILE_PAGES = 1000


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


class FileFault(StrEnum):
    """Why a file that somebody brought is not taken."""

    BROKEN = "broken"
    TOO_LARGE = "too_large"            # by its bytes, its pixels, or the memory it would take
    TOO_MANY_PAGES = "too_many_pages"
    LOCKED = "locked"                  # a PDF with a password
    TOOK_TOO_LONG = "took_too_long"


_FAULTS = {
    FileFault.BROKEN: N_("tệp hỏng, bị cắt cụt hoặc không phải ảnh hay PDF"),
    FileFault.TOO_LARGE: N_("ảnh trong tệp quá lớn, mở ra có thể làm treo máy"),
    FileFault.TOO_MANY_PAGES: N_("tệp có quá nhiều trang"),
    FileFault.LOCKED: N_("tệp PDF có mật khẩu"),
    FileFault.TOOK_TOO_LONG: N_("mở mãi không xong"),
}


class FileRefused(Problem):
    """A file somebody brought would hurt, or is none; `why` says which."""

    code: ClassVar[str] = "CAPTURE-11"
    sentence: ClassVar[str] = N_("Không nhận tệp «{name}»: {why}.")
    remedy: ClassVar[str] = N_("Mở thử bằng chương trình khác rồi lưu lại thành PDF hay JPEG, hoặc quét bản giấy.")

    @classmethod
    def because(cls, fault: FileFault, name: str) -> "FileRefused":
        return cls(name=name, why=fault_words(fault))


def fault_words(fault: FileFault) -> str:
    """In the middle of a sentence."""
    return _(_FAULTS[fault])


class FileChecker(Protocol):
    """Looks at files that somebody brought before they become pages, in a process of its own and with bounded memory."""

    def pages_in(self, content: bytes, name: str) -> int:
        """How many pages it has; every one of them can be shown. Takes its time: for a worker. Raises FileRefused."""


class HeadReader(Protocol):
    """Reads what is printed at the top of pages, one after the other, in the background: nobody waits for it."""

    def read(self, page: str, content: bytes, dpi: int, told: Callable[[str, str | None], None]) -> None:
        """Returns at once; `told` hears `page` (an id) and the lines at its head, None when it could not be read."""

    def forget(self, page: str) -> None:
        """Nobody wants to know about it any more."""

    def close(self) -> None: ...
