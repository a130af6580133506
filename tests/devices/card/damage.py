"""Bytes put out of shape as TLV: one element changed somewhere inside and every length around it right again.

A changed byte mostly breaks a length, and the first check ends it there; this gets behind.
"""

import random

from devices.card import tlv
from devices.card.tlv import NotTlv, Tlv

_WRAPPERS = (0x03, 0x04)               # bit and octet strings, which often hold TLV again
_ODD_TAGS = (0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x17, 0x30, 0x31, 0x80, 0xA0, 0xA3, 0x5F1F, 0x7F49)
_DEEPEST = 12


def reshaped(data: bytes, draw: random.Random, depth: int = 0) -> bytes:
    try:
        elements = tlv.parse(data)
    except NotTlv:
        return scratched(data, draw)
    if not elements:
        return draw.randbytes(draw.randrange(6))
    place = draw.randrange(len(elements))
    chosen = elements[place]
    holds_more = chosen.constructed or chosen.tag in _WRAPPERS
    if holds_more and depth < _DEEPEST and draw.random() < 0.8:
        head = chosen.value[:1] if chosen.tag == 0x03 else b""
        elements[place] = Tlv(chosen.tag, head + reshaped(chosen.value[len(head):], draw, depth + 1))
    else:
        elements[place:place + 1] = _changed(chosen, elements, draw)
    return b"".join(element.encode() for element in elements)


def _changed(chosen: Tlv, beside: list[Tlv], draw: random.Random) -> list[Tlv]:
    match draw.randrange(8):
        case 0:
            return []
        case 1:
            return [chosen, chosen]
        case 2:
            return [Tlv(draw.choice(_ODD_TAGS), chosen.value)]
        case 3:
            return [Tlv(chosen.tag, b"")]
        case 4:
            return [draw.choice(beside), chosen]
        case 5:
            return [Tlv(chosen.tag, draw.choice((b"\0", b"\xff", b"\x80")) * draw.choice((1, 8, 300)))]
        case 6:
            return [Tlv(draw.choice(_ODD_TAGS), chosen.encode())]
        case _:
            return [Tlv(chosen.tag, scratched(chosen.value, draw))]


def scratched(good: bytes, draw: random.Random) -> bytes:
    """Bytes changed, cut out, put in, or copied from elsewhere in the same file."""
    data = bytearray(good)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        place = draw.randrange(len(data) + 1)
        match draw.randrange(4):
            case 0:
                data[place:place + 1] = bytes([draw.randrange(256)])
            case 1:
                del data[place:place + draw.randrange(1, 9)]
            case 2:
                data[place:place] = draw.randbytes(draw.randrange(1, 9))
            case _:
                source = draw.randrange(len(data) + 1)
                data[place:place + 4] = data[source:source + 4]
    return bytes(data)
