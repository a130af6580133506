"""The colours of the PDF are those of sRGB: an ICC profile of version 2 (PDF/A-1 refuses version 4), made from its numbers."""

import struct
from functools import cache

_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))   # seen under D50
_STEPS = 1024
_NAME = "sRGB IEC61966-2.1"


@cache
def srgb() -> bytes:
    curve = _curve()
    tags = [(b"desc", _description(_NAME)), (b"cprt", b"text\0\0\0\0No copyright, use freely\0"), (b"wtpt", _point(_WHITE))]
    tags += [(name, _point(place)) for name, place in zip((b"rXYZ", b"gXYZ", b"bXYZ"), _PRIMARIES, strict=True)]
    tags += [(b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    return _laid_out(tags)


def _laid_out(tags: list[tuple[bytes, bytes]]) -> bytes:
    start, table, body, places = 128 + 4 + 12 * len(tags), b"", b"", dict[bytes, int]()
    for name, content in tags:
        if content not in places:      # the three curves are one
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    head = struct.pack(">I4xI4s4s4s12x4s", start + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    dated = head[:24] + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + head[36:40] + bytes(28) + _point(_WHITE)[8:]
    return dated.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _point(place: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(part * 65536) for part in place))


def _description(name: str) -> bytes:
    letters = name.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(letters)) + letters + bytes(4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    steps = (step / (_STEPS - 1) for step in range(_STEPS))
    light = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in steps)
    return b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *(round(part * 65535) for part in light))
