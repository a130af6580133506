"""The paper a citizen of a test lays on the glass: who they are is written on it and in the scanner's note in the file, and it
bears a stamp in a colour nothing else has, so that a search finds the page as a file and as a picture drawn from it."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.simulated.scanner_words import SheetLaid

PAGES = 3
_LETTERS = Path(__file__).parents[2] / "ui" / "assets" / "fonts" / "NotoSans-Regular.ttf"
_RUN = 12                              # pixels in a row that are no chance
_STAMP = (0.15, 0.55, 0.6, 0.85)       # of the page: left, top, right, bottom
_LID = (232, 232, 230)
_LINES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY XÁC NHẬN", "Giấy này là giả định.")


def sheets_about(words: str, colour: str) -> list[SheetLaid]:
    """Three of them. `colour` as #rrggbb."""
    return [SheetLaid(paper=f"{colour} {words}", sheet=place) for place in range(PAGES)]


def picture_of(laid: SheetLaid | None, dpi: int, *, back: bool) -> bytes:
    """As a scanner hands it over; nothing stands on the back, an empty glass shows the lid."""
    size = round(8.27 * dpi), round(11.69 * dpi)
    if laid is None or back:
        return _as_jpeg(Image.new("RGB", size, _LID), dpi, "lid")
    colour, words = laid.paper.split(" ", 1)
    page = Image.new("RGB", size, (250, 249, 246))
    pen, letters = ImageDraw.Draw(page), ImageFont.truetype(str(_LETTERS), dpi // 6)
    for row, line in enumerate((*_LINES, words, f"Trang {laid.sheet + 1}")):
        pen.text((dpi, dpi * (1 + row / 2)), line, (30, 32, 36), letters)
    pen.rectangle(_stamp(size), colour)
    return _as_jpeg(page, dpi, words)


def _as_jpeg(picture: Image.Image, dpi: int, note: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82, dpi=(dpi, dpi), comment=note)
    return target.getvalue()


def pixels_of(colour: str) -> tuple[bytes, ...]:
    """A piece of the stamp as programs hold pictures: red first or blue first, with a fourth byte or without."""
    with Image.open(io.BytesIO(picture_of(sheets_about("", colour)[0], 200, back=False))) as page:
        left, top, right, bottom = _stamp(page.size)
        red, green, blue = page.getpixel(((left + right) // 2, (top + bottom) // 2))
    orders = (red, green, blue), (blue, green, red), (red, green, blue, 255), (blue, green, red, 255)
    return tuple(bytes(order) * _RUN for order in orders)


def _stamp(size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = _STAMP
    return round(left * size[0]), round(top * size[1]), round(right * size[0]), round(bottom * size[1])
