"""ASN.1 as certificates and signed files use it, read over `tlv`: whole encodings kept, for signatures and hashes are over them.

Only definite lengths are read; indefinite ones (a few early passports) are refused by `tlv`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from devices.card import tlv
from devices.card.tlv import NotTlv, TlvFault

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, UTF8, SEQUENCE, SET = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x30, 0x31
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
MAX_PARTS = 20_000                     # on one level that is kept whole: a master list of all states has a thousand
MAX_ENTRIES = 200_000                  # of a level gone through one by one: the longest revocation list that is still read
_MAX_OID_BYTES, _MAX_INTEGER_BYTES = 40, 2048
_CENTURY_TURN = 50                     # two-digit years from here on are of the last century (RFC 5280)


class NotAsn1(ValueError):
    """The bytes are TLV, but not what stands at this place. They are kept out of the message."""


class Part(NamedTuple):
    """One element and `raw`, its whole encoding as it was found. A tuple: a master list makes thirty thousand of them."""

    tag: int
    value: bytes
    raw: bytes

    def parts(self) -> list["Part"]:
        return parts(self.value)


def parts(data: bytes) -> list[Part]:
    """All elements of one level. Raises NotTlv."""
    return list(walk(data, MAX_PARTS))


def walk(data: bytes, most: int = MAX_ENTRIES) -> Iterator[Part]:
    """The elements of one level, one by one. Raises NotTlv."""
    offset, count, end = 0, 0, len(data)
    while offset < end:
        tag, begin, after = _short_header(data, offset) or _header(data, offset)
        count += 1
        if after > end:
            raise NotTlv(TlvFault.CUT, offset)
        if count > most:
            raise NotTlv(TlvFault.CROWDED, offset)
        yield Part(tag, data[begin:after], data[offset:after])
        offset = after


def _short_header(data: bytes, offset: int) -> tuple[int, int, int] | None:
    """Tag, begin and end of value, for nearly all elements: one byte of tag, at most two of length. It halves the time."""
    tag = data[offset]
    if not tag or tag & 0x1F == 0x1F or offset + 4 > len(data):
        return None
    length = data[offset + 1]
    if length < 0x80:
        return tag, offset + 2, offset + 2 + length
    if length == 0x81:
        return tag, offset + 3, offset + 3 + data[offset + 2]
    if length == 0x82:
        return tag, offset + 4, offset + 4 + (data[offset + 2] << 8 | data[offset + 3])
    return None


def _header(data: bytes, offset: int) -> tuple[int, int, int]:
    head = tlv.header(data, offset)
    return head.tag, offset + head.size, offset + head.total


def first(data: bytes, tag: int) -> Part:
    """The first element, which must have this tag; what follows it is left alone. Raises NotTlv, NotAsn1."""
    found = next(walk(data), None)
    if found is None:
        raise NotTlv(TlvFault.EMPTY)
    return expect(found, tag)


def only(data: bytes, tag: int) -> Part:
    """The one element there is. Raises NotTlv, NotAsn1."""
    found = first(data, tag)
    if len(found.raw) != len(data):
        raise NotTlv(TlvFault.TRAILING, len(found.raw))
    return found


def expect(part: Part, tag: int) -> Part:
    if part.tag != tag:
        raise NotAsn1(f"tag {part.tag:X}, not {tag:X}")
    return part


def sequence(data: bytes, at_least: int = 0) -> list[Part]:
    """The elements of the SEQUENCE `data` is. Raises NotTlv, NotAsn1."""
    found = only(data, SEQUENCE).parts()
    if len(found) < at_least:
        raise NotAsn1("too few elements")
    return found


def integer(part: Part) -> int:
    """A signed INTEGER. Raises NotAsn1."""
    expect(part, INTEGER)
    if not 0 < len(part.value) <= _MAX_INTEGER_BYTES:
        raise NotAsn1("size of an integer")
    return int.from_bytes(part.value, signed=True)


def natural(part: Part) -> int:
    """An INTEGER above zero, as all numbers of keys and groups are. Raises NotAsn1."""
    found = integer(part)
    if found <= 0:
        raise NotAsn1("number")
    return found


def oid(part: Part) -> str:
    """An OBJECT IDENTIFIER with dots. Raises NotAsn1."""
    return dotted(expect(part, OID).value)


def dotted(value: bytes) -> str:
    """The value of an OBJECT IDENTIFIER with dots. Raises NotAsn1."""
    if not 0 < len(value) <= _MAX_OID_BYTES or value[-1] & 0x80:
        raise NotAsn1("object identifier")
    numbers, number = [], 0
    for byte in value:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    head = min(numbers[0] // 40, 2)
    return ".".join(map(str, (head, numbers[0] - 40 * head, *numbers[1:])))


def bits(part: Part) -> bytes:
    """A BIT STRING of whole bytes. Raises NotAsn1."""
    expect(part, BITS)
    if not part.value or part.value[0] != 0:
        raise NotAsn1("bit string")
    return part.value[1:]


def moment(part: Part) -> int:
    """A UTCTime or GeneralizedTime in epoch milliseconds. Raises NotAsn1."""
    text = part.value.decode("ascii", "replace")
    if part.tag == UTC_TIME:
        text = ("19" if text[:2].isdigit() and int(text[:2]) >= _CENTURY_TURN else "20") + text
    elif part.tag != GENERALIZED_TIME:
        raise NotAsn1("no time")
    digits = text.removesuffix("Z")
    if digits == text or not (digits.isascii() and digits.isdigit()) or len(digits) not in (12, 14):
        raise NotAsn1("time")
    month, day, hour, minute, second = (int(digits[place:place + 2] or "0") for place in range(4, 14, 2))
    try:
        found = datetime(int(digits[:4]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise NotAsn1("time") from error
    return round(found.timestamp() * 1000)


def text(part: Part) -> str:
    """Any kind of string of a certificate; letters that cannot be read are replaced."""
    wide = {0x1E: "utf-16-be", 0x1C: "utf-32-be", 0x14: "latin-1"}
    return part.value.decode(wide.get(part.tag, "utf-8"), "replace")
