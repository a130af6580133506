"""A signature just made is looked at again before it counts, by other code than what made it: bytes, digest, key."""

import re

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def holds(signed: bytes, before: bytes, certificate: bytes) -> bool:
    """`signed` begins with `before` and carries, behind it, one signature of that certificate over everything."""
    found = _RANGE.search(signed, len(before)) if signed.startswith(before) else None
    if found is None:
        return False
    start, first, second, last = (int(number) for number in found.groups())
    if start != 0 or first < len(before) or second < first or second + last != len(signed):
        return False
    covered = hashes.Hash(hashes.SHA256())
    covered.update(memoryview(signed)[:first])
    covered.update(memoryview(signed)[second:])
    try:
        raw = bytes.fromhex(signed[first + 1 : second - 1].decode("ascii"))
        return _signs(raw, covered.finalize(), certificate)
    except (ValueError, KeyError, IndexError, InvalidSignature):
        return False


def _signs(raw: bytes, digest: bytes, certificate: bytes) -> bool:
    signer = cms.ContentInfo.load(raw)["content"]["signer_infos"][0]
    attributes = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    if attributes["message_digest"][0].native != digest:
        return False
    key = x509.load_der_x509_certificate(certificate).public_key()
    signature, data = signer["signature"].native, signer["signed_attrs"].untag().dump()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    else:
        return False
    return True
