"""A time-stamping service that is none: it answers any request, with a key whose certificate says what it is for."""

from datetime import UTC, datetime
from threading import Thread

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from devices.simulated.time_stamp_http import listening

_NAME = "TẬP HUẤN - dấu thời gian không có giá trị"


class SimulatedTimeStamps:
    """`at`: its clock, epoch ms. `url` answers over HTTP until it is closed."""

    def __init__(self, at: int) -> None:
        key = rsa.generate_private_key(65537, 2048)
        self.certificate = _certificate(key).public_bytes(serialization.Encoding.DER)
        self._stamps = DummyTimeStamper(
            asn1_x509.Certificate.load(self.certificate), _plain(key), fixed_dt=datetime.fromtimestamp(at / 1000, UTC)
        )
        self._server = listening(self.answer)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def answer(self, request: bytes) -> bytes:
        return bytes(self._stamps.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(2)


def _plain(key: rsa.RSAPrivateKey) -> keys.PrivateKeyInfo:
    encoded = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(encoded)


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 12, 31, tzinfo=UTC))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
