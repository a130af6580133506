"""Signatures: Ed25519 over a purpose and the exact bytes, so that what is signed for one use never passes for another."""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signed:
    """Bytes as they were signed, by which key, and the signature."""

    body: bytes
    key_id: str
    signature: bytes


def key_name(public_key: bytes) -> str:
    """A short stable name for a public key."""
    return hashlib.sha256(b"mot-cua/public-key" + public_key).hexdigest()[:16]


def fingerprint(public_key: bytes) -> str:
    """The name of a key in groups, for comparing by eye and ear."""
    name = key_name(public_key)
    return " ".join(name[at : at + 4] for at in range(0, len(name), 4))


def verified(signed: Signed, purpose: str, public_key: bytes) -> bool:
    """True when `signed` was made for `purpose` by the holder of `public_key` (32 raw bytes)."""
    if signed.key_id != key_name(public_key):
        return False
    return signature_holds(signed.body, signed.signature, purpose, public_key)


def signature_holds(body: bytes, signature: bytes, purpose: str, public_key: bytes) -> bool:
    """True when `signature` over `body` was made for `purpose` with the private half of `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _prefixed(purpose, body))
    except (InvalidSignature, ValueError):
        return False
    return True


class SigningKey:
    """An Ed25519 private key and what its owner needs to name itself."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key: bytes = self._private.public_key().public_bytes_raw()
        self.key_id = key_name(self.public_key)

    def sign(self, purpose: str, body: bytes) -> bytes:
        return self._private.sign(_prefixed(purpose, body))

    def signed(self, purpose: str, body: bytes) -> Signed:
        return Signed(body, self.key_id, self.sign(purpose, body))


def _prefixed(purpose: str, body: bytes) -> bytes:
    return b"mot-cua/" + purpose.encode("ascii") + b"\0" + body
