"""SecurityInfos: what a chip offers, as EF.CardAccess tells before any access and DG14 repeats under signature (9303-11, 9.2).

Object identifiers are kept as the bytes of their value in hexadecimal: they are compared, never shown.
"""

from dataclasses import dataclass
from enum import Enum

from devices.card import tlv
from devices.card.crypto.suites import AES128, AES192, AES256, TDES, Suite
from devices.card.tlv import NotTlv, Tlv

_BSI_SMARTCARD = "04007F00070202"
_PACE = _BSI_SMARTCARD + "04"
_SUITES = {1: TDES, 2: AES128, 3: AES192, 4: AES256}
_SET, _SEQUENCE, _OID, _INTEGER = 0x31, 0x30, 0x06, 0x02


class Mapping(Enum):
    """How PACE finds its new generator. Integrated mapping is known by name and not spoken."""

    DH_GM = 1
    ECDH_GM = 2
    DH_IM = 3
    ECDH_IM = 4
    ECDH_CAM = 6

    @property
    def spoken(self) -> bool:
        return self in (Mapping.DH_GM, Mapping.ECDH_GM, Mapping.ECDH_CAM)


@dataclass(frozen=True, slots=True)
class SecurityInfo:
    """One SecurityInfo: the protocol, and its data as the elements they are."""

    oid: str
    required: Tlv
    optional: Tlv | None = None

    def encode(self) -> bytes:
        parts = tlv.encode(_OID, bytes.fromhex(self.oid)) + self.required.encode()
        return tlv.encode(_SEQUENCE, parts + (self.optional.encode() if self.optional else b""))


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """A PACE protocol the chip speaks over standardised domain parameters."""

    oid: str
    mapping: Mapping
    suite: Suite
    parameter_id: int

    @property
    def name(self) -> str:
        return f"PACE-{self.mapping.name.replace('_', '-')}-{self.suite.name}"


def parse(data: bytes) -> list[SecurityInfo]:
    """The SET of SecurityInfos a file begins with. Raises NotTlv."""
    whole, _ = tlv.parse_first(data)                   # EF.CardAccess may be padded
    if whole.tag != _SET:
        raise NotTlv(tlv.TlvFault.TAG)
    return [_info(element) for element in whole.children()]


def encode(infos: list[SecurityInfo]) -> bytes:
    return tlv.encode(_SET, b"".join(info.encode() for info in infos))


def pace_infos(infos: list[SecurityInfo]) -> list[PaceInfo]:
    """Every PACE variant told, in the card's order; what does not look like one is passed over."""
    return [pace for info in infos if (pace := _pace_info(info))]


def _info(element: Tlv) -> SecurityInfo:
    parts = element.children()
    if element.tag != _SEQUENCE or not 2 <= len(parts) <= 3 or parts[0].tag != _OID:
        raise NotTlv(tlv.TlvFault.TAG)
    return SecurityInfo(parts[0].value.hex().upper(), parts[1], parts[2] if len(parts) == 3 else None)


def _pace_info(info: SecurityInfo) -> PaceInfo | None:
    tail = bytes.fromhex(info.oid.removeprefix(_PACE)) if info.oid.startswith(_PACE) else b""
    if len(tail) != 2 or tail[1] not in _SUITES or tail[0] not in [mapping.value for mapping in Mapping]:
        return None
    if info.required != Tlv(_INTEGER, b"\x02") or info.optional is None or info.optional.tag != _INTEGER:
        return None
    return PaceInfo(info.oid, Mapping(tail[0]), _SUITES[tail[1]], int.from_bytes(info.optional.value))
