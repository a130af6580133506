"""Which digests and signature algorithms certificates and signed lists name, by object identifier.

SHA-1 is still verified: cards signed with it are in people's hands, and whoever could forge one would need a second preimage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.primitives import hashes

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part


class UnknownAlgorithm(ValueError):
    """An object identifier, or parameters, that are not known here."""


class Scheme(Enum):
    PKCS1 = "RSA PKCS#1"
    PSS = "RSA-PSS"
    ECDSA = "ECDSA"


class Digest(Enum):
    SHA1 = "SHA-1"
    SHA224 = "SHA-224"
    SHA256 = "SHA-256"
    SHA384 = "SHA-384"
    SHA512 = "SHA-512"

    @property
    def algorithm(self) -> hashes.HashAlgorithm:
        return _ALGORITHMS[self]

    @property
    def size(self) -> int:
        return self.algorithm.digest_size

    def of(self, data: bytes) -> bytes:
        worker = hashes.Hash(self.algorithm)
        worker.update(data)
        return worker.finalize()


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    scheme: Scheme
    digest: Digest
    salt: int = 0                      # of PSS
    mask_digest: Digest | None = None


_ALGORITHMS: dict[Digest, hashes.HashAlgorithm] = {
    Digest.SHA1: hashes.SHA1(), Digest.SHA224: hashes.SHA224(), Digest.SHA256: hashes.SHA256(),
    Digest.SHA384: hashes.SHA384(), Digest.SHA512: hashes.SHA512(),
}
_DIGESTS = {
    "1.3.14.3.2.26": Digest.SHA1, "2.16.840.1.101.3.4.2.4": Digest.SHA224, "2.16.840.1.101.3.4.2.1": Digest.SHA256,
    "2.16.840.1.101.3.4.2.2": Digest.SHA384, "2.16.840.1.101.3.4.2.3": Digest.SHA512,
}
_PKCS1, _ECDSA = "1.2.840.113549.1.1.", "1.2.840.10045.4."
_BARE_RSA, _PSS, _MGF1 = _PKCS1 + "1", _PKCS1 + "10", _PKCS1 + "8"
_SIGNATURES: Mapping[str, tuple[Scheme, Digest]] = {
    _PKCS1 + "5": (Scheme.PKCS1, Digest.SHA1), _PKCS1 + "14": (Scheme.PKCS1, Digest.SHA224),
    _PKCS1 + "11": (Scheme.PKCS1, Digest.SHA256), _PKCS1 + "12": (Scheme.PKCS1, Digest.SHA384),
    _PKCS1 + "13": (Scheme.PKCS1, Digest.SHA512),
    _ECDSA + "1": (Scheme.ECDSA, Digest.SHA1), _ECDSA + "3.1": (Scheme.ECDSA, Digest.SHA224),
    _ECDSA + "3.2": (Scheme.ECDSA, Digest.SHA256), _ECDSA + "3.3": (Scheme.ECDSA, Digest.SHA384),
    _ECDSA + "3.4": (Scheme.ECDSA, Digest.SHA512),
}  # fmt: skip
_BSI_PLAIN_ECDSA = "0.4.0.127.0.7.1.1.4.1."
_PLAIN = {"1": Digest.SHA1, "2": Digest.SHA224, "3": Digest.SHA256, "4": Digest.SHA384, "5": Digest.SHA512}
_DEFAULT_SALT = 20
_MOST_SALT = 512


def digest(identifier: str) -> Digest:
    """Raises UnknownAlgorithm."""
    found = _DIGESTS.get(identifier)
    if found is None:
        raise UnknownAlgorithm(identifier)
    return found


def plain_ecdsa_digest(identifier: str) -> Digest:
    """The digest of a plain ECDSA signature as DG14 names it for active authentication. Raises UnknownAlgorithm."""
    found = _PLAIN.get(identifier.removeprefix(_BSI_PLAIN_ECDSA)) if identifier.startswith(_BSI_PLAIN_ECDSA) else None
    if found is None and identifier in _SIGNATURES:
        found = _SIGNATURES[identifier][1]
    if found is None:
        raise UnknownAlgorithm(identifier)
    return found


def signature_algorithm(identifier: bytes, usual: Digest | None = None) -> SignatureAlgorithm:
    """From an AlgorithmIdentifier; `usual` is the digest of a signer who names only "RSA".

    Raises UnknownAlgorithm, NotTlv, NotAsn1.
    """
    parts = asn1.sequence(identifier, 1)
    name = asn1.oid(parts[0])
    if name == _PSS:
        return _pss(parts[1] if len(parts) > 1 else None)
    if name == _BARE_RSA and usual is not None:
        return SignatureAlgorithm(Scheme.PKCS1, usual)
    if name not in _SIGNATURES:
        raise UnknownAlgorithm(name)
    scheme, of = _SIGNATURES[name]
    return SignatureAlgorithm(scheme, of)


def _pss(parameters: Part | None) -> SignatureAlgorithm:
    """Digest [0], mask function [1], length of the salt [2]; each has a default that nobody should still use."""
    told = {part.tag: part for part in parameters.parts()} if parameters and parameters.tag == asn1.SEQUENCE else {}
    of = digest(_first_oid(told[0xA0])) if 0xA0 in told else Digest.SHA1
    mask = Digest.SHA1
    if 0xA1 in told:
        function = asn1.sequence(told[0xA1].value, 2)
        if asn1.oid(function[0]) != _MGF1:
            raise UnknownAlgorithm("mask")
        mask = digest(asn1.oid(asn1.first(function[1].value, asn1.OID)))
    salt = asn1.integer(asn1.only(told[0xA2].value, asn1.INTEGER)) if 0xA2 in told else _DEFAULT_SALT
    if not 0 <= salt <= _MOST_SALT:
        raise NotAsn1("salt")
    return SignatureAlgorithm(Scheme.PSS, of, salt, mask)


def _first_oid(part: Part) -> str:
    return asn1.oid(asn1.sequence(part.value, 1)[0])
