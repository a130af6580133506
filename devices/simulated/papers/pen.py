"""Draws one A4 page: printed text, handwriting, dotted fields, stamps, signatures. Measures are millimetres from the top left."""

import math
import random
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210.0, 297.0
PRINT, HAND = "Paper-Print", "Paper-Hand"
INK, PEN_BLUE, STAMP_RED, PALE = (0.1, 0.1, 0.11), (0.1, 0.17, 0.55), (0.8, 0.1, 0.16), (0.5, 0.5, 0.5)
Colour = tuple[float, float, float]
_ASSETS = Path(__file__).parents[1] / "assets"
_BREVE = "\u0306"


@cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont(PRINT, _ASSETS / "Tinos-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(HAND, _ASSETS / "PatrickHand-Regular.ttf"))


class Pen:
    """What the papers are drawn with; `seed` makes a hand's small irregularities the same every time."""

    def __init__(self, target: Any, seed: int) -> None:
        _register()
        self.canvas = Canvas(target, (WIDTH * mm, HEIGHT * mm), pageCompression=0, invariant=1)
        self.chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)

    def text(
        self, x: float, y: float, text: str, size: float = 12, *, bold: bool = False, align: str = "left",
        colour: Colour = INK,
    ) -> float:
        """Printed text with its base line at `y`; answers its width."""
        width = text_width(text, PRINT, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self._letters(left, y, text, PRINT, size, colour, size * 0.05 if bold else 0)
        return width

    def hand(self, x: float, y: float, text: str, size: float = 15, colour: Colour = PEN_BLUE) -> None:
        """Handwriting: never quite on the line."""
        self._letters(x, y + self.chance.uniform(-0.5, 0.3), text, HAND, size, colour, 0.15)

    def field(self, x: float, y: float, label: str, value: str = "", until: float = 190) -> None:
        """A printed label, a dotted line up to `until`, and what somebody wrote on it."""
        start = x + self.text(x, y, label) + 1
        self.canvas.setDash(0.4, 2)
        self.line(start, y + 0.6, until, y + 0.6, 0.6)
        self.canvas.setDash()
        size = 15.0
        while value and text_width(value, HAND, size) > until - start - 2 and size > 8:
            size -= 0.5
        self.hand(start + 2, y - 0.4, value, size)

    def line(self, x: float, y: float, to_x: float, to_y: float, width: float = 0.6, colour: Colour = INK) -> None:
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(x * mm, (HEIGHT - y) * mm, to_x * mm, (HEIGHT - to_y) * mm)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: Colour | None = None, line: Colour = INK,
        thick: float = 0.6,
    ) -> None:
        self.canvas.setStrokeColorRGB(*line)
        self.canvas.setLineWidth(thick)
        if fill:
            self.canvas.setFillColorRGB(*fill)
        self.canvas.rect(x * mm, (HEIGHT - y - height) * mm, width * mm, height * mm, fill=1 if fill else 0)

    def tick(self, x: float, y: float, label: str, ticked: bool = False) -> None:
        """A small box to mark, then its label."""
        self.box(x, y - 3.4, 3.8, 3.8)
        if ticked:
            self.line(x + 0.6, y - 1.6, x + 1.7, y + 0.2, 1.4, PEN_BLUE)
            self.line(x + 1.7, y + 0.2, x + 4.6, y - 4.4, 1.4, PEN_BLUE)
        self.text(x + 6, y, label)

    def stamp(self, x: float, y: float, inside: tuple[str, ...], around: str = "GIẤY TỜ MÔ PHỎNG ★ KHÔNG CÓ GIÁ TRỊ ★") -> None:
        """A round red stamp, a little turned, not inked evenly."""
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x * mm, (HEIGHT - y) * mm)
        canvas.rotate(self.chance.uniform(-14, 14))
        canvas.setStrokeColorRGB(*STAMP_RED, 0.8)
        canvas.setFillColorRGB(*STAMP_RED, 0.8)
        for radius, width in ((17.5, 2.0), (16.6, 0.5), (11.5, 0.6)):
            canvas.setLineWidth(width)
            canvas.circle(0, 0, radius * mm, fill=0)
        _around(canvas, around.replace("★", "*"), 12.9 * mm, 8)
        for row, text in enumerate(inside):
            canvas.setFont(PRINT, 7.5)
            canvas.drawCentredString(0, (1.4 * (len(inside) - 1) - 3.4 * row - 0.8) * mm, text)
        canvas.restoreState()

    def signature(self, x: float, y: float, width: float = 32, colour: Colour = PEN_BLUE) -> None:
        """A quick blue line that could be a name."""
        path, chance = self.canvas.beginPath(), self.chance
        path.moveTo(x * mm, (HEIGHT - y) * mm)
        steps = 9
        for step in range(1, steps + 1):
            points = []
            for part in (0.35, 0.7, 1.0):
                across = x + width * (step - 1 + part) / steps + chance.uniform(-2.5, 2.5)
                swing = 9 * math.exp(-step / 5)
                points += [across * mm, (HEIGHT - y + chance.uniform(-swing / 2, swing)) * mm]
            path.curveTo(*points)
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(1.1)
        self.canvas.drawPath(path)

    def _letters(self, x: float, y: float, text: str, font: str, size: float, colour: Colour, weight: float) -> None:
        canvas, at = self.canvas, x * mm
        base = (HEIGHT - y) * mm
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)
        for run, mark in _runs(text):
            canvas.setLineWidth(weight)
            writing = canvas.beginText(at, base)
            writing.setFont(font, size)
            writing.setTextRenderMode(2 if weight else 0)
            writing.textOut(run)
            canvas.drawText(writing)
            at += pdfmetrics.stringWidth(run, font, size)
            if mark:
                self._breve(at - pdfmetrics.stringWidth(run[-1], font, size) * 0.56, base, run[-1], size)

    def _breve(self, middle: float, base: float, letter: str, size: float) -> None:
        # Ơ̆ and Ư̆ have no code point of their own, and neither typeface places the loose mark rightly
        top = base + size * ((0.71 if letter.isupper() else 0.51) + 0.17 * (letter in "êôÊÔ"))
        half = size * 0.13
        self.canvas.setLineWidth(size * 0.055)
        self.canvas.bezier(
            middle - half, top + half, middle - half * 0.6, top - half * 0.1, middle + half * 0.6, top - half * 0.1,
            middle + half, top + half,
        )


def text_width(text: str, font: str, size: float) -> float:
    """Millimetres from the first letter to the end of the last."""
    _register()
    return float(sum(pdfmetrics.stringWidth(run, font, size) for run, _mark in _runs(text)) / mm)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each true where a breve belongs over its last letter."""
    *marked, last = unicodedata.normalize("NFC", text).split(_BREVE)
    yield from ((piece, True) for piece in marked)
    yield last, False


def _around(canvas: Any, text: str, radius: float, size: float) -> None:
    canvas.setFont(PRINT, size)
    for place, letter in enumerate(text):
        canvas.saveState()
        canvas.rotate(110 - 360 * place / len(text))
        canvas.drawCentredString(0, radius, letter)
        canvas.restoreState()
