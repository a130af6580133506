"""The till's provisional slips (A5 lying across): a fee taken, or given back. Wording and order are data."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from kiosk.till_sheet import TillSlip
from printing import fonts
from printing.flowables import cell_font, columns, gap
from printing.forms.desk_template import SlipTemplate, filled, load, printable
from printing.forms.receipt_words import dong, moment
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build
from printing.plain_head import PlainHead

WORDS = frozenset({"payer", "dossier", "procedure", "method", "reason", "refunded_slip", "counter"})


def render(slip: TillSlip) -> bytes:
    """The PDF, every copy (liên) of it. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template, clean = load(slip.template, SlipTemplate), _clean(slip)
    paper = page(PaperSize.A5, template.margins, across=True)
    footer = Footer(template.footer.format(code=template.code), clean.number, template.page_of, template.body * 0.7)
    copies = [Copy(list(_story(clean, template, paper, purpose)), footer) for purpose in template.copies]
    return build(copies, paper, Description(template.title, clean.agency, clean.number, ""))


def _clean(slip: TillSlip) -> TillSlip:
    texts = {one.name: printable(getattr(slip, one.name)) for one in fields(slip) if one.name not in ("lines", "template")}
    lines = tuple(replace(line, name=printable(line.name), note=printable(line.note)) for line in slip.lines)
    return replace(slip, **texts, lines=lines)


def _story(slip: TillSlip, template: SlipTemplate, paper: Page, purpose: str) -> Iterator[Flowable]:
    size, width = template.body, paper.text_width
    date_line = template.date_line.format(place=slip.place, moment=moment(slip.issued_at, template.moment))
    head = Letterhead(slip.superior_agency, slip.agency, template.country, template.motto, date_line)
    yield letterhead(head, width, PlainHead(0.45, size * 0.85, size * 0.9))
    centre, bold = style(size, alignment=TA_CENTER), style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER)
    yield gap(size * 0.5)
    yield paragraph(bold, template.title)
    yield paragraph(centre, Run(template.not_a_receipt.upper(), bold=True))
    about = " · ".join((template.number.format(number=slip.number), purpose, *slip.marks))
    yield paragraph(centre, about)
    yield gap(size * 0.5)
    words = {name: getattr(slip, name) for name in WORDS}
    for pattern in template.lines:
        if _says_something(pattern, words):
            yield paragraph(style(size), filled(pattern, words, template.key))
    yield gap(size * 0.3)
    yield _sums(slip, template, width)
    yield paragraph(style(size), Run(filled(template.in_words, {"words": slip.words}, template.key), italic=True))
    if slip.tendered:
        given = {"tendered": dong(slip.tendered), "change": dong(slip.change)}
        yield paragraph(style(size), filled(template.change, given, template.key))
    yield paragraph(style(size * 0.9), template.note)
    yield _signing(slip, template, width)


def _says_something(pattern: str, words: Mapping[str, str]) -> bool:
    return not any("{" + name + "}" in pattern and not value for name, value in words.items())


def _sums(slip: TillSlip, template: SlipTemplate, width: float) -> Table:
    size = template.body * 0.95
    left, right = style(size), style(size, alignment=TA_RIGHT)
    rows = [[paragraph(left, Run(template.headings[0], bold=True)), paragraph(right, Run(template.headings[1], bold=True))]]
    for line in slip.lines:
        name = f"{line.name} ({line.note})" if line.note else line.name
        rows.append([paragraph(left, name), paragraph(right, dong(line.amount))])
    total = [paragraph(left, Run(template.total, bold=True)), paragraph(right, Run(dong(slip.amount), bold=True))]
    rows = [*rows, total] if slip.lines else [total]
    table = Table(rows, colWidths=[width * 0.75, width * 0.25], repeatRows=1 if slip.lines else 0)
    table.setStyle(TableStyle([cell_font(size), ("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _signing(slip: TillSlip, template: SlipTemplate, width: float) -> KeepTogether:
    size = template.body
    bold, hint = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size * 0.9, font=fonts.ITALIC, alignment=TA_CENTER)

    def block(title: str, name: str) -> list[Flowable]:
        return [paragraph(bold, title), paragraph(hint, template.hint), gap(size * 2.4), paragraph(bold, name)]

    both = (block(template.payer, slip.payer), block(template.cashier, slip.officer))
    return KeepTogether([gap(size * 0.4), columns(both, (width / 2, width / 2))])
