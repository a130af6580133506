"""Pictures made to hurt whoever opens them, small on disk. Made here, so that nobody has to carry them about."""

import io
import struct
import zlib

from PIL import Image, ImageDraw


def encoded(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **how)
    return target.getvalue()


def page(wide: int = 420, high: int = 594, mode: str = "RGB") -> Image.Image:
    """A page with something on it, down to its last line."""
    paper = Image.new("RGB", (wide, high), (244, 243, 238))
    pen = ImageDraw.Draw(paper)
    for line in range(20, high, 14):
        pen.line((30, line, wide - 30 - line % 90, line), (30, 30, 40), 2)
    return paper.convert(mode)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def zeros_packed(size: int) -> bytes:
    """As zlib packs so many zeros; made from one packed million, repeated."""
    million = 1_000_000
    packer = zlib.compressobj(9)
    first, again = (packer.compress(bytes(million)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    rest = packer.compress(bytes(size % million)) + packer.flush(zlib.Z_FINISH)
    checked = struct.pack(">HH", size % 65521, 1)
    return (first + again * (size // million - 1) if size >= million else first[:2]) + rest[:-4] + checked


def png_of(wide: int, high: int, *extra: bytes, body: bytes = b"\0" * 1000) -> bytes:
    """Says it is so large, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", head) + b"".join(extra) + png_chunk(b"IDAT", zlib.compress(body)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def jpeg_of(wide: int, high: int) -> bytes:
    """A small JPEG that says it is so large."""
    content = bytearray(encoded(Image.new("RGB", (16, 16), (200, 10, 10))))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", high, wide)
    return bytes(content)


def profile_bomb() -> bytes:
    """An embedded colour profile that unpacks to half a gigabyte."""
    return png_of(8, 8, png_chunk(b"iCCP", b"x\0\0" + zeros_packed(500_000_000)), body=bytes(8 * 25))


def real_bomb(side: int = 7_000) -> bytes:
    """Within what is allowed by its pixels; every one of them is there, packed a thousand times over."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zeros_packed(side * (side * 3 + 1))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def endless_tiff() -> bytes:
    """Its first page says that the page after it is itself."""
    content = bytearray(encoded(page(64, 64), "TIFF"))
    start = struct.unpack("<I", content[4:8])[0]
    entries = struct.unpack("<H", content[start : start + 2])[0]
    at = start + 2 + 12 * entries
    content[at : at + 4] = struct.pack("<I", start)
    return bytes(content)


def pdf_bomb(side: int = 40_000) -> bytes:
    """A PDF of one page with one picture of 1.6 thousand million pixels in a few kilobytes."""
    body = zeros_packed(side * side)
    kind = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return pdf_with(b"<<%s/Width %d/Height %d/Length %d>>" % (kind, side, side, len(body)), body)


def pdf_with(picture: bytes, body: bytes) -> bytes:
    draw = b"q 200 0 0 280 0 0 cm /P Do Q"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 280]/Resources<</XObject<</P 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw), picture + b"stream\n" + body + b"\nendstream",
    ]  # fmt: skip
    content, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return content
