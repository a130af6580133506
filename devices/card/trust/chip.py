"""The key of chip authentication as DG14 holds it, brought into the group it is over: a curve, or numbers modulo a prime."""

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part
from devices.card.chip_proof import ChipPublicKey
from devices.card.crypto.curves import NotOnCurve
from devices.card.crypto.groups import CurveGroup, Group, ModpGroup, group
from devices.card.lds.dg14 import ChipKey
from devices.card.tlv import NotTlv
from devices.card.trust.keys import UnknownKey, curve_of

_EC, _ECDH = "1.2.840.10045.2.1", "1.3.132.1.12"
_DH, _DH_X942 = "1.2.840.113549.1.3.1", "1.2.840.10046.2.1"
_STANDARD_MODP = (0, 1, 2)
_MODP_BITS = range(1024, 4097)


def chip_public_key(key: ChipKey) -> ChipPublicKey:
    """What `authenticate_chip` wants, from what DG14 holds. Raises UnknownKey for a key that is not known here or is no key."""
    try:
        numbers, public = chip_group(key.spki)
    except (NotTlv, NotAsn1, NotOnCurve, IndexError) as damage:
        raise UnknownKey from damage
    return ChipPublicKey(key.protocol.hex().upper(), key.suite, numbers, public, key.key_id)


def chip_group(spki: bytes) -> tuple[Group, bytes]:
    """The group a SubjectPublicKeyInfo is over, and the key as an element of it. Raises UnknownKey, NotTlv, NotAsn1."""
    algorithm, key = asn1.sequence(spki, 2)[:2]
    named = algorithm.parts()
    kind = asn1.oid(named[0])
    if kind in (_EC, _ECDH):
        return CurveGroup(curve_of(named[1])), asn1.bits(key)
    if kind not in (_DH, _DH_X942):
        raise UnknownKey
    numbers = _modp(kind, asn1.expect(named[1], asn1.SEQUENCE).parts())
    public = asn1.natural(asn1.only(asn1.bits(key), asn1.INTEGER))
    if not 1 < public < numbers.p:
        raise UnknownKey
    return numbers, public.to_bytes((numbers.p.bit_length() + 7) // 8)


def _modp(kind: str, parameters: list[Part]) -> ModpGroup:
    """A standard group, or one that tells the order of its generator: without it a weak generator could not be seen."""
    p, g = asn1.natural(parameters[0]), asn1.natural(parameters[1])
    for number in _STANDARD_MODP:
        standard = group(number)
        if isinstance(standard, ModpGroup) and (standard.p, standard.g) == (p, g):
            return standard
    q = asn1.natural(parameters[2]) if kind == _DH_X942 and len(parameters) > 2 else 0
    if p.bit_length() not in _MODP_BITS or q.bit_length() < 160 or (p - 1) % q or not 1 < g < p - 1 or pow(g, q, p) != 1:
        raise UnknownKey
    return ModpGroup("DH", p, g, q)
