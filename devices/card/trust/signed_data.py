"""Verifying a CMS signature: signed attributes, the digest of the content within them, and the signer's certificate."""

from devices.card import asn1
from devices.card.asn1 import NotAsn1
from devices.card.cms import CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SignedData, SignerInfo
from devices.card.tlv import NotTlv
from devices.card.trust.algorithms import UnknownAlgorithm, digest, signature_algorithm
from devices.card.trust.certificate import Certificate, NotACertificate, name_of, parse
from devices.card.trust.checks import Reason
from devices.card.trust.keys import UnknownKey, public_key


def signer_of(signed: SignedData, signer: SignerInfo) -> Certificate | None:
    """The certificate carried along that this signature names."""
    for der in signed.certificates:
        try:
            certificate = parse(der)
            if _names(signer, certificate):
                return certificate
        except (NotACertificate, NotTlv, NotAsn1):
            continue                                   # one that cannot be read is not the one
    return None


def fault_of(signed: SignedData, signer: SignerInfo, certificate: Certificate) -> Reason | None:
    """What is wrong with the signature, None when it holds."""
    try:
        of = digest(signer.digest)
        kind = signer.attributes.get(CONTENT_TYPE)
        told = signer.attributes.get(MESSAGE_DIGEST)
        if kind is None or told is None or asn1.oid(kind) != signed.content_type:
            return Reason.CONTENT
        if asn1.expect(told, asn1.OCTETS).value != of.of(signed.content):
            return Reason.CONTENT
        algorithm = signature_algorithm(signer.algorithm, of)
        holds = public_key(certificate.spki).holds(algorithm, signer.signature, signer.signed_attributes)
    except (UnknownAlgorithm, UnknownKey):
        return Reason.ALGORITHM
    except (NotTlv, NotAsn1):
        return Reason.DAMAGED
    return None if holds else Reason.SIGNATURE


def signing_time(signer: SignerInfo) -> int | None:
    """When the signer says to have signed, under the signature."""
    told = signer.attributes.get(SIGNING_TIME)
    try:
        return asn1.moment(told) if told else None
    except NotAsn1:
        return None


def _names(signer: SignerInfo, certificate: Certificate) -> bool:
    if signer.key_id:
        return signer.key_id == certificate.key_id
    return signer.serial == certificate.serial and name_of(signer.issuer).key == certificate.issuer.key
