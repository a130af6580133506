"""The blocks of a receipt between its head and its signatures: lines, owners, papers, fees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Protocol

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Table, TableStyle

from kiosk.receipt_sheet import FeePrint, OwnerLine, PaperLine
from printing import fonts
from printing.flowables import cell_font, cut, gap
from printing.forms.receipt_words import dong, two_digits
from printing.forms.template import Fees, Line, Owners, Papers
from printing.layout import Page, Run, paragraph, style, varied

DOTS = "…………"
NONE = "–"
ORDER_SHARE = 0.065  # of the text width
CELL_PADDING: float = 1.1 * mm
ROWS_WITH_HEADING = 3  # the least that may stand under a table's heading at the foot of a page

Maker = Callable[[float], Flowable]  # a paragraph that leaves so many points free on its right


@dataclass(frozen=True, slots=True)
class Type:
    """The paragraph styles of one paper size."""

    body: ParagraphStyle
    hanging: ParagraphStyle
    item: ParagraphStyle
    cell: ParagraphStyle
    heading: ParagraphStyle


class TypeSizes(Protocol):
    """The sizes, in points, that the styles come from."""

    @property
    def body(self) -> float: ...
    @property
    def table(self) -> float: ...
    @property
    def line_gap(self) -> float: ...


def type_of(sizes: TypeSizes) -> Type:
    body = style(sizes.body, spaceAfter=sizes.line_gap)
    indent = sizes.body * 1.05
    cell = style(sizes.table, leading=sizes.table * 1.18)
    return Type(
        body=body,
        hanging=varied(body, leftIndent=indent, firstLineIndent=-indent),
        item=varied(body, leftIndent=indent * 2, firstLineIndent=-indent),
        cell=cell,
        heading=varied(cell, fontName=fonts.BOLD, alignment=TA_CENTER, leading=sizes.table * 1.08),
    )


def line(block: Line, words: Mapping[str, str], look: Type) -> Maker | None:
    """One line of the form; None when nothing is known and the form leaves it out."""
    names = _names(block.value)
    base = look.hanging if block.hang else look.body
    label = f"{block.label} " if block.label else ""
    if any(words[name] for name in names):
        value = block.value.format(**{name: words[name] or DOTS for name in names})
        tail = block.tail.format(**words) if all(words[name] for name in _names(block.tail)) else ""
        return _maker(base, label, Run(value, bold=block.strong), f" {tail}" if tail else "")
    if block.empty == "dots":
        return _maker(varied(base, endDots="."), label)
    return _maker(base, label, block.empty) if block.empty else None


def _names(pattern: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(pattern) if name]


def _maker(base: ParagraphStyle, *runs: Run | str) -> Maker:
    return lambda right: paragraph(varied(base, rightIndent=right) if right else base, *runs)


def owners(block: Owners, people: Sequence[OwnerLine], look: Type) -> list[Maker]:
    """The owners: one on the line of the label, several as a numbered list."""
    if not people:
        return [_maker(varied(look.body, endDots="."), f"{block.label} ")]
    if len(people) == 1:
        return [_maker(look.body, f"{block.label} ", *_owner(block, people[0]))]
    heading = _maker(look.body, block.label_many.format(count=two_digits(len(people))))
    listed = (_maker(look.item, f"{n}. ", *_owner(block, person)) for n, person in enumerate(people, 1))
    return [heading, *listed]


def _owner(block: Owners, person: OwnerLine) -> tuple[Run | str, ...]:
    address = block.address.format(address=person.address) if person.address else ""
    rest = "; ".join(filter(None, (person.identifier, address)))
    return (Run(person.name, bold=True), f"; {rest}" if rest else "")


def papers(block: Papers, lines: Sequence[PaperLine], look: Type, page: Page) -> list[Flowable]:
    """The table of papers: its head on every page, no row torn apart unless it is longer than a page."""
    width = page.text_width
    label = paragraph(look.body, block.label)
    if not lines:
        return [paragraph(look.body, f"{block.label} ", block.none)]
    order = ORDER_SHARE * width
    counts = [_two_lines(text, look.heading) for text in (block.originals, block.certified, block.photocopies)]
    widths = [order, width - order - sum(counts), *counts]
    room = widths[1] - 2 * CELL_PADDING
    rows = [row for number, paper in enumerate(lines, 1) for row in _paper(number, paper, look, room, page.row_height)]
    heads = [[paragraph(look.heading, text) if text else "" for text in head] for head in _heads(block)]
    table = Table([*heads, *rows], colWidths=widths, repeatRows=len(heads))
    table.setStyle(_table_style(look, len(heads)))
    needed = look.body.leading + (len(heads) + ROWS_WITH_HEADING) * look.cell.leading * 1.4
    line = look.body.leading
    return [CondPageBreak(needed), gap(line / 4), label, gap(line / 6), table, gap(line / 3)]


def _two_lines(heading: str, look: ParagraphStyle) -> float:
    """The width of a column whose heading stands in two lines, the first word on its own."""
    first, _, rest = heading.partition(" ")
    widest = max(float(stringWidth(part, look.fontName, look.fontSize)) for part in (first, rest))
    return widest + 2 * CELL_PADDING + 1


def _heads(block: Papers) -> list[list[str]]:
    return [
        [block.order, block.name, block.count, "", ""],
        ["", "", block.originals, block.certified, block.photocopies],
    ]


def _paper(number: int, paper: PaperLine, look: Type, room: float, tallest: float) -> list[list[Any]]:
    note = (Run(f" ({paper.note})", italic=True),) if paper.note else ()
    counts = (paper.originals, paper.certified, paper.photocopies)
    first, *rest = cut(paragraph(look.cell, paper.name, *note), room, tallest)
    row = [str(number), first, *(two_digits(n) if n else NONE for n in counts)]
    return [row, *(["", piece, "", "", ""] for piece in rest)]


def _table_style(look: Type, heads: int) -> TableStyle:
    size = look.cell.fontSize
    return TableStyle(
        [
            cell_font(size),
            ("LEADING", (0, 0), (-1, -1), look.cell.leading),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            *(("SPAN", (column, 0), (column, heads - 1)) for column in (0, 1)),
            ("SPAN", (2, 0), (-1, 0)),
            ("ALIGN", (0, 0), (0, -1), "CENTER"),
            ("ALIGN", (2, 0), (-1, -1), "CENTER"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), size * 0.1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.27),
        ]
    )


def fees(block: Fees, items: Sequence[FeePrint], method: str, look: Type) -> list[Flowable]:
    """The fees with the basis of each exemption, their sum when there are several, and how they were taken."""
    how = block.method.format(method=method) if method else ""
    if not items:
        return [paragraph(look.hanging, f"{block.label} ", method or block.none)]
    if len(items) == 1:
        return [paragraph(look.hanging, f"{block.label} ", *_fee(block, items[0]), f"; {how}." if how else ".")]
    total = block.total.format(amount=dong(sum(item.amount or 0 for item in items)))
    return [
        paragraph(look.hanging, block.label),
        *(paragraph(look.item, "– ", *_fee(block, item), ";") for item in items),
        paragraph(look.item, "– ", Run(total, bold=True), f"; {how}." if how else "."),
    ]


def _fee(block: Fees, item: FeePrint) -> tuple[Run | str, ...]:
    if item.amount is None:
        return (f"{item.name}: ", Run(item.note, italic=True))
    note = (Run(f" ({item.note})", italic=True),) if item.note else ()
    return (f"{item.name}: ", Run(block.amount.format(amount=dong(item.amount)), bold=True), *note)
