"""Signatures of every kind a state uses, and the curves `cryptography` does not take: against it where it does."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from devices.card import asn1
from devices.card.crypto.curves import curves
from devices.card.tlv import encode
from devices.card.trust import certificate
from devices.card.trust.algorithms import Digest, Scheme, SignatureAlgorithm, UnknownAlgorithm, signature_algorithm
from devices.card.trust.certificate import DIGITAL_SIGNATURE, SIGN_CERTIFICATES
from devices.card.trust.keys import CurveKey, UnknownKey, public_key
from devices.simulated import issuer
from tests.devices.card import pki

BY_NAME = {curve.name: curve for curve in curves().values()}


@pytest.mark.parametrize("digest", Digest)
@pytest.mark.parametrize("make", [pki.curve_key, pki.rsa_key, lambda digest: pki.rsa_key(digest, pss=True)])
def test_signatures_of_every_digest(make, digest):
    key = make(digest=digest)
    found, algorithm = public_key(key.spki()), signature_algorithm(key.algorithm())
    signature = key.sign(b"data")
    assert algorithm.digest is digest
    assert found.holds(algorithm, signature, b"data")
    assert not found.holds(algorithm, signature, b"Data")
    assert not found.holds(algorithm, signature[:-1] + bytes([signature[-1] ^ 1]), b"data")
    assert not found.holds(algorithm, b"", b"data")


@pytest.mark.parametrize("curve", pki.CURVES)
def test_curves_named_and_spelled_out_are_the_same_key(curve):
    named, explicit = pki.curve_key(curve), pki.curve_key(curve, explicit=True)
    assert public_key(named.spki()) == public_key(explicit.spki())
    assert public_key(explicit.spki()).holds(SignatureAlgorithm(Scheme.ECDSA, Digest.SHA256), named.sign(b"data"), b"data")


@pytest.mark.parametrize("place", range(6))
def test_a_curve_with_one_parameter_changed_is_refused(place):
    """The generator above all: with one of a forger's own choice he could sign for any public key."""
    parts = asn1.sequence(issuer.explicit_parameters(BY_NAME["secp256r1"]))
    changed = bytearray(parts[place].raw)
    changed[-1] ^= 1
    parameters = issuer.sequence(*(bytes(changed) if at == place else part.raw for at, part in enumerate(parts)))
    key = asn1.sequence(pki.curve_key("secp256r1").spki())[1].raw
    spki = issuer.sequence(issuer.sequence(issuer.object_id("1.2.840.10045.2.1"), parameters), key)
    if place == 0:                     # the version says nothing about the curve
        assert isinstance(public_key(spki), CurveKey)
    else:
        with pytest.raises(UnknownKey):
            public_key(spki)


def test_a_spelled_out_curve_without_cofactor_or_with_a_compressed_generator_is_still_the_standard_one():
    curve = BY_NAME["brainpoolP256r1"]
    parts = [part.raw for part in asn1.sequence(issuer.explicit_parameters(curve))]
    generator = bytes([2 + (curve.base.y & 1)]) + curve.base.x.to_bytes(32)
    parameters = issuer.sequence(*parts[:3], encode(asn1.OCTETS, generator), parts[4])
    key = asn1.sequence(pki.curve_key().spki())[1].raw
    spki = issuer.sequence(issuer.sequence(issuer.object_id("1.2.840.10045.2.1"), parameters), key)
    assert public_key(spki) == public_key(pki.curve_key().spki())


def test_a_point_off_its_curve_is_no_key():
    spki = bytearray(pki.curve_key().spki())
    spki[-1] ^= 1
    with pytest.raises(UnknownKey):
        public_key(bytes(spki))


@pytest.mark.parametrize("curve", ["brainpoolP224r1", "brainpoolP320r1", "brainpoolP192r1", "secp256r1"])
def test_ecdsa_on_curves_openssl_is_not_built_with(curve):
    """Signed by the textbook; on secp256r1 the same textbook is checked against OpenSSL."""
    over = BY_NAME[curve]
    secret = 0x1234567890ABCDEF1234567890ABCDEF % over.n
    key = CurveKey(over, over.multiply(secret, over.base))
    r, s = textbook_ecdsa(over, secret, b"data", Digest.SHA256)
    assert key.holds_numbers(Digest.SHA256, r, s, b"data")
    assert not key.holds_numbers(Digest.SHA256, r, s, b"dato")
    assert not key.holds_numbers(Digest.SHA256, r, (s + 1) % over.n, b"data")
    for other in ((0, s), (r, 0), (r, s + over.n), (r + over.n, s), (r, s - over.n)):
        assert not key.holds_numbers(Digest.SHA256, *other, b"data"), "one signature, one pair of numbers"


@given(st.binary(max_size=60))
def test_no_bytes_are_a_signature_and_none_raise(rubbish):
    algorithm = SignatureAlgorithm(Scheme.ECDSA, Digest.SHA256)
    assert not public_key(pki.curve_key().spki()).holds(algorithm, rubbish, b"data")


def test_small_and_odd_rsa_keys_are_refused():
    for modulus, exponent in ((1 << 600 | 1, 65537), (1 << 9000 | 1, 65537), (1 << 2047 | 1, 2), (1 << 2047 | 1, 1)):
        numbers = issuer.sequence(issuer.number(modulus), issuer.number(exponent))
        algorithm = issuer.sequence(issuer.object_id("1.2.840.113549.1.1.1"), issuer.null())
        with pytest.raises(UnknownKey):
            public_key(issuer.sequence(algorithm, issuer.bit_string(numbers)))


def test_an_algorithm_that_is_not_known_is_told():
    with pytest.raises(UnknownAlgorithm):
        signature_algorithm(issuer.sequence(issuer.object_id("1.2.840.113549.1.1.4"), issuer.null()))     # MD5


def test_certificates_of_another_maker_are_read_as_he_reads_them():
    """`cryptography` builds one; both read the same."""
    key = ec.derive_private_key(5, ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "vn"), x509.NameAttribute(NameOID.COMMON_NAME, "Gốc")])
    begins = datetime(2020, 1, 2, tzinfo=UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 0x7FFF_FFFF_FFFF, begins, begins + timedelta(days=20000))
        .add_extension(x509.BasicConstraints(True, 0), critical=True)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier(b"key"), critical=False)
        .add_extension(x509.PrivateKeyUsagePeriod(begins, begins + timedelta(days=90)), critical=False)
        .sign(key, hashes.SHA384())
    )
    found = certificate.parse(built.public_bytes(Encoding.DER))
    assert (found.serial, found.subject.country, found.subject.common) == (built.serial_number, "VN", "Gốc")
    assert found.not_before == begins.timestamp() * 1000
    assert found.not_after == built.not_valid_after_utc.timestamp() * 1000
    assert (found.is_ca, found.key_id, found.key_usage) == (True, b"key", 0x06)
    assert (found.signs_from, found.signs_until) == (found.not_before, found.not_before + 90 * 86_400_000)
    assert found.may(SIGN_CERTIFICATES)
    assert not found.may(DIGITAL_SIGNATURE)
    assert found.tbs == built.tbs_certificate_bytes
    assert found.issued(found)


def test_another_reader_takes_our_certificates():
    state = pki.state()
    country, signer = map(x509.load_der_x509_certificate, (state.country.certificate, state.signer.certificate))
    signer.verify_directly_issued_by(country)
    assert signer.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    listed = x509.load_der_x509_crl(state.revoke(4711))
    assert listed.is_signature_valid(country.public_key())
    assert listed.get_revoked_certificate_by_serial_number(4711) is not None


def textbook_ecdsa(curve, secret, data, digest):
    nonce = 0xFEDCBA0987654321FEDCBA0987654321 % curve.n
    hashed = int.from_bytes(digest.of(data)) >> max(0, 8 * digest.size - curve.n.bit_length())
    r = curve.multiply(nonce, curve.base).x % curve.n
    return r, pow(nonce, -1, curve.n) * (hashed + r * secret) % curve.n
