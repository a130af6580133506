"""Elliptic curves for PACE and chip authentication: all prime curves of ICAO 9303-11, table 6.

PACE's generic mapping needs whole points (a nonce times the base plus a shared point, then keys over that new base), which
`cryptography` does not offer. Where OpenSSL knows the curve we still let it do every multiplication by a secret: ECDH gives
the x of k·P, and the x of (k+1)·P tells which of the two y belongs to it. So no secret passes through Python's arithmetic.

On the remaining curves (brainpool 192, 224 and 320; secp224r1, whose roots are costly) `multiply` is a ladder that does the same
two operations for every bit. **It is not constant time**: Python's integers take as long as they are large. What is exposed is
an ephemeral key used once, at a machine whose attacker would have to time single multiplications; a static key never comes here.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

PARAMETERS = Path(__file__).parent / "domain_parameters.toml"
_UNCOMPRESSED = b"\x04"
_OPENSSL: dict[str, ec.EllipticCurve] = {
    "secp192r1": ec.SECP192R1(), "secp256r1": ec.SECP256R1(), "secp384r1": ec.SECP384R1(), "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(), "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}
_Jacobian = tuple[int, int, int]


class NotOnCurve(ValueError):
    """Bytes that are no point of the curve, or a multiplication that ends at infinity."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve, never infinity."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ + ax + b over p, with a base point of prime order n and cofactor 1."""

    id: int
    name: str
    p: int
    a: int
    b: int
    base: Point
    n: int

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    def holds(self, point: Point) -> bool:
        in_field = 0 <= point.x < self.p and 0 <= point.y < self.p
        return in_field and (point.y * point.y - self._right_side(point.x)) % self.p == 0

    def encode(self, point: Point) -> bytes:
        """Uncompressed, as cards send it."""
        return _UNCOMPRESSED + point.x.to_bytes(self.size) + point.y.to_bytes(self.size)

    def decode(self, data: bytes) -> Point:
        """A point that is on the curve. Raises NotOnCurve."""
        if len(data) != 1 + 2 * self.size or not data.startswith(_UNCOMPRESSED):
            raise NotOnCurve
        point = Point(int.from_bytes(data[1:1 + self.size]), int.from_bytes(data[1 + self.size:]))
        if not self.holds(point):
            raise NotOnCurve
        return point

    def add(self, one: Point, other: Point) -> Point:
        """Raises NotOnCurve when the sum is infinity."""
        return self._affine(self._plus((one.x, one.y, 1), (other.x, other.y, 1)))

    def multiply(self, factor: int, point: Point) -> Point:
        """Raises NotOnCurve when the product is infinity."""
        factor %= self.n
        native = _OPENSSL.get(self.name)
        if native is None or factor in (0, 1, self.n - 1):
            return self.ladder(factor, point)
        return self._by_openssl(native, factor, point)

    def agree(self, secret: int, point: Point) -> int:
        """The x of a product, which is all a key agreement needs. Raises NotOnCurve."""
        secret %= self.n
        native = _OPENSSL.get(self.name)
        if native is None or secret == 0:
            return self.ladder(secret, point).x
        return _exchange(native, secret, _peer(native, point))

    def ladder(self, factor: int, point: Point) -> Point:
        """Montgomery's ladder in Python. Raises NotOnCurve when the product is infinity."""
        factor %= self.n
        low: _Jacobian = (1, 1, 0)
        high: _Jacobian = (point.x, point.y, 1)
        for place in range(self.n.bit_length() - 1, -1, -1):
            middle = self._plus(low, high)
            if factor >> place & 1:
                low, high = middle, self._twice(high)
            else:
                low, high = self._twice(low), middle
        return self._affine(low)

    def _by_openssl(self, native: ec.EllipticCurve, factor: int, point: Point) -> Point:
        if point == self.base:
            public = ec.derive_private_key(factor, native).public_key().public_numbers()
            return Point(public.x, public.y)
        peer = _peer(native, point)
        x = _exchange(native, factor, peer)
        y = pow(self._right_side(x), (self.p + 1) // 4, self.p)    # every curve in `_OPENSSL` has p = 3 mod 4
        one, other = Point(x, y), Point(x, self.p - y)
        return one if self.add(one, point).x == _exchange(native, factor + 1, peer) else other

    def _right_side(self, x: int) -> int:
        return (x * x * x + self.a * x + self.b) % self.p

    def _affine(self, jacobian: _Jacobian) -> Point:
        x, y, z = jacobian
        if z == 0:
            raise NotOnCurve
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return Point(x * square % self.p, y * square * inverse % self.p)

    def _twice(self, jacobian: _Jacobian) -> _Jacobian:
        x, y, z = jacobian
        p = self.p
        yy = y * y % p
        s = 4 * x * yy % p
        zz = z * z % p
        m = (3 * x * x + self.a * zz * zz) % p
        x3 = (m * m - 2 * s) % p
        return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p

    def _plus(self, one: _Jacobian, other: _Jacobian) -> _Jacobian:
        (x1, y1, z1), (x2, y2, z2), p = one, other, self.p
        if z1 == 0:
            return other
        if z2 == 0:
            return one
        z1z1, z2z2 = z1 * z1 % p, z2 * z2 % p
        u1, u2 = x1 * z2z2 % p, x2 * z1z1 % p
        s1, s2 = y1 * z2 * z2z2 % p, y2 * z1 * z1z1 % p
        if u1 == u2:
            return self._twice(one) if s1 == s2 else (1, 1, 0)
        h, r = u2 - u1, s2 - s1
        hh = h * h % p
        hhh, v = h * hh % p, u1 * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p


def _peer(native: ec.EllipticCurve, point: Point) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicNumbers(point.x, point.y, native).public_key()


def _exchange(native: ec.EllipticCurve, secret: int, peer: ec.EllipticCurvePublicKey) -> int:
    return int.from_bytes(ec.derive_private_key(secret, native).exchange(ec.ECDH(), peer))


@cache
def curves() -> dict[int, Curve]:
    """All curves by their standardised id."""
    found = {}
    for row in tomllib.loads(PARAMETERS.read_text("utf-8"))["curve"]:
        p, a, b, x, y, n = (int(row[name], 16) for name in "pabxyn")
        found[row["id"]] = Curve(row["id"], row["name"], p, a, b, Point(x, y), n)
    return found
