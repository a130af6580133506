"""The closing of a drawer on paper (A4): what went through it, what must lie in it, what was counted."""

from dataclasses import fields, replace
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from kiosk.moments import local
from kiosk.till_sheet import DrawerRow, DrawerSheet
from printing import fonts
from printing.flowables import cell_font, columns, gap
from printing.forms.desk_template import DrawerTemplate, load, printable
from printing.forms.receipt_words import dong, moment
from printing.forms.template import TemplateUnusable
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build
from printing.plain_head import PlainHead

TEMPLATE = "kiem-dem-ngan-tien"
WORDS = frozenset({
    "counter", "opened", "closed", "opening_float", "cash_in", "cash_out", "transfers", "expected", "counted", "words",
    "difference", "note",
})  # fmt: skip


def render(sheet: DrawerSheet) -> bytes:
    """The PDF (A4). Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template, clean = load(TEMPLATE, DrawerTemplate), _clean(sheet)
    paper = page(PaperSize.A4, template.margins)
    story = [*_top(clean, template, paper), *_payments(clean, template, paper), *_bottom(clean, template, paper)]
    footer = Footer(template.footer.format(code=template.code), clean.counter, template.page_of, template.body * 0.75)
    return build([Copy(story, footer)], paper, Description(template.title, clean.agency, clean.counter, ""))


def _clean(sheet: DrawerSheet) -> DrawerSheet:
    texts = {one.name: printable(getattr(sheet, one.name)) for one in fields(sheet) if one.name != "rows"}
    rows = (replace(row, **{one.name: printable(getattr(row, one.name)) for one in fields(row)}) for row in sheet.rows)
    return replace(sheet, **texts, rows=tuple(rows))


def _words(sheet: DrawerSheet, template: DrawerTemplate) -> dict[str, str]:
    def at(ms: int, who: str) -> str:
        return f"{moment(ms, template.moment)} ({who})"

    counted = sheet.counted
    sums = ("opening_float", "cash_in", "cash_out", "expected", "transfers")
    money = {name: f"{dong(getattr(sheet, name))} đồng" for name in sums}
    return money | {
        "counter": sheet.counter,
        "opened": at(sheet.opened_at, sheet.opened_by),
        "closed": template.still_open if sheet.closed_at is None else at(sheet.closed_at, sheet.closed_by),
        "counted": "" if counted is None else f"{dong(counted)} đồng",
        "words": sheet.words,
        "difference": "" if counted is None else f"{dong(counted - sheet.expected)} đồng",
        "note": sheet.note,
    }


def _top(sheet: DrawerSheet, template: DrawerTemplate, paper: Page) -> list[Flowable]:
    size, words = template.body, _words(sheet, template)
    date_line = template.date_line.format(place=sheet.place, day=moment(sheet.printed_at, template.day))
    head = Letterhead(sheet.superior_agency, sheet.agency, template.country, template.motto, date_line)
    story = [
        letterhead(head, paper.text_width, PlainHead(0.45, size, size)),
        gap(size),
        paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title),
    ]
    if sheet.marks:
        story.append(paragraph(style(size, alignment=TA_CENTER), " · ".join(sheet.marks)))
    story.append(gap(size))
    for said, name in template.facts:
        if name not in words:
            raise TemplateUnusable(template=template.key, reason=f"{{{name}}}")
        if words[name]:
            story.append(paragraph(style(size), f"{said}: ", Run(words[name], bold=True)))
    return [*story, gap(size)]


def _payments(sheet: DrawerSheet, template: DrawerTemplate, paper: Page) -> list[Flowable]:
    size = template.body * 0.85
    if not sheet.rows:
        return [paragraph(style(template.body, alignment=TA_CENTER, font=fonts.ITALIC), template.none)]
    heads = [paragraph(style(size, font=fonts.BOLD, alignment=TA_CENTER), text) for text in template.headings]
    table = Table(
        [heads, *(_row(row, size) for row in sheet.rows)], colWidths=[share * paper.text_width for share in template.widths],
        repeatRows=1,
    )  # fmt: skip
    table.setStyle(TableStyle([
        cell_font(size), ("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
    ]))  # fmt: skip
    return [table]


def _row(row: DrawerRow, size: float) -> list[Any]:
    left, right = style(size), style(size, alignment=TA_RIGHT)
    texts = (f"{local(row.taken_at):%H:%M}", row.slip, row.payer, row.dossier, row.method)
    return [*(paragraph(left, text) for text in texts), paragraph(right, dong(row.amount)), paragraph(left, row.receipt)]


def _bottom(sheet: DrawerSheet, template: DrawerTemplate, paper: Page) -> list[Flowable]:
    size, half = template.body, paper.text_width / 2
    bold, hint = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size, font=fonts.ITALIC, alignment=TA_CENTER)

    def block(title: str, name: str) -> list[Flowable]:
        return [paragraph(bold, title), paragraph(hint, template.hint), gap(size * 4), paragraph(bold, name)]

    counted_by = sheet.closed_by or sheet.printed_by
    both = (block(template.signers[0], counted_by), block(template.signers[1], ""))
    return [gap(size), KeepTogether([columns(both, (half, half))])]
