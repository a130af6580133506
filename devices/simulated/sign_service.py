"""The national signing software, played: its WebSocket on this machine, a training key instead of a token, faults on wish."""

import json
import secrets
import socket
import ssl
import tempfile
import urllib.request
from enum import StrEnum
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives import serialization

from devices.signing.batch import Batch
from devices.signing.websocket import NotSpoken, WebSocket, accepted, read_head
from devices.signing.words import Sign
from devices.simulated.training_key import WHERE, authority, der, private_key
from devices.simulated.training_key_child import TrainingKey
from kiosk.signature_ports import CopyForm

CANCELLED = 11
_NAME = "Cán bộ dùng phần mềm ký số"


class ServiceFault(StrEnum):
    NONE = "none"
    CANCELLED = "cancelled"            # the person closes its window
    REFUSES = "refuses"
    HANGS_UP = "hangs_up"
    RUBBISH = "rubbish"
    ANOTHER_FILE = "another_file"      # it brings back something else
    UNSIGNED = "unsigned"


class SimulatedSignService:
    """Listens at `address` until it is closed. `agency` stands in the visible text, `at` is its clock."""

    def __init__(self, font: Path, agency: str, at: int) -> None:
        self.fault = ServiceFault.NONE
        self.calls: list[Any] = []
        self._batch = Batch(TrainingKey(_NAME), font)
        self._agency, self._at = agency, at
        self._encryption = _encryption()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"wss://127.0.0.1:{self._listening.getsockname()[1]}/"

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(2)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            try:
                with self._encryption.wrap_socket(plain, server_side=True) as stream:
                    self._talk(stream)
            except (OSError, NotSpoken):
                continue

    def _talk(self, stream: ssl.SSLSocket) -> None:
        head, rest = read_head(stream)
        lines = [line.partition(b":") for line in head.split(b"\r\n")]
        key = next(value.strip() for name, _, value in lines if name.lower() == b"sec-websocket-key")
        stream.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accepted(key) + b"\r\n\r\n"
        )  # fmt: skip
        talk = WebSocket(stream, masked=False, rest=rest)
        call = json.loads(talk.receive())
        self.calls.append(call)
        if self.fault is ServiceFault.HANGS_UP:
            return
        talk.send("{" if self.fault is ServiceFault.RUBBISH else json.dumps(self._done(call["params"])))
        talk.close()

    def _done(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if self.fault is ServiceFault.CANCELLED:
            return {"Status": CANCELLED, "Message": "Người dùng hủy", "FileServer": ""}
        if self.fault is ServiceFault.REFUSES:
            return {"Status": 5, "Message": "Chứng thư bị thu hồi", "FileServer": ""}
        with urllib.request.urlopen(wanted["FileName"], timeout=10) as answer:
            pdf = answer.read()
        signed = self._batch.sign(pdf, Sign(len(pdf), CopyForm.TRUE_COPY, self._agency, self._at))
        if self.fault is ServiceFault.ANOTHER_FILE:
            signed = signed.replace(b"line of a paper", b"LINE OF A PAPER")
        if self.fault is ServiceFault.UNSIGNED:
            signed = pdf
        return {"Status": 0, "Message": "", "FileServer": _uploaded(wanted["FileUploadHandler"], signed),
                "DocumentNumber": "", "DocumentDate": ""}  # fmt: skip


def _uploaded(to: str, pdf: bytes) -> str:
    """As a form with a file in it, the way a browser would."""
    edge = secrets.token_hex(12)
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="uploadfile"; filename="signed.pdf"\r\n'
        f"Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n".encode()
        + pdf + f"\r\n--{edge}--\r\n".encode()
    )  # fmt: skip
    request = urllib.request.Request(to, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["FileServer"])


def _encryption() -> ssl.SSLContext:
    """A certificate it made itself, as the real one has."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = authority().subject.rfc4514_string()
    assert WHERE in name
    key = private_key("TẬP HUẤN - chữ ký không có giá trị")
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "own.pem"
        both.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + ssl.DER_cert_to_PEM_cert(der(authority())).encode()
        )  # fmt: skip
        context.load_cert_chain(both)
    return context
