"""The letters of the visible text: the few that it needs, cut out of the typeface, as PDF/A wants them embedded."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz

UNITS = 1000                           # a PDF's measure of a glyph
_ALWAYS = "0123456789-:+T "            # a moment, whatever it is: one cut serves a whole batch


@dataclass(frozen=True, slots=True)
class Letters:
    """`glyphs`: the number of each letter in `program`; `widths` by that number, in thousandths."""

    program: bytes
    glyphs: dict[str, int]
    widths: dict[int, int]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[self.glyphs[letter]] for letter in text) * size / UNITS

    def shown(self, text: str) -> str:
        """`text` composed, without what there is no letter for."""
        return "".join(letter for letter in composed(text) if letter in self.glyphs)


def composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def cut(font: Path, text: str) -> Letters:
    """Raises OSError where the typeface is not there."""
    face = uharfbuzz.Face(font.read_bytes())
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.unicode_set.set({ord(letter) for letter in composed(text) + _ALWAYS})
    for table in ("GSUB", "GPOS", "GDEF", "kern", "name", "DSIG"):
        wanted.drop_table_tag_set.add(_tag(table))
    program = uharfbuzz.subset(face, wanted).blob.data
    few = uharfbuzz.Face(program)
    drawn = uharfbuzz.Font(few)
    glyphs = {chr(code): glyph for code in few.unicodes if (glyph := drawn.get_nominal_glyph(code))}
    scale = UNITS / few.upem
    widths = {glyph: round(drawn.get_glyph_h_advance(glyph) * scale) for glyph in range(few.glyph_count)}
    extents = drawn.get_font_extents("ltr")
    boxes = [drawn.get_glyph_extents(glyph) for glyph in range(few.glyph_count)]
    low = min(box.y_bearing + box.height for box in boxes)
    high = max(box.y_bearing for box in boxes)
    left, right = min(box.x_bearing for box in boxes), max(box.x_bearing + box.width for box in boxes)
    cap = drawn.get_glyph_extents(glyphs["T"]).y_bearing
    box = (round(left * scale), round(low * scale), round(right * scale), round(high * scale))
    ascent, descent = round(extents.ascender * scale), round(extents.descender * scale)
    return Letters(program, glyphs, widths, ascent, descent, round(cap * scale), box)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")
