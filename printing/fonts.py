"""The typeface of every printed form: Tinos (Times New Roman widths), committed here, never taken from the system.

Also the gate through which all text goes on its way to paper: what Tinos cannot show is replaced by a visible sign
and reported, never dropped.
"""

import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Controls, bidi marks, surrogates, private and unassigned code points: Tinos may map some, but none has an honest look.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# The forms are laid out left to right; Hebrew drawn that way would read backwards.
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_LAYOUT_TABLES = frozenset({b"GDEF", b"GPOS", b"GSUB", b"kern"})


@dataclass(frozen=True, slots=True)
class Printable:
    """A text as paper can carry it, and the characters that had to be replaced."""

    text: str
    missing: tuple[str, ...] = ()


@cache
def register() -> frozenset[int]:
    """Make Tinos known to reportlab, once; the code points that all four faces can show."""
    covered: list[set[int]] = []
    for name, file in FILES.items():
        font = TTFont(name, FOLDER / file)
        _stack_marks_by_outline(font, (FOLDER / file).read_bytes())
        pdfmetrics.registerFont(font)
        covered.append(set(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    return frozenset(set.intersection(*covered))


def printable(text: str) -> Printable:
    """`text` composed (NFC), white space folded, every character without a glyph replaced and named."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    if composed.isascii() and composed.isprintable():
        return Printable(composed)
    covered = register()
    missing = dict.fromkeys(c for c in composed if not _has_look(c, covered))
    if not missing:
        return Printable(composed)
    return Printable("".join(REPLACEMENT if c in missing else c for c in composed), tuple(missing))


def code_points(characters: Iterable[str]) -> str:
    """`U+202E, U+0627`: characters that cannot be shown, named so that they can be found."""
    return ", ".join(f"U+{ord(c):04X}" for c in characters)


def has_combining_marks(text: str) -> bool:
    """Whether letters remain that Unicode cannot compose (Ê Đê `ơ̆`), which only a shaper places rightly."""
    return not text.isascii() and any(unicodedata.combining(c) for c in text)


def _has_look(character: str, covered: frozenset[int]) -> bool:
    return (
        ord(character) in covered
        and unicodedata.category(character) not in _NEVER
        and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
    )


def _stack_marks_by_outline(font: Any, data: bytes) -> None:
    # Tinos anchors marks in three faces only: in Regular a breve lands on the circumflex below it. Without the font's
    # layout tables HarfBuzz stacks marks by the outlines, alike in all four, and every glyph keeps its own character,
    # so that text copied from the PDF is the text that was put in.
    _ = font.hbFace  # reportlab prepares its private state on first access
    font.__hbFace__ = uharfbuzz.Face(uharfbuzz.Blob(_without_tables(data, _LAYOUT_TABLES)))


def _without_tables(data: bytes, names: frozenset[bytes]) -> bytes:
    """The font with `names` taken out of its table directory (offsets of the others stay valid)."""
    (count,) = struct.unpack_from(">H", data, 4)
    records = [data[12 + 16 * i : 28 + 16 * i] for i in range(count)]
    kept = [record for record in records if record[:4] not in names]
    directory = b"".join(kept).ljust(16 * count, b"\0")
    return data[:4] + struct.pack(">H", len(kept)) + data[6:12] + directory + data[12 + 16 * count :]
