"""Signing tokens for tests: softhsm2's, filled in a process of their own; keys and certificates are invented."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

PIN = "739154"
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
ROOT = Path(__file__).parents[2]
AUTHORITY = "CƠ QUAN CHỨNG THỰC GIẢ ĐỊNH"


def library() -> str:
    found = [path for path in LIBRARIES if Path(path).exists()]
    if not found or not _tool():
        pytest.skip("softhsm2 is not installed (apt-get install softhsm2)")
    return found[0]


def _tool() -> bool:
    return any((Path(folder) / "softhsm2-util").exists() for folder in os.get_exec_path())


@dataclass(frozen=True)
class Person:
    """Whose certificate it is. Days are counted from NOW."""

    name: str
    begins: int = -30
    ends: int = 700
    signs: bool = True
    curve: bool = False


def issued(people: tuple[Person, ...]) -> tuple[x509.Certificate, list[tuple[object, x509.Certificate]]]:
    """The invented authority, and a key and a certificate for each."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _certificate(Person(AUTHORITY, -3000, 3000), AUTHORITY, root_key.public_key(), root_key, authority=True)
    made = []
    for one in people:
        key = ec.generate_private_key(ec.SECP256R1()) if one.curve else rsa.generate_private_key(65537, 2048)
        made.append((key, _certificate(one, AUTHORITY, key.public_key(), root_key, authority=False)))
    return root, made


def _certificate(one: Person, issuer: str, public, signing, *, authority: bool) -> x509.Certificate:
    signs = one.signs and not authority
    usage = [signs, signs, not one.signs, False, False, authority, authority, False, False]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one.name),
                                 x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND phường Cây Gạo (giả định)")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer),
                                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "UBND phường Cây Gạo (giả định)")]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=one.begins))
        .not_valid_after(NOW + timedelta(days=one.ends))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(signing, hashes.SHA256())
    )  # fmt: skip


def fill(folder: Path, label: str, people: tuple[Person, ...]) -> bytes:
    """A token of `people`, in the softhsm2 store under `folder`; the authority's certificate (DER), which is not on it."""
    conf = folder / "softhsm2.conf"
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678"],
        env={**os.environ, "SOFTHSM2_CONF": str(conf)}, check=True, capture_output=True,
    )  # fmt: skip
    root, made = issued(people)
    for number, (key, certificate) in enumerate(made):
        (folder / f"{label}{number}.key").write_bytes(
            key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        (folder / f"{label}{number}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.DER))
    subprocess.run(
        [sys.executable, "-m", "tests.devices.tokens", str(folder), label, str(len(made))], cwd=ROOT,
        env={**os.environ, "SOFTHSM2_CONF": str(conf)}, check=True, capture_output=True,
    )  # fmt: skip
    return root.public_bytes(serialization.Encoding.DER)


def _store(folder: Path, label: str, count: int) -> None:
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    token = pkcs11.lib(library()).get_token(token_label=label)
    with token.open(rw=True, user_pin=PIN) as session:
        for number in range(count):
            at = {pkcs11.Attribute.ID: bytes([number + 1]), pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: f"k{number}"}
            der = (folder / f"{label}{number}.key").read_bytes()
            key = serialization.load_der_private_key(der, None)
            if isinstance(key, rsa.RSAPrivateKey):
                plain = serialization.PrivateFormat.TraditionalOpenSSL
                der = key.private_bytes(serialization.Encoding.DER, plain, serialization.NoEncryption())
                private = decode_rsa_private_key(der)
            else:
                plain = serialization.PrivateFormat.TraditionalOpenSSL
                der = key.private_bytes(serialization.Encoding.DER, plain, serialization.NoEncryption())
                private = decode_ec_private_key(der)
            session.create_object({**private, **at})
            certificate = (folder / f"{label}{number}.crt").read_bytes()
            session.create_object({**decode_x509_certificate(certificate), **at})


if __name__ == "__main__":
    _store(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
