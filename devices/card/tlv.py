"""BER-TLV as chip cards use it: one level at a time, every length checked against what is there.

Strict where looseness would hide damage (cut values, indefinite lengths, rubbish behind the last element), tolerant where
cards in the field are: lengths may be longer than needed, and tags below 31 may be written in two bytes (5F0E of DG11).
Nothing here recurses: `children` reads one level, `find` walks a path its caller wrote down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MAX_TAG_BYTES = 3
MAX_LENGTH_BYTES = 4
MAX_ELEMENTS = 4096                    # on one level; the largest real level seen is a set of some fifteen fields
_CONSTRUCTED = 0x20
_MORE_TAG_BYTES = 0x1F


class TlvFault(StrEnum):
    """What is wrong with bytes that should be TLV."""

    EMPTY = "empty"
    CUT = "cut"                        # ends within a tag, a length or a value
    TAG = "tag"
    LENGTH = "length"                  # indefinite, or wider than any card could mean
    TRAILING = "trailing"              # more than the one element expected
    CROWDED = "crowded"                # more elements than `MAX_ELEMENTS`
    PRIMITIVE = "primitive"            # asked for children of an element that can have none


class NotTlv(ValueError):
    """The bytes are no TLV; `fault` says why. The bytes themselves are kept out of the message."""

    def __init__(self, fault: TlvFault, offset: int = 0) -> None:
        self.fault = fault
        self.offset = offset
        super().__init__(f"{fault.value} at {offset}")


@dataclass(frozen=True, slots=True)
class Header:
    """Tag and length of an element, before its value is there: `size` bytes, then `length` bytes of value."""

    tag: int
    size: int
    length: int

    @property
    def total(self) -> int:
        return self.size + self.length


@dataclass(frozen=True, slots=True)
class Tlv:
    """One element. The tag is the number its bytes make: 0x30, 0x5F1F, 0x7F61."""

    tag: int
    value: bytes

    @property
    def constructed(self) -> bool:
        return bool(_tag_bytes(self.tag)[0] & _CONSTRUCTED)

    def children(self) -> list["Tlv"]:
        """The elements within. Raises NotTlv."""
        if not self.constructed:
            raise NotTlv(TlvFault.PRIMITIVE)
        return parse(self.value)

    def find(self, *path: int) -> "Tlv | None":
        """The first element down this path of tags, or None. Raises NotTlv where the path leads through damage."""
        at: Tlv | None = self
        for tag in path:
            if at is None:
                return None
            at = find(at.children(), tag)
        return at

    def encode(self) -> bytes:
        return encode(self.tag, self.value)


def parse(data: bytes) -> list[Tlv]:
    """All elements of one level; no bytes at all are no elements. Raises NotTlv."""
    found: list[Tlv] = []
    offset = 0
    while offset < len(data):
        if len(found) == MAX_ELEMENTS:
            raise NotTlv(TlvFault.CROWDED, offset)
        head = header(data, offset)
        end = offset + head.total
        if end > len(data):
            raise NotTlv(TlvFault.CUT, offset)
        found.append(Tlv(head.tag, data[offset + head.size:end]))
        offset = end
    return found


def parse_one(data: bytes) -> Tlv:
    """Exactly one element and nothing behind it. Raises NotTlv."""
    first, rest = parse_first(data)
    if rest:
        raise NotTlv(TlvFault.TRAILING, len(data) - len(rest))
    return first


def parse_first(data: bytes) -> tuple[Tlv, bytes]:
    """The first element and the bytes behind it. Raises NotTlv."""
    head = header(data)
    if head.total > len(data):
        raise NotTlv(TlvFault.CUT)
    return Tlv(head.tag, data[head.size:head.total]), data[head.total:]


def header(data: bytes, offset: int = 0) -> Header:
    """Tag and length at `offset`; the value need not be there yet. Raises NotTlv."""
    if offset >= len(data):
        raise NotTlv(TlvFault.EMPTY, offset)
    at = _end_of_tag(data, offset)
    tag = int.from_bytes(data[offset:at])
    if at >= len(data):
        raise NotTlv(TlvFault.CUT, offset)
    first = data[at]
    at += 1
    if first < 0x80:
        return Header(tag, at - offset, first)
    width = first & 0x7F
    if not 1 <= width <= MAX_LENGTH_BYTES:
        raise NotTlv(TlvFault.LENGTH, offset)
    if at + width > len(data):
        raise NotTlv(TlvFault.CUT, offset)
    return Header(tag, at + width - offset, int.from_bytes(data[at:at + width]))


def find(elements: Iterable[Tlv], tag: int) -> Tlv | None:
    """The first element with this tag."""
    return next((element for element in elements if element.tag == tag), None)


def encode(tag: int, value: bytes) -> bytes:
    """Tag, shortest length, value."""
    return _tag_bytes(tag) + encode_length(len(value)) + value


def encode_length(length: int) -> bytes:
    if length < 0x80:
        return bytes([length])
    width = (length.bit_length() + 7) // 8
    return bytes([0x80 | width]) + length.to_bytes(width)


def _end_of_tag(data: bytes, offset: int) -> int:
    """The offset behind the tag at `offset`."""
    if data[offset] == 0:
        raise NotTlv(TlvFault.TAG, offset)         # padding, never a tag a card uses
    if data[offset] & _MORE_TAG_BYTES != _MORE_TAG_BYTES:
        return offset + 1
    for at in range(offset + 1, offset + MAX_TAG_BYTES):
        if at >= len(data):
            raise NotTlv(TlvFault.CUT, offset)
        if at == offset + 1 and data[at] == 0x80:
            raise NotTlv(TlvFault.TAG, offset)     # a leading zero
        if not data[at] & 0x80:
            return at + 1
    raise NotTlv(TlvFault.TAG, offset)


def _tag_bytes(tag: int) -> bytes:
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8))
