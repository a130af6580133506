"""DG14 and DG15: how the chip proves that it is no copy. DG14 offers chip authentication, DG15 holds the key of active
authentication. Both count only after their hashes in the signed list have been checked.
"""

from dataclasses import dataclass

from devices.card import asn1, security_infos, tlv
from devices.card.asn1 import NotAsn1
from devices.card.crypto.suites import AES128, AES192, AES256, TDES, Suite
from devices.card.lds.files import CardFile, contents, reading
from devices.card.security_infos import SecurityInfo

_CHIP_AUTHENTICATION = "04007F00070202" + "03"     # id-CA, then DH or ECDH, then the suite
_PUBLIC_KEY = "04007F00070202" + "01"
_ACTIVE_AUTHENTICATION = "6781080101" + "05"
_SUITES = {1: TDES, 2: AES128, 3: AES192, 4: AES256}


@dataclass(frozen=True, slots=True)
class ChipKey:
    """A public key for chip authentication, and the protocol the chip speaks with it. `key_id` tells keys apart."""

    spki: bytes
    suite: Suite
    protocol: bytes                    # the value of the protocol's object identifier, as the card wants it back
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dg14:
    """Every SecurityInfo as it came, and what of them is understood."""

    infos: tuple[SecurityInfo, ...]
    chip_keys: tuple[ChipKey, ...] = ()
    active_signature: str = ""         # the signature algorithm of active authentication over a curve, dotted

    @property
    def offers_chip_authentication(self) -> bool:
        """Whether the card advertises it, in a form understood or not."""
        return any(info.oid.startswith((_CHIP_AUTHENTICATION, _PUBLIC_KEY)) for info in self.infos)


def parse(data: bytes) -> Dg14:
    """Raises DamagedFile."""
    whole = contents(CardFile.DG14, data)
    with reading(CardFile.DG14):
        infos = security_infos.parse(whole.value)
        return Dg14(tuple(infos), chip_keys(infos), _active_signature(infos))


def parse_active_key(data: bytes) -> bytes:
    """DG15: the SubjectPublicKeyInfo, whole. Raises DamagedFile."""
    whole = contents(CardFile.DG15, data)
    with reading(CardFile.DG15):
        return asn1.only(whole.value, asn1.SEQUENCE).raw


def chip_keys(infos: list[SecurityInfo]) -> tuple[ChipKey, ...]:
    """Keys with the protocol of the same number. A key alone means 3DES, as cards without a ChipAuthenticationInfo do."""
    protocols: dict[tuple[str, int | None], bytes] = {}
    for info in infos:
        if info.oid.startswith(_CHIP_AUTHENTICATION) and len(info.oid) == len(_CHIP_AUTHENTICATION) + 4:
            protocols.setdefault((info.oid[-4:-2], _key_id(info)), bytes.fromhex(info.oid))
    return tuple(key for info in infos if (key := _chip_key(info, protocols)))


def _chip_key(info: SecurityInfo, protocols: dict[tuple[str, int | None], bytes]) -> ChipKey | None:
    if not info.oid.startswith(_PUBLIC_KEY) or len(info.oid) != len(_PUBLIC_KEY) + 2 or info.required.tag != asn1.SEQUENCE:
        return None
    way = info.oid[-2:]
    usual = bytes.fromhex(f"{_CHIP_AUTHENTICATION}{way}01")
    protocol = protocols.get((way, _key_id(info)), usual)
    suite = _SUITES.get(protocol[-1])
    return ChipKey(info.required.encode(), suite, protocol, _key_id(info)) if suite else None


def _key_id(info: SecurityInfo) -> int | None:
    found = info.optional
    if found is None:
        return None
    if found.tag != asn1.INTEGER or not 0 < len(found.value) <= 8:
        raise NotAsn1("key id")
    return int.from_bytes(found.value)


def _active_signature(infos: list[SecurityInfo]) -> str:
    for info in infos:
        if info.oid == _ACTIVE_AUTHENTICATION and info.optional is not None and info.optional.tag == asn1.OID:
            return asn1.dotted(info.optional.value)
    return ""


def encode(infos: list[SecurityInfo]) -> bytes:
    """A DG14: for cards of our own, simulated or of a test."""
    return tlv.encode(CardFile.DG14.tag, security_infos.encode(infos))


def encode_active_key(spki: bytes) -> bytes:
    """A DG15."""
    return tlv.encode(CardFile.DG15.tag, spki)
