"""A signing token that is none: its keys are invented, and every certificate says that its signatures are worth nothing.

The files are signed by the same code, in a process of the same kind, as with a real token.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices.signing.signer import ProcessSigner, forget
from kiosk.ports import Clock
from kiosk.signature_ports import CopyToSign, Signatory, SigningListener
from kiosk.signature_problems import PinBlocked, PinWrong
from kiosk.work import Progress

PIN = "246810"
TRIES = 3
WHERE = "TẬP HUẤN"
_ISSUER = "TẬP HUẤN - chữ ký không có giá trị"
_BEGINS, _ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
_CURVE = ec.SECP256R1()
_MODULE = "devices.simulated.training_key_child"


class TrainingSigner(ProcessSigner):
    """`names`: whose keys it has. Three wrong PINs block it until the counter is opened again."""

    def __init__(self, names: Iterable[str], font: Path, clock: Clock) -> None:
        super().__init__(_MODULE, (str(font), *names), clock)
        self._left = TRIES

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        if not self._left:
            forget(pin)
            raise PinBlocked
        try:
            super().sign(copies, signatory, pin, listener, progress)
        except PinWrong as wrong:
            self._left -= 1
            raise (PinWrong.with_left(self._left) if self._left else PinBlocked()) from wrong
        self._left = TRIES


def private_key(name: str) -> ec.EllipticCurvePrivateKey:
    """The same for the same name, for ever."""
    seed = sha256(f"mot-cua training key of {name}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(seed, "big") >> 1 | 1, _CURVE)


def authority() -> x509.Certificate:
    """Who vouches for every training key; trusted nowhere unless an operator installs it."""
    return _certificate(_ISSUER, _ISSUER, private_key(_ISSUER), private_key(_ISSUER), authority=True)


def certificate(name: str) -> x509.Certificate:
    return _certificate(f"{name} ({WHERE})", _ISSUER, private_key(name), private_key(_ISSUER), authority=False)


def _certificate(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, signing: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(int.from_bytes(sha256(subject.encode()).digest()[:8], "big") >> 1)
        .not_valid_before(_BEGINS)
        .not_valid_after(_ENDS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority), critical=True)
        .sign(signing, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def der(one: x509.Certificate) -> bytes:
    return one.public_bytes(serialization.Encoding.DER)
