"""What a certificate says of a signer, as people and the office need it."""

from cryptography import x509
from cryptography.x509.oid import NameOID

from devices.signing.words import KeySeen
from kiosk.moments import epoch_ms


def seen(der: bytes, key: str, where: str) -> KeySeen:
    """Raises ValueError for what is no certificate."""
    certificate = x509.load_der_x509_certificate(der)
    return KeySeen(
        key=key,
        subject=name_of(certificate.subject),
        serial=f"{certificate.serial_number:x}",
        issuer=name_of(certificate.issuer),
        not_before=epoch_ms(certificate.not_valid_before_utc),
        not_after=epoch_ms(certificate.not_valid_after_utc),
        for_signing=for_signing(certificate),
        where=where,
    )


def name_of(name: x509.Name) -> str:
    """The common name; all of it where there is none."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()


def for_signing(certificate: x509.Certificate) -> bool:
    """One that restricts its use must name signatures or their non-repudiation."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def is_authority(der: bytes) -> bool:
    try:
        extensions = x509.load_der_x509_certificate(der).extensions
        return extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, x509.ExtensionNotFound):
        return False
