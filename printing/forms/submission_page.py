"""The slip from a kiosk: A4, A4 in large type, or the 80 mm roll of a ticket printer, as long as what stands on it."""

from collections.abc import Iterator
from dataclasses import fields, replace

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from kiosk.submission_sheet import SlipPaper, SubmissionSheet
from printing import fonts
from printing.codes import QrCode
from printing.flowables import gap, height
from printing.forms.desk_template import DeskTemplate, load, printable
from printing.forms.template import TemplateUnusable
from printing.layout import Page, PaperSize, Run, balanced, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

_SCALE = {SlipPaper.A4: 1.0, SlipPaper.LARGE: 1.5, SlipPaper.TICKET: 0.77}
_QR = {SlipPaper.A4: 50 * mm, SlipPaper.LARGE: 60 * mm, SlipPaper.TICKET: 46 * mm}
_QR_MOST = {SlipPaper.A4: 80 * mm, SlipPaper.LARGE: 90 * mm, SlipPaper.TICKET: 72 * mm}
_ROLL = 80 * mm                        # eight dots a millimetre; the head prints 72 mm
_ROLL_MARGIN = 4 * mm
_TEAR = 8 * mm
_WORDS = frozenset(one.name for one in fields(SubmissionSheet))


class SubmissionTemplate(DeskTemplate, frozen=True):
    """`lines`: what it says, and the word of the sheet beside it; left out where that is empty."""

    statement: str
    number: str
    lines: tuple[tuple[str, str], ...]
    papers: str
    no_papers: str
    notes: tuple[str, ...]
    hotline: str


def render(sheet: SubmissionSheet, paper: SlipPaper) -> bytes:
    """The PDF. Raises TemplateUnusable (FORM-01), CodeTooLong (FORM-02)."""
    fonts.register()
    template = load(sheet.template, SubmissionTemplate)
    for _said, word in template.lines:
        if word not in _WORDS:
            raise TemplateUnusable(template=template.key, reason=f"{{{word}}}")
    clean = replace(sheet, **{one.name: printable(getattr(sheet, one.name)) for one in fields(sheet)})
    size = template.body * _SCALE[paper]
    footer = Footer(template.footer.format(code=template.code), clean.number, template.page_of, size * 0.7)
    if paper is SlipPaper.TICKET:
        footer = Footer("", "", "", size * 0.7)
    on = _roll(clean, template) if paper is SlipPaper.TICKET else page(PaperSize.A4, template.margins)
    story = list(_story(clean, template, on, paper))
    return build([Copy(story, footer)], on, Description(template.title, clean.agency, clean.number, ""))


def _roll(sheet: SubmissionSheet, template: SubmissionTemplate) -> Page:
    """As long as it takes, so that the cutter comes right below the last line."""
    endless = Page(_ROLL, 10_000 * mm, _ROLL_MARGIN, _TEAR, _ROLL_MARGIN, _ROLL_MARGIN)
    tall = height(list(_story(sheet, template, endless, SlipPaper.TICKET)), endless.text_width)
    return replace(endless, height=tall + _ROLL_MARGIN + _TEAR + 6 * mm)


def _story(sheet: SubmissionSheet, template: SubmissionTemplate, on: Page, paper: SlipPaper) -> Iterator[Flowable]:
    size, width = template.body * _SCALE[paper], on.text_width
    centre = style(size, alignment=TA_CENTER)
    yield balanced(sheet.agency, style(size * 0.9, font=fonts.BOLD, alignment=TA_CENTER), width)
    for mark in sheet.marks:
        yield paragraph(style(size * 0.85, alignment=TA_CENTER), Run(mark, bold=True))
    yield gap(size * 0.5)
    yield paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title)
    yield gap(size * 0.3)
    yield _framed(paragraph(style(size * 1.05, font=fonts.BOLD, alignment=TA_CENTER), template.statement), width, size)
    yield gap(size * 0.5)
    yield paragraph(centre, f"{template.number}:")
    yield paragraph(style(_fitting(sheet.number, size, width), font=fonts.BOLD, alignment=TA_CENTER), sheet.number)
    if sheet.token:
        yield gap(size * 0.6)
        code = QrCode(sheet.token, _QR[paper], min(_QR_MOST[paper], width))
        code.hAlign = "CENTER"
        yield code
    if sheet.number_note:
        yield paragraph(style(size * 0.85, font=fonts.ITALIC, alignment=TA_CENTER), sheet.number_note)
    yield gap(size * 0.5)
    for said, word in template.lines:
        text = getattr(sheet, word)
        if text:
            yield paragraph(style(size), f"{said}: ", Run(text, bold=True))
    yield gap(size * 0.4)
    yield from _papers(sheet, template, size)
    yield gap(size * 0.4)
    for note in template.notes:
        yield paragraph(style(size * 0.92), f"- {note}")
    if sheet.hotline:
        yield paragraph(style(size), Run(template.hotline.format(hotline=sheet.hotline), bold=True))


def _papers(sheet: SubmissionSheet, template: SubmissionTemplate, size: float) -> Iterator[Flowable]:
    if not sheet.papers:
        yield paragraph(style(size), template.no_papers)
        return
    yield paragraph(style(size), f"{template.papers}:")
    for place, text in enumerate(sheet.papers, 1):
        yield paragraph(style(size, leftIndent=size), f"{place}. {text}")


def _framed(inside: Flowable, width: float, size: float) -> Table:
    look = [("BOX", (0, 0), (-1, -1), 1.2, "black"), ("TOPPADDING", (0, 0), (-1, -1), size * 0.3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.5)]  # fmt: skip
    return Table([[inside]], colWidths=[width], style=TableStyle(look))


def _fitting(number: str, size: float, width: float) -> float:
    """On one line, however long: a number broken in two is read out wrongly."""
    return min(size * 1.6, width / max(len(number), 1) / 0.62)
