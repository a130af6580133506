"""Pictures of pages: decoded, made small, turned, cut. Everything here takes its time and belongs on a worker thread.

A page is an image of the scanner or a file somebody brought, PDF among them; of a PDF one page is drawn. Turning a PDF
changes how its pages are to be looked at and nothing else, cutting does so to the one that is drawn; one that carries a
signature is left as it is.
"""

import io
import threading
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QTransform

from kiosk.media_types import LONGEST_BEGINNING, media_type
from kiosk.store.faults import UnreadableSource
from ui.widgets.page_area import Area

PDF = "application/pdf"
MAY_BE_ADDED = frozenset({PDF, "image/jpeg", "image/png", "image/tiff", "image/webp", "image/jp2"})
LONGEST_SHOWN = 2600                   # pixels; a page of A4 at 220 dpi, enough to read the smallest print
_POINTS_PER_INCH, _LOGICAL_PER_INCH = 72, 96
_JPEG_QUALITY = 90
_MOST_PIXELS_MB = 512                  # a page of A0 at 300 dpi; Qt's own limit is below A1
_QT_NAMES = {
    "image/jpeg": QByteArray(b"jpeg"), "image/png": QByteArray(b"png"), "image/tiff": QByteArray(b"tiff"),
    "image/webp": QByteArray(b"webp"),
}  # fmt: skip
one_at_a_time = threading.Lock()       # pdfium may not be entered by two threads


def kind_of(content: bytes) -> str:
    """The media type, by the first bytes."""
    return media_type(content[:LONGEST_BEGINNING])


def picture(content: bytes, longest: int = LONGEST_SHOWN) -> QImage:
    """The page upright, its longest side at most `longest` pixels. Raises UnreadableSource."""
    if kind_of(content) == PDF:
        return _pdf_picture(content, longest)
    image = _Reader(content).read(longest)
    if image.isNull():
        image = _read_otherwise(content, longest)
    return _paintable(image)


def check(content: bytes, name: str) -> None:
    """Raises UnreadableSource unless the file is a picture or a PDF that opens; reads no more than it must."""
    kind = kind_of(content)
    if kind not in MAY_BE_ADDED:
        raise UnreadableSource(name=name)
    if kind == PDF:
        pdf_pages(content, name)
    elif not _Reader(content).can_read() and _read_otherwise(content, 64, name).isNull():
        raise UnreadableSource(name=name)


def pdf_pages(content: bytes, name: str = "PDF") -> int:
    """How many pages a PDF has. Raises UnreadableSource."""
    with one_at_a_time:
        document = opened(content, name)
        try:
            return len(document)
        finally:
            document.close()


def pdf_page(content: bytes, number: int, density: float, name: str = "PDF") -> QImage:
    """One page of a PDF (from 0) at its natural size, `density` pixels for each pixel of the screen."""
    with one_at_a_time:
        document = opened(content, name)
        try:
            image = _drawn(document[number], _LOGICAL_PER_INCH * density / _POINTS_PER_INCH)
        finally:
            document.close()
    image.setDevicePixelRatio(density)
    return image


def changed(content: bytes, area: Area, quarters: int) -> bytes:
    """What is left of the page, turned clockwise by quarters: JPEG stays JPEG, PDF stays PDF, all else becomes PNG."""
    kind = kind_of(content)
    if kind == PDF:
        return _pdf_changed(content, area, quarters)
    image = _Reader(content).read()
    if image.isNull():
        image = _read_otherwise(content, 0)
    dots = image.dotsPerMeterX(), image.dotsPerMeterY()
    image = image.copy(_pixels(area, image.size())).transformed(QTransform().rotate(90 * (quarters % 4)))
    image.setDotsPerMeterX(dots[quarters % 2])
    image.setDotsPerMeterY(dots[1 - quarters % 2])
    return _encoded(image, "JPEG" if kind == "image/jpeg" else "PNG")


def may_be_changed(content: bytes) -> bool:
    """False for a signed PDF, whose signature would no longer hold."""
    if kind_of(content) != PDF:
        return True
    with one_at_a_time:
        document = opened(content)
        try:
            return bool(pdfium.FPDF_GetSignatureCount(document) <= 0)
        finally:
            document.close()


class _Reader:
    """Qt's reader does not keep its device alive: here they live and die together.

    It is told what it reads. Left to find out, Qt asks all its plugins, and the one for SVG connects signals: on a worker that
    holds Python's lock, while the main thread breaks a connection and waits for that lock, both stand still for ever.
    """

    def __init__(self, content: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._reader = QImageReader(self._buffer, _QT_NAMES.get(kind_of(content), QByteArray()))
        self._reader.setAutoDetectImageFormat(False)
        self._reader.setAutoTransform(True)
        self._reader.setAllocationLimit(_MOST_PIXELS_MB)

    def can_read(self) -> bool:
        return self._reader.canRead() and self._reader.size().isValid()

    def read(self, longest: int = 0) -> QImage:
        """0: as large as it is. A null image for what Qt does not understand."""
        size = self._reader.size()
        if longest and size.isValid() and max(size.width(), size.height()) > longest:
            self._reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
        return self._reader.read()


def _read_otherwise(content: bytes, longest: int, name: str = "") -> QImage:
    """By Pillow, which knows JPEG 2000 and forgives more. `longest` 0: as large as it is."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableSource(name=name or kind_of(content)) from error
    if longest:
        upright.thumbnail((longest, longest))
    row = 3 * upright.width
    return QImage(upright.tobytes(), upright.width, upright.height, row, QImage.Format.Format_RGB888).copy()


def _paintable(image: QImage) -> QImage:
    """In the form the screen takes without converting, so that the GUI thread need not."""
    has_alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32)


def _encoded(image: QImage, form: str) -> bytes:
    if form == "JPEG" and image.format() not in (QImage.Format.Format_Grayscale8, QImage.Format.Format_RGB888):
        image = image.convertToFormat(QImage.Format.Format_RGB888)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, form, _JPEG_QUALITY if form == "JPEG" else -1):  # type: ignore[call-overload]  # takes a name
        raise UnreadableSource(name=form)
    return bytes(buffer.data().data())


def opened(content: bytes, name: str = "PDF") -> Any:
    """A PDF that has pages; whoever opens it holds `one_at_a_time`. Raises UnreadableSource."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(name=name) from error
    if len(document) == 0:
        document.close()
        raise UnreadableSource(name=name)
    document.init_forms()              # the visible text of a signature is a field of a form
    return document


def _pdf_picture(content: bytes, longest: int) -> QImage:
    with one_at_a_time:
        document = opened(content)
        try:
            page = document[0]
            return _drawn(page, longest / max(*page.get_size(), 1))
        finally:
            document.close()


def _drawn(page: Any, scale: float) -> QImage:
    bitmap = page.render(scale=scale, prefer_bgrx=True, rev_byteorder=False)
    wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
    return QImage(bytes(bitmap.buffer), wide, high, stride, QImage.Format.Format_RGB32).copy()


def _pixels(area: Area, size: QSize) -> QRect:
    left, top = round(area.left * size.width()), round(area.top * size.height())
    right, bottom = round(area.right * size.width()), round(area.bottom * size.height())
    return QRect(left, top, max(right - left, 1), max(bottom - top, 1))


def _pdf_changed(content: bytes, area: Area, quarters: int) -> bytes:
    target = io.BytesIO()
    with one_at_a_time:
        document = opened(content)
        try:
            if not area.is_whole:
                _cut(document[0], area)
            for page in document:
                page.set_rotation((page.get_rotation() + 90 * quarters) % 360)
            document.save(target)
        finally:
            document.close()
    return target.getvalue()


def _cut(page: Any, area: Area) -> None:
    """The area is meant as the page is looked at; a box of a PDF lies as the page was before any turning, from below."""
    left, bottom, right, top = page.get_bbox()
    wide, high = right - left, top - bottom
    lying = area.turned(-page.get_rotation() // 90)
    page.set_cropbox(left + lying.left * wide, top - lying.bottom * high, left + lying.right * wide, top - lying.top * high)
