"""A counter of another vendor, written from `docs/counter-protocol.md` alone: nothing of this project is imported, so that a
page which does not suffice is noticed. `tests/sync/test_second_client.py` lets it deliver a dossier to a real gateway."""

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

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Json = dict[str, Any]
Headers = Mapping[str, str]
NO_CHAIN = {"seq": 0, "hash": ""}              # this counter keeps no audit chain
IN_NUMBERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """The gateway said no, or said something that cannot be believed."""

    def __init__(self, code: str, body: Json | None = None) -> None:
        super().__init__(code)
        self.code, self.body = code, body or {}


def b64(data: bytes) -> str:
    """Bytes as they travel in JSON."""
    return base64.b64encode(data).decode()


def sha256(data: bytes) -> str:
    """A hash as it is written in JSON and in addresses."""
    return hashlib.sha256(data).hexdigest()


def packed(value: Json) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def key_name(public: bytes) -> str:
    """A public key's short name."""
    return sha256(b"mot-cua/public-key" + public)[:16]


def to_sign(purpose: str, body: bytes) -> bytes:
    """What a signature is made over."""
    return b"mot-cua/" + purpose.encode() + b"\0" + body


@dataclass(frozen=True, slots=True)
class Dossier:
    """A sealed dossier: the form's bytes, its pages' bytes, and the signed manifest that ties them together."""

    id: str
    form: bytes
    pages: tuple[bytes, ...]
    manifest: Json
    number: int = 1                    # of the manifest

    def address(self, page: bytes) -> str:
        """Where a page is sent to, and read from."""
        return f"/v1/dossiers/{self.id}/pages/{sha256(page)}"


@dataclass(slots=True)
class Counter:
    """A counter with a key of its own. `wait` waits as many seconds as the gateway asked for."""

    gateway: str
    office: str
    name: str
    wait: Callable[[float], object] = time.sleep
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    series: str = field(default_factory=lambda: "".join(secrets.choice(IN_NUMBERS) for _ in range(6)))
    gateway_key: bytes = b""
    ahead: int = 0                     # from this machine's steady clock to the gateway's time, ms

    @property
    def public(self) -> bytes:
        """This counter's public key."""
        return self.key.public_key().public_bytes_raw()

    def connect(self) -> http.client.HTTPConnection:
        """A new connection to the gateway."""
        return http.client.HTTPConnection(urlsplit(self.gateway).netloc, timeout=30)

    def call(
        self, method: str, path: str, body: bytes = b"", headers: Headers | None = None, *, signed: bool = True
    ) -> tuple[http.client.HTTPMessage, bytes]:
        """One call. A gateway that is busy, or still checking, is asked again when it says; every other refusal is raised."""
        while True:
            said = dict(headers or {})
            connection = self.connect()
            try:
                connection.request(method, path, body, said | (self.signature(method, path, body, said) if signed else {}))
                response = connection.getresponse()
                answer = response.read()
            finally:
                connection.close()
            if response.status in (200, 204):
                return response.headers, answer
            if response.status not in (202, 429, 503):
                refusal = json.loads(answer)
                raise Refused(refusal["code"], refusal)
            self.wait(float(response.headers.get("Retry-After", "30")))

    def ask(self, method: str, path: str, body: Json | None = None, *, signed: bool = True) -> Json:
        """One call with JSON in and out."""
        answer: Json = json.loads(self.call(method, path, packed(body) if body else b"", signed=signed)[1])
        return answer

    def signature(self, method: str, path: str, body: bytes, headers: Headers) -> dict[str, str]:
        """The four headers that say who asks."""
        now, nonce = str(time.monotonic_ns() // 1_000_000 + self.ahead), secrets.token_hex(16)
        sent = [headers.get(name, "") for name in ("Content-Encoding", "Upload-Offset", "Upload-Complete")]
        content = "" if method == "PATCH" else sha256(body)
        lines = [method, path, key_name(self.gateway_key), self.device, now, nonce, *sent, content]
        signature = b64(self.key.sign(to_sign("request", "\n".join(lines).encode())))
        return {"Mot-Cua-Device": self.device, "Mot-Cua-Time": now, "Mot-Cua-Nonce": nonce, "Mot-Cua-Signature": signature}

    def opened(self, purpose: str, envelope: Json) -> bytes:
        """The bytes the gateway signed; nothing unproven gets out of here."""
        body, signature = base64.b64decode(envelope["body"]), base64.b64decode(envelope["signature"])
        try:
            Ed25519PublicKey.from_public_bytes(self.gateway_key).verify(signature, to_sign(purpose, body))
        except InvalidSignature as error:
            raise Refused("gateway-signature-wrong") from error
        return body

    # ---- meeting ---------------------------------------------------------------------------------------------------

    def greet(self) -> Json:
        """Asks the gateway who it is; its key is pinned at the first meeting."""
        nonce = secrets.token_hex(16)
        envelope = self.ask("GET", f"/v1/hello?nonce={nonce}", signed=False)
        self.gateway_key = self.gateway_key or base64.b64decode(json.loads(base64.b64decode(envelope["body"]))["key"])
        hello: Json = json.loads(self.opened("hello", envelope))
        if hello["nonce"] != nonce:
            raise Refused("greeting-of-another-nonce")
        self.ahead = hello["time"] - time.monotonic_ns() // 1_000_000
        return hello

    def enrol(self, code: str = "") -> list[Any]:
        """Becomes a device of this gateway; returns its certificate."""
        nonce = secrets.token_hex(16)
        proof = self.key.sign(to_sign("enrol", "\0".join((self.device, nonce, self.office, self.name, code)).encode()))
        request = {"device": self.device, "public_key": b64(self.public), "office": self.office, "counter": self.name}
        request |= {"nonce": nonce, "proof": b64(proof), "code": code}
        envelope = self.ask("POST", "/v1/devices", request, signed=False)
        certificate: list[Any] = msgspec.msgpack.decode(self.opened("device-certificate", envelope))
        if certificate[:2] != [uuid.UUID(self.device).bytes, self.public]:
            raise Refused("certificate-of-somebody-else")
        return certificate

    # ---- a dossier -------------------------------------------------------------------------------------------------

    def sealed(self, form: Json, pages: Sequence[bytes]) -> Dossier:
        """Fixes a form and its pages by their hashes and signs the manifest. The form's bytes are never made again."""
        listed = [
            {"number": number, "sha256": sha256(page), "size": len(page), "media_type": "image/jpeg"}
            for number, page in enumerate(pages, 1)
        ]
        sealed = packed(form | {"pages": listed})
        return Dossier(form["dossier"], sealed, tuple(pages), self.listed(form["dossier"], sealed, 1, listed))

    def listed(self, dossier: str, sealed: bytes, number: int, pages: Sequence[Json]) -> Json:
        """A manifest, signed."""
        body = packed({"dossier": dossier, "number": number, "form_sha256": sha256(sealed), "pages": pages})
        signature = self.key.sign(to_sign("upload-manifest", body))
        return {"body": b64(body), "key": key_name(self.public), "signature": b64(signature)}

    def copied(self, dossier: Dossier, pdf: bytes, begins_as: bytes = b"") -> Dossier:
        """The same dossier with one finished or signed PDF in the place of all its pages, under the next manifest number. It says
        with which bytes of the dossier the PDF begins, where there are some."""
        named: Json = {"sha256": sha256(pdf), "size": len(pdf), "media_type": "application/pdf"}
        named |= {"begins_as": sha256(begins_as)} if begins_as else {}
        pages = [{"number": page["number"], **named} for page in json.loads(dossier.form)["pages"]]
        number = dossier.number + 1
        return Dossier(dossier.id, dossier.form, (pdf,), self.listed(dossier.id, dossier.form, number, pages), number)

    def register(self, dossier: Dossier, day: str, count: int) -> Json:
        """Sends the form under the `count`-th temporary number of this counter's day (yyMMdd); what became of it."""
        upload: Json = {"dossier": dossier.id, "form": b64(dossier.form), "form_sha256": sha256(dossier.form)}
        upload |= {"number": f"TMP-{self.series}-{day}-{count:04d}", "number_kind": "temporary", "manifest": dossier.manifest}
        batch: Json = {"device": self.device, "audit_head": NO_CHAIN, "forms": [upload]}
        result: Json = self.ask("POST", "/v1/forms", batch)["results"][0]
        if result["outcome"] != "registered":
            raise Refused(result["code"] or result["outcome"])
        return result

    def missing(self, dossier: Dossier) -> dict[str, int]:
        """What the gateway lacks: page hash to the bytes it already holds."""
        answer = self.ask("GET", f"/v1/dossiers/{dossier.id}/missing?manifest={dossier.number}")
        return {page["sha256"]: page["offset"] for page in answer["pages"]}

    def send_page(self, dossier: Dossier, page: bytes, offset: int, piece: int) -> None:
        """Sends a page piece by piece, from where the gateway says it stands."""
        while offset < len(page):
            body = page[offset : offset + piece]
            try:
                headers, _none = self.call("PATCH", dossier.address(page), body, piece_headers(page, offset, len(body)))
                offset = int(headers["Upload-Offset"])
            except Refused as refused:
                if refused.code != "offset-differs" or refused.body["offset"] == offset:
                    raise
                offset = refused.body["offset"]      # what a broken line carried came in after all

    def send_and_break(self, dossier: Dossier, page: bytes, piece: int, arrives: int) -> None:
        """Announces the first piece of a page; the line breaks after some bytes of it."""
        headers = piece_headers(page, 0, piece) | {"Content-Length": str(piece)}
        connection = self.connect()
        connection.putrequest("PATCH", dossier.address(page))
        for name, value in (headers | self.signature("PATCH", dossier.address(page), b"", headers)).items():
            connection.putheader(name, value)
        connection.endheaders(page[:arrives])
        connection.close()

    def finalise(self, dossier: Dossier) -> Json:
        """Asks for the acknowledgement, and believes it only over this form and this manifest."""
        request = {"device": self.device, "manifest": dossier.manifest, "audit_head": NO_CHAIN}
        envelope = self.ask("POST", f"/v1/dossiers/{dossier.id}/finalise", request)
        word: Json = json.loads(self.opened("acknowledgement", envelope))
        expected = {"dossier": dossier.id, "device": self.device, "form_sha256": sha256(dossier.form), "manifest": dossier.number}
        expected |= {"manifest_sha256": sha256(base64.b64decode(dossier.manifest["body"]))}
        if any(word[name] != value for name, value in expected.items()):
            raise Refused("acknowledgement-of-something-else")
        return word

    # ---- the change feed -------------------------------------------------------------------------------------------

    def changes(self) -> list[Json]:
        """Every event this device may hear of, each once, from the beginning."""
        events: dict[str, Json] = {}
        since, after, epoch, more = 0, "", "", True
        while more:
            path = f"/v1/changes?device={self.device}&since={since}&after={after}&epoch={epoch}"
            page = json.loads(self.opened("changes", self.ask("GET", path)))
            if (page["device"], page["since"], page["after"]) != (self.device, since, after):
                raise Refused("changes-of-another-question")
            events |= {event["event"]: event for event in page["decisions"]}
            since, after, epoch, more = page["next"], page["last"], page["epoch"], page["more"]
        return list(events.values())


def piece_headers(page: bytes, offset: int, size: int) -> dict[str, str]:
    """Where a piece lies in its page, and whether it is the last one."""
    return {"Upload-Offset": str(offset), "Upload-Complete": "?1" if offset + size == len(page) else "?0"}
