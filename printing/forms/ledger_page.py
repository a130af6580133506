"""The certification ledger on paper, one book whole: every number in order, the struck ones struck through and told why."""

from dataclasses import dataclass, fields, replace
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from kiosk.ledger_sheet import LedgerRow, LedgerSheet
from kiosk.moments import day_of, show_date
from printing import fonts
from printing.flowables import cell_font, columns, gap
from printing.forms.desk_template import LedgerTemplate, load, printable
from printing.forms.receipt_words import dong, moment
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build

TEMPLATE = "so-chung-thuc"
_PADDING: float = 1.0 * mm


@dataclass(frozen=True, slots=True)
class _Head:
    agency_share: float
    country: float
    motto: float


def render(sheet: LedgerSheet) -> bytes:
    """The PDF (A4 lying across). Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(TEMPLATE, LedgerTemplate)
    clean = _clean(sheet)
    paper = page(PaperSize.A4, template.margins, across=True)
    story = [*_top(clean, template, paper), *_table(clean, template, paper), *_bottom(clean, template, paper)]
    footer = Footer(template.footer.format(code=template.code), clean.book, template.page_of, template.body * 0.75)
    return build([Copy(story, footer)], paper, Description(template.title, clean.agency, clean.book, ""))


def _clean(sheet: LedgerSheet) -> LedgerSheet:
    texts = {one.name: printable(getattr(sheet, one.name)) for one in fields(sheet) if one.name != "rows"}
    rows = (replace(row, **{one.name: printable(getattr(row, one.name)) for one in fields(row)}) for row in sheet.rows)
    return replace(sheet, **texts, rows=tuple(rows))


def _top(sheet: LedgerSheet, template: LedgerTemplate, paper: Page) -> list[Flowable]:
    size = template.body
    date_line = template.date_line.format(place=sheet.place, day=moment(sheet.printed_at, template.day))
    head = Letterhead(sheet.superior_agency, sheet.agency, template.country, template.motto, date_line)
    centre = style(size * 1.1, alignment=TA_CENTER)
    opened = show_date(day_of(sheet.opened_at))
    since = template.opened.format(opened=opened)
    if sheet.closed_at is not None:
        since = template.opened_and_closed.format(opened=opened, closed=show_date(day_of(sheet.closed_at)))
    about = " · ".join((template.book.format(book=sheet.book), since, *sheet.marks))
    return [
        letterhead(head, paper.text_width, _Head(0.45, size, size)),
        gap(size),
        paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title),
        paragraph(centre, sheet.title),
        paragraph(centre, about),
        gap(size),
    ]


def _table(sheet: LedgerSheet, template: LedgerTemplate, paper: Page) -> list[Flowable]:
    size = template.body * 0.95
    if not sheet.rows:
        return [paragraph(style(template.body, alignment=TA_CENTER, font=fonts.ITALIC), template.none)]
    heading = style(size, font=fonts.BOLD, alignment=TA_CENTER)
    heads = [paragraph(heading, text) for text in template.headings]
    looks = (style(size), style(size, alignment=TA_CENTER), style(size, alignment=TA_RIGHT))
    rows = [heads, *(_row(row, *looks) for row in sheet.rows)]
    table = Table(rows, colWidths=[share * paper.text_width for share in template.widths], repeatRows=1)
    table.setStyle(TableStyle([
        cell_font(size),
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((side, (0, 0), (-1, -1), _PADDING) for side in ("LEFTPADDING", "RIGHTPADDING")),
        *((side, (0, 0), (-1, -1), _PADDING * 0.7) for side in ("TOPPADDING", "BOTTOMPADDING")),
    ]))  # fmt: skip
    return [table]


def _row(row: LedgerRow, left: ParagraphStyle, centre: ParagraphStyle, right: ParagraphStyle) -> list[Any]:
    def cell(text: str, look: ParagraphStyle) -> Any:
        return paragraph(look, Run(text, struck=bool(row.struck)))

    return [
        cell(str(row.number), centre), cell(show_date(day_of(row.entered_at)), centre), cell(row.person, left),
        cell(row.subject, left), cell(str(row.pages), centre), cell(str(row.copies), centre), cell(dong(row.fee), right),
        cell(row.officer, left), paragraph(left, row.struck),
    ]  # fmt: skip


def _bottom(sheet: LedgerSheet, template: LedgerTemplate, paper: Page) -> list[Flowable]:
    size = template.body
    valid = [row for row in sheet.rows if not row.struck]
    total = template.total.format(
        valid=len(valid), copies=sum(row.copies for row in valid), fee=dong(sum(row.fee for row in valid)),
        struck=len(sheet.rows) - len(valid),
    )  # fmt: skip
    centre = style(size, font=fonts.BOLD, alignment=TA_CENTER)
    signing = [
        paragraph(centre, template.signer),
        paragraph(style(size, font=fonts.ITALIC, alignment=TA_CENTER), template.hint),
        gap(size * 4),
        paragraph(centre, sheet.printed_by),
    ]
    width = paper.text_width
    signed = columns(([], signing), (width * 0.6, width * 0.4))
    return [gap(size * 0.6), KeepTogether([paragraph(style(size), total), gap(size), signed])]
