"""The blocks printed forms are laid out with: rules, columns, frames, text around a code."""

from collections.abc import Callable, Sequence
from itertools import zip_longest

from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from printing import fonts

ENDLESS = 1e6
RULE = 0.7  # points
ALL = ((0, 0), (-1, -1))  # every cell of a table
NO_PADDING = (
    ("LEFTPADDING", *ALL, 0),
    ("RIGHTPADDING", *ALL, 0),
    ("TOPPADDING", *ALL, 0),
    ("BOTTOMPADDING", *ALL, 0),
)


class Rule(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A short line in the middle, as stands under an agency's name and under the national motto."""

    def __init__(self, length: float, above: float) -> None:
        super().__init__()
        self._length = length
        self._above = above

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        return available_width, self._above

    def draw(self) -> None:
        self.canv.setLineWidth(RULE)
        self.canv.line((self.width - self._length) / 2, 0, (self.width + self._length) / 2, 0)


def gap(points: float) -> Flowable:
    """White space between two blocks."""
    return Spacer(0, points)


def height(story: Sequence[Flowable], width: float) -> float:
    """How high a story stands on one endless page."""
    return sum((float(item.wrap(width, ENDLESS)[1] + item.getSpaceAfter()) for item in story), 0.0)


def columns(cells: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Blocks side by side, aligned at the top, without lines or padding."""
    table = Table([[list(cell) for cell in cells]], colWidths=list(widths), splitInRow=1)
    table.setStyle(TableStyle([*NO_PADDING, ("VALIGN", *ALL, "TOP"), cell_font(6)]))
    return table


def framed(content: Sequence[Flowable], width: float, padding: float) -> Table:
    """A block in a thin frame, one row per flowable, so that a long block breaks between them."""
    table = Table([[item] for item in content], colWidths=[width], hAlign="LEFT")
    sides = ("LEFTPADDING", "RIGHTPADDING")
    table.setStyle(
        TableStyle(
            [
                *NO_PADDING,
                *((side, *ALL, padding * 1.4) for side in sides),
                ("TOPPADDING", (0, 0), (0, 0), padding),
                ("BOTTOMPADDING", (0, -1), (-1, -1), padding),
                ("BOX", *ALL, RULE, "black"),
                cell_font(6),
            ]
        )
    )
    return table


def cell_font(size: float) -> tuple[object, ...]:
    """The table command without which reportlab would name Helvetica in the file."""
    return ("FONT", *ALL, fonts.REGULAR, size)


def cut(text: Paragraph, width: float, tallest: float) -> list[Paragraph]:
    """A paragraph too tall for a row of a table, in pieces that are not: reportlab tears rows unreliably."""
    pieces: list[Paragraph] = []
    while text.wrap(width, ENDLESS)[1] > tallest and len(parts := text.split(width, tallest)) == 2:
        pieces.append(parts[0])
        text = parts[1]
    return [*pieces, text]


def rows_of(cells: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> Table:
    """Blocks side by side whose parts stand in rows, so that long ones go on over the page."""
    table = Table([list(row) for row in zip_longest(*cells, fillvalue="")], colWidths=list(widths))
    table.setStyle(TableStyle([*NO_PADDING, ("VALIGN", *ALL, "TOP"), cell_font(6)]))
    return table


def padded(item: Flowable, above: float, below: float) -> Table:
    """A block at the left edge with white space over and under it."""
    table = Table([[item]], hAlign="LEFT")
    table.setStyle(TableStyle([*NO_PADDING, ("TOPPADDING", *ALL, above), ("BOTTOMPADDING", *ALL, below), cell_font(6)]))
    return table


class _Hanging(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A stack of blocks at the right edge that takes no room itself: the text beside it keeps clear."""

    def __init__(self, stack: Sequence[Flowable]) -> None:
        super().__init__()
        self._stack = stack
        self.block_width = stack[0].wrap(0, 0)[0]
        self.block_height = sum(item.wrap(self.block_width, 0)[1] for item in stack)
        self._edge = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._edge = available_width
        return 0, 0

    def draw(self) -> None:
        y = 0.0
        for item in self._stack:
            y -= item.wrap(self.block_width, 0)[1]
            item.drawOn(self.canv, self._edge - self.block_width, y)


def flow_around(
    stack: Sequence[Flowable], makers: Sequence[Callable[[float], Flowable]], width: float, space: float
) -> list[Flowable]:
    """Lines beside a stack at the right (as wide as its first block), then below it over the full width."""
    if not stack:
        return [make(0) for make in makers]
    hanging = _Hanging(stack)
    story: list[Flowable] = [hanging]
    used = 0.0
    for make in makers:
        item = make(hanging.block_width + space if used < hanging.block_height else 0)
        used += item.wrap(width, width)[1] + item.getSpaceAfter()
        story.append(item)
    return [*story, gap(max(hanging.block_height - used, 0))]
