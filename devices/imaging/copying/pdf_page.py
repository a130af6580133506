"""One page of the PDF: its pictures over each other, then its words, unseen, where they stand."""

import zlib

from devices.imaging.copying.invisible import ADVANCE
from devices.imaging.copying.pdf_about import FOR_VALIDATOR, Kind
from devices.imaging.copying.words import Page, Picture, Word

_POINTS, _HAIR = 72, 0.002
_INSIDE = 0.03                         # of a point of the picture
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


def drawn(page: Page) -> bytes:
    """The page's content, packed. Pictures are /P0, /P1 and so on, the font is /F."""
    unit = _POINTS / page.dpi
    parts = [_placed(number, picture, page, unit) for number, picture in enumerate(page.pictures)]
    if page.words:
        parts.append("BT 3 Tr " + "\n".join(_said(word, page, unit) for word in page.words) + " ET")
    return zlib.compress("\n".join(parts).encode("ascii"), 9)


def size(page: Page) -> tuple[float, float]:
    """In points: as large as the paper. A hair less, or viewers round up to one pixel more and smear all others."""
    return page.wide * _POINTS / page.dpi - _HAIR, page.tall * _POINTS / page.dpi - _HAIR


def picture_entries(picture: Picture, _kind: Kind = FOR_VALIDATOR) -> str:
    """The dictionary of a picture, without its length."""
    common = f"/Type /XObject /Subtype /Image /Width {picture.columns} /Height {picture.rows}"
    if picture.stencil:
        return (
            f"{common} /ImageMask true /BitsPerComponent 1 /Decode [0 1] /Filter /CCITTFaxDecode"
            f" /DecodeParms << /K -1 /Columns {picture.columns} /Rows {picture.rows} >>"
        )
    turned_over = " /Decode [1 0 1 0 1 0 1 0]" if picture.parts == 4 else ""     # as everybody writes such JPEGs
    return f"{common} /ColorSpace {_COLOURS[picture.parts]} /BitsPerComponent 8{turned_over} /Filter /DCTDecode"


def _placed(number: int, picture: Picture, page: Page, unit: float) -> str:
    wide, tall = (picture.wide - 2 * _INSIDE) * unit, (picture.tall - 2 * _INSIDE) * unit
    left, foot = (picture.left + _INSIDE) * unit, (page.tall - picture.top - picture.tall + _INSIDE) * unit
    # viewers draw a picture over every point it touches: a hair too far and all of it is stretched by one
    paint = "0 g " if picture.stencil else ""
    return f"q {paint}{wide:.4f} 0 0 {tall:.4f} {left:.4f} {foot:.4f} cm /P{number} Do Q"


def _said(word: Word, page: Page, unit: float) -> str:
    """Squeezed or stretched to the width it has; the space behind it is what keeps words apart when they are copied."""
    codes = "".join(letter if ord(letter) < 0x10000 else "\ufffd" for letter in word.text)
    tall = max(1.0, word.tall * unit)
    stretch = 100 * word.wide * unit / (len(codes) * ADVANCE / 1000 * tall)
    place = f"{word.left * unit:.2f} {(page.tall - word.base) * unit:.2f}"
    letters = (codes + " ").encode("utf-16-be").hex()
    return f"/F {tall:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {place} Tm <{letters}> Tj"
