"""A page that shows whether a printer prints: letters with all their marks, lines to the margins, the moment. Nobody's data."""

from reportlab.lib.enums import TA_CENTER
from reportlab.platypus import Flowable

from kiosk.moments import show_moment
from kiosk.settings import Office
from kiosk.words import _
from printing import fonts
from printing.flowables import gap
from printing.layout import PaperSize, page, paragraph, style
from printing.pdf import Copy, Description, Footer, build

_SIZE, _MARGINS = 12.0, (12.0, 14.0, 12.0, 12.0)
_LETTERS = ("ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ Đ", "ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự đ", "0123456789 O0 I1l")


def render(office: Office, printed_at: int) -> bytes:
    """The PDF (A5)."""
    fonts.register()
    paper = page(PaperSize.A5, _MARGINS)
    title = _("Trang in thử")
    story: list[Flowable] = [
        paragraph(style(_SIZE * 1.6, font=fonts.BOLD, alignment=TA_CENTER), title),
        paragraph(style(_SIZE, alignment=TA_CENTER), office.name),
        gap(_SIZE * 2),
    ]
    for size in (_SIZE * 0.75, _SIZE, _SIZE * 1.5):
        story += [paragraph(style(size), line) for line in _LETTERS]
        story.append(gap(_SIZE))
    footer = Footer(office.name, show_moment(printed_at), _("Trang {page}/{pages}"), _SIZE * 0.7)
    return build([Copy(story, footer)], paper, Description(title, office.name, "", ""))
