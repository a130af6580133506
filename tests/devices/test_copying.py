"""Captured pages become one searchable PDF/A that looks like the paper, by the real processes."""

import io
import threading

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from devices.imaging.copying.driver import Copies
from devices.imaging.copying.page import laid
from devices.simulated.pages.made import UNSEEN, make
from kiosk.copy_ports import CopyNotMade, PageToCopy, PaperToCopy
from kiosk.media_types import LONGEST_BEGINNING, media_type
from kiosk.work import Cancelled, Silent
from tests.devices.copying_pages import letters_wrong, told
from tests.devices.hostile import encoded, jpeg_of, page, png_of

SEED = UNSEEN[0] + 500
TITLE = "Giấy chứng nhận <quyền> & nghĩa vụ"


def capture(content: bytes, dpi: int = 0) -> PageToCopy:
    return PageToCopy(content, media_type(content[:LONGEST_BEGINNING]), dpi)


def drawn(pdf: bytes, number: int, dpi: float) -> np.ndarray:
    return np.asarray(pypdfium2.PdfDocument(pdf)[number].render(scale=dpi / 72).to_pil().convert("RGB"))


def text_of(pdf: bytes, number: int) -> str:
    return pypdfium2.PdfDocument(pdf)[number].get_textpage().get_text_range()


@pytest.fixture(scope="module")
def copies():
    opened = Copies()
    yield opened
    opened.close()


@pytest.fixture
def fragile():
    opened: list[Copies] = []

    def open_(*arguments: str) -> Copies:
        opened.append(Copies("tests.devices.makes_or_dies", arguments))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


LETTER = told("sealed", SEED, dpi=200, skew=1.7, backing=240, noise=4.0, upside_down=False)
TURNED = told("text", SEED + 1, dpi=200, skew=-0.8, backing=40, upside_down=True)
CARD = make("card", SEED + 2, dpi=300, skew=0.9, backing=240, upside_down=False)
EMPTY = make("yellowed", SEED + 3, dpi=200, skew=0.4, backing=240)


@pytest.fixture(scope="module")
def paper(copies):
    pages = tuple(capture(one.content, one.dpi) for one in (LETTER, TURNED, CARD, EMPTY))
    return copies.make(PaperToCopy(TITLE, pages), Silent())


def test_every_page_is_there_as_large_as_the_paper(paper):
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
        for sheet in pdf.pages:
            wide, tall = (float(part) / 72 * 25.4 for part in sheet.mediabox[2:])
            assert (wide, tall) == (pytest.approx(210, abs=4), pytest.approx(297, abs=4))
    assert len(paper.pages) == 4


def test_it_is_archival_and_says_so_in_the_same_words_twice(paper):
    with pikepdf.open(io.BytesIO(paper.pdf)) as pdf, pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "B")
        assert about["dc:title"] == str(pdf.docinfo.Title) == TITLE
        assert about["xmp:CreatorTool"] == str(pdf.docinfo.Creator)
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert profile[8] == 2


def test_pages_are_told_of(paper):
    letter, turned, card, empty = paper.pages
    assert letter.skew_degrees == pytest.approx(1.7, abs=0.1)
    assert [one.turned for one in paper.pages] == [0, 180, 0, 0]
    assert [code.text for code in card.codes] == list(CARD.codes)
    assert [one.blank for one in paper.pages] == [False, False, False, True]
    assert [one.fell_back for one in paper.pages] == [""] * 4
    assert letter.confidence > 85
    assert turned.confidence > 85
    assert sum(one.bytes for one in paper.pages) < len(paper.pdf) < sum(one.bytes for one in paper.pages) + 40_000
    assert empty.bytes < 20_000


@pytest.mark.parametrize(("number", "truth"), [(0, LETTER), (1, TURNED)])
def test_the_words_can_be_found_in_the_order_they_are_read(paper, number, truth):
    assert letters_wrong(truth.printed, paper.pages[number].text) < 0.04
    assert letters_wrong(paper.pages[number].text, text_of(paper.pdf, number)) < 0.001


def test_a_plan_of_land_is_not_turned_after_its_longest_line():
    plan = make("drawing", SEED + 5, dpi=200, skew=0.5, backing=240, upside_down=False)
    assert laid(plan.content, 200).skew is None
    assert laid(LETTER.content, 200).skew == pytest.approx(1.7, abs=0.1)


def test_words_lie_where_they_are_seen(paper):
    text = pypdfium2.PdfDocument(paper.pdf)[0].get_textpage()
    place = text.search("CHỦ TỊCH").get_next()
    left, foot, right, top = text.get_charbox(place[0], loose=True)
    seen = drawn(paper.pdf, 0, 72)
    box = seen[round(seen.shape[0] - top) : round(seen.shape[0] - foot), round(left) : round(right)]
    assert box.min() < 140


def test_the_copy_looks_like_the_sheet_before_it_was_scanned(paper):
    """Laid over the sheet: ink where ink is, the seal red, the signature blue."""
    seen = drawn(paper.pdf, 0, 100)
    sheet = np.asarray(LETTER.sheet.resize((seen.shape[1], seen.shape[0]), Image.Resampling.BOX))
    assert np.percentile(np.abs(_dark(seen) - _dark(_laid_over(sheet, seen))), 99.5) < 90
    for channel in (0, 2):                             # red, blue
        others = seen[:, :, [one for one in range(3) if one != channel]].max(axis=2).astype(int)
        before = sheet[:, :, [one for one in range(3) if one != channel]].max(axis=2).astype(int)
        here, there = (seen[:, :, channel] - others > 40).sum(), (sheet[:, :, channel] - before > 40).sum()
        assert 0.6 * there < here < 1.6 * there


def _dark(picture: np.ndarray) -> np.ndarray:
    return cv2.blur(255 - picture.min(axis=2), (3, 3)).astype(int)


def _laid_over(sheet: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Shifted to where the scanner had it, a few millimetres."""
    shift, _sure = cv2.phaseCorrelate(_dark(sheet).astype(np.float32), _dark(seen).astype(np.float32))
    move = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    return cv2.warpAffine(sheet, move, (seen.shape[1], seen.shape[0]), borderValue=(255, 255, 255))


def test_pictures_of_every_kind_and_files_of_several_pages(copies):
    lying = page(594, 420)
    exif = Image.Exif()
    exif[0x0112] = 6                                   # held sideways
    contents = [encoded(lying, exif=exif.tobytes()), encoded(page(), "PNG", dpi=(150, 150)),
                encoded(page(), "TIFF", save_all=True, append_images=[page()]), encoded(page(), "PDF", resolution=72)]
    made = copies.make(PaperToCopy("x", tuple(capture(one) for one in contents)), Silent())
    sizes = [tuple(round(float(part)) for part in sheet.mediabox[2:]) for sheet in pikepdf.open(io.BytesIO(made.pdf)).pages]
    assert len(sizes) == len(made.pages) == 5
    assert all(wide < tall for wide, tall in sizes)
    assert sizes[1] == (pytest.approx(420 / 150 * 72, abs=2), pytest.approx(594 / 150 * 72, abs=2))
    assert {one.fell_back for one in made.pages} == {""}


def test_what_nobody_can_open_but_is_a_jpeg_goes_in_as_it_came(copies):
    good, strange = encoded(page()), jpeg_of(65_000, 65_000)
    made = copies.make(PaperToCopy("x", (capture(good), capture(strange))), Silent())
    assert [one.fell_back for one in made.pages] == ["", "not_a_picture"]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert bytes(pdf.pages[1].Resources.XObject.P0.read_raw_bytes()) == strange


def test_a_paper_with_a_page_that_is_nothing_at_all_is_not_made(copies):
    for nothing in (png_of(60_000, 60_000), b"", b"%PDF-1.7 nothing"):
        with pytest.raises(CopyNotMade):
            copies.make(PaperToCopy("x", (capture(encoded(page())), capture(nothing))), Silent())


# ---- processes that fall ----------------------------------------------------------------------------------------------

GOOD = encoded(page())


def test_a_process_killed_in_the_middle_costs_nothing_and_one_that_falls_twice_one_page_its_layers(fragile, tmp_path):
    once = GOOD + f"|once {tmp_path / 'died'}".encode()
    pages = (GOOD, once, GOOD + b"|die", GOOD + b"|die unless plain", GOOD + b"|none", GOOD)
    made = fragile().make(PaperToCopy("x", tuple(capture(one) for one in pages)), Silent())
    assert [one.fell_back for one in made.pages] == ["", "", "crashed", "crashed", "failed", ""]
    assert (tmp_path / "died").exists()
    assert [one.confidence for one in made.pages] == [50, 50, 0, 50, 0, 50]
    assert len(pikepdf.open(io.BytesIO(made.pdf)).pages) == 6


def test_processes_that_never_start_leave_pages_as_they_came():
    copies = Copies("tests.devices.dies_at_once")
    made = copies.make(PaperToCopy("x", (capture(GOOD),) * 3), Silent())
    copies.close()
    assert {one.fell_back for one in made.pages} == {"crashed"}


def test_called_off_in_the_middle_of_a_page_it_ends_and_can_begin_again(fragile):
    class Impatient:
        def step(self, what: str, done: int, total: int) -> None:
            if done:
                raise Cancelled

    copies = fragile()
    with pytest.raises(Cancelled):
        copies.make(PaperToCopy("x", (capture(GOOD), capture(GOOD + b"|hang"))), Impatient())
    assert threading.active_count() < 20
    assert len(copies.make(PaperToCopy("x", (capture(GOOD),)), Silent()).pages) == 1
