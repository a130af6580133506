"""Form 07 on paper: the register of dossiers on A4 lying across, on as many sheets as it needs.

A year may have ten thousand lines. So the sheets are filled by our own count of heights: reportlab's long tables are split
again and again, which takes the square of the time.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, Table, TableStyle

from kiosk.moments import local, show_date
from kiosk.register import RegisterState
from kiosk.register_sheet import RegisterLine, RegisterSheet
from kiosk.words import _
from kiosk.work import Progress
from printing import fonts
from printing.flowables import ALL, cell_font, columns, gap, height
from printing.forms.desk_template import RegisterTemplate, load, printable
from printing.forms.receipt_words import moment
from printing.layout import Page, PaperSize, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build

TEMPLATE = "tt03-2025-mau07"
_PADDING: float = 0.8 * mm
_CARRIED = 2                           # lines taken along to the last sheet
_CENTRED = frozenset({0, 3, 7, 8, 9})


@dataclass(frozen=True, slots=True)
class _Head:
    agency_share: float
    country: float
    motto: float


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table, measured."""

    cells: tuple[Paragraph, ...]
    height: float


class _Step(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Takes no room; when it is drawn, the sheets before it are."""

    def __init__(self, progress: Progress, done: int, total: int) -> None:
        super().__init__()
        self._progress, self._done, self._total = progress, done, total

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self._progress.step(_("Đang vẽ trang sổ"), self._done, self._total)


class _Table:
    """The table of one register: its headings, its rows, its sheets."""

    def __init__(self, template: RegisterTemplate, paper: Page) -> None:
        self._template, self._paper = template, paper
        self._widths = [share * paper.text_width for share in template.widths]
        size = template.body * 0.92
        self._left, self._centre = style(size, splitLongWords=1), style(size, alignment=TA_CENTER, splitLongWords=1)
        bold = style(size, font=fonts.BOLD, alignment=TA_CENTER)
        self._heading = self._measured([paragraph(bold, text) for text in template.headings])
        self._style = TableStyle([
            cell_font(size),
            ("GRID", *ALL, 0.4, "black"),
            ("VALIGN", *ALL, "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("BACKGROUND", (0, 0), (-1, 0), "#eeeeee"),
            *((side, *ALL, _PADDING) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
        ])  # fmt: skip

    def sheets(self, lines: Sequence[RegisterLine], room: float, ending: float, progress: Progress) -> Iterator[Table]:
        """A table for each sheet. `room` is what the first has, the others are empty; `ending` is what comes under the last."""
        rows, free = [self._heading], room - self._heading.height
        for done, line in enumerate(lines, 1):
            progress.step(_("Đang dàn trang sổ"), done, len(lines))
            for row in self._rows(line):
                if row.height > free and len(rows) > 1:
                    yield self._table(rows)
                    rows, free = [self._heading], self._paper.text_height - self._heading.height
                rows.append(row)
                free -= row.height
        carried = self._carried(rows, ending) if free < ending else 0
        if carried:
            yield self._table(rows[:-carried])
            rows = [self._heading, *rows[-carried:]]
        yield self._table(rows)

    def _carried(self, rows: Sequence[_Row], ending: float) -> int:
        """How many rows go along to the sheet that is signed: nobody signs one without lines."""
        def fits(count: int) -> bool:
            taken = self._heading.height + sum(row.height for row in rows[-count:]) + ending
            return len(rows) > count + 1 and taken < self._paper.text_height - 1

        return next((count for count in (_CARRIED, 1) if fits(count)), 0)

    def _table(self, rows: Sequence[_Row]) -> Table:
        return Table([row.cells for row in rows], self._widths, [row.height for row in rows], style=self._style)

    def _rows(self, line: RegisterLine) -> Iterator[_Row]:
        """Usually one; a line too tall for a sheet goes on in the next row."""
        texts = _texts(line, self._template)
        cells = [
            paragraph(self._centre if place in _CENTRED else self._left, text) for place, text in enumerate(texts)
        ]
        row, limit = self._measured(cells), self._paper.row_height
        while row.height > limit:
            parts = [self._cut(cell, place, limit - 2 * _PADDING) for place, cell in enumerate(row.cells)]
            yield self._measured([top for top, _rest in parts])
            row = self._measured([rest for _top, rest in parts])
        yield row

    def _cut(self, cell: Paragraph, place: int, limit: float) -> tuple[Paragraph, Paragraph]:
        empty = paragraph(self._left, "")
        pieces = cell.split(self._widths[place] - 2 * _PADDING, limit)
        return (pieces[0] if pieces else empty, pieces[1] if len(pieces) > 1 else empty)

    def _measured(self, cells: Sequence[Paragraph]) -> _Row:
        tallest = max(cell.wrap(width - 2 * _PADDING, 1e6)[1] for cell, width in zip(cells, self._widths, strict=True))
        return _Row(tuple(cells), tallest + 2 * _PADDING)


def render(sheet: RegisterSheet, progress: Progress) -> bytes:
    """The PDF. Raises Cancelled, TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(TEMPLATE, RegisterTemplate)
    clean = cleaned(sheet)
    paper = page(PaperSize.A4, template.margins, across=True)
    top, bottom = _top(clean, template, paper), _bottom(clean, template, paper)
    story, free = [*top], paper.text_height - height(top, paper.text_width)
    if clean.lines:
        tables = tuple(_Table(template, paper).sheets(clean.lines, free - 1, height(bottom, paper.text_width), progress))
        for number, table in enumerate(tables):
            story += [PageBreak()] if number else []
            story += [_Step(progress, number, len(tables)), table]
    else:
        story.append(paragraph(style(template.body, alignment=TA_CENTER, font=fonts.ITALIC), template.none))
    story.append(KeepTogether(bottom))
    footer = Footer(template.footer.format(code=template.code), " · ".join(clean.marks), template.page_of, template.body * 0.85)
    return build([Copy(story, footer)], paper, Description(template.title, clean.agency, _period(clean, template), ""))


def cleaned(sheet: RegisterSheet) -> RegisterSheet:
    """With every text as paper can carry it."""
    lines = (
        replace(line, **{
            name: printable(getattr(line, name)) for name in ("number", "procedure", "person", "contact", "note", "officer")
        }) for line in sheet.lines
    )  # fmt: skip
    texts = {name: printable(getattr(sheet, name)) for name in (
        "superior_agency", "agency", "place", "book", "conditions", "printed_by"
    )}  # fmt: skip
    return replace(sheet, **texts, lines=tuple(lines))


def _texts(line: RegisterLine, template: RegisterTemplate) -> tuple[str, ...]:
    def at(when: int | None) -> str:
        if when is None:
            return ""
        there = local(when)
        return template.moment.format(hour=f"{there:%H}", minute=f"{there:%M}", date=show_date(there.date()))

    return (
        str(line.place), line.number, line.procedure, f"{line.sets:02d}" if line.sets else "", line.person, line.contact,
        line.authority, at(line.received_at), at(line.due_at), at(line.returned_at), line.method, line.signed, line.note,
    )  # fmt: skip


def _period(sheet: RegisterSheet, template: RegisterTemplate) -> str:
    pattern = template.one_day if sheet.first == sheet.last else template.period
    return pattern.format(first=show_date(sheet.first), last=show_date(sheet.last))


def _top(sheet: RegisterSheet, template: RegisterTemplate, paper: Page) -> list[Flowable]:
    size = template.body * 1.15
    date_line = template.date_line.format(place=sheet.place, day=moment(sheet.printed_at, template.day))
    head = Letterhead(sheet.superior_agency, sheet.agency, template.country, template.motto, date_line)
    centre = style(size, alignment=TA_CENTER)
    about = [template.book.format(book=sheet.book)] if sheet.book else []
    story = [
        letterhead(head, paper.text_width, _Head(0.45, size, size)),
        gap(size * 0.6),
        paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title),
        paragraph(centre, " · ".join((*about, _period(sheet, template)))),
    ]
    if sheet.conditions:
        italic = style(size, font=fonts.ITALIC, alignment=TA_CENTER)
        story.append(paragraph(italic, template.part.format(conditions="; ".join(sheet.conditions))))
    return [*story, gap(size * 0.6)]


def _bottom(sheet: RegisterSheet, template: RegisterTemplate, paper: Page) -> list[Flowable]:
    size, count = template.body * 1.1, Counter(sheet.totals.states)
    total = template.total.format(
        dossiers=sheet.totals.dossiers, returned=count[RegisterState.RETURNED], ready=count[RegisterState.READY],
        waiting=count[RegisterState.WAITING], paused=count[RegisterState.PAUSED], overdue=count[RegisterState.OVERDUE],
        refused=count[RegisterState.NOT_ACCEPTED],
    )  # fmt: skip
    bold, italic = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size, font=fonts.ITALIC, alignment=TA_CENTER)
    names = (sheet.printed_by, "")
    signed = [
        [paragraph(bold, who), paragraph(italic, template.hint), gap(size * 4), paragraph(bold, name)]
        for who, name in zip(template.signers, names, strict=True)
    ]
    width = paper.text_width / 2
    return [gap(size * 0.6), paragraph(style(size), total), gap(size), columns(signed, (width, width))]
