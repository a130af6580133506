"""A font that draws nothing: the text layer is there to be searched and copied, the picture is there to be seen.

One empty glyph, half an em wide, for every letter there is. PDF/A wants it embedded all the same, with widths that agree.
"""

import struct
from functools import cache

NAME = "MotCuaVoHinh"
ADVANCE = 500                          # of 1000
_LETTERS = 0x10000


@cache
def font_file() -> bytes:
    """A TrueType font of two empty glyphs; the second stands for every letter, the first (.notdef) for none."""
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">12H", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": b"\0\0\0\0",
        b"head": struct.pack(">IIIIHHQQ4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, 0, 500, 1000, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">I3hH3h3h4hhH", 0x10000, 1000, -1, 0, ADVANCE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">3H", 0, 0, 0),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, *(0,) * 6, 1, *(0,) * 6),
        b"name": struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 6, 2 * len(NAME), 0) + NAME.encode("utf-16-be"),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    start = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128), b""
    for name, content in tables.items():
        head += struct.pack(">4sIII", name, _sum(content), start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    whole = head + body
    at = whole.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    return whole[:at] + struct.pack(">I", (0xB1B0AFBA - _sum(whole)) % 2**32) + whole[at + 4 :]


def all_to_one() -> bytes:
    """Which glyph a letter has: the second, whatever it is."""
    return b"\0\1" * _LETTERS


LETTERS_AS_THEY_ARE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _sum(content: bytes) -> int:
    padded = content + bytes(-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) % 2**32
