"""What PACE does with numbers, over a curve or over a prime field: keys, their exchange, and the generic mapping.

`Group` hides which of the two it is; elements travel as the bytes a card sends.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from devices.card.crypto.curves import PARAMETERS, Curve, NotOnCurve, Point, curves

Randomness = Callable[[int], bytes]
"""Gives that many random bytes; `secrets.token_bytes` but in tests of worked examples."""


class BadElement(ValueError):
    """Bytes from a card that are no element of the group, or lead to its neutral one: damage, or an attack."""


class Group(Protocol):
    """A cyclic group with a generator. Elements are bytes; every function that takes one raises BadElement."""

    @property
    def name(self) -> str: ...

    @property
    def key_tag(self) -> int:
        """The tag of a public key in a public key data object."""

    @property
    def generator(self) -> bytes: ...

    @property
    def order(self) -> int: ...

    def secret(self, random: Randomness) -> int: ...

    def power(self, secret: int, element: bytes) -> bytes:
        """The element combined with itself `secret` times, as the public key of `secret` where it is the generator."""

    def combine(self, one: bytes, other: bytes) -> bytes: ...

    def agree(self, secret: int, element: bytes) -> bytes:
        """What of `power` goes into the key derivation: its x, or all of it."""


def mapped_generator(group: Group, nonce: bytes, agreed: bytes) -> bytes:
    """Generic mapping: the nonce times the generator, and the agreed element added. Raises BadElement."""
    number = int.from_bytes(nonce)
    return group.combine(group.power(number, group.generator), agreed)


@dataclass(frozen=True, slots=True)
class CurveGroup:
    """The `Group` of an elliptic curve."""

    curve: Curve

    @property
    def name(self) -> str:
        return self.curve.name

    @property
    def key_tag(self) -> int:
        return 0x86

    @property
    def generator(self) -> bytes:
        return self.curve.encode(self.curve.base)

    @property
    def order(self) -> int:
        return self.curve.n

    def secret(self, random: Randomness) -> int:
        return _secret_below(self.curve.n, random)

    def power(self, secret: int, element: bytes) -> bytes:
        try:
            return self.curve.encode(self.curve.multiply(secret, self._point(element)))
        except NotOnCurve as damage:
            raise BadElement from damage

    def combine(self, one: bytes, other: bytes) -> bytes:
        try:
            return self.curve.encode(self.curve.add(self._point(one), self._point(other)))
        except NotOnCurve as damage:
            raise BadElement from damage

    def agree(self, secret: int, element: bytes) -> bytes:
        try:
            return self.curve.agree(secret, self._point(element)).to_bytes(self.curve.size)
        except NotOnCurve as damage:
            raise BadElement from damage

    def _point(self, element: bytes) -> Point:
        try:
            return self.curve.decode(element)
        except NotOnCurve as damage:
            raise BadElement from damage


@dataclass(frozen=True, slots=True)
class ModpGroup:
    """The `Group` of prime order q within the numbers modulo p. `pow` is not constant time; see `curves`."""

    name: str
    p: int
    g: int
    q: int

    @property
    def key_tag(self) -> int:
        return 0x84

    @property
    def generator(self) -> bytes:
        return self._encode(self.g)

    @property
    def order(self) -> int:
        return self.q

    def secret(self, random: Randomness) -> int:
        return _secret_below(self.q, random)

    def power(self, secret: int, element: bytes) -> bytes:
        return self._encode(pow(self._number(element), secret % self.q, self.p))

    def combine(self, one: bytes, other: bytes) -> bytes:
        return self._encode(self._number(one) * self._number(other) % self.p)

    def agree(self, secret: int, element: bytes) -> bytes:
        return self.power(secret, element)

    def _encode(self, number: int) -> bytes:
        if number == 1:
            raise BadElement
        return number.to_bytes((self.p.bit_length() + 7) // 8)

    def _number(self, element: bytes) -> int:
        number = int.from_bytes(element)
        if not 1 < number < self.p - 1 or pow(number, self.q, self.p) != 1:    # outside the subgroup it would leak the secret
            raise BadElement
        return number


def group(parameter_id: int) -> Group | None:
    """The group of a standardised id, or None for one this program does not know."""
    return _groups().get(parameter_id)


@cache
def _groups() -> dict[int, Group]:
    found: dict[int, Group] = {number: CurveGroup(curve) for number, curve in curves().items()}
    for row in tomllib.loads(PARAMETERS.read_text("utf-8"))["modp"]:
        p, g, q = (int(row[name], 16) for name in "pgq")
        found[row["id"]] = ModpGroup(row["name"], p, g, q)
    return found


def _secret_below(order: int, random: Randomness) -> int:
    """Uniform in 1 .. order - 1, by drawing again whatever lies outside."""
    bits = order.bit_length()
    while True:
        drawn = int.from_bytes(random((bits + 7) // 8)) & (1 << bits) - 1
        if 0 < drawn < order:
            return drawn
