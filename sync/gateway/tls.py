"""The gateway's certificate for encrypted lines: given by the province, or made here for training."""

import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.ports import Clock
from kiosk.store.disk import Disk, disk_errors
from sync.gateway.refusals import TlsUnusable

SELF_SIGNED_DAYS = 397


@dataclass(frozen=True, slots=True)
class Tls:
    """Certificate (with the chain that belongs to it) and key, PEM files."""

    certificate: Path
    key: Path

    def check(self) -> None:
        """Raises TlsUnusable, before anything listens."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError, ValueError) as error:
            raise TlsUnusable(certificate=self.certificate, key=self.key, what=type(error).__name__) from error


def self_signed(folder: Path, names: Iterable[str], clock: Clock, disk: Disk) -> Tls:
    """A certificate of its own for these names and this machine, made once in `folder`. Training only: counters take it for
    good because it is written into their settings as `ca_file`."""
    made = Tls(folder / "tls.pem", folder / "tls.key")
    if made.certificate.exists() and made.key.exists():
        return made
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = _certificate(key, ["localhost", "127.0.0.1", "::1", *names], clock)
    with disk_errors():
        disk.make_folder(folder)
        disk.write_whole(made.key, pem)
        disk.write_whole(made.certificate, certificate.public_bytes(serialization.Encoding.PEM))
    return made


def _certificate(key: ec.EllipticCurvePrivateKey, names: list[str], clock: Clock) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mot-cua gateway")])
    begin = datetime.fromtimestamp(clock.now_ms() / 1000, UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=SELF_SIGNED_DAYS))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
