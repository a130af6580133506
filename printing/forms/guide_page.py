"""The checklist a citizen takes home from the kiosk (A5): papers to bring with a box to tick each, fees, time. Nobody's name."""

from collections.abc import Iterator, Sequence

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import Flowable, Table, TableStyle

from kiosk.moments import show_moment
from kiosk.selfservice.guides import Guide, GuidePaper
from kiosk.settings import Office
from kiosk.text import upper
from kiosk.words import _
from printing import fonts
from printing.flowables import cell_font, gap
from printing.layout import Page, PaperSize, Run, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

_SIZE, _MARGINS, _BOX = 11.0, (12.0, 14.0, 12.0, 12.0), 18.0


def render(guide: Guide, office: Office, printed_at: int) -> bytes:
    """The PDF."""
    fonts.register()
    paper = page(PaperSize.A5, _MARGINS)
    footer = Footer(office.name, show_moment(printed_at), _("Trang {page}/{pages}"), _SIZE * 0.7)
    story = list(_story(guide, office, paper))
    return build([Copy(story, footer)], paper, Description(guide.name, office.name, guide.code, ""))


def _story(guide: Guide, office: Office, paper: Page) -> Iterator[Flowable]:
    text, head = style(_SIZE), style(_SIZE * 1.15, font=fonts.BOLD)
    centre = style(_SIZE, alignment=TA_CENTER)
    yield paragraph(centre, upper(office.name))
    yield gap(_SIZE)
    yield paragraph(style(_SIZE * 1.4, font=fonts.BOLD, alignment=TA_CENTER), guide.name)
    yield paragraph(centre, Run(_("Giấy tờ cần chuẩn bị"), italic=True))
    yield gap(_SIZE)
    if guide.papers:
        yield _boxes(guide.papers, paper.text_width)
    else:
        yield paragraph(text, _("Không phải nộp giấy tờ nào."))
    for title, lines, none in (
        (_("Lệ phí"), guide.fees, _("Không mất tiền.")), (_("Thời gian"), guide.terms, _("Hỏi cán bộ tại quầy.")),
    ):  # fmt: skip
        yield gap(_SIZE * 0.8)
        yield paragraph(head, title)
        for line in lines or (none,):
            yield paragraph(text, line)
    yield gap(_SIZE)
    if office.hotline:
        yield paragraph(text, _("Hỏi thêm: {phone}").format(phone=office.hotline))


def _boxes(papers: Sequence[GuidePaper], width: float) -> Table:
    text, hint = style(_SIZE), style(_SIZE * 0.85, font=fonts.ITALIC)
    rows = [["", [paragraph(text, one.name), *([paragraph(hint, one.told())] if one.told() else [])]] for one in papers]
    table = Table(rows, colWidths=[_BOX, width - _BOX])
    boxes = [("BOX", (0, row), (0, row), 0.8, "black") for row in range(len(rows))]
    around = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (1, 0), (1, -1), 0.3, "grey")]
    table.setStyle(TableStyle([cell_font(_SIZE), *boxes, *around]))
    return table
