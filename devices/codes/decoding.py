"""Finds QR codes in a picture or PDF. Runs only in child processes: a broken file may take its process along."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MOST_PIXELS = 60_000_000               # A4 at 600 dpi has 35 million
MOST_PAGES = 4                         # of a PDF or a TIFF
MOST_CODES = 16
LONGEST_CODE = 4_000                   # letters; a QR code holds no more
_SMALL = 3_000_000                     # pixels: below that a code may be too fine, and looking again is cheap
_DPI, _POINTS = 300, 72
_QR = zxingcpp.barcode_formats_from_str("QRCode")
_PAGE_KINDS = zxingcpp.barcode_formats_from_str("QRCode,MicroQRCode,DataMatrix,PDF417,Aztec,Code128,Code39,EAN13")
_MATRIX = frozenset({"QRCode", "MicroQRCode", "DataMatrix", "Aztec"})
_LEAST_BARS = 4                        # letters of a bar code; shorter ones are found in any ruled table
_KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000", "BMP")


class NotAPicture(ValueError):
    """What was given is no picture, or too large a one; says which."""


def codes_in(content: bytes) -> list[str]:
    """Raises NotAPicture."""
    found: dict[str, None] = {}
    for picture in pictures(content):
        found.update(dict.fromkeys(codes_on(picture)))
    return list(found)[:MOST_CODES]


def codes_on(picture: Image.Image) -> list[str]:
    """Of one picture. Looked at once more, larger or with another threshold, where nothing is found at first."""
    grey = picture.convert("L")
    found = _read(grey, zxingcpp.Binarizer.LocalAverage)
    if not found and grey.width * grey.height <= _SMALL:
        found = _read(grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC), zxingcpp.Binarizer.LocalAverage)
    return found or _read(ImageOps.autocontrast(grey, cutoff=2), zxingcpp.Binarizer.GlobalHistogram)


@dataclass(frozen=True, slots=True)
class PageCode:
    """A code on a page. `turned`: degrees it stands turned by, clockwise; `matrix`: it is no bar code."""

    kind: str
    text: str
    top: float
    turned: int
    matrix: bool


def page_codes(grey: NDArray[np.uint8]) -> list[PageCode]:
    """Codes of every kind on a whole page, from the top down; each text once."""
    found = zxingcpp.read_barcodes(grey, formats=_PAGE_KINDS, binarizer=zxingcpp.Binarizer.LocalAverage)
    codes: dict[tuple[str, str], PageCode] = {}
    for one in sorted(found[:MOST_CODES], key=lambda code: code.position.top_left.y):
        kind, text, matrix = one.format.name, _text(one), one.format.name in _MATRIX
        if one.valid and (matrix or len(text) >= _LEAST_BARS):
            top = min(1.0, max(0.0, one.position.top_left.y / grey.shape[0]))
            codes.setdefault((kind, text), PageCode(kind, text, round(top, 3), one.orientation, matrix))
    return list(codes.values())


def _read(grey: Image.Image, binarizer: zxingcpp.Binarizer) -> list[str]:
    codes = zxingcpp.read_barcodes(grey, formats=_QR, binarizer=binarizer)
    return [_text(code) for code in codes[:MOST_CODES] if code.valid]


def _text(code: zxingcpp.Barcode) -> str:
    """Cards are UTF-8 without saying so; the library would guess."""
    try:
        return bytes(code.bytes).decode("utf-8")[:LONGEST_CODE]
    except UnicodeDecodeError:
        return str(code.text)[:LONGEST_CODE]


def pictures(content: bytes) -> Iterator[Image.Image]:
    """Its pages, grey. Raises NotAPicture."""
    if content.startswith(b"%PDF-"):
        yield from _pdf_pages(content)
        return
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture("too many pixels")
            opened.draft("L", opened.size)
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if number == MOST_PAGES:
                    return
                yield frame.convert("L")
    except Image.DecompressionBombError as error:
        raise NotAPicture("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAPicture("not a picture") from error


def _pdf_pages(content: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(content)
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(_DPI / _POINTS, (MOST_PIXELS / 2 / max(width * height, 1)) ** 0.5)
            yield page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise NotAPicture("not a PDF that opens") from error
