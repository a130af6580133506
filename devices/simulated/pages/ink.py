"""Printing, handwriting, seals, pencil and codes on one sheet of A4. Measures are millimetres from the top left."""

import random
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.graphics.barcode.code128 import Code128

WIDTH, HEIGHT, INCH = 210.0, 297.0, 25.4
Colour = tuple[int, int, int]
BLACK, BLUE, RED, PENCIL, PALE = (28, 28, 30), (28, 46, 140), (200, 30, 44), (176, 176, 180), (120, 120, 124)
PRINT, HAND = "Tinos-Regular.ttf", "PatrickHand-Regular.ttf"
_ASSETS = Path(__file__).parents[1] / "assets"


@cache
def _font(file: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_ASSETS / file, pixels, layout_engine=ImageFont.Layout.BASIC)


class Ink:
    """What sheets are drawn with, at the resolution they will be scanned at."""

    def __init__(self, dpi: int, chance: random.Random, paper: Colour = (255, 255, 255)) -> None:
        self.dpi, self.chance = dpi, chance
        self.picture = Image.new("RGB", (self.px(WIDTH), self.px(HEIGHT)), paper)
        self.draw = ImageDraw.Draw(self.picture)

    def px(self, millimetres: float) -> int:
        return round(millimetres / INCH * self.dpi)

    def text(
        self, x: float, y: float, text: str, points: float = 12, *, colour: Colour = BLACK, file: str = PRINT, anchor: str = "ls",
        bold: bool = False,
    ) -> None:
        """With its base line at `y`."""
        pixels = max(4, round(points / 72 * self.dpi))
        stroke = max(1, pixels // 24) if bold else 0
        self.draw.text((self.px(x), self.px(y)), text, colour, _font(file, pixels), anchor=anchor, stroke_width=stroke)

    def wide(self, text: str, points: float, file: str = PRINT) -> float:
        """Its width in millimetres."""
        return _font(file, max(4, round(points / 72 * self.dpi))).getlength(text) / self.dpi * INCH

    def hand(self, x: float, y: float, text: str, points: float = 15, colour: Colour = BLUE) -> None:
        self.text(x, y + self.chance.uniform(-0.6, 0.4), text, points, colour=colour, file=HAND)

    def line(self, x: float, y: float, to_x: float, to_y: float, millimetres: float = 0.3, colour: Colour = BLACK) -> None:
        ends = [(self.px(x), self.px(y)), (self.px(to_x), self.px(to_y))]
        self.draw.line(ends, colour, max(1, self.px(millimetres)))

    def dots(self, x: float, y: float, to_x: float) -> None:
        """A dotted line to write on."""
        step, at = max(3, self.px(1.1)), self.px(x)
        while at < self.px(to_x):
            self.draw.rectangle([at, self.px(y), at + max(1, step // 4) - 1, self.px(y) + max(1, step // 5) - 1], PALE)
            at += step

    def paragraph(self, x: float, y: float, text: str, until: float = 190, points: float = 12) -> float:
        """Over several lines; answers where the next begins."""
        row, step = "", points * 0.55
        for word in [*text.split(), ""]:
            longer = f"{row} {word}".strip()
            if word and self.wide(longer, points) <= until - x:
                row = longer
                continue
            self.text(x, y, row, points)
            row, y = word, y + step
        return y

    def seal(self, x: float, y: float, strength: float = 1.0, radius: float = 17.5) -> None:
        """A round red seal with letters around and a star; what lies under it shows through."""
        side = self.px(2 * radius + 2)
        stamp = Image.new("RGB", (side, side), (255, 255, 255))
        pen, middle = ImageDraw.Draw(stamp), side / 2
        red = tuple(round(255 - (255 - part) * 0.85 * strength) for part in RED)
        for at, thick in ((radius, 0.9), (radius * 0.94, 0.25), (radius * 0.62, 0.25)):
            reach = self.px(at)
            first, last = middle - reach, middle + reach
            pen.ellipse([first, first, last, last], outline=red, width=max(1, self.px(thick)))
        around = "ỦY BAN NHÂN DÂN XÃ MÔ PHỎNG * TỈNH ĐẮK LẮK * "
        letter_font = _font(PRINT, max(4, round(8.5 / 72 * self.dpi)))
        for place, letter in enumerate(around):
            tile = Image.new("L", (self.px(4), self.px(4)), 0)
            ImageDraw.Draw(tile).text((self.px(2), self.px(2)), letter, 255, letter_font, anchor="mm")
            turned = Image.new("L", stamp.size, 0)
            turned.paste(tile, (round(middle - self.px(2)), round(middle - self.px(radius * 0.78) - self.px(2))))
            pen.bitmap((0, 0), turned.rotate(-360 * place / len(around), Image.Resampling.BILINEAR), fill=red)
        pen.regular_polygon((middle, middle, self.px(radius * 0.35)), 5, 0, red)
        stamp = stamp.rotate(self.chance.uniform(-25, 25), Image.Resampling.BILINEAR, fillcolor=(255, 255, 255))
        corner = self.px(x) - side // 2, self.px(y) - side // 2
        under = self.picture.crop((*corner, corner[0] + side, corner[1] + side))
        self.picture.paste(ImageChops.multiply(under, stamp), corner)

    def signature(self, x: float, y: float, wide: float = 34, colour: Colour = BLUE) -> None:
        points, at = [], (x, y)
        for step in range(60):
            swing = 7 * (1 - step / 70)
            at = (x + wide * step / 60 + self.chance.uniform(-2.2, 2.2), y + self.chance.uniform(-swing, swing / 2))
            points.append((self.px(at[0]), self.px(at[1])))
        smooth = [
            tuple(round((before[axis] + 2 * now[axis] + after[axis]) / 4) for axis in (0, 1))
            for before, now, after in zip(points, points[1:], points[2:], strict=False)
        ]
        self.draw.line(smooth, colour, max(1, self.px(0.45)), joint="curve")

    def qr(self, x: float, y: float, text: str, side: float, *, dark: Colour = BLACK, error: str = "m") -> None:
        """`side` millimetres without its white border; modules as fine as they come out at this resolution."""
        code = segno.make(text, error=error, encoding=None if text.isascii() else "utf-8", micro=False, boost_error=False)
        rows = [bytes(255 * (1 - module) for module in row) for row in code.matrix]
        small = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
        large = small.resize((small.width * 12, small.height * 12), Image.Resampling.NEAREST)
        exact = large.resize((self.px(side), self.px(side)), Image.Resampling.BOX)
        quiet = self.px(side / len(rows) * 3)
        self.draw.rectangle(
            [self.px(x) - quiet, self.px(y) - quiet, self.px(x + side) + quiet, self.px(y + side) + quiet], (255, 255, 255)
        )
        self.picture.paste(Image.new("RGB", exact.size, dark), (self.px(x), self.px(y)), ImageChops.invert(exact))

    def bars(self, x: float, y: float, text: str, module: float = 0.3, tall: float = 12) -> None:
        """Code128."""
        code = Code128(text, barWidth=1, barHeight=1, lquiet=0, rquiet=0)
        code.validate()
        code.encode()
        at = 0
        for letter in code.decompose():            # capitals are bars, A as thin as a module; small letters the white between
            thick = ord(letter.upper()) - ord("A") + 1
            if letter.isupper():
                left, right = self.px(x + at * module), self.px(x + (at + thick) * module)
                self.draw.rectangle([left, self.px(y), max(left, right - 1), self.px(y + tall)], BLACK)
            at += thick
