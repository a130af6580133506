"""Keys on a token, reached through the PKCS#11 library of its vendor. Only in the process that signs."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pkcs11
from asn1crypto import algos
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, PKCS11Error, TokenFlag
from pkcs11.exceptions import (
    DeviceRemoved,
    NoSuchKey,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    TokenNotPresent,
    TokenNotRecognised,
)  # fmt: skip

from devices.signing import certificates
from devices.signing.keys import KeyTroubled
from devices.signing.words import Failed, KeySeen, Trouble

_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_LABEL_LENGTH = 8


class TokenKeys:
    """Every token that is plugged in."""

    def __init__(self, library: str) -> None:
        try:
            self._library = pkcs11.lib(library)
        except (RuntimeError, OSError, ValueError) as error:
            raise KeyTroubled(Failed(Trouble.LIBRARY)) from error

    def keys(self) -> tuple[KeySeen, ...]:
        found: list[KeySeen] = []
        tokens = 0
        for token in self._tokens():
            tokens += 1
            found += [_seen(token, one) for one in _certificates(token) if not certificates.is_authority(one.der)]
        if not found:
            raise KeyTroubled(Failed(Trouble.NO_CERTIFICATE if tokens else Trouble.NO_TOKEN))
        return tuple(sorted(found, key=lambda seen: (seen.where, seen.subject, seen.serial)))

    def unlock(self, key: str, pin: bytes) -> "TokenKey":
        for token in self._tokens():
            there = _certificates(token)
            for one in there:
                if _key(token, one) == key:
                    chain = tuple(other.der for other in there if certificates.is_authority(other.der))
                    return self._open(token, one, chain, pin)
        raise KeyTroubled(Failed(Trouble.NO_TOKEN))

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _tokens(self) -> Iterator[pkcs11.Token]:
        try:
            for slot in self._library.get_slots(token_present=True):
                try:
                    token = slot.get_token()
                except (TokenNotPresent, TokenNotRecognised, DeviceRemoved):
                    continue
                if TokenFlag.TOKEN_INITIALIZED in token.flags:
                    yield token
        except PKCS11Error as error:
            raise KeyTroubled(Failed(Trouble.OTHER, said=type(error).__name__)) from error

    def _open(self, token: pkcs11.Token, one: "_OnToken", chain: tuple[bytes, ...], pin: bytes) -> "TokenKey":
        try:
            session = token.open(user_pin=pin.decode())
        except PinLocked as error:
            raise KeyTroubled(Failed(Trouble.PIN_BLOCKED)) from error
        except (PinIncorrect, PinInvalid, PinLenRange, UnicodeDecodeError) as error:
            raise KeyTroubled(_refused(token)) from error
        except PKCS11Error as error:
            raise KeyTroubled(_lost(token, error)) from error
        private = _private(session, one.id)
        if private is None:
            raise KeyTroubled(Failed(Trouble.NO_CERTIFICATE))
        again = {"pin": pin.decode()} if _asks_each_time(private) else {}
        return TokenKey(token, private, one.der, chain, again)


class TokenKey:
    """One key, its token let us in."""

    def __init__(
        self, token: pkcs11.Token, private: pkcs11.PrivateKey, certificate: bytes, chain: tuple[bytes, ...], again: dict[str, str]
    ) -> None:
        self.certificate, self.chain = certificate, chain
        self._token, self._again = token, again
        self._private: Any = private   # what it can do depends on its kind, which the types leave open

    def sign(self, data: bytes) -> bytes:
        digest = sha256(data).digest()
        try:
            if self._private.key_type == KeyType.EC:
                raw = self._private.sign(digest, mechanism=Mechanism.ECDSA, **self._again)
                return bytes(algos.DSASignature.from_p1363(raw).dump())
            return bytes(self._private.sign(_SHA256_INFO + digest, mechanism=Mechanism.RSA_PKCS, **self._again))
        except PKCS11Error as error:
            raise KeyTroubled(_lost(self._token, error)) from error


class _OnToken:
    """A certificate as it lies there."""

    def __init__(self, id_: bytes, der: bytes) -> None:
        self.id, self.der = id_, der


def _certificates(token: pkcs11.Token) -> list[_OnToken]:
    """Those that are seen without a PIN."""
    try:
        with token.open() as session:
            found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
            return [_OnToken(bytes(one[Attribute.ID]), bytes(one[Attribute.VALUE])) for one in found]
    except PKCS11Error as error:
        raise KeyTroubled(_lost(token, error)) from error


def _seen(token: pkcs11.Token, one: _OnToken) -> KeySeen:
    return certificates.seen(one.der, _key(token, one), token.label.strip())


def _key(token: pkcs11.Token, one: _OnToken) -> str:
    return f"{token.serial.hex()}:{one.id.hex()}:{sha256(one.der).hexdigest()}"


def _private(session: pkcs11.Session, id_: bytes) -> pkcs11.PrivateKey | None:
    for wanted in ({Attribute.ID: id_}, {}):               # some vendors leave the ids out where there is but one key
        found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, **wanted}))
        if len(found) == 1 and isinstance(found[0], pkcs11.PrivateKey):
            return found[0]
    return None


def _asks_each_time(private: pkcs11.PrivateKey) -> bool:
    try:
        return bool(private[Attribute.ALWAYS_AUTHENTICATE])
    except (PKCS11Error, NoSuchKey):
        return False


def _refused(token: pkcs11.Token) -> Failed:
    """A wrong PIN, with what the token lets on about the tries that are left."""
    try:
        flags = token.slot.get_token().flags
    except PKCS11Error:
        return Failed(Trouble.PIN_WRONG)
    if TokenFlag.USER_PIN_LOCKED in flags:
        return Failed(Trouble.PIN_BLOCKED)
    return Failed(Trouble.PIN_WRONG, tries=1 if TokenFlag.USER_PIN_FINAL_TRY in flags else None)


def _lost(token: pkcs11.Token, error: PKCS11Error) -> Failed:
    """Vendors have many names for a token that was pulled out: whether it still is there decides."""
    if isinstance(error, DeviceRemoved | TokenNotPresent):
        return Failed(Trouble.GONE)
    try:
        token.slot.get_token()
    except PKCS11Error:
        return Failed(Trouble.GONE)
    return Failed(Trouble.OTHER, said=type(error).__name__)
