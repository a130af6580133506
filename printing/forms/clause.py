"""The certification clause (lời chứng): one page for each copy, to be signed and stamped. Wording and order are data."""

from collections.abc import Iterator
from dataclasses import fields, replace

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import Flowable, KeepTogether, PageBreak

from kiosk.clause_sheet import ClauseLine, ClauseSheet
from printing import fonts
from printing.flowables import columns, gap
from printing.forms.desk_template import ClauseTemplate, filled, load, printable
from printing.forms.receipt_words import moment, two_digits
from printing.layout import Page, PaperSize, Run, balanced, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

WORDS = frozenset(
    {"number", "book", "subject", "pages", "copies", "person", "identifier", "agency", "place", "moment", "day", "dossier"}
)
_BOLD = "**"
_DOTS = "……………………………………"


def render(sheet: ClauseSheet) -> bytes:
    """The PDF (A5). Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(sheet.template, ClauseTemplate)
    clean = _clean(sheet)
    paper = page(PaperSize.A5, template.margins)
    story: list[Flowable] = []
    for line in clean.lines:
        for _copy in range(max(1, line.copies)):
            if story:
                story.append(PageBreak())
            story += _clause(clean, line, template, paper)
    footer = Footer(template.footer.format(code=template.code), clean.dossier, template.page_of, template.body * 0.7)
    return build([Copy(story, footer)], paper, Description(template.title, clean.agency, clean.dossier, ""))


def _clean(sheet: ClauseSheet) -> ClauseSheet:
    texts = {one.name: printable(getattr(sheet, one.name)) for one in fields(sheet) if one.name not in ("lines", "template")}
    lines = (replace(line, book=printable(line.book), subject=printable(line.subject)) for line in sheet.lines)
    return replace(sheet, **texts, lines=tuple(lines))


def _words(sheet: ClauseSheet, line: ClauseLine, template: ClauseTemplate) -> dict[str, str]:
    known = {
        "number": two_digits(line.number), "book": line.book, "subject": line.subject, "pages": two_digits(line.pages),
        "copies": two_digits(line.copies), "person": sheet.person, "identifier": sheet.identifier, "agency": sheet.agency,
        "place": sheet.place, "moment": moment(sheet.certified_at, template.moment),
        "day": moment(sheet.certified_at, template.day), "dossier": sheet.dossier,
    }  # fmt: skip
    return {name: value or _DOTS for name, value in known.items()}


def _clause(sheet: ClauseSheet, line: ClauseLine, template: ClauseTemplate, paper: Page) -> Iterator[Flowable]:
    words, size = _words(sheet, line, template), template.body
    bold = style(size * 1.1, font=fonts.BOLD, alignment=TA_CENTER)
    body = style(size, spaceAfter=size * 0.35)
    centre, hint = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size * 0.9, font=fonts.ITALIC, alignment=TA_CENTER)
    block: list[Flowable] = [paragraph(bold, template.title)]
    if sheet.marks:
        block.append(paragraph(hint, " · ".join(sheet.marks)))
    block.append(gap(size))
    for pattern in template.lines:
        strong = pattern.startswith(_BOLD) and pattern.endswith(_BOLD)
        block.append(paragraph(body, Run(filled(pattern.strip("*"), words, template.key), bold=strong)))
    half = paper.text_width / 2
    room = half * 1.2
    signing = [balanced(template.signer, centre, room - size), paragraph(hint, template.hint), gap(template.stamp_space)]
    yield KeepTogether([*block, gap(size), columns(([], signing), (paper.text_width - room, room))])
