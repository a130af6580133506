"""A VNeID service that is none, on loopback: a real HTTP server, and the telephone of an invented person that scans, agrees,
refuses or does nothing. What it signs is worth nothing anywhere else."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from devices.simulated.loopback import Quiet, server_of

CLIENT, ISSUER = "ki-ot-tap-huan", "https://vneid.tap-huan.invalid"
_TRAINING_MARK = "VNEID-TAP-HUAN"


class VneidFault(StrEnum):
    """What can be wrong with what the service says."""

    NONCE = "nonce"
    SIGNATURE = "signature"
    UNSIGNED = "unsigned"
    AUDIENCE = "audience"
    ISSUER = "issuer"
    OLD = "old"
    NO_NUMBER = "no_number"
    OUTAGE = "outage"
    NONSENSE = "nonsense"


@dataclass(slots=True)
class _Question:
    nonce: str
    challenge: str
    client: str
    ends: float
    scanned: bool = False
    person: Mapping[str, Any] | None = None
    refused: bool = False
    asked: int = 0


@dataclass(slots=True)
class Telephone:
    """What it does by itself: agrees as `person` at the `after`-th time the kiosk asks; None waits for hands."""

    person: Mapping[str, Any] | None = None
    after: int = 3


class SimulatedVneid:
    """`url` answers until it is closed. `now_s` is its clock; a code lasts `lasts_s`."""

    def __init__(
        self, telephone: Telephone | None = None, *, lasts_s: float = 120, pause_s: float = 1,
        now_s: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self.telephone = telephone or Telephone()
        self.faults: set[VneidFault] = set()
        self.forms: list[Mapping[str, str]] = []
        self._lasts, self._pause, self._now = lasts_s, pause_s, now_s
        self._key, self._lock = ec.generate_private_key(ec.SECP256R1()), Lock()
        self._questions: dict[str, _Question] = {}
        self._server = _listening(self._answer)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(2)

    # ---- the telephone's hands: on the newest code --------------------------------------------------------

    def scan(self) -> None:
        self._newest().scanned = True

    def agree(self, person: Mapping[str, Any]) -> None:
        self._newest().person = person

    def refuse(self) -> None:
        self._newest().refused = True

    def _newest(self) -> _Question:
        with self._lock:
            return list(self._questions.values())[-1]

    # ---- the service ----------------------------------------------------------------------------------------

    def _answer(self, path: str, form: Mapping[str, str]) -> tuple[int, object]:
        if VneidFault.OUTAGE in self.faults:
            return 503, {"error": "temporarily_unavailable"}
        if VneidFault.NONSENSE in self.faults:
            return 200, ["khong hieu"]
        with self._lock:
            self.forms.append(form)
            if path == "/keys":
                return 200, {"keys": [self._public()]}
            if path == "/device":
                return 200, self._begin(form)
            return self._token(form) if path == "/token" else (404, {"error": "not_found"})

    def _begin(self, form: Mapping[str, str]) -> object:
        code = secrets.token_urlsafe(16)
        self._questions[code] = _Question(
            form.get("nonce", ""), form.get("code_challenge", ""), form.get("client_id", ""), self._now() + self._lasts
        )
        return {
            "device_code": code, "user_code": code[:6], "verification_uri": f"{ISSUER}/qr", "expires_in": self._lasts,
            "verification_uri_complete": f"{ISSUER}/qr?c={_TRAINING_MARK}.{code[:10]}", "interval": self._pause,
        }  # fmt: skip

    def _token(self, form: Mapping[str, str]) -> tuple[int, object]:
        asked = self._questions.get(form.get("device_code", ""))
        proven = _challenge(form.get("code_verifier", ""))
        if asked is None or asked.client != form.get("client_id") or proven != asked.challenge:
            return 400, {"error": "invalid_grant"}
        asked.asked += 1
        if self.telephone.person is not None and asked.asked >= self.telephone.after:
            asked.person = self.telephone.person
        asked.scanned = asked.scanned or (self.telephone.person is not None and asked.asked >= self.telephone.after - 1)
        if self._now() > asked.ends:
            return 400, {"error": "expired_token"}
        if asked.refused:
            return 400, {"error": "access_denied"}
        if asked.person is None:
            return 400, {"error": "authorization_pending", "scanned": asked.scanned}
        del self._questions[form["device_code"]]
        return 200, {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": self._signed(asked)}

    def _signed(self, asked: _Question) -> str:
        now, faults = int(self._now()), self.faults
        body = {
            "iss": "https://ai-do.invalid" if VneidFault.ISSUER in faults else ISSUER,
            "aud": "ai-do" if VneidFault.AUDIENCE in faults else asked.client,
            "iat": now - (7200 if VneidFault.OLD in faults else 0), "exp": now + (-3600 if VneidFault.OLD in faults else 300),
            "nonce": "khac" if VneidFault.NONCE in faults else asked.nonce, **(asked.person or {}),
        }  # fmt: skip
        if VneidFault.NO_NUMBER in faults:
            body.pop("preferred_username", None)
        algorithm = "none" if VneidFault.UNSIGNED in faults else "ES256"
        signed = f"{_coded({'alg': algorithm, 'kid': 'tap-huan'})}.{_coded(body)}"
        if VneidFault.UNSIGNED in faults:
            return f"{signed}."
        key = ec.generate_private_key(ec.SECP256R1()) if VneidFault.SIGNATURE in faults else self._key
        r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def _public(self) -> Mapping[str, str]:
        numbers = self._key.public_key().public_numbers()
        x, y = (_base64(part.to_bytes(32, "big")) for part in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "kid": "tap-huan", "x": x, "y": y}


def claims(number: str, name: str, birth_date: str, *, sex: str = "", address: str = "") -> Mapping[str, Any]:
    """An invented person as this service says one."""
    return {"preferred_username": number, "name": name, "birthdate": birth_date, "gender": sex, "address": address}


def _challenge(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _coded(value: object) -> str:
    return _base64(json.dumps(value).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _listening(answer: Callable[[str, Mapping[str, str]], tuple[int, object]]) -> ThreadingHTTPServer:
    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._say(*answer(self.path, dict(parse_qsl(self.body().decode()))))

        def do_GET(self) -> None:
            self._say(*answer(self.path, {}))

        def _say(self, status: int, said: object) -> None:
            self.say(status, "application/json", json.dumps(said).encode())

    return server_of(Handler)
