"""The checklist of the kiosk: everything of the guide stands on it, however long."""

import pypdfium2
import pytest

from kiosk.catalogue import Catalogue
from kiosk.moments import FixedClock
from kiosk.selfservice.guides import Guide, Guides
from kiosk.settings import DEMO
from printing.forms.guide_page import render

NOW = 1_795_600_000_000


def text_of(guide: Guide) -> str:
    pdf = pypdfium2.PdfDocument(render(guide, DEMO.office, NOW))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


@pytest.mark.parametrize("code", ["1.004873", "2.000815", "1.013225"])
def test_papers_fees_and_time_stand_on_it(code):
    guide = Guides(Catalogue.load(), DEMO, FixedClock(NOW)).open(code)
    said = text_of(guide)
    for text in (guide.name, DEMO.office.hotline, *(paper.name for paper in guide.papers), *guide.fees, *guide.terms):
        assert " ".join(text.split()) in said


def test_a_free_procedure_without_papers_says_so():
    said = text_of(Guide("1", "Việc không cần giấy tờ", (), (), ()))
    assert "Không phải nộp giấy tờ nào" in said
    assert "Không mất tiền" in said
