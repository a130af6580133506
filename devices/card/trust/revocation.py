"""Lists of revoked signers (CRLs), as the operator brings them: counters are offline, so their age is always told."""

from dataclasses import dataclass, field

from devices.card import asn1
from devices.card.asn1 import NotAsn1
from devices.card.tlv import NotTlv
from devices.card.trust.certificate import SIGN_REVOCATIONS, Certificate, Name, extensions_of, name_of

DAY_MS = 86_400_000
_USUAL_LIFE = 90 * DAY_MS
_TIMES = (asn1.UTC_TIME, asn1.GENERALIZED_TIME)


class NotARevocationList(ValueError):
    """The bytes are no revocation list."""


@dataclass(frozen=True, slots=True)
class RevocationList:
    """Serial numbers revoked by one issuer. Times are epoch milliseconds."""

    der: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    issuer: Name
    issued_at: int
    next_at: int | None
    serials: frozenset[int] = field(repr=False)
    algorithm: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def days_old(self, now: int) -> int:
        return max(0, (now - self.issued_at) // DAY_MS)

    def out_of_date(self, now: int) -> bool:
        """A list that tells no end of its own is one of ICAO's, where every state publishes each ninety days (9303-12)."""
        return now > (self.issued_at + _USUAL_LIFE if self.next_at is None else self.next_at)

    def signed_by(self, issuer: Certificate) -> bool:
        """Raises UnknownKey, UnknownAlgorithm."""
        return issuer.may(SIGN_REVOCATIONS) and issuer.signed(self.algorithm, self.signature, self.tbs)


def parse(der: bytes) -> RevocationList:
    """Raises NotARevocationList."""
    try:
        return _list(der)
    except (NotTlv, NotAsn1) as damage:
        raise NotARevocationList(str(damage)) from damage


def _list(der: bytes) -> RevocationList:
    tbs, algorithm, signature = asn1.sequence(der, 3)[:3]
    parts = asn1.expect(tbs, asn1.SEQUENCE).parts()
    if parts and parts[0].tag == asn1.INTEGER:         # the version
        parts = parts[1:]
    if len(parts) < 3:
        raise NotAsn1("too few elements")
    issuer, issued, rest = parts[1], parts[2], parts[3:]
    next_at = asn1.moment(rest[0]) if rest and rest[0].tag in _TIMES else None
    revoked = next((part for part in rest[:2] if part.tag == asn1.SEQUENCE), None)
    entries = asn1.walk(revoked.value if revoked else b"")
    if any(critical for _value, critical in extensions_of(next((part for part in rest if part.tag == 0xA0), None)).values()):
        raise NotAsn1("critical extension")            # a delta, or of some only: taken for the whole it would pardon
    serials = frozenset(asn1.integer(asn1.first(entry.value, asn1.INTEGER)) for entry in entries)
    return RevocationList(
        der, tbs.raw, name_of(issuer.raw), asn1.moment(issued), next_at, serials,
        asn1.expect(algorithm, asn1.SEQUENCE).raw, asn1.bits(signature),
    )  # fmt: skip
