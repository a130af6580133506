"""The edge to whatever makes the electronic copy (bản sao điện tử) of a paper out of its captured pages: one PDF/A a paper.

Bytes in, bytes out: where pages lie and under which key is the store's affair. A page that cannot be worked on goes into the copy
as it was captured, with the reason on record; a paper is never lost over it and never waited for.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from kiosk.page_ports import SeenCode
from kiosk.problems import Problem
from kiosk.words import N_
from kiosk.work import Progress

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class PageToCopy:
    """One captured page as it lies in the store. `dpi`: 0 where nobody knows."""

    content: bytes
    media_type: str
    dpi: int = 0

    def __repr__(self) -> str:
        """Pages are people's papers."""
        return f"PageToCopy({self.media_type}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class PaperToCopy:
    """One paper, its pages in reading order. `drawing`: a map or a drawing, kept at 300 dpi or more (TT 05/2025/TT-BNV Đ8)."""

    title: str
    pages: tuple[PageToCopy, ...]
    drawing: bool = False


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """What was made of one page. `turned` is clockwise; `confidence` is of its words, 0-100; `fell_back` is why the page stands
    there as it was captured (a stable English word, "" when it was worked on)."""

    skew_degrees: float | None = None
    turned: int = 0
    blank: bool = False
    codes: tuple[SeenCode, ...] = ()
    text: str = field(default="", repr=False)
    confidence: float = 0.0
    bytes: int = 0
    milliseconds: int = 0
    fell_back: str = ""


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A finished copy: PDF/A-2b with a text layer, not yet signed."""

    pdf: bytes = field(repr=False)
    pages: tuple[CopiedPage, ...]


class CopyNotMade(Problem):
    """No copy of a paper could be made at all; its captures go out as they are."""

    code: ClassVar[str] = "COPY-01"
    sentence: ClassVar[str] = N_(
        "Chưa làm được bản sao điện tử của «{title}». Các trang đã quét vẫn còn nguyên và được gửi như đã quét."
    )
    remedy: ClassVar[str] = N_("Không cần làm gì. Nếu lặp lại, báo người quản trị xem nhật ký của máy.")


class CopyMaker(Protocol):
    """Makes copies in processes of its own, with low priority."""

    def make(self, paper: PaperToCopy, progress: Progress) -> MadeCopy:
        """Takes seconds for each page: for a worker. Raises Cancelled; CopyNotMade."""

    def close(self) -> None: ...
