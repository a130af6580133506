"""Forms 02, 03 and 06: what their template says, in its order, filled with the words of a slip.

The wording comes from the template that the slip names; this module only lays it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from string import Formatter
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Table, TableStyle

from kiosk.slip_sheet import Row, Slip
from printing import fonts
from printing.flowables import cell_font, cut, gap, height, rows_of
from printing.forms import receipt_blocks as blocks
from printing.forms.notice_template import Column, FormSizes, FormTemplate, Grid, Prose, Signer, load
from printing.forms.receipt_blocks import CELL_PADDING
from printing.forms.receipt_words import moment
from printing.forms.template import Line
from printing.layout import Page, PaperSize, Run, balanced, page, paragraph, style, varied
from printing.letterhead import Letterhead, letterhead
from printing.pdf import Copy, Description, Footer, build

FIELDS = frozenset(
    {
        "submitter_name", "submitter_address", "submitter_phone", "submitter_email", "procedure", "dossier_number", "unit",
        "counter", "officer_name", "contact", "basis", "reason", "owners", "authority", "received", "due",
        "not_received",
    }
)  # fmt: skip


def render(slip: Slip, paper: PaperSize) -> bytes:
    """The PDF of one slip. Raises TemplateUnusable (FORM-01)."""
    fonts.register()
    template = load(slip.template, FIELDS)
    printable, missing = _made_printable(slip)
    sizes = template.paper[paper]
    form = _Form(printable, missing, template, sizes, page(paper, sizes.margins))
    tight = replace(form, sizes=sizes.tightened())
    if form.height() > form.page.text_height >= tight.height():
        form = tight
    description = Description(template.title, printable.agency, printable.number, "")
    return build([Copy(form.story(), form.footer())], form.page, description)


@dataclass(frozen=True, slots=True)
class _Form:
    """One slip being laid out on one paper."""

    slip: Slip
    missing: tuple[str, ...]
    template: FormTemplate
    sizes: FormSizes
    page: Page

    @property
    def words(self) -> Mapping[str, str]:
        moments = {name: moment(at, self.template.moment) for name, at in self.slip.moments.items()}
        return dict.fromkeys(FIELDS, "") | dict(self.slip.words) | moments

    def height(self) -> float:
        """How high it would stand on an endless page."""
        return height([*self._body(), *self._tail()], self.page.text_width)

    def story(self) -> list[Flowable]:
        return [*self._body(), KeepTogether(self._tail())]

    def footer(self) -> Footer:
        code, hotline = self.template.code, self.slip.hotline
        left = self.template.footer_hotline if hotline else self.template.footer
        number = self.slip.number or self.slip.words.get("dossier_number", "")
        right = self.template.footer_number.format(number=number) if number else ""
        return Footer(left.format(code=code, hotline=hotline), right, self.template.page_of, self.sizes.footer)

    def _body(self) -> list[Flowable]:
        return [*self._head(), *chain.from_iterable(self._block(block) for block in self.template.blocks)]

    def _head(self) -> list[Flowable]:
        template, slip = self.template, self.slip
        date_line = template.date_line.format(place=slip.place, received_day=moment(slip.issued_at, template.day))
        head = Letterhead(slip.superior_agency, slip.agency, template.country, template.motto, date_line)
        below = style(self.sizes.body, alignment=TA_CENTER)
        title = balanced(template.title, style(self.sizes.title, font=fonts.BOLD), self.page.text_width)
        story: list[Flowable] = [letterhead(head, self.page.text_width, self.sizes), gap(self.sizes.gap * 2), title]
        if template.number:
            story.append(paragraph(below, template.number.format(number=slip.number or template.no_number)))
        story += [paragraph(below, Run(mark.upper(), bold=True)) for mark in slip.marks]
        return [*story, gap(self.sizes.gap)]

    def _block(self, block: Line | Prose | Grid) -> list[Flowable]:
        look = blocks.type_of(self.sizes)
        match block:
            case Line():
                made = blocks.line(block, self.words, look)
                return [] if made is None else [made(0)]
            case Prose():
                if block.when and not self.words[block.when]:
                    return []
                text = Run(block.text.format(**self._dotted(block.text)), bold=block.strong)
                return [paragraph(varied(look.body, spaceBefore=self.sizes.line_gap), text)]
            case Grid():
                return self._grid(block, look)

    def _dotted(self, text: str) -> Mapping[str, str]:
        names = (name for _, name, _, _ in Formatter().parse(text) if name)
        return {name: self.words[name] or blocks.DOTS for name in names}

    def _grid(self, block: Grid, look: blocks.Type) -> list[Flowable]:
        given = self.slip.rows.get(block.rows, ())
        empty: Row = ("",) * len(block.columns)
        rows = [*given, *[empty] * (block.least - len(given))]
        widths = [column.share * self.page.text_width for column in block.columns]
        heads = [paragraph(look.heading, column.title) for column in block.columns]
        cells = chain.from_iterable(self._row(row, block.columns, widths, look) for row in rows)
        table = Table([heads, *cells], colWidths=widths, repeatRows=1)
        table.setStyle(_table_style(look))
        label = [paragraph(look.body, block.label)] if block.label else []
        line = look.body.leading
        return [CondPageBreak(line * 5), gap(line / 4), *label, gap(line / 6), table, gap(line / 3)]

    def _row(self, row: Row, columns: tuple[Column, ...], widths: list[float], look: blocks.Type) -> Iterable[list[Any]]:
        """A row of the table; one longer than a page goes on in rows below it."""
        cells = []
        for text, column, width in zip(row, columns, widths, strict=True):
            base = varied(look.cell, alignment=TA_CENTER) if column.centred else look.cell
            lines = (text or column.blank).split("\n")
            room = width - 2 * CELL_PADDING
            cells.append([cut(paragraph(base, line or "\N{NO-BREAK SPACE}"), room, self.page.row_height) for line in lines])
        if all(len(pieces) == 1 for lines in cells for pieces in lines):
            return [[[pieces[0] for pieces in lines] for lines in cells]]
        flat = [list(chain.from_iterable(lines)) for lines in cells]
        return [list(each) for each in zip_longest(*flat, fillvalue="")]

    def _tail(self) -> list[Flowable]:
        half = self.page.text_width / max(len(self.template.signatures), 2)
        blank = [[gap(0)]] if len(self.template.signatures) == 1 else []
        signed = [*blank, *(self._signature(signer, half) for signer in self.template.signatures)]
        story: list[Flowable] = [gap(self.sizes.gap), rows_of(signed, [half] * len(signed))] if signed else []
        small = style(self.sizes.small, font=fonts.ITALIC)
        notes = list(self.template.notes)
        if self.missing:
            notes.append(self.template.missing.format(characters=fonts.code_points(self.missing)))
        return [*story, gap(self.sizes.gap), *(paragraph(small, f"- {note}") for note in notes)]

    def _signature(self, signer: Signer, width: float) -> list[Flowable]:
        bold = style(self.sizes.body, font=fonts.BOLD, alignment=TA_CENTER)
        hint = style(self.sizes.body * 0.95, font=fonts.ITALIC, alignment=TA_CENTER)
        name = signer.name.format(**self.words)
        names = cut(paragraph(bold, name), width, self.page.row_height) if name else []
        return [paragraph(bold, signer.title), paragraph(hint, signer.hint), gap(self.sizes.signature_space), *names]


def _table_style(look: blocks.Type) -> TableStyle:
    size = look.cell.fontSize
    return TableStyle(
        [
            cell_font(size),
            ("LEADING", (0, 0), (-1, -1), look.cell.leading),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), size * 0.1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.27),
        ]
    )


def _made_printable(slip: Slip) -> tuple[Slip, tuple[str, ...]]:
    """The slip as paper can carry it, and every character that had to be replaced, once."""
    missing: dict[str, None] = {}

    def clean(text: str) -> str:
        made = fonts.printable(text)
        missing.update(dict.fromkeys(made.missing))
        return made.text

    cleaned = replace(
        slip,
        superior_agency=clean(slip.superior_agency),
        agency=clean(slip.agency),
        place=clean(slip.place),
        hotline=clean(slip.hotline),
        words={name: clean(text) for name, text in slip.words.items()},
        rows={name: tuple(tuple(map(clean, row)) for row in rows) for name, rows in slip.rows.items()},
        marks=tuple(map(clean, slip.marks)),
    )
    return cleaned, tuple(missing)
