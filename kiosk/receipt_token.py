"""The signed text in a receipt's QR code, which any counter verifies offline.

It names the dossier number, the procedure, when it was received, when it is due, and the office, signed by the device's
key. The gateway's certificate for that key is inside; a device that has never met the gateway puts its bare key, and the
token then proves only that one and the same device signed it.

The slip of a dossier submitted at a kiosk carries the same facts signed for another purpose: whoever verifies it learns that it
is no receipt, and a program that knows receipts alone takes it for none.

Text form: `MC1.` and base32 without padding, upper case: all in the QR code's alphanumeric mode, safe to type and paste.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.credentials import DeviceCertificate, certified, decoded
from kiosk.signing import PUBLIC_KEY_BYTES, SIGNATURE_BYTES, Signed, SigningKey, key_name, signature_holds

PREFIX = "MC1."
class Kind(StrEnum):
    """What a token was printed on. The value is the purpose its facts are signed for."""

    RECEIPT = "receipt"
    SUBMISSION = "submission"          # phiếu nộp hồ sơ: no officer has received it
    LEFT = "left at a kiosk"           # somebody went away before submitting: the number is that of the draft


class ReceiptFacts(msgspec.Struct, frozen=True, array_like=True):
    """What the receipt promises. Times are epoch seconds."""

    number: str
    procedure: str
    received: int
    due: int | None
    office: str
    dossier: bytes                     # 16-byte uuid


class _Token(msgspec.Struct, frozen=True, array_like=True):
    facts: bytes
    signature: bytes
    holder: bytes                      # certificate body, or the bare public key
    certified_by: bytes                # signature over the certificate; empty for a bare key


class Standing(StrEnum):
    """What a token proves here and now."""

    CERTIFIED = "certified"            # device key certified by the gateway this counter has pinned
    UNCERTIFIED = "uncertified"        # signed, device not yet certified
    UNCHECKED = "unchecked"            # certified by somebody, but this counter has pinned no gateway to compare with
    FOREIGN = "foreign"                # certified by somebody who is not the gateway of this counter
    EXPIRED = "expired"                # certified, but not for the time of receipt
    BROKEN = "broken"                  # not a token, or altered


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of verifying a token; `facts` and `device_key`, whose signature it is, only when the signature holds."""

    standing: Standing
    facts: ReceiptFacts | None = None
    counter: str = ""
    device_key: bytes = b""
    kind: Kind = Kind.RECEIPT


def issue(facts: ReceiptFacts, device: SigningKey, certificate: Signed | None, kind: Kind = Kind.RECEIPT) -> str:
    """The token text for `facts`, signed by `device`, with its certificate where there is one."""
    body = msgspec.msgpack.encode(facts)
    holder = certificate.body if certificate else device.public_key
    by = certificate.signature if certificate else b""
    packed = msgspec.msgpack.encode(_Token(body, device.sign(kind, body), holder, by))
    return PREFIX + base64.b32encode(packed).decode("ascii").rstrip("=")


def reissued(text: str, device: SigningKey, certificate: Signed | None) -> str:
    """The facts of `text` with the device's certificate, once there is one that covers the time of receipt; else `text`."""
    verdict = verify(text, None)
    holder = decoded(certificate.body, DeviceCertificate) if certificate else None
    if verdict.standing is not Standing.UNCERTIFIED or verdict.facts is None or holder is None:
        return text
    covers = holder.valid_from <= verdict.facts.received <= holder.valid_to
    return issue(verdict.facts, device, certificate, verdict.kind) if covers else text


def verify(text: str, gateway_key: bytes | None) -> Verdict:
    """Checks a token against the pinned gateway key (32 bytes), or against nothing where none is pinned yet."""
    token = _unpacked(text)
    if token is None:
        return Verdict(Standing.BROKEN)
    bare = not token.certified_by
    certificate = None if bare else decoded(token.holder, DeviceCertificate)
    public_key = token.holder if bare else certificate.public_key if certificate else b""
    facts = _facts(token.facts)
    kind = next((one for one in Kind if signature_holds(token.facts, token.signature, one, public_key)), None)
    if facts is None or kind is None:
        return Verdict(Standing.BROKEN)
    if certificate is None:
        return Verdict(Standing.UNCERTIFIED, facts, device_key=public_key, kind=kind)
    return Verdict(_standing(token, facts, gateway_key), facts, certificate.counter, public_key, kind)


def is_whole(text: str) -> bool:
    """Whether all parts of a token are there. A text cut short accuses nobody: it was scanned or typed badly."""
    return _unpacked(text) is not None


def _standing(token: _Token, facts: ReceiptFacts, gateway_key: bytes | None) -> Standing:
    if gateway_key is None:
        return Standing.UNCHECKED
    if not signature_holds(token.holder, token.certified_by, DeviceCertificate.purpose, gateway_key):
        return Standing.FOREIGN
    signed = Signed(token.holder, key_name(gateway_key), token.certified_by)
    return Standing.CERTIFIED if certified(signed, gateway_key, facts.received * 1000) else Standing.EXPIRED


def _unpacked(text: str) -> _Token | None:
    plain = re.sub(r"\s+", "", text).upper()
    if not plain.startswith(PREFIX):
        return None
    letters = plain[len(PREFIX):]
    try:
        packed = base64.b32decode(letters + "=" * (-len(letters) % 8))
        token = msgspec.msgpack.decode(packed, type=_Token)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        return None
    if len(token.signature) != SIGNATURE_BYTES or (not token.certified_by and len(token.holder) != PUBLIC_KEY_BYTES):
        return None
    return token


def _facts(body: bytes) -> ReceiptFacts | None:
    try:
        return msgspec.msgpack.decode(body, type=ReceiptFacts)
    except (ValueError, msgspec.DecodeError):
        return None
