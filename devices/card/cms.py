"""CMS SignedData (RFC 5652) with content inside: the shape of EF.SOD, of EF.CardSecurity and of master lists."""

from dataclasses import dataclass, field

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part

SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
_MOST_SIGNERS = 8


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """One signature. `signed_attributes` are the bytes that were signed, with the tag of a SET."""

    issuer: bytes                      # the name's encoding, or empty where the signer is named by key
    serial: int
    key_id: bytes
    digest: str
    algorithm: bytes = field(repr=False)       # the AlgorithmIdentifier, whole
    signature: bytes = field(repr=False)
    signed_attributes: bytes = field(repr=False)
    attributes: dict[str, Part] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedData:
    content_type: str
    content: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = field(repr=False)
    signers: tuple[SignerInfo, ...] = field(repr=False)


def parse(data: bytes) -> SignedData:
    """A ContentInfo holding SignedData; padding behind it is left alone. Raises NotTlv, NotAsn1."""
    outer = asn1.first(data, asn1.SEQUENCE).parts()
    if len(outer) < 2 or asn1.oid(outer[0]) != SIGNED_DATA:
        raise NotAsn1("no signed data")
    parts = asn1.only(asn1.expect(outer[1], 0xA0).value, asn1.SEQUENCE).parts()
    if len(parts) < 4:
        raise NotAsn1("too few elements")
    inside = asn1.expect(parts[2], asn1.SEQUENCE).parts()
    if len(inside) != 2:
        raise NotAsn1("no content")
    certificates = next((part for part in parts[3:-1] if part.tag == 0xA0), None)
    signers = asn1.expect(parts[-1], asn1.SET).parts()
    if not 0 < len(signers) <= _MOST_SIGNERS:
        raise NotAsn1("number of signers")
    return SignedData(
        asn1.oid(inside[0]),
        asn1.only(asn1.expect(inside[1], 0xA0).value, asn1.OCTETS).value,
        tuple(part.raw for part in certificates.parts() if part.tag == asn1.SEQUENCE) if certificates else (),
        tuple(map(_signer, signers)),
    )


def _signer(part: Part) -> SignerInfo:
    parts = asn1.expect(part, asn1.SEQUENCE).parts()
    if len(parts) < 5:
        raise NotAsn1("signer")
    issuer, serial, key_id = _named(parts[1])
    has_attributes = parts[3].tag == 0xA0
    if has_attributes and len(parts) < 6:
        raise NotAsn1("signer")
    algorithm, signature = parts[4:6] if has_attributes else parts[3:5]
    signed = bytes([asn1.SET]) + parts[3].raw[1:] if has_attributes else b""
    return SignerInfo(
        issuer, serial, key_id, asn1.oid(asn1.first(parts[2].value, asn1.OID)), asn1.expect(algorithm, asn1.SEQUENCE).raw,
        asn1.expect(signature, asn1.OCTETS).value, signed, _attributes(parts[3]) if has_attributes else {},
    )  # fmt: skip


def _named(part: Part) -> tuple[bytes, int, bytes]:
    if part.tag == 0x80:
        return b"", 0, part.value
    names = asn1.expect(part, asn1.SEQUENCE).parts()
    if len(names) != 2:
        raise NotAsn1("name of the signer")
    return names[0].raw, asn1.integer(names[1]), b""


def _attributes(part: Part) -> dict[str, Part]:
    """The first value of each attribute; one that comes twice is refused, for two readers could choose differently."""
    found: dict[str, Part] = {}
    for attribute in part.parts():
        pair = asn1.expect(attribute, asn1.SEQUENCE).parts()
        values = asn1.expect(pair[1], asn1.SET).parts() if len(pair) == 2 else []
        name = asn1.oid(pair[0]) if pair else ""
        if len(values) != 1 or name in found:
            raise NotAsn1("attribute")
        found[name] = values[0]
    return found
