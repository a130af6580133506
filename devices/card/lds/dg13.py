"""DG13 of the Vietnamese card: numbered fields in true TLV. Absent fields stay absent, unknown ones are kept as they came.

The layout was worked out by readers in the field, not published:
`6D { SEQ { version, OID of UTF-8, SET OF SEQ { number, value } } }`.
Fields 13 and 14 hold a sequence of names. Which of 15 and 16 is the old number is told differently; nine digits decide.
"""

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part
from devices.card.lds.files import CardFile, contents, reading
from devices.card.tlv import encode as encode_tlv

_STRINGS = (asn1.UTF8, 0x13, 0x16, 0x12, 0x1A)
_UTF8_OID = bytes.fromhex("28D316010008")
_OLD_ID_LENGTHS = (9, 12)
MAX_FIELDS = 64


class Dg13Field(IntEnum):
    """The numbers whose meaning is known."""

    PERSONAL_ID = 1
    FULL_NAME = 2
    BIRTH = 3
    SEX = 4
    NATIONALITY = 5
    ETHNICITY = 6
    RELIGION = 7
    ORIGIN = 8
    RESIDENCE = 9
    MARKS = 10
    ISSUED = 11
    EXPIRES = 12
    PARENTS = 13
    SPOUSE = 14
    OLD_ID = 15
    UNCONFIRMED = 16


@dataclass(frozen=True, slots=True)
class Dg13:
    """Texts by field number (NFC), and every field's raw encoding. Dates are as printed, dd/MM/yyyy or a year alone."""

    version: int
    texts: dict[int, tuple[str, ...]] = field(repr=False)
    raw: tuple[tuple[int, bytes], ...] = field(repr=False)

    def text(self, number: int) -> str:
        """The first text of a field, empty where it is absent or has no value."""
        return next(iter(self.texts.get(number, ())), "")

    @property
    def father(self) -> str:
        return self.text(Dg13Field.PARENTS)

    @property
    def mother(self) -> str:
        return next(iter(self.texts.get(Dg13Field.PARENTS, ())[1:]), "")

    @property
    def spouse(self) -> str:
        return self.text(Dg13Field.SPOUSE)

    @property
    def old_id(self) -> str:
        """The old identity number: field 15 or 16, whichever looks like one."""
        candidates = (self.text(Dg13Field.OLD_ID), self.text(Dg13Field.UNCONFIRMED))
        return next((text for text in candidates if text.isascii() and text.isdigit() and len(text) in _OLD_ID_LENGTHS), "")

    @property
    def unknown(self) -> tuple[tuple[int, bytes], ...]:
        """Fields whose meaning is not known, as they came."""
        known = set(Dg13Field) - {Dg13Field.UNCONFIRMED}
        return tuple((number, raw) for number, raw in self.raw if number not in known)


def parse(data: bytes) -> Dg13:
    """Raises DamagedFile."""
    whole = contents(CardFile.DG13, data)
    with reading(CardFile.DG13):
        parts = asn1.sequence(whole.value, 2)
        version = asn1.integer(parts[0])
        fields = next((part for part in parts if part.tag == asn1.SET), None)
        if fields is None:
            raise NotAsn1("no set of fields")
        found = fields.parts()
        if len(found) > MAX_FIELDS:
            raise NotAsn1("too many fields")
        texts: dict[int, tuple[str, ...]] = {}
        raw: list[tuple[int, bytes]] = []
        for part in found:
            number, value = _field(part)
            texts.setdefault(number, value)            # the first of two fields with one number
            raw.append((number, part.raw))
        return Dg13(version, texts, tuple(raw))


def encode(texts: dict[int, tuple[str, ...]]) -> bytes:
    """A DG13: for cards of our own, simulated or of a test."""
    fields = b"".join(_encoded(number, values) for number, values in texts.items())
    body = encode_tlv(asn1.INTEGER, b"\x01") + encode_tlv(asn1.OID, _UTF8_OID) + encode_tlv(asn1.SET, fields)
    return encode_tlv(CardFile.DG13.tag, encode_tlv(asn1.SEQUENCE, body))


def _field(part: Part) -> tuple[int, tuple[str, ...]]:
    """Number and texts; a field without a value has none."""
    inside = asn1.expect(part, asn1.SEQUENCE).parts()
    if not inside:
        raise NotAsn1("field without a number")
    number = asn1.integer(inside[0])
    return number, tuple(text for value in inside[1:] for text in _texts(value))


def _texts(value: Part) -> list[str]:
    if value.tag in _STRINGS:
        return [_text(value)]
    if value.tag in (asn1.SEQUENCE, asn1.SET):
        return [_text(inner) for inner in value.parts() if inner.tag in _STRINGS]
    return []


def _text(value: Part) -> str:
    return unicodedata.normalize("NFC", value.value.decode("utf-8", "replace")).strip("\0 ")


def _encoded(number: int, values: tuple[str, ...]) -> bytes:
    strings = b"".join(encode_tlv(asn1.UTF8, value.encode()) for value in values)
    nested = number in (Dg13Field.PARENTS, Dg13Field.SPOUSE)
    value = encode_tlv(asn1.SEQUENCE, strings) if nested else strings
    return encode_tlv(asn1.SEQUENCE, encode_tlv(asn1.INTEGER, bytes([number])) + value)

