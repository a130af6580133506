"""The paper signed when a result is handed back (A5 upright). Wording and order are data."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import Flowable, KeepTogether

from kiosk.hand_back_sheet import HandBackSheet
from printing import fonts
from printing.flowables import columns, gap
from printing.forms.desk_template import DeskTemplate, filled, load, printable
from printing.forms.receipt_words import moment
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build
from printing.plain_head import PlainHead

TEMPLATE = "giay-bien-nhan-tra-ket-qua"
_TIMES = frozenset({"received_at", "due_at", "handed_at"})
WORDS = frozenset(
    {"received", "due", "handed", *(one.name for one in fields(HandBackSheet) if one.name not in (*_TIMES, "marks"))}
)


class HandBackTemplate(DeskTemplate, frozen=True):
    """`lines` may name the words of `WORDS`; one whose only word is empty is left out, `**` around a part sets it bold."""

    country: str
    motto: str
    date_line: str
    day: str
    moment: str
    copies: tuple[str, ...]            # what each sheet is for
    lines: tuple[str, ...]
    statement: str
    collector: str
    officer: str
    hint: str


def render(sheet: HandBackSheet) -> bytes:
    """The PDF, every copy of it. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(TEMPLATE, HandBackTemplate)
    clean = replace(sheet, **{one.name: printable(getattr(sheet, one.name)) for one in fields(sheet)})
    paper = page(PaperSize.A5, template.margins)
    footer = Footer(template.footer.format(code=template.code), clean.dossier, template.page_of, template.body * 0.7)
    copies = [Copy(list(_story(clean, template, paper, purpose)), footer) for purpose in template.copies]
    return build(copies, paper, Description(template.title, clean.agency, clean.dossier, ""))


def _story(sheet: HandBackSheet, template: HandBackTemplate, paper: Page, purpose: str) -> Iterator[Flowable]:
    size, width = template.body, paper.text_width
    date_line = template.date_line.format(place=sheet.place, day=moment(sheet.handed_at, template.day))
    head = Letterhead(sheet.superior_agency, sheet.agency, template.country, template.motto, date_line)
    yield letterhead(head, width, PlainHead(0.45, size * 0.85, size * 0.9))
    yield gap(size * 0.5)
    yield paragraph(style(size * 1.5, font=fonts.BOLD, alignment=TA_CENTER), template.title)
    yield paragraph(style(size, alignment=TA_CENTER), " · ".join((purpose, *sheet.marks)))
    yield gap(size * 0.4)
    words = _words(sheet, template)
    for pattern in template.lines:
        if _says_something(pattern, words):
            yield paragraph(style(size), *_runs(pattern, words, template.key))
    yield paragraph(style(size), Run(template.statement, italic=True))
    yield _signing(sheet, template, width)


def _words(sheet: HandBackSheet, template: HandBackTemplate) -> Mapping[str, str]:
    plain = {name: getattr(sheet, name) for name in WORDS if isinstance(getattr(sheet, name, None), str)}
    return {
        **plain,
        "originals": "; ".join(sheet.originals),
        "received": moment(sheet.received_at, template.moment),
        "due": "" if sheet.due_at is None else moment(sheet.due_at, template.moment),
        "handed": moment(sheet.handed_at, template.moment),
    }


def _says_something(pattern: str, words: Mapping[str, str]) -> bool:
    return not any("{" + name + "}" in pattern and not value for name, value in words.items())


def _runs(pattern: str, words: Mapping[str, str], key: str) -> list[Run]:
    """The parts of a line in turn plain and bold; what people wrote never sets anything bold."""
    return [Run(filled(part, words, key), bold=bool(place % 2)) for place, part in enumerate(pattern.split("**")) if part]


def _signing(sheet: HandBackSheet, template: HandBackTemplate, width: float) -> KeepTogether:
    size = template.body
    bold, hint = style(size, font=fonts.BOLD, alignment=TA_CENTER), style(size * 0.9, font=fonts.ITALIC, alignment=TA_CENTER)

    def block(title: str, name: str) -> list[Flowable]:
        return [paragraph(bold, title), paragraph(hint, template.hint), gap(size * 2.6), paragraph(bold, name)]

    both = (block(template.collector, sheet.collector), block(template.officer, sheet.officer))
    return KeepTogether([gap(size * 0.4), columns(both, (width / 2, width / 2))])
