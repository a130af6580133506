"""Pages looked at by the real process: in order, one by one, and a hostile one costs only its own look."""

import pytest

from devices.imaging.driver import PageLooks
from devices.simulated.pages.made import make
from kiosk.page_ports import PageFault, PageLook
from tests.devices.hearing import Heard
from tests.devices.hostile import png_of

RECEIPT = make("receipt", 12, dpi=200, skew=3.1, upside_down=True)
BLANK = make("plain", 14, dpi=200, skew=0.4)


class Told(Heard[tuple[str, PageLook | None]]):
    def about(self, page: str, look: PageLook | None) -> None:
        self((page, look))


@pytest.fixture
def looks():
    opened: list[PageLooks] = []

    def open_(*arguments) -> PageLooks:
        opened.append(PageLooks(*arguments))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def test_pages_are_looked_at_in_the_order_asked(looks):
    looker, told = looks(), Told()
    looker.look("receipt", RECEIPT.content, RECEIPT.dpi, told.about)
    looker.look("none", b"not a picture", 200, told.about)
    looker.look("bomb", png_of(60_000, 60_000), 300, told.about)
    looker.look("forgotten", BLANK.content, BLANK.dpi, told.about)
    looker.forget("forgotten")
    looker.look("blank", BLANK.content, BLANK.dpi, told.about)
    found = told.until(lambda word: word[0] == "blank")
    assert [page for page, _look in found] == ["receipt", "none", "bomb", "blank"]
    receipt, blank = found[0][1], found[3][1]
    assert receipt is not None
    assert {code.text for code in receipt.codes} == set(RECEIPT.codes)
    assert receipt.faults == {PageFault.SKEWED, PageFault.UPSIDE_DOWN}
    assert receipt.skew_degrees == pytest.approx(3.1, abs=0.1)
    assert found[1][1] is None
    assert found[2][1] is None
    assert blank is not None
    assert blank.faults == {PageFault.BLANK}
    assert blank.skew_degrees is None
    assert len(blank.likeness) == len(receipt.likeness) > 1_000
    assert len(told.threads) == 1


def test_a_page_that_brings_the_process_down_costs_only_its_own_look(looks):
    looker, told = looks("tests.devices.looks_or_dies"), Told()
    for page, content in (("one", b"good"), ("two", b"die"), ("three", b"good")):
        looker.look(page, content, 200, told.about)
    found = told.until(lambda word: word[0] == "three")
    assert [(page, look is not None) for page, look in found] == [("one", True), ("two", False), ("three", True)]


def test_a_process_killed_in_the_middle_of_a_page_costs_no_look(looks, tmp_path):
    looker, told = looks("tests.devices.looks_or_dies"), Told()
    once = f"once {tmp_path / 'died'}".encode()
    for page, content in (("one", b"good"), ("two", once), ("three", b"good")):
        looker.look(page, content, 200, told.about)
    found = told.until(lambda word: word[0] == "three")
    assert [(page, look is not None) for page, look in found] == [("one", True), ("two", True), ("three", True)]
    assert (tmp_path / "died").exists()


def test_a_process_that_never_starts_leaves_nobody_waiting(looks):
    looker, told = looks("tests.devices.dies_at_once"), Told()
    looker.look("one", b"x", 200, told.about)
    looker.look("two", b"y", 200, told.about)
    assert told.until_is(("two", None)) == [("one", None), ("two", None)]


def test_closing_ends_it_and_tells_nothing_more(looks):
    looker, told = looks(), Told()
    looker.close()
    looker.look("one", BLANK.content, 200, told.about)
    looker.close()
    assert told.all == []
