"""Form 01: the receipt with the appointment (giấy tiếp nhận hồ sơ và hẹn trả kết quả), two copies in one file.

The wording and the order come from the template that the sheet names; this module only lays them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import ceil

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from kiosk.receipt_sheet import ReceiptSheet
from printing import fonts
from printing.codes import QrCode, bars
from printing.flowables import cut, flow_around, framed, gap, height, padded, rows_of
from printing.forms import receipt_blocks as blocks
from printing.forms.receipt_words import FIELDS, made_printable, moment, words
from printing.forms.template import Fees, Line, Owners, Papers, Sizes, Template, load
from printing.layout import Page, PaperSize, Run, balanced, page, paragraph, style, varied
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build

LINES_LOST_AT_A_BREAK = 8  # of a table: its head again, and a row that did not fit
BLOCKS_WITH_SIGNATURES = 2  # so that signatures never stand alone on a page


def render(sheet: ReceiptSheet, paper: PaperSize) -> bytes:
    """The PDF of both copies. Raises TemplateUnusable (FORM-01), CodeTooLong (FORM-02)."""
    fonts.register()
    template = load(sheet.template, FIELDS)
    printable, missing = made_printable(sheet)
    form = _fitting(printable, missing, template, paper)
    named = zip(template.copies, template.copies_short, strict=True)
    copies = [Copy(form.story(copy), form.footer(short)) for copy, short in named]
    return build(copies, form.page, form.description())


def _fitting(sheet: ReceiptSheet, missing: tuple[str, ...], template: Template, paper: PaperSize) -> "_Form":
    """The form at its usual size, or smaller where that saves a page."""
    sizes = template.paper[paper]
    code = QrCode(sheet.token, sizes.code * mm, sizes.code_largest * mm) if sheet.token else None
    form = _Form(sheet, missing, template, sizes, page(paper, sizes.margins), code)
    usual = form.height()
    if form.pages(usual * sizes.tightest**2) == form.pages(usual):  # squared: smaller text also wraps less
        return form
    tight = replace(form, sizes=sizes.tightened())
    return tight if form.pages(tight.height()) < form.pages(usual) else form


def unprintable(sheet: ReceiptSheet) -> tuple[str, ...]:
    """The characters of `sheet` that will be printed as `�`, for the screen to show before printing."""
    return made_printable(sheet)[1]


@dataclass(frozen=True, slots=True)
class _Form:
    """One receipt being laid out on one paper."""

    sheet: ReceiptSheet
    missing: tuple[str, ...]
    template: Template
    sizes: Sizes
    page: Page
    code: QrCode | None

    def description(self) -> Description:
        return Description(self.template.title, self.sheet.agency, self.sheet.number, self.sheet.token)

    def footer(self, copy: str) -> Footer:
        code, hotline = self.template.code, self.sheet.hotline
        left = self.template.footer_hotline if hotline else self.template.footer
        right = self.template.footer_number.format(number=self.sheet.number, copy=copy)
        return Footer(left.format(code=code, hotline=hotline), right, self.template.page_of, self.sizes.footer)

    def height(self) -> float:
        """How high one copy would stand on an endless page."""
        body, tail = self.parts(self.template.copies[0])
        return height([*body, *tail], self.page.text_width)

    def pages(self, height: float) -> int:
        """About how many pages a copy of that height takes."""
        lost = LINES_LOST_AT_A_BREAK * self.sizes.table
        return 1 + max(0, ceil((height - self.page.text_height) / (self.page.text_height - lost)))

    def story(self, copy: str) -> list[Flowable]:
        body, tail = self.parts(copy)
        return [*body, KeepTogether(tail)]

    def parts(self, copy: str) -> tuple[list[Flowable], list[Flowable]]:
        """One copy from the head down, and its end, which stays together on a page."""
        around, below = self._blocks()
        last = chain.from_iterable(below[-BLOCKS_WITH_SIGNATURES:])
        tail = [*last, *self._notices(), *self._signatures(), *self._notes()]
        beside = [self._number, self._bars, *around]
        body = [
            *self._letterhead(),
            *self._title(copy),
            *flow_around(self._code(), beside, self.page.text_width, self.sizes.body),
            *chain.from_iterable(below[:-BLOCKS_WITH_SIGNATURES]),
        ]
        return body, tail

    def _letterhead(self) -> list[Flowable]:
        day = moment(self.sheet.received_at, self.template.day)
        date_line = self.template.date_line.format(place=self.sheet.place, received_day=day)
        texts = (self.sheet.superior_agency, self.sheet.agency, self.template.country, self.template.motto, date_line)
        return [letterhead(Letterhead(*texts), self.page.text_width, self.sizes)]

    def _title(self, copy: str) -> list[Flowable]:
        bold = style(self.sizes.title, font=fonts.BOLD)
        below = style(self.sizes.body, alignment=TA_CENTER)
        title = balanced(self.template.title, bold, self.page.text_width)
        marks = [Run(f" · {mark.upper()}", bold=True) for mark in self.sheet.marks]
        return [gap(self.sizes.gap * 2), title, paragraph(below, Run(f"({copy})", italic=True), *marks), gap(self.sizes.gap)]

    def _code(self) -> list[Flowable]:
        if self.code is None:
            return []
        caption = style(self.sizes.small, font=fonts.ITALIC, alignment=TA_CENTER)
        return [self.code, paragraph(caption, self.template.code_caption)]

    def _number(self, right: float) -> Flowable:
        number = Run(self.sheet.number, bold=True)
        large = style(self.sizes.number)
        if not self.sheet.number_is_temporary:
            return paragraph(varied(large, rightIndent=right), f"{self.template.number_label} ", number)
        label = Run(f"{self.template.temporary_label}: ", bold=True)
        note = paragraph(style(self.sizes.small, font=fonts.ITALIC), self.template.temporary_note)
        return framed([paragraph(large, label, number), note], self.page.text_width - right, self.sizes.gap * 0.6)

    def _bars(self, right: float) -> Flowable:
        space = self.sizes.gap * 0.7
        drawn = bars(self.sheet.number, self.page.text_width - right, self.sizes.bars * mm)
        return gap(space) if drawn is None else padded(drawn, space, space)

    def _blocks(self) -> tuple[list[blocks.Maker], list[list[Flowable]]]:
        """The lines that flow around the code, and everything below them up to the signatures."""
        look, values = blocks.type_of(self.sizes), words(self.sheet, self.template)
        around: list[blocks.Maker] = []
        below: list[list[Flowable]] = []
        for block in self.template.blocks:
            match block:
                case Line() | Owners():
                    makers = self._lines(block, values, look)
                    if below:
                        below.append([make(0) for make in makers])
                    else:
                        around += makers
                case Papers():
                    below.append(blocks.papers(block, self.sheet.papers, look, self.page))
                case Fees():
                    below.append(blocks.fees(block, self.sheet.fees, self.sheet.fee_method, look))
        return around, below

    def _lines(self, block: Line | Owners, values: Mapping[str, str], look: blocks.Type) -> list[blocks.Maker]:
        if isinstance(block, Owners):
            return blocks.owners(block, self.sheet.owners, look)
        made = blocks.line(block, values, look)
        return [] if made is None else [made]

    def _notices(self) -> list[Flowable]:
        texts = list(self.sheet.notices)
        if self.missing:
            texts.append(self.template.missing.format(characters=fonts.code_points(self.missing)))
        if not texts:
            return []
        body = style(self.sizes.table)
        label = Run(f"{self.template.notices.label} ", bold=True)
        rows = [paragraph(body, label, texts[0])]
        if len(texts) > 1:
            rows = [paragraph(body, label), *(paragraph(body, f"– {text}") for text in texts)]
        padding = self.sizes.gap * 0.7
        room = self.page.text_width - 4 * padding
        pieces = list(chain.from_iterable(cut(row, room, self.page.row_height) for row in rows))
        return [gap(self.sizes.gap), framed(pieces, self.page.text_width, padding)]

    def _signatures(self) -> list[Flowable]:
        signers = self.template.signatures
        half = self.page.text_width / 2
        cells = (
            self._signature(signers.submitter, self.sheet.submitter_name),
            self._signature(signers.officer, self.sheet.officer_name),
        )
        return [gap(self.sizes.gap), rows_of(cells, (half, half))]

    def _signature(self, title: str, name: str) -> list[Flowable]:
        size = self.sizes.body
        bold = style(size, font=fonts.BOLD, alignment=TA_CENTER)
        hint = style(size * 0.95, font=fonts.ITALIC, alignment=TA_CENTER)
        heading = [paragraph(bold, title), paragraph(hint, self.template.signatures.hint)]
        names = cut(paragraph(bold, name), self.page.text_width / 2, self.page.row_height)
        return [*heading, gap(self.sizes.signature_space), *names]

    def _notes(self) -> list[Flowable]:
        size = self.sizes.small
        label = Run(self.template.notes.label, bold=True, italic=True)
        item = style(size, font=fonts.ITALIC, leftIndent=size, firstLineIndent=-size * 0.7)
        lines = (paragraph(item, f"- {text}") for text in self.template.notes.lines)
        return [gap(self.sizes.gap), paragraph(style(size), label), *lines]
