"""The files in which operators get trust anchors: DER and PEM certificates, revocation lists, master lists of ICAO and of
states (Germany's above all), LDIF exports of ICAO's directory, and zip files of any of these.
"""

import base64
import binascii
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from devices.card import asn1, cms
from devices.card.asn1 import NotAsn1
from devices.card.tlv import NotTlv
from devices.card.trust.certificate import SIGN_CERTIFICATES, Certificate, NotACertificate, key_is_known, parse
from devices.card.trust.revocation import NotARevocationList, RevocationList
from devices.card.trust.revocation import parse as parse_revocations
from devices.card.trust.signed_data import fault_of, signer_of

MAX_BUNDLE = 64 * 1024 * 1024
MAX_MEMBERS = 500
_MASTER_LIST = "2.23.136.1.1.2"
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]{1,40}-----([A-Za-z0-9+/=\s]*)-----END ")
_ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError,
               OSError, ValueError)
_LDIF = re.compile(rb"^(?:pkdMasterListContent|CscaMasterListData|userCertificate;binary|cACertificate;binary|"
                   rb"certificateRevocationList;binary):: ?((?:[A-Za-z0-9+/=]+(?:\r?\n )?)+)", re.MULTILINE)


class Unusable(StrEnum):
    """Why a certificate cannot be an anchor."""

    UNREADABLE = "unreadable"
    NOT_CA = "not_ca"
    COUNTRY = "country"                # it names none
    EXPIRED = "expired"
    KEY = "key"                        # its key, curve or algorithm is not known here
    SIGNATURE = "signature"            # it says to have signed itself, and has not


class BundleFault(StrEnum):
    """Why a file as a whole is refused."""

    UNKNOWN = "unknown"                # nothing of what is known
    TOO_LARGE = "too_large"
    TAMPERED = "tampered"              # a master list whose signature is wrong


class BadBundle(ValueError):
    def __init__(self, fault: BundleFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file holds. `signers` signed the master lists in it."""

    certificates: tuple[Certificate, ...] = ()
    revocations: tuple[RevocationList, ...] = ()
    signers: tuple[Certificate, ...] = ()
    unreadable: int = 0


@dataclass(slots=True)
class _Gathered:
    """A bundle while it is being read; certificates by their bytes, for master lists overlap."""

    certificates: dict[bytes, Certificate] = field(default_factory=dict)
    revocations: dict[bytes, RevocationList] = field(default_factory=dict)
    signers: list[Certificate] = field(default_factory=list)
    unreadable: int = 0


def read(data: bytes) -> Bundle:
    """Raises BadBundle."""
    if len(data) > MAX_BUNDLE:
        raise BadBundle(BundleFault.TOO_LARGE)
    found = _Gathered()
    for member in _members(data):
        for der in _encodings(member):
            _gather(der, found)
    if not (found.certificates or found.revocations):
        raise BadBundle(BundleFault.UNKNOWN)
    return Bundle(tuple(found.certificates.values()), tuple(found.revocations.values()), tuple(found.signers), found.unreadable)


def unusable(certificate: Certificate, now: int, *, thorough: bool = False) -> Unusable | None:
    """Why this certificate is no anchor, None when it is one. `thorough` verifies what it says of itself, which takes longer."""
    if not certificate.is_ca or not certificate.may(SIGN_CERTIFICATES):
        return Unusable.NOT_CA
    if not certificate.subject.country:
        return Unusable.COUNTRY
    if now > certificate.not_after:
        return Unusable.EXPIRED
    if certificate.not_understood or not key_is_known(certificate):
        return Unusable.KEY
    if thorough and certificate.self_issued and certificate.authority_key_id in (b"", certificate.key_id):
        try:
            return None if certificate.issued(certificate) else Unusable.SIGNATURE
        except ValueError:
            return Unusable.KEY
    return None


def _members(data: bytes) -> Iterator[bytes]:
    """The file itself, or what is in a zip file, its whole size limited whatever it declares."""
    if not data.startswith(b"PK\x03\x04"):
        yield data
        return
    left = MAX_BUNDLE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist()[:MAX_MEMBERS]:
                with archive.open(member) as opened:
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise BadBundle(BundleFault.TOO_LARGE)
                yield content
    except _ZIP_DAMAGE as damage:
        if isinstance(damage, BadBundle):
            raise
        raise BadBundle(BundleFault.UNKNOWN) from damage


def _encodings(data: bytes) -> Iterator[bytes]:
    """Every DER structure in a file that may be DER, PEM or LDIF."""
    if data[:1] == b"\x30":
        yield data
        return
    texts = [match[1] for match in _PEM.finditer(data)] + [match[1] for match in _LDIF.finditer(data)]
    for text in texts:
        try:
            yield base64.b64decode(b"".join(text.split()), validate=True)
        except binascii.Error:
            continue                                   # a damaged block is counted by nobody: the others stand


def _gather(der: bytes, found: _Gathered) -> None:
    """One structure, of whichever kind it is."""
    try:
        signed = cms.parse(der)
    except (NotTlv, NotAsn1):
        _gather_single(der, found)
        return
    if signed.content_type == _MASTER_LIST:
        _gather_master_list(signed, found)
    else:
        found.unreadable += 1


def _gather_single(der: bytes, found: _Gathered) -> None:
    try:
        certificate = parse(der)
        found.certificates.setdefault(certificate.der, certificate)
    except NotACertificate:
        try:
            listed = parse_revocations(der)
            found.revocations.setdefault(listed.der, listed)
        except NotARevocationList:
            found.unreadable += 1


def _gather_master_list(signed: cms.SignedData, found: _Gathered) -> None:
    """Whose signature must hold; whether its signer is to be trusted is for whoever installs it."""
    for signature in signed.signers:
        signer = signer_of(signed, signature)
        if signer is None or fault_of(signed, signature, signer) is not None:
            raise BadBundle(BundleFault.TAMPERED)
        found.signers.append(signer)
    try:
        listed = asn1.sequence(signed.content, 2)[1].parts()
    except (NotTlv, NotAsn1) as damage:
        raise BadBundle(BundleFault.UNKNOWN) from damage
    for part in listed:
        try:
            certificate = parse(part.raw)
            found.certificates.setdefault(certificate.der, certificate)
        except NotACertificate:
            found.unreadable += 1
