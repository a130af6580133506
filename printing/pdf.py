"""From blocks to a PDF file: copies (liên) one after the other, each with its own page count in the footer.

The same input gives the same bytes: no clock, no random identifier.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from printing import fonts
from printing.layout import Page

FOOTER_RULE = 0.4
FOOTER_DROP = 1.9  # lines between the bottom margin and the base line of the footer


@dataclass(frozen=True, slots=True)
class Description:
    """What the file says about itself; `subject` is the dossier number, `keywords` the signed token."""

    title: str
    author: str
    subject: str
    keywords: str


@dataclass(frozen=True, slots=True)
class Footer:
    """The line under every page: `left` as it is, then `right` with the page of this copy."""

    left: str
    right: str
    page_of: str  # "Trang {page}/{pages}"
    size: float


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a form: its blocks and its footer."""

    story: Sequence[Flowable]
    footer: Footer


def build(copies: Sequence[Copy], page: Page, description: Description) -> bytes:
    """The PDF of all copies, each starting on a new page and counting its own."""
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(page.width, page.height),
        pageTemplates=[_template(index, page) for index in range(len(copies))],
        title=description.title,
        author=description.author,
        subject=description.subject,
        keywords=description.keywords,
        creator="Một cửa",
        lang="vi-VN",
        invariant=1,
        initialFontName=fonts.REGULAR,
    )
    document.build(_one_after_the_other(copies), canvasmaker=_canvas_maker(copies, page))
    return target.getvalue()


def _one_after_the_other(copies: Sequence[Copy]) -> list[Flowable]:
    story: list[Flowable] = []
    for index, copy in enumerate(copies):
        if index:
            story += [NextPageTemplate(str(index)), PageBreak()]
        story += copy.story
    return story


def _template(index: int, page: Page) -> Any:
    height = page.height - page.top - page.bottom
    frame = Frame(page.left, page.bottom, page.text_width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    return PageTemplate(str(index), [frame], onPage=lambda canvas, _document: canvas.start_of(index))


class _CountingCanvas(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Holds finished pages back until the number of pages of each copy is known."""

    def __init__(self, *arguments: Any, copies: Sequence[Copy], page: Page, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._copies = copies
        self._page = page
        self._copy = 0
        self._held: list[dict[str, Any]] = []

    def start_of(self, copy: int) -> None:
        self._copy = copy

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        held = self._held
        pages = Counter(state["_copy"] for state in held)
        done: Counter[int] = Counter()
        for state in held:
            self.__dict__.update(state)
            done[self._copy] += 1
            _draw_footer(self, self._page, self._copies[self._copy].footer, done[self._copy], pages[self._copy])
            super().showPage()
        super().save()


def _canvas_maker(copies: Sequence[Copy], page: Page) -> Any:
    def make(*arguments: Any, **settings: Any) -> _CountingCanvas:
        return _CountingCanvas(*arguments, copies=copies, page=page, **settings)

    return make


def _draw_footer(canvas: Any, page: Page, footer: Footer, number: int, pages: int) -> None:
    right = page.width - page.right
    base = page.bottom - FOOTER_DROP * footer.size
    canvas.setLineWidth(FOOTER_RULE)
    canvas.line(page.left, base + 1.15 * footer.size, right, base + 1.15 * footer.size)
    counted = footer.page_of.format(page=number, pages=pages)
    ending = f"{footer.right} · {counted}" if footer.right else counted
    needed = stringWidth(f"{footer.left}    {ending}", fonts.REGULAR, footer.size)
    canvas.setFont(fonts.REGULAR, footer.size * min(1, page.text_width / needed))
    canvas.drawString(page.left, base, footer.left)
    canvas.drawRightString(right, base, ending)
