"""Paper and type of every printed form.

Text reaches a form only through `paragraph`, which escapes it: a name that looks like markup is printed as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.platypus import Paragraph

from printing import fonts


class PaperSize(StrEnum):
    """The papers a counter prints on."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper and its margins, in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom

    @property
    def row_height(self) -> float:
        """The tallest that a row of a table may be; longer texts are cut into several rows."""
        return self.text_height / 2


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph: plain unless said otherwise."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False


def page(paper: PaperSize, margins_mm: Sequence[float], *, across: bool = False) -> Page:
    """The page of `paper`, upright or lying `across`, with (top, bottom, left, right) margins in millimetres."""
    width, height = A4 if paper is PaperSize.A4 else A5
    if across:
        width, height = height, width
    top, bottom, left, right = (margin * mm for margin in margins_mm)
    return Page(width, height, top, bottom, left, right)


def style(size: float, *, font: str = fonts.REGULAR, **settings: Any) -> ParagraphStyle:
    """A paragraph style in Tinos; leading is 1.25 lines unless said otherwise."""
    settings.setdefault("leading", round(size * 1.25, 2))
    return ParagraphStyle("form", fontName=font, bulletFontName=font, fontSize=size, allowWidows=0, allowOrphans=0, **settings)


def varied(base: ParagraphStyle, **settings: Any) -> ParagraphStyle:
    """`base` with some settings changed."""
    return ParagraphStyle("form", parent=base, **settings)


def paragraph(base: ParagraphStyle, *runs: Run | str) -> Paragraph:
    """A paragraph of escaped text; letters with loose combining marks are shaped."""
    pieces = [run if isinstance(run, Run) else Run(run) for run in runs]
    shaped = any(fonts.has_combining_marks(piece.text) for piece in pieces)
    return Paragraph("".join(map(_markup, pieces)), varied(base, shaping=1) if shaped else base)


def _markup(run: Run) -> str:
    text = escape(run.text)
    if run.italic:
        text = f"<i>{text}</i>"
    if run.struck:
        text = f"<strike>{text}</strike>"
    return f"<b>{text}</b>" if run.bold else text


def balanced(text: str, base: ParagraphStyle, width: float) -> Paragraph:
    """A centred heading whose lines are about equally long, so that no word is left alone on the last one."""
    lines = len(simpleSplit(text, base.fontName, base.fontSize, width))
    narrow = width
    while narrow > width / 3 and len(simpleSplit(text, base.fontName, base.fontSize, narrow - 6)) == lines:
        narrow -= 6
    indent = (width - narrow) / 2 if lines > 1 else 0
    return paragraph(varied(base, leftIndent=indent, rightIndent=indent, alignment=TA_CENTER), text)
