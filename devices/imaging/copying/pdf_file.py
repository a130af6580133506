"""The PDF/A, written by hand: what it must hold is little, and nothing a library adds can break the rules for archives.

The same input gives the same bytes. Only finished pages come here: nothing in them is taken apart any more.
"""

import hashlib
import zlib
from collections.abc import Sequence

from devices.imaging.copying import invisible
from devices.imaging.copying.pdf_about import ARCHIVAL, Kind, information, packet, sayable
from devices.imaging.copying.pdf_page import drawn, picture_entries, size
from devices.imaging.copying.profile import srgb
from devices.imaging.copying.words import Page

_CATALOG, _TREE, _ABOUT, _PROFILE, _INTENT, _INFO, _FONT = 1, 2, 3, 4, 5, 6, 7


def written(title: str, pages: Sequence[Page], kind: Kind = ARCHIVAL) -> bytes:
    """The whole file."""
    objects = _Objects(kind)
    name = sayable(title) or "-"
    objects.keep(_INFO, information(name).encode())
    objects.stream(_ABOUT, "/Type /Metadata /Subtype /XML", packet(name, kind))
    objects.stream(_PROFILE, "/N 3 /Filter /FlateDecode", zlib.compress(srgb(), 9))
    objects.keep(_INTENT, b"<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
                          b" /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R >>" % _PROFILE)  # fmt: skip
    _keep_font(objects)
    kids = [_keep_page(objects, page) for page in pages]
    tree = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    objects.keep(_TREE, tree.encode())
    objects.keep(_CATALOG, b"<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R /OutputIntents [%d 0 R] /Lang (vi) >>" % (
        _TREE, _ABOUT, _INTENT))  # fmt: skip
    return objects.file()


class _Objects:
    """The objects of a file, by number."""

    def __init__(self, kind: Kind) -> None:
        self._kind, self._last = kind, _FONT
        self._bodies: dict[int, bytes] = {}

    def new(self) -> int:
        self._last += 1
        return self._last

    def keep(self, number: int, body: bytes) -> int:
        self._bodies[number] = body
        return number

    def stream(self, number: int, entries: str, content: bytes) -> int:
        head = f"<< {entries} /Length {len(content)} >>".encode("ascii")
        return self.keep(number, head + b"\nstream\n" + content + b"\nendstream")

    def file(self) -> bytes:
        parts, place, places = [b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % self._kind.version.encode()], 0, []
        for number in sorted(self._bodies):
            place += len(parts[-1])
            places.append(place)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, self._bodies[number]))
        start = place + len(parts[-1])
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        same = digest.hexdigest()[:32].encode()
        table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % one for one in places)
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1, _CATALOG, _INFO, same, same, start)  # fmt: skip
        return b"".join([*parts, table, trailer])


def _keep_page(objects: _Objects, page: Page) -> int:
    number, content = objects.new(), objects.stream(objects.new(), "/Filter /FlateDecode", drawn(page))
    pictures = [objects.stream(objects.new(), picture_entries(picture), picture.data) for picture in page.pictures]
    wide, tall = size(page)
    named = " ".join(f"/P{at} {picture} 0 R" for at, picture in enumerate(pictures))
    font = f"/Font << /F {_FONT} 0 R >>" if page.words else ""
    turn = f" /Rotate {page.rotate}" if page.rotate else ""
    objects.keep(number, (
        f"<< /Type /Page /Parent {_TREE} 0 R /MediaBox [0 0 {wide:.4f} {tall:.4f}]{turn} /Contents {content} 0 R"
        f" /Resources << /XObject << {named} >> {font} >> >>"
    ).encode())  # fmt: skip
    return number


def _keep_font(objects: _Objects) -> None:
    """Kept once for all pages."""
    inner, about, file, glyphs, letters = (objects.new() for _ in range(5))
    name = invisible.NAME
    objects.keep(_FONT, (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{inner} 0 R]"
        f" /ToUnicode {letters} 0 R >>"
    ).encode())  # fmt: skip
    objects.keep(inner, (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap {glyphs} 0 R /DW {invisible.ADVANCE}"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {about} 0 R >>"
    ).encode())  # fmt: skip
    objects.keep(about, (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 5 /FontBBox [0 0 {invisible.ADVANCE} 1000] /ItalicAngle 0"
        f" /Ascent 1000 /Descent -1 /CapHeight 1000 /StemV 80 /FontFile2 {file} 0 R >>"
    ).encode())  # fmt: skip
    packed = zlib.compress(invisible.font_file(), 9)
    objects.stream(file, f"/Length1 {len(invisible.font_file())} /Filter /FlateDecode", packed)
    objects.stream(glyphs, "/Filter /FlateDecode", zlib.compress(invisible.all_to_one(), 9))
    objects.stream(letters, "", invisible.LETTERS_AS_THEY_ARE)
