"""The visible text of a signature as objects of a PDF: text only, upright, 10 points, black, its letters embedded."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from devices.signing.place import Matrix
from devices.signing.typeface import Letters

SIZE, LEADING = 10.0, 12.0             # points
_NAME = "TINOSS+Tinos"                 # six letters and a plus: a part of the typeface
_SYMBOLIC = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """Lines of text, ready to be measured and drawn."""

    lines: tuple[str, ...]
    letters: Letters

    @property
    def width(self) -> float:
        return max(self.letters.width(line, SIZE) for line in self.lines) + 1

    @property
    def height(self) -> float:
        return LEADING * len(self.lines)

    def drawing(self) -> bytes:
        """Against the right edge, black."""
        rows = [b"BT /F1 %g Tf 0 g" % SIZE]
        for number, line in enumerate(self.lines):
            left = self.width - self.letters.width(line, SIZE) - 0.5
            low = self.height - LEADING * number - SIZE + 0.5
            codes = b"".join(self.letters.glyphs[letter].to_bytes(2, "big") for letter in line)
            rows.append(b"1 0 0 1 %.2f %.2f Tm <%s> Tj" % (left, low, codes.hex().encode()))
        return b" ".join([*rows, b"ET"])


def laid_out(paragraphs: tuple[str, ...], letters: Letters, room: float) -> Stamp:
    """Each paragraph on lines of its own, broken between words where it is wider than `room`."""
    lines = [line for paragraph in paragraphs for line in _broken(letters.shown(paragraph), letters, room)]
    return Stamp(tuple(lines) or (" ",), letters)


def _broken(text: str, letters: Letters, room: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and letters.width(longer, SIZE) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def appearance(writer: BasePdfFileWriter, stamp: Stamp, upright: Matrix) -> generic.IndirectObject:
    """The form XObject that a widget shows."""
    form = _stream(stamp.drawing())
    form[pdf_name("/Type")], form[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
    form[pdf_name("/BBox")] = _numbers(0, 0, stamp.width, stamp.height)
    form[pdf_name("/Matrix")] = _numbers(*upright, 0, 0)
    fonts = _dictionary(F1=_font(writer, stamp.letters))
    form[pdf_name("/Resources")] = _dictionary(Font=fonts)
    return writer.add_object(form)


def _font(writer: BasePdfFileWriter, letters: Letters) -> generic.IndirectObject:
    program = _stream(letters.program)
    program[pdf_name("/Length1")] = generic.NumberObject(len(letters.program))
    present = bytearray((len(letters.widths) + 7) // 8)
    for glyph in letters.widths:
        present[glyph // 8] |= 0x80 >> glyph % 8
    descriptor = _dictionary(
        Type=pdf_name("/FontDescriptor"), FontName=pdf_name("/" + _NAME), Flags=generic.NumberObject(_SYMBOLIC),
        FontBBox=_numbers(*letters.box), ItalicAngle=generic.NumberObject(0), Ascent=generic.NumberObject(letters.ascent),
        Descent=generic.NumberObject(letters.descent), CapHeight=generic.NumberObject(letters.cap_height),
        StemV=generic.NumberObject(80), FontFile2=writer.add_object(program),
        CIDSet=writer.add_object(_stream(bytes(present))),
    )  # fmt: skip
    widths = generic.ArrayObject(generic.NumberObject(width) for _, width in sorted(letters.widths.items()))
    cid_font = _dictionary(
        Type=pdf_name("/Font"), Subtype=pdf_name("/CIDFontType2"), BaseFont=pdf_name("/" + _NAME),
        CIDSystemInfo=_dictionary(
            Registry=generic.TextStringObject("Adobe"), Ordering=generic.TextStringObject("Identity"),
            Supplement=generic.NumberObject(0),
        ),
        FontDescriptor=writer.add_object(descriptor), CIDToGIDMap=pdf_name("/Identity"),
        W=generic.ArrayObject([generic.NumberObject(0), widths]),
    )  # fmt: skip
    return writer.add_object(_dictionary(
        Type=pdf_name("/Font"), Subtype=pdf_name("/Type0"), BaseFont=pdf_name("/" + _NAME), Encoding=pdf_name("/Identity-H"),
        DescendantFonts=generic.ArrayObject([writer.add_object(cid_font)]),
        ToUnicode=writer.add_object(_stream(_readable(letters))),
    ))  # fmt: skip


def _readable(letters: Letters) -> bytes:
    """What each glyph is as text, for whoever searches or copies it."""
    pairs = b"\n".join(b"<%04X> <%04X>" % (glyph, ord(letter)) for letter, glyph in sorted(letters.glyphs.items()))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
        b"/Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
        b"endcodespacerange %d beginbfchar\n%s\nendbfchar endcmap CMapName currentdict /CMap defineresource pop end end"
        % (len(letters.glyphs), pairs)
    )


def _stream(content: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        {pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=zlib.compress(content, 9)
    )  # fmt: skip


def _dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/" + name): value for name, value in entries.items()})


def _numbers(*numbers: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.FloatObject(f"{number:.2f}") for number in numbers)
