"""Files somebody brings: taken apart by the real process, and whatever would hurt it refused, in words and by name."""

import io
from contextlib import suppress

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.files.opening import Refused, pages_in
from devices.files.reader import FileChecks, FileOpener, Unusable
from kiosk.credentials import LARGEST_PAGE
from kiosk.page_ports import MOST_FILE_PAGES, FileFault, FileRefused
from tests.devices import hostile
from tests.devices.hearing import driver_processes
from tests.devices.hostile import encoded, page

THREE = [page(200, high) for high in (280, 290, 300)]


def several(kind: str, pictures: list[Image.Image]) -> bytes:
    first, *others = [picture.copy() for picture in pictures]      # a picture remembers how it was saved last
    return encoded(first, kind, save_all=True, append_images=others)


def locked_pdf() -> bytes:
    """Says that it is encrypted, with a key nobody knows."""
    plain = encoded(page(), "PDF")
    secret = (b"<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -44>>")
    return plain.replace(b"trailer\n<<", b"trailer\n<</Encrypt " + secret + b"/ID[(aaaaaaaaaaaaaaaa)(aaaaaaaaaaaaaaaa)]", 1)


@pytest.fixture(scope="module")
def opener():
    opener = FileOpener()
    yield opener
    opener.close()


@pytest.mark.parametrize(("content", "pages"), [
    (encoded(page()), 1), (encoded(page(), "PNG"), 1), (encoded(page(), "WEBP"), 1), (encoded(page(), "JPEG2000"), 1),
    (encoded(page(), "BMP"), 1), (several("TIFF", THREE), 3), (several("PDF", THREE), 3),
], ids=["jpeg", "png", "webp", "jp2", "bmp", "tiff", "pdf"])  # fmt: skip
def test_files_of_every_kind_are_taken_apart(opener, content, pages):
    assert opener.count(content) == pages
    given_ = list(opener.pages(content, 100))
    assert len(given_) == pages
    for picture, dpi in given_:
        with Image.open(io.BytesIO(picture)) as opened:
            opened.load()
            assert opened.format in ("JPEG", "PNG")
        assert 10 < dpi < 1300


def test_what_can_stay_as_it_is_stays_and_pages_keep_their_order(opener):
    for content in (encoded(page(), dpi=(240, 240)), encoded(page(), "PNG")):
        assert [picture for picture, _dpi in opener.pages(content, 300)] == [content]
    assert [dpi for _picture, dpi in opener.pages(encoded(page(), dpi=(240, 240)), 300)] == [240]
    heights = [Image.open(io.BytesIO(picture)).height for picture, _dpi in opener.pages(several("TIFF", THREE), 300)]
    assert heights == [280, 290, 300]
    drawn = [Image.open(io.BytesIO(picture)) for picture, _dpi in opener.pages(encoded(page(), "PDF", resolution=72), 144)]
    assert [picture.size for picture in drawn] == [(840, 1188)]


HOSTILE = {
    "many pixels": (hostile.png_of(60_000, 60_000), FileFault.TOO_LARGE),
    "a JPEG that says so": (hostile.jpeg_of(65_000, 65_000), FileFault.TOO_LARGE),
    "one endless line": (hostile.png_of(2_000_000, 2), FileFault.TOO_LARGE),
    "a profile that unpacks to half a gigabyte": (hostile.profile_bomb(), FileFault.BROKEN),
    "a JPEG cut": (encoded(page())[:-400], FileFault.BROKEN),
    "a JPEG cut and given an end": (encoded(page())[:-2000] + b"\xff\xd9", FileFault.BROKEN),
    "a PNG cut": (encoded(page(), "PNG")[:-400], FileFault.BROKEN),
    "a TIFF cut": (several("TIFF", THREE)[:-400], FileFault.BROKEN),
    "a PDF cut": (encoded(page(), "PDF")[:-500], FileFault.BROKEN),
    "a PDF of nothing": (b"%PDF-1.7\n%%EOF", FileFault.BROKEN),
    "a PDF with a password": (locked_pdf(), FileFault.LOCKED),
    "text": (b"xin chao", FileFault.BROKEN),
    "nothing": (b"", FileFault.BROKEN),
}


@pytest.mark.parametrize(("content", "fault"), HOSTILE.values(), ids=HOSTILE)
def test_what_would_hurt_is_refused(opener, content, fault):
    with pytest.raises(Unusable) as told:
        opener.count(content)
    assert told.value.fault is fault
    assert opener.count(encoded(page())) == 1      # and the next file is none the worse for it


def test_pictures_in_a_pdf_are_unpacked_line_by_line(opener):
    assert opener.count(hostile.pdf_bomb()) == 1   # 1.6 thousand million pixels; the process has 1.5 thousand million bytes


def test_a_tiff_without_end_ends():
    with suppress(Refused):
        assert len(list(pages_in(hostile.endless_tiff(), 100, give=False))) <= MOST_FILE_PAGES


def test_too_many_pages():
    document = pypdfium2.PdfDocument.new()
    for _page in range(MOST_FILE_PAGES + 1):
        document.new_page(10, 10)
    target = io.BytesIO()
    document.save(target)
    with pytest.raises(Refused) as told:
        next(pages_in(target.getvalue(), 100, give=False))
    assert told.value.fault is FileFault.TOO_MANY_PAGES


@given(st.sampled_from([encoded(page(64, 90), kind) for kind in ("TIFF", "PDF", "WEBP", "BMP", "PNG")]),
       st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), max_size=6), st.floats(0.1, 1))  # fmt: skip
@settings(max_examples=60)
def test_bent_and_cut_files_are_pages_or_refused_and_nothing_else(content, bends, share):
    bent = bytearray(content)
    for place, byte in bends:
        bent[int(len(bent) * place)] = byte
    with suppress(Refused):
        list(pages_in(bytes(bent[: int(len(bent) * share)]), 50, give=True))


# ---- the process -----------------------------------------------------------------------------------------------------------


def test_a_refusal_is_in_words_and_by_name_and_leaves_no_process():
    before = driver_processes()
    with pytest.raises(FileRefused) as told:
        FileChecks().pages_in(hostile.png_of(60_000, 60_000), "anh cuoi.png")
    assert "anh cuoi.png" in told.value.for_person()
    assert "quá lớn" in told.value.for_person()
    assert FileChecks().pages_in(encoded(page()), "tot.jpg") == 1
    assert driver_processes() == before


def test_what_no_dossier_may_hold_reaches_no_process(monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda *_all, **_named: pytest.fail("asked"))
    with pytest.raises(FileRefused):
        FileChecks().pages_in(bytes(LARGEST_PAGE + 1), "to.pdf")


def test_a_process_that_dies_or_takes_for_ever_costs_one_file(monkeypatch):
    before = driver_processes()
    opener = FileOpener(longest_s=0.0)
    with pytest.raises(Unusable) as told:
        opener.count(several("TIFF", [page(3000, 4000)] * 4))
    assert told.value.fault is FileFault.TOOK_TOO_LONG
    opener.close()
    monkeypatch.setattr("devices.files.reader._MODULE", "tests.devices.dies_at_once")
    dying = FileOpener()
    with pytest.raises(Unusable) as told:
        dying.count(encoded(page()))
    assert told.value.fault is FileFault.BROKEN
    dying.close()
    assert driver_processes() == before


def test_an_answer_nobody_waits_for_is_not_taken_for_the_next_one(opener):
    pages = opener.pages(several("TIFF", THREE), 300)
    next(pages)
    pages.close()
    assert opener.count(encoded(page())) == 1
