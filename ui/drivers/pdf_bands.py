"""A page of a PDF as a printer wants it: pixel by pixel at its own resolution, a band at a time.

A page of A4 at 600 dpi is 139 MB; a band of it is 10.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from ui.clerk.page_images import one_at_a_time, opened

POINTS_PER_INCH = 72
_ROWS = 512
_BYTES_PER_PIXEL = 4
_WHITE = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page of an open document. `size` in points."""

    size: QSizeF
    _page: Any

    def bands(self, dpi: int) -> Iterator[tuple[int, QImage]]:
        """From above: at which row, and what stands there."""
        wide = max(round(self.size.width() * dpi / POINTS_PER_INCH), 1)
        high = max(round(self.size.height() * dpi / POINTS_PER_INCH), 1)
        for row in range(0, high, _ROWS):
            yield row, self._band(row, min(_ROWS, high - row), wide, high)

    def _band(self, row: int, rows: int, wide: int, high: int) -> QImage:
        with one_at_a_time:
            bitmap = pypdfium2.PdfBitmap.new_native(wide, rows, pdfium.FPDFBitmap_BGRx)
            bitmap.fill_rect(_WHITE, 0, 0, wide, rows)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, 0, -row, wide, high, 0, pdfium.FPDF_PRINTING | pdfium.FPDF_ANNOT)
            if self._page.formenv is not None:     # the visible text of signatures
                pdfium.FPDF_FFLDraw(self._page.formenv, bitmap, self._page, 0, -row, wide, high, 0, pdfium.FPDF_PRINTING)
            pixels, stride = bytes(bitmap.buffer), bitmap.stride
            bitmap.close()
        return QImage(pixels, wide, rows, stride, QImage.Format.Format_RGB32).copy()


@contextmanager
def pages_of(pdf: bytes) -> Iterator[list[PrintedPage]]:
    """The pages, while the document is open. Raises UnreadableSource."""
    with one_at_a_time:
        document = opened(pdf)
        pages = [PrintedPage(QSizeF(*page.get_size()), page) for page in document]
    try:
        yield pages
    finally:
        with one_at_a_time:
            document.close()
