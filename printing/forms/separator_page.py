"""Separator sheets (A4): words nobody overlooks in a stack, a QR code and bars that say the same."""

from collections.abc import Iterator, Sequence

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Table, TableStyle

from kiosk.separator_sheet import SeparatorSheet
from printing import fonts
from printing.codes import QrCode, bars
from printing.flowables import gap
from printing.forms.desk_template import DeskTemplate, load, printable
from printing.layout import Page, PaperSize, balanced, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

TEMPLATE = "to-ngan"
_QR, _QR_MOST = 40 * mm, 60 * mm       # modules of 1 mm: read at 100 dpi, askew, from grey copies
_BARS_TALL = 18 * mm
_BAND = 9 * mm                         # black at the head: seen on the edge of a stack
_BIG, _NAME = 64, 30                   # points


class SeparatorTemplate(DeskTemplate, frozen=True):
    """What its words are."""

    next_paper: str
    next_named: str
    next_dossier: str
    next_numbered: str
    procedure: str
    note: str


def render(sheets: Sequence[SeparatorSheet]) -> bytes:
    """The PDF, a page for every sheet. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(TEMPLATE, SeparatorTemplate)
    paper = page(PaperSize.A4, template.margins)
    story: list[Flowable] = []
    for sheet in sheets:
        story += [PageBreak()] if story else []
        story += _one(sheet, template, paper)
    footer = Footer(template.footer.format(code=template.code), "", template.page_of, template.body * 0.7)
    return build([Copy(story, footer)], paper, Description(template.title, "", "", ""))


def _one(sheet: SeparatorSheet, template: SeparatorTemplate, paper: Page) -> Iterator[Flowable]:
    size, width = template.body, paper.text_width
    yield _band(width)
    yield gap(_BIG * 0.5)
    yield paragraph(style(_BIG, font=fonts.BOLD, alignment=TA_CENTER), template.title)
    yield gap(_BIG * 0.4)
    lead, name = _said(sheet, template)
    yield balanced(printable(lead), style(size * 1.5, alignment=TA_CENTER), width)
    if name:
        yield gap(size * 0.5)
        yield balanced(printable(name), style(_fitting(name), font=fonts.BOLD, alignment=TA_CENTER), width)
    if sheet.procedure:
        yield gap(size * 0.5)
        code = sheet.code.removeprefix("MCT1.P.").rpartition(".")[0]
        told = template.procedure.format(name=sheet.procedure, code=code)
        yield balanced(printable(told), style(size, alignment=TA_CENTER), width)
    yield gap(size * 1.5)
    code = QrCode(sheet.code, _QR, _QR_MOST)
    code.hAlign = "CENTER"
    yield code
    yield gap(size)
    drawn = bars(sheet.code, width, _BARS_TALL)
    if drawn is not None:
        drawn.hAlign = "CENTER"
        yield drawn
    yield paragraph(style(size * 0.8, alignment=TA_CENTER), sheet.code)
    yield gap(size * 1.5)
    yield paragraph(style(size * 0.9, font=fonts.ITALIC, alignment=TA_CENTER), template.note)


def _said(sheet: SeparatorSheet, template: SeparatorTemplate) -> tuple[str, str]:
    if sheet.dossier:
        return (template.next_numbered, sheet.number) if sheet.number else (template.next_dossier, "")
    return (template.next_named, sheet.paper) if sheet.paper else (template.next_paper, "")


def _fitting(name: str) -> float:
    """Long names of papers are set smaller, so that the sheet stays one page."""
    return _NAME if len(name) <= 60 else _NAME * 0.72 if len(name) <= 160 else _NAME * 0.5


def _band(width: float) -> Table:
    return Table([[""]], colWidths=[width], rowHeights=[_BAND], style=TableStyle([("BACKGROUND", (0, 0), (-1, -1), black)]))
