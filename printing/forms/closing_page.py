"""The papers of a closed day (A4): the record of what was done and what stays open, and the lists that go with the dossiers."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table, TableStyle

from kiosk.closing_sheet import CountLine, DaySheet, HandOverGroup, HandOverSheet
from printing import fonts
from printing.flowables import cell_font, columns, gap
from printing.forms.desk_template import DayTemplate, HandOverTemplate, load, printable
from printing.forms.receipt_words import dong, moment
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build
from printing.plain_head import PlainHead

RECORD, HAND_OVER = "bien-ban-chot-ngay", "phieu-ban-giao-ho-so"
S = TypeVar("S")


def render_record(sheet: DaySheet) -> bytes:
    """The PDF of a record. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template, clean = load(RECORD, DayTemplate), _clean(sheet)
    paper = page(PaperSize.A4, template.margins)
    size = template.body
    span = template.span if clean.since else template.first_span
    about = [span.format(since=clean.since, closed=clean.closed), template.by.format(officer=clean.officer)]
    story = [*_top(clean, template, paper), *(paragraph(style(size), line) for line in about), gap(size)]
    story += _counts(template.done, clean.done, paper, size)
    story += _drawers(clean, template, paper)
    story += _counts(template.open, clean.open, paper, size) or [paragraph(style(size), template.nothing_open)]
    if clean.note:
        story.append(paragraph(style(size), f"{template.note}: ", Run(clean.note, bold=True)))
    story += _signed(template, (clean.officer, ""), paper)
    return _built(story, template, paper, clean)


def render_hand_over(sheet: HandOverSheet) -> bytes:
    """The PDF of the lists, a page for each field of work. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template, clean = load(HAND_OVER, HandOverTemplate), _clean(sheet)
    paper = page(PaperSize.A4, template.margins, across=True)
    story: list[Flowable] = []
    for group in clean.groups:
        story += [PageBreak()] if story else []
        story += [*_top(clean, template, paper), *_list(group, template, paper)]
        story += _signed(template, (clean.printed_by, ""), paper)
    return _built(story, template, paper, clean)


def _clean(sheet: S) -> S:
    """Every text in it as paper can carry it."""
    if isinstance(sheet, tuple):
        return tuple(_clean(part) for part in sheet)  # type: ignore[return-value]
    if is_dataclass(sheet) and not isinstance(sheet, type):
        return replace(sheet, **{one.name: _clean(getattr(sheet, one.name)) for one in fields(sheet)})
    return printable(sheet)  # type: ignore[no-any-return]


def _top(sheet: DaySheet | HandOverSheet, template: DayTemplate | HandOverTemplate, paper: Page) -> list[Flowable]:
    size = template.body
    date_line = template.date_line.format(place=sheet.place, day=moment(sheet.printed_at, template.day))
    head = Letterhead(sheet.superior_agency, sheet.agency, template.country, template.motto, date_line)
    centre = style(size, alignment=TA_CENTER)
    return [
        letterhead(head, paper.text_width, PlainHead(0.45, size, size)),
        gap(size),
        paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title),
        paragraph(centre, " · ".join((sheet.counter, *sheet.marks))),
        gap(size),
    ]


def _counts(title: str, lines: Sequence[CountLine], paper: Page, size: float) -> list[Flowable]:
    if not lines:
        return []
    right = style(size, alignment=TA_RIGHT)
    rows = [
        [paragraph(style(size), line.name), paragraph(right, f"{dong(line.count)} đồng" if line.money else dong(line.count))]
        for line in lines
    ]
    return [paragraph(style(size, font=fonts.BOLD), title), gap(size * 0.3), _table(rows, (0.7, 0.3), paper, size), gap(size)]


def _drawers(sheet: DaySheet, template: DayTemplate, paper: Page) -> list[Flowable]:
    if not sheet.drawers:
        return []
    size = template.body
    right = style(size, alignment=TA_RIGHT)
    rows = [[paragraph(style(size, font=fonts.BOLD, alignment=TA_CENTER), text) for text in template.drawer_headings]]
    for one in sheet.drawers:
        texts = (one.opened, one.counted, one.by)
        amounts = (one.expected, one.amount, one.amount - one.expected)
        rows.append([
            *(paragraph(style(size), text) for text in texts), *(paragraph(right, dong(amount)) for amount in amounts),
            paragraph(style(size), one.note),
        ])  # fmt: skip
    return [
        paragraph(style(size, font=fonts.BOLD), template.drawers), gap(size * 0.3),
        _table(rows, template.drawer_widths, paper, size, heads=1), gap(size),
    ]  # fmt: skip


def _list(group: HandOverGroup, template: HandOverTemplate, paper: Page) -> list[Flowable]:
    size = template.body
    about = template.about.format(field=group.field, count=len(group.rows))
    rows = [[paragraph(style(size, font=fonts.BOLD, alignment=TA_CENTER), text) for text in template.headings]]
    for number, row in enumerate(group.rows, 1):
        texts = (row.number, row.person, row.procedure, row.received, row.due, "")
        rows.append([paragraph(style(size, alignment=TA_CENTER), str(number)), *(paragraph(style(size), text) for text in texts)])
    return [paragraph(style(size), about), gap(size * 0.5), _table(rows, template.widths, paper, size, heads=1)]


def _table(rows: list[list[Any]], widths: Sequence[float], paper: Page, size: float, heads: int = 0) -> Table:
    table = Table(rows, colWidths=[share * paper.text_width for share in widths], repeatRows=heads)
    table.setStyle(TableStyle([
        cell_font(size), ("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
    ]))  # fmt: skip
    return table


def _signed(template: DayTemplate | HandOverTemplate, names: tuple[str, str], paper: Page) -> list[Flowable]:
    size, half = template.body, paper.text_width / 2
    bold, hint = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size, font=fonts.ITALIC, alignment=TA_CENTER)

    def block(title: str, name: str) -> list[Flowable]:
        return [paragraph(bold, title), paragraph(hint, template.hint), gap(size * 4), paragraph(bold, name)]

    both = tuple(block(title, name) for title, name in zip(template.signers, names, strict=True))
    return [gap(size), KeepTogether([columns(both, (half, half))])]


def _built(
    story: list[Flowable], template: DayTemplate | HandOverTemplate, paper: Page, sheet: DaySheet | HandOverSheet
) -> bytes:
    footer = Footer(template.footer.format(code=template.code), sheet.counter, template.page_of, template.body * 0.75)
    return build([Copy(story, footer)], paper, Description(template.title, sheet.agency, sheet.counter, ""))
