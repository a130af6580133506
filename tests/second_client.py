"""A counter of another vendor, written from `docs/counter-protocol.md` alone: the page must suffice, so nothing of ours is imported."""

import base64
import hashlib
import http.client
import json
import secrets
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Json = dict[str, Any]


class Refused(Exception):
    """The gateway said no, or said something that cannot be believed."""

    def __init__(self, code: str, status: int = 0, body: Json | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.code, self.status, self.body = code, status, body or {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Json:
        """The body as an object."""
        value: Json = json.loads(self.body)
        return value


def b64(data: bytes) -> str:
    """Bytes as they travel in JSON."""
    return base64.b64encode(data).decode()


def packed(value: Json) -> bytes:
    """JSON as it is signed: keys sorted, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def key_name(public: bytes) -> str:
    """A public key's short name."""
    return hashlib.sha256(b"mot-cua/public-key" + public).hexdigest()[:16]


@dataclass(slots=True)
class Dossier:
    """One sealed dossier: the form's bytes, its pages' bytes, and the signed manifest that ties them together."""

    id: str
    form: bytes
    pages: list[bytes]
    manifest: Json

    @property
    def form_sha256(self) -> str:
        """The hash of the form's bytes."""
        return hashlib.sha256(self.form).hexdigest()


def page_address(dossier: Dossier, page: bytes) -> str:
    """Where a page is sent to."""
    return f"/v1/dossiers/{dossier.id}/pages/{hashlib.sha256(page).hexdigest()}"


def piece_headers(page: bytes, offset: int, size: int) -> dict[str, str]:
    """Where a piece lies in its page, and whether it is the last one."""
    complete = "?1" if offset + size == len(page) else "?0"
    return {"Content-Type": "application/octet-stream", "Upload-Offset": str(offset), "Upload-Complete": complete}


@dataclass(slots=True)
class Counter:
    """A counter with a key of its own.

    Attributes:
        wait: waits as many seconds as the gateway asked for
    """

    gateway: str
    office: str
    name: str
    wait: Callable[[float], object] = time.sleep
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    gateway_key: bytes = b""
    policy: Json = field(default_factory=dict)
    ahead: int = 0

    @property
    def public(self) -> bytes:
        """This counter's public key."""
        return self.key.public_key().public_bytes_raw()

    # --- HTTP -----------------------------------------------------------------------------------------------------
    def connect(self) -> http.client.HTTPConnection:
        """A new connection to the gateway."""
        return http.client.HTTPConnection(urlsplit(self.gateway).netloc, timeout=30)

    def call(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, signed: bool = True) -> Answer:
        """One call; a busy gateway is asked again when it says, any other refusal is raised."""
        while True:
            extra = dict(headers or {})
            if signed:
                extra |= self.signature(method, path, body, extra)
            connection = self.connect()
            try:
                connection.request(method, path, body or None, {"Content-Type": "application/json"} | extra)
                response = connection.getresponse()
                answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
            finally:
                connection.close()
            if answer.status in (202, 429, 503):
                self.wait(float(answer.headers.get("retry-after", "30")))
            elif answer.status >= 400:
                refusal = answer.json()
                raise Refused(refusal["code"], answer.status, refusal)
            else:
                return answer

    def signature(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
        """The four headers that say who asks."""
        now, nonce = str(time.monotonic_ns() // 1_000_000 + self.ahead), secrets.token_hex(16)
        sent = [headers.get(name, "") for name in ("Content-Encoding", "Upload-Offset", "Upload-Complete")]
        content = "" if method == "PATCH" else hashlib.sha256(body).hexdigest()
        lines = [method, path, key_name(self.gateway_key), self.device, now, nonce, *sent, content]
        signature = b64(self.sign("request", "\n".join(lines).encode()))
        return {"Mot-Cua-Device": self.device, "Mot-Cua-Time": now, "Mot-Cua-Nonce": nonce, "Mot-Cua-Signature": signature}

    # --- signatures -----------------------------------------------------------------------------------------------
    def sign(self, purpose: str, body: bytes) -> bytes:
        """This counter's signature."""
        return self.key.sign(b"mot-cua/" + purpose.encode() + b"\0" + body)

    def envelope(self, purpose: str, value: Json) -> Json:
        """A value signed by this counter, as it travels."""
        body = packed(value)
        return {"body": b64(body), "key": key_name(self.public), "signature": b64(self.sign(purpose, body))}

    def opened(self, purpose: str, envelope: Json) -> bytes:
        """The bytes the gateway signed; nothing unproven gets out of here."""
        body = base64.b64decode(envelope["body"])
        try:
            Ed25519PublicKey.from_public_bytes(self.gateway_key).verify(
                base64.b64decode(envelope["signature"]), b"mot-cua/" + purpose.encode() + b"\0" + body
            )
        except InvalidSignature as error:
            raise Refused("gateway-signature-wrong") from error
        if envelope["key"] != key_name(self.gateway_key):
            raise Refused("gateway-key-differs")
        return body

    # --- meeting --------------------------------------------------------------------------------------------------
    def greet(self) -> Json:
        """Asks the gateway who it is; its key is pinned at the first meeting."""
        nonce = secrets.token_hex(16)
        envelope = self.call("GET", f"/v1/hello?nonce={nonce}", signed=False).json()
        self.gateway_key = self.gateway_key or base64.b64decode(json.loads(base64.b64decode(envelope["body"]))["key"])
        hello: Json = json.loads(self.opened("hello", envelope))
        if hello["nonce"] != nonce:
            raise Refused("greeting-replayed")
        self.policy, self.ahead = hello["policy"], hello["time"] - time.monotonic_ns() // 1_000_000
        return hello

    def enrol(self, code: str = "") -> bytes:
        """Becomes a device of this gateway; returns its certificate (msgpack)."""
        nonce = secrets.token_hex(16)
        proof = self.sign("enrol", "\0".join((self.device, nonce, self.office, self.name, code)).encode())
        request = {"device": self.device, "public_key": b64(self.public), "office": self.office, "counter": self.name}
        request |= {"nonce": nonce, "proof": b64(proof), "code": code}
        return self.opened("device-certificate", self.call("POST", "/v1/devices", packed(request), signed=False).json())

    # --- a dossier ------------------------------------------------------------------------------------------------
    def seal(self, form: Json, pages: Sequence[bytes]) -> Dossier:
        """Fixes a form and its pages by their hashes and signs the manifest."""
        listed = [
            {"number": number, "sha256": hashlib.sha256(page).hexdigest(), "size": len(page), "media_type": "image/jpeg"}
            for number, page in enumerate(pages, 1)
        ]
        body = packed(form | {"pages": listed})
        manifest = {"dossier": form["dossier"], "number": 1, "form_sha256": hashlib.sha256(body).hexdigest(), "pages": listed}
        return Dossier(form["dossier"], body, list(pages), self.envelope("upload-manifest", manifest))

    def register(self, dossier: Dossier, number: str) -> Json:
        """Sends the form; tells what became of it."""
        upload = {"dossier": dossier.id, "form": b64(dossier.form), "form_sha256": dossier.form_sha256}
        upload |= {"number": number, "number_kind": "temporary", "manifest": dossier.manifest}
        batch = {"device": self.device, "audit_head": {"seq": 0, "hash": "0" * 64}, "forms": [upload]}
        result: Json = self.call("POST", "/v1/forms", packed(batch)).json()["results"][0]
        if result["outcome"] != "registered":
            raise Refused(result["code"] or result["outcome"])
        return result

    def missing(self, dossier: Dossier) -> dict[str, int]:
        """What the gateway lacks: page hash to the bytes it already holds."""
        answer = self.call("GET", f"/v1/dossiers/{dossier.id}/missing?manifest=1").json()
        return {page["sha256"]: page["offset"] for page in answer["pages"]}

    def send_page(self, dossier: Dossier, page: bytes, offset: int, piece: int) -> None:
        """Sends a page piece by piece, from where the gateway says it stands."""
        path = page_address(dossier, page)
        while offset < len(page):
            body = page[offset : offset + piece]
            try:
                offset = int(self.call("PATCH", path, body, piece_headers(page, offset, len(body))).headers["upload-offset"])
            except Refused as refused:
                if refused.code != "offset-differs" or refused.body["offset"] == offset:
                    raise
                offset = refused.body["offset"]      # bytes of a broken line came in after all

    def cut_piece(self, dossier: Dossier, page: bytes, offset: int, piece: int, cut: int) -> None:
        """Promises a piece, and has the line break after `cut` bytes of it."""
        path, headers = page_address(dossier, page), piece_headers(page, offset, piece)
        connection = self.connect()
        connection.putrequest("PATCH", path)
        for name, value in (headers | self.signature("PATCH", path, b"", headers) | {"Content-Length": str(piece)}).items():
            connection.putheader(name, value)
        connection.endheaders(page[offset : offset + cut])
        connection.close()

    def finalise(self, dossier: Dossier) -> Json:
        """Asks for the acknowledgement and believes it only over this form and this manifest."""
        request = {"device": self.device, "manifest": dossier.manifest, "audit_head": {"seq": 0, "hash": "0" * 64}}
        answer = self.call("POST", f"/v1/dossiers/{dossier.id}/finalise", packed(request))
        word: Json = json.loads(self.opened("acknowledgement", answer.json()))
        manifest = hashlib.sha256(base64.b64decode(dossier.manifest["body"])).hexdigest()
        expected = {"dossier": dossier.id, "form_sha256": dossier.form_sha256, "manifest": 1, "manifest_sha256": manifest}
        if any(word[name] != value for name, value in expected.items()) or word["device"] != self.device:
            raise Refused("acknowledgement-of-something-else")
        return word

    # --- the change feed ------------------------------------------------------------------------------------------
    def changes(self) -> list[Json]:
        """Every event this device may hear of, from the beginning."""
        events: list[Json] = []
        since, after, epoch, more = 0, "", "", True
        while more:
            path = f"/v1/changes?device={self.device}&since={since}&after={after}&epoch={epoch}"
            page = json.loads(self.opened("changes", self.call("GET", path).json()))
            events += page["decisions"]
            since, after, epoch, more = page["next"], page["last"], page["epoch"], page["more"]
        return events
