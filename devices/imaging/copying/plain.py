"""A JPEG that goes into the PDF as it is, without being decoded: the last way, and it loses nothing.

Only its head is read, here and not by a library: it may be the very picture over which two processes fell.
"""

from devices.imaging.copying.opening import resolution
from devices.imaging.copying.words import Page, Picture

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_PARTS = frozenset({1, 3, 4})
_MOST_SEGMENTS = 2000
_TURNS = {3: 180, 6: 90, 8: 270}       # of EXIF's orientations; mirrored ones no device writes


class NotEmbeddable(ValueError):
    """It is no JPEG with a head that can be read."""


def embedded(content: bytes, dpi: int) -> Page:
    """Raises NotEmbeddable."""
    frame, said, rotate = b"", 0.0, 0
    for marker, body in _segments(content):
        if marker in _FRAMES and not frame:
            frame = body
        elif marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= 12:
            said = _density(body)
        elif marker == 0xE1 and body[:6] == b"Exif\0\0":
            rotate = _TURNS.get(_orientation(body[6:]), 0)
    if len(frame) < 6:
        raise NotEmbeddable("no frame")
    tall, wide, parts = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big"), frame[5]
    if frame[0] != 8 or not tall or not wide or parts not in _PARTS:
        raise NotEmbeddable("frame")
    picture = Picture(content, 0, 0, wide, tall, wide, tall, parts=parts)
    return Page(wide, tall, resolution(dpi, said, wide, tall), (picture,), (), rotate)


def _segments(content: bytes) -> list[tuple[int, bytes]]:
    """Up to the first scan."""
    if content[:2] != bytes([0xFF, _START]):
        raise NotEmbeddable("no JPEG")
    found, at = list[tuple[int, bytes]](), 2
    while at + 4 <= len(content) and len(found) < _MOST_SEGMENTS:
        if content[at] != 0xFF:
            raise NotEmbeddable("segments")
        marker = content[at + 1]
        if marker in (_SCAN, _END):
            return found
        if marker == 0xFF or marker in _ALONE:         # filling
            at += 1 if marker == 0xFF else 2
            continue
        long = int.from_bytes(content[at + 2 : at + 4], "big")
        found.append((marker, content[at + 4 : at + 2 + max(2, long)]))
        at += 2 + max(2, long)
    raise NotEmbeddable("no scan")


def _density(head: bytes) -> float:
    by = {1: 1.0, 2: 2.54}.get(head[7], 0.0)
    return by * int.from_bytes(head[8:10], "big")


def _orientation(tiff: bytes) -> int:
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    big = order == "big"
    start = _number(tiff[4:8], big)
    for entry in range(_number(tiff[start : start + 2], big)):
        at = start + 2 + 12 * entry
        if _number(tiff[at : at + 2], big) == 0x0112:
            return _number(tiff[at + 8 : at + 10], big)
    return 1


def _number(content: bytes, big: bool) -> int:
    return int.from_bytes(content, "big" if big else "little")
