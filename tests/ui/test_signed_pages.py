"""The visible text of a signature is seen where a page is shown and where it is printed."""

from devices.signing.batch import Batch
from devices.signing.words import Sign
from devices.simulated.training_key_child import TrainingKey
from kiosk.signature_ports import CopyForm
from tests.devices.papers_to_sign import AGENCY, FONT, paper
from tests.devices.tokens import NOW_MS
from ui.clerk import page_images
from ui.drivers.pdf_bands import pages_of


def signed(pdf: bytes) -> bytes:
    return Batch(TrainingKey("Lò Thị Mai Hương"), FONT).sign(pdf, Sign(len(pdf), CopyForm.TRUE_COPY, AGENCY, NOW_MS))


def dark(image) -> int:
    """Dark pixels of the upper right."""
    wide, high = image.width(), image.height()
    return sum(
        image.pixelColor(x, y).lightness() < 128 for x in range(wide // 2, wide) for y in range(min(high, wide // 8))
    )


def printed(pdf: bytes):
    with pages_of(pdf) as pages:
        return next(iter(pages[0].bands(72)))[1]


def test_a_page_is_shown_with_the_text_of_its_signature(qapp):
    unsigned = paper()
    assert dark(page_images.pdf_page(unsigned, 0, 1.0)) == 0
    assert dark(page_images.pdf_page(signed(unsigned), 0, 1.0)) > 200
    assert dark(page_images.picture(signed(unsigned))) > 200


def test_a_page_is_printed_with_the_text_of_its_signature(qapp):
    unsigned = paper()
    assert dark(printed(unsigned)) == 0
    assert dark(printed(signed(unsigned))) > 200
