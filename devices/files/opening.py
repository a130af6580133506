"""The pages of a file: a picture, a TIFF of several, a PDF. Only in the process for that: a broken file may take it along."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageFile, ImageSequence

from devices.scanner.picture import BROKEN, NotWhole, is_filled_up, refuse_too_large
from kiosk.page_ports import MOST_FILE_PAGES, FileFault

_KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "JPEG2000", "BMP")
_JPEG = ("JPEG", "MPO")                # telephones put a second, small picture behind the first and call it MPO
_AS_IT_IS = (*_JPEG, "PNG")
_MOST_PIXELS = 120_000_000             # of one picture: A3 at 600 dpi has 70 million
_MOST_DRAWN = 40_000_000               # of one page of a PDF: A4 at 600 dpi has 35 million
_LOOKED_AT_DPI = 36                    # enough that everything on a page of a PDF is unpacked
_POINTS = 72
_SENSIBLE_DPI = range(50, 1300)
_A4_INCHES = 8.27 * 11.69
_QUALITY = 90
_PASSWORD = 4                          # FPDF_ERR_PASSWORD


class Refused(Exception):
    """The file cannot be used."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class FilePage:
    """`content` is empty where only their number is wanted."""

    content: bytes
    dpi: int


def pages_in(content: bytes, dpi: int, *, give: bool) -> Iterator[FilePage]:
    """Every line of every page is unpacked once. Raises Refused; at most MOST_FILE_PAGES pages come before."""
    try:
        pages = _pdf_pages(content, dpi, give) if content.startswith(b"%PDF-") else _pictures(content, give)
        for number, page in enumerate(pages):
            if number == MOST_FILE_PAGES:
                raise Refused(FileFault.TOO_MANY_PAGES)
            yield page
    except (Image.DecompressionBombError, MemoryError) as error:
        raise Refused(FileFault.TOO_LARGE) from error
    except NotWhole as error:
        raise Refused(FileFault.TOO_LARGE if "too" in str(error) else FileFault.BROKEN) from error
    except (*BROKEN, pypdfium2.PdfiumError) as error:
        raise Refused(FileFault.BROKEN) from error


# ---- pictures ----------------------------------------------------------------------------------------------------------


def _pictures(content: bytes, give: bool) -> Iterator[FilePage]:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(content), formats=_KINDS) as opened:
        several = opened.format == "TIFF"
        for frame in ImageSequence.Iterator(opened) if several else (opened,):
            refuse_too_large(frame)
            frame.load()
            if opened.format in _JPEG and is_filled_up(frame, len(content)):
                raise Refused(FileFault.BROKEN)
            dpi = _dpi_of(frame)
            yield FilePage(_encoded(frame, opened.format or "", content, dpi) if give else b"", dpi)


def _encoded(frame: Image.Image, kind: str, content: bytes, dpi: int) -> bytes:
    if kind in _AS_IT_IS:
        return content
    target = io.BytesIO()
    if frame.mode == "1":
        frame.save(target, "PNG", dpi=(dpi, dpi))
    else:
        frame.convert("L" if frame.mode in ("L", "LA", "I;16") else "RGB").save(target, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
    return target.getvalue()


def _dpi_of(frame: Image.Image) -> int:
    """As it says; where that makes no sense, as if it were an A4."""
    said = frame.info.get("dpi", (0, 0))
    across = round(float(said[0])) if isinstance(said, tuple) and said and said[0] else 0
    return across if across in _SENSIBLE_DPI else max(1, round((frame.width * frame.height / _A4_INCHES) ** 0.5))


# ---- PDF ---------------------------------------------------------------------------------------------------------------


def _pdf_pages(content: bytes, dpi: int, give: bool) -> Iterator[FilePage]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == _PASSWORD or "password" in str(error).lower()
        raise Refused(FileFault.LOCKED if locked else FileFault.BROKEN) from error
    if not 0 < len(document) <= MOST_FILE_PAGES:
        raise Refused(FileFault.TOO_MANY_PAGES if len(document) else FileFault.BROKEN)
    document.init_forms()              # the visible text of a signature is a field of a form
    for number in range(len(document)):
        page = document[number]
        wide, high = page.get_size()
        wanted = dpi if give else _LOOKED_AT_DPI
        scale = min(wanted / _POINTS, (_MOST_DRAWN / max(wide * high, 1)) ** 0.5)
        drawn = page.render(scale=scale).to_pil()
        page.close()
        yield FilePage(_drawn(drawn, scale) if give else b"", round(scale * _POINTS))


def _drawn(page: Image.Image, scale: float) -> bytes:
    target, dpi = io.BytesIO(), round(scale * _POINTS)
    page.convert("RGB").save(target, "JPEG", quality=_QUALITY, dpi=(dpi, dpi))
    return target.getvalue()
