"""The head of every official form (Decree 30/2020): agency on the left, state title and motto on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reportlab.lib.enums import TA_CENTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from kiosk.text import upper
from printing import fonts
from printing.flowables import Rule, columns, gap
from printing.layout import balanced, paragraph, style

AGENCY_RULE = 0.4  # of the width of the agency's last line's column


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands in the head; texts are printable already."""

    superior: str
    agency: str
    country: str
    motto: str
    date_line: str


class HeadSizes(Protocol):
    """Type sizes in points and the agency's share of the width."""

    @property
    def agency_share(self) -> float: ...
    @property
    def country(self) -> float: ...
    @property
    def motto(self) -> float: ...


def letterhead(head: Letterhead, width: float, sizes: HeadSizes) -> Flowable:
    """The head as one row of two columns."""
    left = width * sizes.agency_share
    cells = (_agency(head, left - sizes.country, sizes.country), _state(head, sizes.country, sizes.motto))
    return columns(cells, (left, width - left))


def _agency(head: Letterhead, width: float, size: float) -> Sequence[Flowable]:
    plain, bold = style(size, alignment=TA_CENTER), style(size, font=fonts.BOLD, alignment=TA_CENTER)
    story: list[Flowable] = []
    if head.superior:
        story.append(balanced(upper(head.superior), plain, width))
    story.append(balanced(upper(head.agency), bold, width))
    story.append(Rule(width * AGENCY_RULE, size * 0.3))
    return story


def _state(head: Letterhead, country_size: float, motto_size: float) -> Sequence[Flowable]:
    bold = style(country_size, font=fonts.BOLD, alignment=TA_CENTER)
    motto = style(motto_size, font=fonts.BOLD, alignment=TA_CENTER)
    day = style(motto_size, font=fonts.ITALIC, alignment=TA_CENTER)
    return [
        paragraph(bold, head.country),
        paragraph(motto, head.motto),
        Rule(stringWidth(head.motto, fonts.BOLD, motto_size), motto_size * 0.3),
        gap(country_size * 0.45),
        paragraph(day, head.date_line),
    ]
