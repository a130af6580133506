"""From a drawn page to what a scanner sees: not quite straight, not quite white, grainy, a shade along one edge."""

import io
import random
from functools import cache

import pypdfium2
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from devices.simulated.papers.catalogue import Drawn
from devices.simulated.papers.pen import HEIGHT, WIDTH, Pen

_INCH_MM = 25.4
_LID = (232, 232, 230)                 # the white of a scanner's lid
_GRAIN, _TILE = 4, 256


def scanned(drawn: Drawn | None, dpi: int, seed: int, *, upside_down: bool = False, copied: bool = False) -> Image.Image:
    """One side of a sheet as an A4 picture at `dpi`; the same seed gives the same picture."""
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)
    size = round(WIDTH / _INCH_MM * dpi), round(HEIGHT / _INCH_MM * dpi)
    page = _drawn(drawn, dpi, seed, size)
    if copied:
        page = ImageEnhance.Contrast(page.convert("L")).enhance(1.5).convert("RGB")
    tint = (255, chance.randint(250, 254), chance.randint(240, 249))
    page = ImageChops.multiply(page, Image.new("RGB", size, tint))
    if upside_down:
        page = page.rotate(180)
    shift = chance.randint(-2, 2) * dpi // 100, chance.randint(-2, 2) * dpi // 100
    page = page.rotate(chance.uniform(-1.1, 1.1), Image.Resampling.BICUBIC, translate=shift, fillcolor=_LID)
    page = page.filter(ImageFilter.GaussianBlur(dpi / 600))
    page = ImageChops.multiply(page, _shade(size, chance.choice((0, 90, 180, 270))))
    return ImageChops.add(page, _grain(size), 1, -128)


def flat(drawn: Drawn | None, dpi: int, seed: int) -> Image.Image:
    """The sheet itself, as it was printed and written on."""
    return _drawn(drawn, dpi, seed, (round(WIDTH / _INCH_MM * dpi), round(HEIGHT / _INCH_MM * dpi)))


def as_jpeg(picture: Image.Image, dpi: int, comment: str) -> bytes:
    """The file a scanner would hand over; `comment` says inside it what was simulated."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=82, dpi=(dpi, dpi), comment=comment)
    return target.getvalue()


def _drawn(drawn: Drawn | None, dpi: int, seed: int, size: tuple[int, int]) -> Image.Image:
    if drawn is None:
        return Image.new("RGB", size, (253, 253, 253))
    target = io.BytesIO()
    pen = Pen(target, seed)
    drawn(pen)
    pen.canvas.showPage()
    pen.canvas.save()
    document = pypdfium2.PdfDocument(target.getvalue())
    try:
        picture: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return picture if picture.size == size else picture.resize(size)


@cache
def _shade(size: tuple[int, int], turned: int) -> Image.Image:
    """Slightly darker towards one edge, as where a book's fold or a lid does not lie flat."""
    ramp = Image.new("L", (1, 64))
    ramp.putdata([255 - max(0, 24 - row * 3) - row // 12 for row in range(64)])
    return ramp.rotate(turned, expand=True).resize(size, Image.Resampling.BICUBIC).convert("RGB")


@cache
def _grain(size: tuple[int, int]) -> Image.Image:
    """Noise around the middle grey, from one tile; made once, the same for every page of a scan."""
    chance = random.Random(1)  # noqa: S311
    tile = Image.new("L", (_TILE, _TILE))
    tile.putdata([min(255, max(0, round(chance.gauss(128, _GRAIN)))) for _ in range(_TILE * _TILE)])
    sheet = Image.new("L", size)
    for x in range(0, size[0], _TILE):
        for y in range(0, size[1], _TILE):
            sheet.paste(tile, (x, y))
    return sheet.convert("RGB")
