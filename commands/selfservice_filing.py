"""What filing at the kiosk is wired from: what may be filed, how its slip and its code are drawn."""

from collections.abc import Callable
from functools import partial

from kiosk.catalogue import Catalogue
from kiosk.ports import Clock
from kiosk.selfservice.beginnings import Beginnings
from kiosk.selfservice.filing_desk import FilingDesk, no_link_to_wake
from kiosk.selfservice.guides import Guides
from kiosk.settings import Settings
from kiosk.submission_sheet import SlipPaper, SubmissionSheet


def filing_desk(
    catalogue: Catalogue, settings: Settings, clock: Clock, guides: Guides, carry_now: Callable[[], None] = no_link_to_wake
) -> FilingDesk:  # fmt: skip
    """Of one machine."""
    from printing.codes import modules

    draw = partial(drawn_slip, SlipPaper(settings.filing.slip))
    return FilingDesk(Beginnings(catalogue, settings, clock, guides), draw, modules, carry_now)


def drawn_slip(paper: SlipPaper, sheet: SubmissionSheet) -> bytes:
    """The slip as PDF."""
    from printing.forms.submission_page import render

    return render(sheet, paper)
