"""Public keys of certificates and chips, curves with explicit parameters included, and signatures over them.

`cryptography` refuses keys whose curve is spelled out, as many states' certificates do. Here such a curve is accepted when every
parameter, the generator too, equals those of a standard curve: anything less lets a forger choose a generator of his own.
"""

from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part
from devices.card.crypto.curves import Curve, NotOnCurve, Point, curves
from devices.card.tlv import NotTlv
from devices.card.trust.algorithms import Digest, Scheme, SignatureAlgorithm

_RSA, _RSA_PSS, _EC, _ECDH = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.3.132.1.12"
_PRIME_FIELD = "1.2.840.10045.1.1"
_NAMES = {
    "1.2.840.10045.3.1.1": "secp192r1", "1.3.132.0.33": "secp224r1", "1.2.840.10045.3.1.7": "secp256r1",
    "1.3.132.0.34": "secp384r1", "1.3.132.0.35": "secp521r1",
    "1.3.36.3.3.2.8.1.1.3": "brainpoolP192r1", "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1",
    "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1", "1.3.36.3.3.2.8.1.1.9": "brainpoolP320r1",
    "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1", "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
}  # fmt: skip
_NATIVE: dict[str, ec.EllipticCurve] = {
    "secp192r1": ec.SECP192R1(), "secp224r1": ec.SECP224R1(), "secp256r1": ec.SECP256R1(), "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(), "brainpoolP256r1": ec.BrainpoolP256R1(), "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
_RSA_BITS = range(1024, 8193)


class UnknownKey(ValueError):
    """A key of a kind, size or curve that is not known here."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Bytes of a signature."""
        return (self.modulus.bit_length() + 7) // 8

    def holds(self, algorithm: SignatureAlgorithm, signature: bytes, data: bytes) -> bool:
        """Whether this is the signature over `data`. Raises UnknownKey."""
        digest = algorithm.digest.algorithm
        if algorithm.scheme is Scheme.PSS:
            mask = padding.MGF1((algorithm.mask_digest or algorithm.digest).algorithm)
            scheme: padding.AsymmetricPadding = padding.PSS(mask, algorithm.salt)
        elif algorithm.scheme is Scheme.PKCS1:
            scheme = padding.PKCS1v15()
        else:
            return False
        try:
            rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key().verify(signature, data, scheme, digest)
        except InvalidSignature:
            return False
        except (ValueError, UnsupportedAlgorithm) as refused:
            raise UnknownKey from refused
        return True


@dataclass(frozen=True, slots=True)
class CurveKey:
    curve: Curve
    point: Point

    def holds(self, algorithm: SignatureAlgorithm, signature: bytes, data: bytes) -> bool:
        """Whether this is the signature (DER) over `data`. Raises UnknownKey."""
        if algorithm.scheme is not Scheme.ECDSA:
            return False
        try:
            r, s = decode_dss_signature(signature)
        except ValueError:
            return False
        return self.holds_numbers(algorithm.digest, r, s, data)

    def holds_numbers(self, digest: Digest, r: int, s: int, data: bytes) -> bool:
        """The same for a signature's two numbers."""
        if not (0 < r < self.curve.n and 0 < s < self.curve.n):
            return False
        native = _NATIVE.get(self.curve.name)
        if native is not None:
            return self._holds_natively(native, digest, (r, s), data)
        hashed = int.from_bytes(digest.of(data)) >> max(8 * digest.size - self.curve.n.bit_length(), 0)
        inverse = pow(s, -1, self.curve.n)
        return self._holds_here(hashed * inverse % self.curve.n, r * inverse % self.curve.n, r)

    def _holds_natively(self, native: ec.EllipticCurve, digest: Digest, numbers: tuple[int, int], data: bytes) -> bool:
        try:
            key = ec.EllipticCurvePublicNumbers(self.point.x, self.point.y, native).public_key()
            key.verify(encode_dss_signature(*numbers), data, ec.ECDSA(digest.algorithm))
        except InvalidSignature:
            return False
        except (ValueError, UnsupportedAlgorithm) as refused:
            raise UnknownKey from refused
        return True

    def _holds_here(self, of_base: int, of_key: int, r: int) -> bool:
        """For the curves OpenSSL is not built with. All numbers are public."""
        curve = self.curve
        try:
            by_key = curve.ladder(of_key, self.point)
            found = curve.add(curve.ladder(of_base, curve.base), by_key) if of_base else by_key
        except NotOnCurve:
            return False
        return found.x % curve.n == r


PublicKey = RsaKey | CurveKey


def public_key(spki: bytes) -> PublicKey:
    """From a SubjectPublicKeyInfo. Raises UnknownKey."""
    try:
        return _public_key(spki)
    except (NotTlv, NotAsn1, NotOnCurve, IndexError) as damage:
        raise UnknownKey from damage


def _public_key(spki: bytes) -> PublicKey:
    algorithm, key = asn1.sequence(spki, 2)[:2]
    named = algorithm.parts()
    kind = asn1.oid(named[0])
    if kind in (_RSA, _RSA_PSS):
        modulus, exponent = map(asn1.natural, asn1.sequence(asn1.bits(key), 2)[:2])
        if modulus.bit_length() not in _RSA_BITS or not 3 <= exponent < 1 << 64 or not exponent & 1:
            raise UnknownKey
        return RsaKey(modulus, exponent)
    if kind in (_EC, _ECDH):
        curve = curve_of(named[1])
        return CurveKey(curve, _point(curve, asn1.bits(key)))
    raise UnknownKey


def curve_of(parameters: Part) -> Curve:
    """A named curve, or the standard curve whose every parameter is spelled out. Raises UnknownKey, NotTlv, NotAsn1."""
    if parameters.tag == asn1.OID:
        found = _by_name().get(_NAMES.get(asn1.oid(parameters), ""))
    else:
        found = _by_parameters(asn1.expect(parameters, asn1.SEQUENCE).parts())
    if found is None:
        raise UnknownKey
    return found


def _by_parameters(parts: list[Part]) -> Curve | None:
    """Version, field, curve, base, order, and a cofactor that must be one."""
    field, coefficients = parts[1].parts(), parts[2].parts()
    if asn1.oid(field[0]) != _PRIME_FIELD or (len(parts) > 5 and asn1.integer(parts[5]) != 1):
        return None
    p, n = asn1.natural(field[1]), asn1.natural(parts[4])
    a, b = (int.from_bytes(asn1.expect(coefficients[at], asn1.OCTETS).value) for at in (0, 1))
    curve = next((curve for curve in curves().values() if (curve.p, curve.n) == (p, n)), None)
    if curve is None or (curve.a % p, curve.b) != (a, b):
        return None
    return curve if asn1.expect(parts[3], asn1.OCTETS).value in _encodings(curve, curve.base) else None


def _encodings(curve: Curve, point: Point) -> tuple[bytes, bytes]:
    return curve.encode(point), bytes([2 + (point.y & 1)]) + point.x.to_bytes(curve.size)


def _point(curve: Curve, encoded: bytes) -> Point:
    """A point as certificates write it, compressed ones included where their root is easy to take."""
    if encoded[:1] not in (b"\x02", b"\x03") or curve.p % 4 != 3:
        return curve.decode(encoded)
    x = int.from_bytes(encoded[1:])
    y = pow(x * x * x + curve.a * x + curve.b, (curve.p + 1) // 4, curve.p)
    point = Point(x, y if y & 1 == encoded[0] & 1 else curve.p - y)
    if not curve.holds(point) or len(encoded) != 1 + curve.size:
        raise NotOnCurve
    return point


@cache
def _by_name() -> dict[str, Curve]:
    return {curve.name: curve for curve in curves().values()}
