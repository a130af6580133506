"""X.509 certificates of states (ICAO 9303-12), read without judging: `cryptography` refuses a fifth of those in master lists.

Only what deciding about trust needs is taken out. A key is made from its bytes when something is verified, not before.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part
from devices.card.tlv import NotTlv
from devices.card.trust.algorithms import UnknownAlgorithm, signature_algorithm
from devices.card.trust.keys import UnknownKey, public_key

_COUNTRY, _COMMON_NAME = bytes.fromhex("550406"), bytes.fromhex("550403")
_KEY_ID, _KEY_USAGE, _PRIVATE_KEY_PERIOD = bytes.fromhex("551D0E"), bytes.fromhex("551D0F"), bytes.fromhex("551D10")
_BASIC, _AUTHORITY_KEY, _EXTENDED_USAGE = bytes.fromhex("551D13"), bytes.fromhex("551D23"), bytes.fromhex("551D25")
_HARMLESS = frozenset(map(bytes.fromhex, ("551D11", "551D12", "551D1F", "551D20", "67810801010601", "67810801010602")))
"""Other names, where lists and policies are to be found, a change of name, kinds of document: known, and not needed here."""
_KNOWN = _HARMLESS | {_KEY_ID, _KEY_USAGE, _PRIVATE_KEY_PERIOD, _BASIC, _AUTHORITY_KEY, _EXTENDED_USAGE}
_ICAO_ROLES = "2.23.136.1.1."          # signers of master lists, deviation lists, visible seals: anything but documents
DIGITAL_SIGNATURE, SIGN_CERTIFICATES, SIGN_REVOCATIONS = 0x80, 0x04, 0x02
_MOST_EXTENSIONS = 64


class NotACertificate(ValueError):
    """The bytes are no certificate. They are kept out of the message."""


@dataclass(frozen=True, slots=True)
class Name:
    """A distinguished name: `key` compares as certificates are chained, whatever kinds of string two issuers use."""

    key: tuple[bytes, ...]
    country: str = ""                  # two capitals
    common: str = ""

    @property
    def shown(self) -> str:
        return f"{self.common or '?'} ({self.country or '?'})"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Times are epoch milliseconds; `key_usage` is None where the extension is missing."""

    der: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    serial: int
    issuer: Name
    subject: Name
    not_before: int
    not_after: int
    spki: bytes = field(repr=False)
    algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    key_id: bytes = b""
    authority_key_id: bytes = b""
    key_usage: int | None = None
    is_ca: bool = False
    signs_from: int | None = None      # the private key's own period, where told
    signs_until: int | None = None
    other_role: bool = False           # made for another of ICAO's purposes than signing documents
    not_understood: bool = False       # carries a critical extension that is not known here

    @property
    def fingerprint(self) -> str:
        return sha256(self.der).hexdigest()

    @property
    def self_issued(self) -> bool:
        return self.issuer.key == self.subject.key

    def valid_at(self, moment: int) -> bool:
        return self.not_before <= moment <= self.not_after

    def may(self, use: int) -> bool:
        """Whether the key usage allows it; a certificate without one allows all (early states left it out)."""
        return self.key_usage is None or bool(self.key_usage & use)

    def signed(self, algorithm: bytes, signature: bytes, data: bytes) -> bool:
        """Whether this certificate's key made the signature. Raises UnknownKey, UnknownAlgorithm."""
        try:
            return public_key(self.spki).holds(signature_algorithm(algorithm), signature, data)
        except (NotTlv, NotAsn1) as damage:
            raise UnknownAlgorithm from damage

    def issued(self, other: "Certificate") -> bool:
        """Whether this certificate's key signed the other. Raises UnknownKey, UnknownAlgorithm."""
        return self.signed(other.algorithm, other.signature, other.tbs)


def parse(der: bytes) -> Certificate:
    """Raises NotACertificate."""
    try:
        return _certificate(der)
    except (NotTlv, NotAsn1) as damage:
        raise NotACertificate(str(damage)) from damage


def key_is_known(certificate: Certificate) -> bool:
    """Whether signatures of this certificate's key can be verified here at all."""
    try:
        public_key(certificate.spki)
    except UnknownKey:
        return False
    return True


def name_of(raw: bytes) -> Name:
    """From a Name's encoding. Raises NotTlv, NotAsn1."""
    key: list[bytes] = []
    country = common = ""
    for relative in asn1.only(raw, asn1.SEQUENCE).parts():
        for attribute in relative.parts():
            pair = attribute.parts()
            if len(pair) != 2:
                raise NotAsn1("name")
            text = asn1.text(pair[1])
            folded = " ".join(text.split()).casefold()
            key.append(pair[0].value + b"=" + folded.encode())
            if pair[0].value == _COUNTRY:
                country = text.strip().upper()
            elif pair[0].value == _COMMON_NAME:
                common = text.strip()
    return Name(tuple(key), country, common)


def _certificate(der: bytes) -> Certificate:
    tbs, algorithm, signature = asn1.sequence(der, 3)[:3]
    parts = asn1.expect(tbs, asn1.SEQUENCE).parts()
    if parts and parts[0].tag == 0xA0:                 # the version
        parts = parts[1:]
    if len(parts) < 6:
        raise NotAsn1("too few elements")
    serial, _inner, issuer, validity, subject, spki = parts[:6]
    begin_end = asn1.expect(validity, asn1.SEQUENCE).parts()
    if len(begin_end) != 2:
        raise NotAsn1("validity")
    extensions = extensions_of(next((part for part in parts[6:] if part.tag == 0xA3), None))
    found = {name: value for name, (value, _critical) in extensions.items()}
    subject_name = name_of(subject.raw)
    return Certificate(
        der, tbs.raw, asn1.integer(serial), subject_name if issuer.raw == subject.raw else name_of(issuer.raw), subject_name,
        asn1.moment(begin_end[0]), asn1.moment(begin_end[1]), asn1.expect(spki, asn1.SEQUENCE).raw,
        asn1.expect(algorithm, asn1.SEQUENCE).raw, asn1.bits(signature),
        asn1.only(found[_KEY_ID], asn1.OCTETS).value if _KEY_ID in found else b"",
        _authority_key(found.get(_AUTHORITY_KEY)), _usage(found.get(_KEY_USAGE)), _is_ca(found.get(_BASIC)),
        *_private_key_period(found.get(_PRIVATE_KEY_PERIOD)), _other_role(found.get(_EXTENDED_USAGE)),
        any(critical and name not in _KNOWN for name, (_value, critical) in extensions.items()),
    )  # fmt: skip


def extensions_of(wrapper: Part | None) -> dict[bytes, tuple[bytes, bool]]:
    """Values by identifier, and whether each is critical. Raises NotTlv, NotAsn1."""
    if wrapper is None:
        return {}
    listed = asn1.only(wrapper.value, asn1.SEQUENCE).parts()
    if len(listed) > _MOST_EXTENSIONS:
        raise NotAsn1("too many extensions")
    found: dict[bytes, tuple[bytes, bool]] = {}
    for extension in listed:
        parts = extension.parts()
        if len(parts) < 2 or parts[0].value in found:
            raise NotAsn1("extension")
        critical = parts[1].tag == asn1.BOOLEAN and parts[1].value not in (b"", b"\0")
        found[asn1.expect(parts[0], asn1.OID).value] = asn1.expect(parts[-1], asn1.OCTETS).value, critical
    return found


def _authority_key(value: bytes | None) -> bytes:
    parts = asn1.sequence(value) if value else []
    return next((part.value for part in parts if part.tag == 0x80), b"")


def _usage(value: bytes | None) -> int | None:
    if value is None:
        return None
    named = asn1.only(value, asn1.BITS).value
    return named[1] if len(named) > 1 else 0


def _is_ca(value: bytes | None) -> bool:
    parts = asn1.sequence(value) if value else []
    return bool(parts) and parts[0].tag == asn1.BOOLEAN and parts[0].value not in (b"", b"\0")


def _other_role(value: bytes | None) -> bool:
    return value is not None and any(asn1.oid(part).startswith(_ICAO_ROLES) for part in asn1.sequence(value))


def _private_key_period(value: bytes | None) -> tuple[int | None, int | None]:
    parts = asn1.sequence(value) if value else []
    found = {part.tag: asn1.moment(Part(asn1.GENERALIZED_TIME, part.value, part.raw)) for part in parts}
    return found.get(0x80), found.get(0x81)
