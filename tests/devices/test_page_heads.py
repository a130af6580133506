"""Headings read from scanned pages by the real process: in order, one by one; what is no picture costs only its own reading."""

import pytest

from devices.imaging.driver import HeadReads
from devices.simulated.pages.made import make
from kiosk.page_titles import titled
from kiosk.text import fold
from tests.devices.hearing import Heard

SEALED = make("sealed", 3, dpi=200, skew=-0.6, upside_down=False)
TITLES = ("GIẤY CHỨNG SINH", "HỢP ĐỒNG CHUYỂN NHƯỢNG", "BIÊN BẢN BÀN GIAO")


class Told(Heard[tuple[str, str | None]]):
    def about(self, page: str, lines: str | None) -> None:
        self((page, lines))


@pytest.fixture
def heads():
    reader = HeadReads()
    yield reader
    reader.close()


def test_headings_are_read_in_the_order_asked(heads):
    told = Told()
    heads.read("none", b"not a picture", 200, told.about)
    heads.read("sealed", SEALED.content, SEALED.dpi, told.about)
    found = told.until(lambda word: word[0] == "sealed")
    assert [(page, lines is None) for page, lines in found] == [("none", True), ("sealed", False)]
    named = titled(str(found[1][1]), [(title, (fold(title).replace(" ", ""),)) for title in TITLES])
    assert named is not None
    assert named.paper == "HỢP ĐỒNG CHUYỂN NHƯỢNG"
