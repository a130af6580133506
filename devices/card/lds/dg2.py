"""DG2: the portrait, in a record of ISO/IEC 19794-5 or, from 2026 on, 39794-5. Only its picture's bytes are taken out.

The picture itself is not decoded here: `picture.decoded` does that, within limits of its own.
"""

from dataclasses import dataclass, field
from enum import Enum

from devices.card import asn1, tlv
from devices.card.asn1 import NotAsn1
from devices.card.lds.files import CardFile, contents, reading
from devices.card.tlv import Tlv

MAX_PICTURE = 512 * 1024
_TEMPLATES, _TEMPLATE, _COUNT = 0x7F61, 0x7F60, 0x02
_RECORD, _RECORD_OF_PARTS = 0x5F2E, 0x7F2E
_FACE_RECORD = b"FAC\x00"
_HEADER, _FACE_BLOCK, _FEATURE_POINT, _PICTURE_BLOCK = 14, 20, 8, 12
_FACE_39794 = 0x65                     # [APPLICATION 5]
_JPEG, _JP2_BOX, _JP2_STREAM = b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"


class PictureKind(Enum):
    JPEG = "image/jpeg"
    JPEG2000 = "image/jp2"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The first portrait's bytes, and what they are."""

    kind: PictureKind
    picture: bytes = field(repr=False)


def parse(data: bytes) -> Portrait:
    """Raises DamagedFile."""
    whole = contents(CardFile.DG2, data)
    with reading(CardFile.DG2):
        template = whole.find(_TEMPLATES, _TEMPLATE)
        if template is None:
            raise NotAsn1("no portrait")
        parts = template.children()
        plain, nested = tlv.find(parts, _RECORD), tlv.find(parts, _RECORD_OF_PARTS)
        if plain is not None:
            return _portrait(_picture_19794(plain.value))
        if nested is None:
            raise NotAsn1("no record")
        if nested.value.startswith(_FACE_RECORD):      # the older format under the newer tag is seen on cards
            return _portrait(_picture_19794(nested.value))
        return _portrait(_picture_39794(nested))


def _portrait(picture: bytes) -> Portrait:
    if len(picture) > MAX_PICTURE:
        raise NotAsn1("portrait too large")
    if picture.startswith(_JPEG):
        return Portrait(PictureKind.JPEG, picture)
    if picture.startswith((_JP2_BOX, _JP2_STREAM)):
        return Portrait(PictureKind.JPEG2000, picture)
    raise NotAsn1("kind of picture")


def _picture_19794(record: bytes) -> bytes:
    """Header, face block, feature points, picture block, picture: of the first face in the record."""
    if not record.startswith(_FACE_RECORD) or len(record) < _HEADER + _FACE_BLOCK:
        raise NotAsn1("face record")
    whole, faces = int.from_bytes(record[8:12]), int.from_bytes(record[12:14])
    length = int.from_bytes(record[_HEADER:_HEADER + 4])
    points = int.from_bytes(record[_HEADER + 4:_HEADER + 6])
    begin = _HEADER + _FACE_BLOCK + points * _FEATURE_POINT + _PICTURE_BLOCK
    end = _HEADER + length
    if not faces or whole > len(record) or not begin < end <= whole:
        raise NotAsn1("lengths of the face record")
    return record[begin:end]


def _picture_39794(record: Tlv) -> bytes:
    """Down the record: data block, representations, the first of them, its two-dimensional picture, the octets."""
    wrapped = tlv.find(record.children(), 0xA1)
    face = wrapped.find(_FACE_39794) if wrapped else tlv.find(record.children(), _FACE_39794)
    octets = face.find(0xA1, asn1.SEQUENCE, 0xA1, 0xA0, 0xA0, 0x80) if face else None
    if octets is None:
        raise NotAsn1("face record of 39794")
    return octets.value


def encode_19794(picture: bytes, kind: PictureKind, size: tuple[int, int]) -> bytes:
    """A DG2 with one portrait in the older format: for cards of our own, simulated or of a test."""
    block = bytes([1, int(kind is PictureKind.JPEG2000)]) + size[0].to_bytes(2) + size[1].to_bytes(2) + bytes([1, 2, 0, 0, 0, 0])
    face = bytes(2) + bytes(_FACE_BLOCK - 6) + block + picture
    facial = (len(face) + 4).to_bytes(4) + face
    record = _FACE_RECORD + b"010\x00" + (_HEADER + len(facial)).to_bytes(4) + (1).to_bytes(2) + facial
    return _in_templates(tlv.encode(_RECORD, record))


def encode_39794(picture: bytes) -> bytes:
    """The same in the newer format."""
    kind = tlv.encode(0xA0, tlv.encode(0x80, bytes([2 if picture.startswith(_JPEG) else 3])))
    flat = tlv.encode(0x80, picture) + tlv.encode(0xA1, kind)
    one = tlv.encode(0x80, b"\x00") + tlv.encode(0xA1, tlv.encode(0xA0, tlv.encode(0xA0, flat)))
    version = tlv.encode(0xA0, tlv.encode(0x80, b"\x03") + tlv.encode(0x81, b"\x07\xe3"))
    face = tlv.encode(_FACE_39794, version + tlv.encode(0xA1, tlv.encode(asn1.SEQUENCE, one)))
    return _in_templates(tlv.encode(_RECORD_OF_PARTS, tlv.encode(0xA1, face)))


def _in_templates(record: bytes) -> bytes:
    header = ((0x80, b"\x01\x01"), (0x81, b"\x02"), (0x87, b"\x01\x01"), (0x88, b"\x00\x08"))
    described = tlv.encode(0xA1, b"".join(tlv.encode(tag, value) for tag, value in header))
    template = tlv.encode(_TEMPLATE, described + record)
    return tlv.encode(CardFile.DG2.tag, tlv.encode(_TEMPLATES, tlv.encode(_COUNT, b"\x01") + template))
