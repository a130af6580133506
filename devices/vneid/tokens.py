"""The service's word on who agreed (an ID token): believed only when it is signed by a key of the service, to us, for this very
question, and fresh."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

Claims = Mapping[str, Any]
SKEW_S = 120                           # by which clocks may differ
_P256 = 32


class NotBelieved(ValueError):
    """The token proves nothing. The message is of this module's own words, never of the token's."""


def claims_of(token: str, keys: Sequence[Mapping[str, Any]], *, issuer: str, client: str, nonce: str, now_s: float) -> Claims:
    """Raises NotBelieved."""
    head, body, signature, signed = _parts(token)
    if not any(_holds(key, str(head.get("alg")), signature, signed) for key in keys if _fits(key, head)):
        raise NotBelieved("signature")
    audience = body.get("aud")
    if client not in (audience if isinstance(audience, list) else [audience]):
        raise NotBelieved("audience")
    if issuer and body.get("iss") != issuer:
        raise NotBelieved("issuer")
    if body.get("nonce") != nonce:
        raise NotBelieved("nonce")
    ends, began = body.get("exp"), body.get("iat")
    if not isinstance(ends, int | float) or not isinstance(began, int | float):
        raise NotBelieved("times")
    if now_s > ends + SKEW_S or now_s < began - SKEW_S:
        raise NotBelieved("times")
    return body


def keys_in(document: bytes) -> tuple[Mapping[str, Any], ...]:
    """Of a JWKS. Raises NotBelieved."""
    try:
        found = json.loads(document)["keys"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotBelieved("keys") from error
    return tuple(key for key in found if isinstance(key, dict)) if isinstance(found, list) else ()


def _parts(token: str) -> tuple[Claims, Claims, bytes, bytes]:
    try:
        first, second, third = token.split(".")
        head, body = json.loads(decoded(first)), json.loads(decoded(second))
        signature = decoded(third)
    except ValueError as error:
        raise NotBelieved("form") from error
    if not isinstance(head, dict) or not isinstance(body, dict):
        raise NotBelieved("form")
    return head, body, signature, f"{first}.{second}".encode("ascii", "replace")


def decoded(text: str) -> bytes:
    """Base64 of addresses, without padding. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _fits(key: Mapping[str, Any], head: Claims) -> bool:
    return "kid" not in head or "kid" not in key or key["kid"] == head["kid"]


def _holds(key: Mapping[str, Any], algorithm: str, signature: bytes, signed: bytes) -> bool:
    """Only the two algorithms that need a key of the service; "none" and shared secrets are none of them."""
    try:
        if algorithm == "ES256" and key.get("crv") == "P-256" and len(signature) == 2 * _P256:
            numbers = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1())
            r, s = int.from_bytes(signature[:_P256], "big"), int.from_bytes(signature[_P256:], "big")
            numbers.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
            return True
        if algorithm == "RS256" and key.get("kty") == "RSA":
            public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
            public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
            return True
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return False
    return False


def _number(text: str) -> int:
    return int.from_bytes(decoded(text), "big")
