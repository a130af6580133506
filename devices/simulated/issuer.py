"""An issuing state that does not exist: country certificates, document signers, signed lists of hashes, revocation lists.

What a training desk's chip carries and what the tests break. Nothing signed here is trusted anywhere unless an operator installs
its country certificate as an anchor, and that says in its name what it is for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from devices.card import asn1, cms, tlv
from devices.card.crypto.curves import Curve, curves
from devices.card.lds.files import CardFile
from devices.card.lds.sod import LDS_SECURITY_OBJECT
from devices.card.trust.algorithms import Digest
from devices.card.trust.certificate import DIGITAL_SIGNATURE, SIGN_CERTIFICATES, SIGN_REVOCATIONS

YEAR_MS = 365 * 86_400_000
MASTER_LIST = "2.23.136.1.1.2"
_DIGESTS = {
    Digest.SHA1: "1.3.14.3.2.26", Digest.SHA224: "2.16.840.1.101.3.4.2.4", Digest.SHA256: "2.16.840.1.101.3.4.2.1",
    Digest.SHA384: "2.16.840.1.101.3.4.2.2", Digest.SHA512: "2.16.840.1.101.3.4.2.3",
}  # fmt: skip
_ECDSA = {
    Digest.SHA1: "1.2.840.10045.4.1", Digest.SHA224: "1.2.840.10045.4.3.1", Digest.SHA256: "1.2.840.10045.4.3.2",
    Digest.SHA384: "1.2.840.10045.4.3.3", Digest.SHA512: "1.2.840.10045.4.3.4",
}  # fmt: skip
_PKCS1 = {
    Digest.SHA1: "1.2.840.113549.1.1.5", Digest.SHA224: "1.2.840.113549.1.1.14", Digest.SHA256: "1.2.840.113549.1.1.11",
    Digest.SHA384: "1.2.840.113549.1.1.12", Digest.SHA512: "1.2.840.113549.1.1.13",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A private key, and how it signs. `explicit` spells the curve out, as many states do."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = field(repr=False)
    digest: Digest = Digest.SHA256
    explicit: bool = False
    pss: bool = False

    def spki(self) -> bytes:
        """The SubjectPublicKeyInfo."""
        der = self.private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        if not self.explicit or isinstance(self.private, rsa.RSAPrivateKey):
            return der
        curve = next(curve for curve in curves().values() if curve.name.lower() == self.private.curve.name.lower())
        algorithm, key = asn1.sequence(der, 2)
        return sequence(sequence(algorithm.parts()[0].raw, explicit_parameters(curve)), key.raw)

    def algorithm(self) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return sequence(object_id(_ECDSA[self.digest]))
        if not self.pss:
            return sequence(object_id(_PKCS1[self.digest]), null())
        of = digest_algorithm(self.digest)
        mask = sequence(object_id("1.2.840.113549.1.1.8"), of)
        salt = number(self.digest.size)
        parameters = sequence(tlv.encode(0xA0, of), tlv.encode(0xA1, mask), tlv.encode(0xA2, salt))
        return sequence(object_id("1.2.840.113549.1.1.10"), parameters)

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(self.digest.algorithm))
        if self.pss:
            scheme = padding.PSS(padding.MGF1(self.digest.algorithm), self.digest.size)
            return self.private.sign(data, scheme, self.digest.algorithm)
        return self.private.sign(data, padding.PKCS1v15(), self.digest.algorithm)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a certificate is to say. `begins`, `ends` are epoch milliseconds."""

    common: str
    begins: int
    ends: int
    country: str = "UT"
    serial: int = 1
    usage: int | None = SIGN_CERTIFICATES | SIGN_REVOCATIONS
    is_ca: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its key: a country, or a document signer."""

    plan: Plan
    key: IssuerKey
    certificate: bytes = field(repr=False)

    @property
    def key_id(self) -> bytes:
        return key_id_of(self.key)


def country(plan: Plan, key: IssuerKey) -> Identity:
    """A self-signed country certificate (CSCA)."""
    return Identity(plan, key, certificate(plan, key, plan, key))


def signer(issuer: Identity, plan: Plan, key: IssuerKey) -> Identity:
    """A document signer under a country."""
    as_signer = replace(plan, is_ca=False, usage=DIGITAL_SIGNATURE if plan.usage == Plan("", 0, 0).usage else plan.usage)
    return Identity(as_signer, key, certificate(as_signer, key, issuer.plan, issuer.key))


def certificate(plan: Plan, key: IssuerKey, issuer: Plan, issuer_key: IssuerKey) -> bytes:
    extensions = [
        _extension("551D23", sequence(tlv.encode(0x80, key_id_of(issuer_key)))),
        _extension("551D0E", tlv.encode(asn1.OCTETS, key_id_of(key))),
    ]
    if plan.usage is not None:
        extensions.append(_extension("551D0F", tlv.encode(asn1.BITS, bytes([0, plan.usage])), critical=True))
    if plan.is_ca:
        extensions.append(_extension("551D13", sequence(tlv.encode(asn1.BOOLEAN, b"\xff"), number(0)), critical=True))
    tbs = sequence(
        tlv.encode(0xA0, number(2)), number(plan.serial), issuer_key.algorithm(), name(issuer),
        sequence(time(plan.begins), time(plan.ends)), name(plan), key.spki(), tlv.encode(0xA3, sequence(*extensions)),
    )  # fmt: skip
    return sequence(tbs, issuer_key.algorithm(), bit_string(issuer_key.sign(tbs)))


def revocation_list(issuer: Identity, serials: Sequence[int], issued_at: int, next_at: int | None) -> bytes:
    entries = sequence(*(sequence(number(serial), time(issued_at)) for serial in serials)) if serials else b""
    following = time(next_at) if next_at is not None else b""
    tbs = sequence(number(1), issuer.key.algorithm(), name(issuer.plan), time(issued_at), following, entries)
    return sequence(tbs, issuer.key.algorithm(), bit_string(issuer.key.sign(tbs)))


def security_object(
    by: Identity, files: Mapping[CardFile, bytes], signed_at: int | None, digest: Digest = Digest.SHA256
) -> bytes:
    """EF.SOD over these files."""
    groups = sorted((file.group, data) for file, data in files.items() if file.group is not None)
    hashes = sequence(*(sequence(number(group), tlv.encode(asn1.OCTETS, digest.of(data))) for group, data in groups))
    content = sequence(number(0), digest_algorithm(digest), hashes)
    return tlv.encode(CardFile.SOD.tag, signed_data(by, LDS_SECURITY_OBJECT, content, signed_at))


def master_list(by: Identity, certificates: Sequence[bytes], signed_at: int) -> bytes:
    """A list of country certificates as ICAO and states publish them."""
    content = sequence(number(0), tlv.encode(asn1.SET, b"".join(certificates)))
    return signed_data(by, MASTER_LIST, content, signed_at)


def signed_data(by: Identity, content_type: str, content: bytes, signed_at: int | None) -> bytes:
    """A CMS ContentInfo with signed attributes and the signer's certificate."""
    of = by.key.digest
    attributes = [_attribute(cms.CONTENT_TYPE, object_id(content_type)),
                  _attribute(cms.MESSAGE_DIGEST, tlv.encode(asn1.OCTETS, of.of(content)))]
    if signed_at is not None:
        attributes.append(_attribute(cms.SIGNING_TIME, time(signed_at)))
    in_order = b"".join(sorted(attributes))
    issuer = asn1.sequence(by.certificate)[0].parts()[3].raw
    signer_info = sequence(
        number(1), sequence(issuer, number(by.plan.serial)), digest_algorithm(of), tlv.encode(0xA0, in_order),
        by.key.algorithm(), tlv.encode(asn1.OCTETS, by.key.sign(tlv.encode(asn1.SET, in_order))),
    )  # fmt: skip
    signed = sequence(
        number(3), tlv.encode(asn1.SET, digest_algorithm(of)),
        sequence(object_id(content_type), tlv.encode(0xA0, tlv.encode(asn1.OCTETS, content))),
        tlv.encode(0xA0, by.certificate), tlv.encode(asn1.SET, signer_info),
    )  # fmt: skip
    return sequence(object_id(cms.SIGNED_DATA), tlv.encode(0xA0, signed))


def explicit_parameters(curve: Curve) -> bytes:
    """A curve spelled out."""
    width = curve.size
    return sequence(
        number(1), sequence(object_id("1.2.840.10045.1.1"), number(curve.p)),
        sequence(*(tlv.encode(asn1.OCTETS, value.to_bytes(width)) for value in (curve.a % curve.p, curve.b))),
        tlv.encode(asn1.OCTETS, curve.encode(curve.base)), number(curve.n), number(1),
    )  # fmt: skip


def key_id_of(key: IssuerKey) -> bytes:
    return sha256(key.spki()).digest()[:20]


def sequence(*parts: bytes) -> bytes:
    return tlv.encode(asn1.SEQUENCE, b"".join(parts))


def number(value: int) -> bytes:
    return tlv.encode(asn1.INTEGER, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


def null() -> bytes:
    return tlv.encode(asn1.NULL, b"")


def bit_string(data: bytes) -> bytes:
    return tlv.encode(asn1.BITS, b"\0" + data)


def object_id(dotted: str) -> bytes:
    head, second, *rest = map(int, dotted.split("."))
    coded = b"".join(_base128(part) for part in (40 * head + second, *rest))
    return tlv.encode(asn1.OID, coded)


def time(moment: int) -> bytes:
    at = datetime.fromtimestamp(moment / 1000, UTC)
    short = at.year < 2050
    return tlv.encode(asn1.UTC_TIME if short else asn1.GENERALIZED_TIME,
                      at.strftime("%y%m%d%H%M%SZ" if short else "%Y%m%d%H%M%SZ").encode())


def digest_algorithm(digest: Digest) -> bytes:
    return sequence(object_id(_DIGESTS[digest]), null())


def name(plan: Plan) -> bytes:
    parts = ((0x13, "2.5.4.6", plan.country), (asn1.UTF8, "2.5.4.10", "Một cửa: tập huấn"), (asn1.UTF8, "2.5.4.3", plan.common))
    attributes = (sequence(object_id(kind), tlv.encode(tag, text.encode())) for tag, kind, text in parts)
    return sequence(*(tlv.encode(asn1.SET, attribute) for attribute in attributes))


def _base128(value: int) -> bytes:
    coded = [value & 0x7F]
    while value := value >> 7:
        coded.append(value & 0x7F | 0x80)
    return bytes(reversed(coded))


def _extension(identifier: str, value: bytes, *, critical: bool = False) -> bytes:
    flag = tlv.encode(asn1.BOOLEAN, b"\xff") if critical else b""
    return sequence(tlv.encode(asn1.OID, bytes.fromhex(identifier)), flag, tlv.encode(asn1.OCTETS, value))


def _attribute(kind: str, value: bytes) -> bytes:
    return sequence(object_id(kind), tlv.encode(asn1.SET, value))
