"""Lies, made from the truth: every field of what one side says, one at a time, is something else than it should be."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard

from kiosk.credentials import Acknowledgement, Credential, DeviceCertificate, Lease
from kiosk.signing import Signed, SigningKey
from sync.calls import GatewayCalls
from sync.messages import DEVICES, UPLOAD_OFFSET, Changes, EnrolRequest, Hello, SignedEnvelope
from sync.transport import Answer, Transport
from tests.sync.in_process import Fault, InProcess, Request

Path = tuple[str | int, ...]
SIGNED: dict[str, type[Credential]] = {
    "hello": Hello, "devices": DeviceCertificate, "leases": Lease, "finalise": Acknowledgement, "changes": Changes,
}  # fmt: skip
GONE = object()                        # the field is not there at all
SOMEBODY = "01a20c65-1f1e-76b1-b827-b8d81172c93b"
STRINGS = (7, None, "", SOMEBODY, "0" * 64, "../../../etc/passwd", "\x00", "ơ" * 100_000)
NUMBERS = ("7", None, -1, 0, 1, 2**31, 2**53, 2**63 - 1, 2**64, 1.5)
LISTS = (None, "x", {}, [], [None], [[]])
STRUCTURES = (None, "x", [], {})


def lies_about(truth: Any) -> tuple[Any, ...]:
    """What may stand in the place of a value."""
    if isinstance(truth, bool):
        return (not truth, None, "yes", GONE)
    if isinstance(truth, int):
        return (*NUMBERS, truth + 1, GONE)
    if isinstance(truth, list):
        return (*LISTS, truth * 2, truth * 300, GONE)
    if isinstance(truth, dict):
        return (*STRUCTURES, GONE)
    return (*STRINGS, GONE)


def places(truth: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of a structure, with what truly stands there."""
    if at:
        yield at, truth
    inner = truth.items() if isinstance(truth, dict) else enumerate(truth[:2]) if isinstance(truth, list) else ()
    for name, value in inner:
        yield from places(value, (*at, name))


@dataclass(frozen=True)
class Lie(Fault):
    """The gateway does its work, and says something else at one place of its answer; under its own key where it signs."""

    key: SigningKey
    at: Path
    instead: Any

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        if answer.status != 200:
            return answer
        kind = SIGNED.get(request.what)
        return Answer(200, answer.headers, changed(answer.body, kind, self.key, self.at, self.instead))


@dataclass
class Listening(Fault):
    """Keeps what was truly said."""

    answers: dict[str, bytes]

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        if answer.status == 200:
            self.answers[request.what] = answer.body
        return answer


def structure(body: bytes, kind: type[Credential] | None) -> Any:
    """What an answer says, as plain lists and dictionaries."""
    told = msgspec.json.decode(body)
    if kind is None:
        return told
    inner = base64.b64decode(told["body"])
    return msgspec.msgpack.decode(inner) if kind.__struct_config__.array_like else msgspec.json.decode(inner)


def changed(body: bytes, kind: type[Credential] | None, key: SigningKey, at: Path, instead: Any) -> bytes:
    told = structure(body, kind)
    place = told
    for step in at[:-1]:
        try:
            place = place[step]
        except (IndexError, KeyError):
            return body                # this answer has no such place: the truth
    try:
        if instead is GONE:
            del place[at[-1]]
        else:
            place[at[-1]] = instead
    except (IndexError, KeyError):
        return body
    if kind is None:
        return msgspec.json.encode(told)
    encode = msgspec.msgpack.encode if kind.__struct_config__.array_like else msgspec.json.encode
    try:
        inner = encode(told)
    except (OverflowError, msgspec.EncodeError):
        return body                    # such a thing cannot be said in this encoding
    return msgspec.json.encode(SignedEnvelope.of(key.signed(kind.purpose, inner)))


@dataclass(frozen=True)
class SignedOtherwise(Fault):
    """What the gateway truly says, under another key or for another purpose."""

    key: SigningKey
    purpose: str

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        if answer.status != 200:
            return answer
        body = msgspec.json.decode(answer.body, type=SignedEnvelope).body
        return Answer(200, answer.headers, msgspec.json.encode(SignedEnvelope.of(self.key.signed(self.purpose, body))))


@dataclass(frozen=True)
class SaidBefore(Fault):
    """The gateway does its work; what comes back was said before, to another question."""

    answer: bytes

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        return Answer(200, answer.headers, self.answer)


@dataclass(frozen=True)
class WrongOffset(Fault):
    """A piece of a page arrives; how far the gateway got is another lie."""

    says: str | None

    def carry(self, link: InProcess, request: Request) -> Answer:
        answer = link.deliver(request)
        headers = {name: value for name, value in answer.headers.items() if name != UPLOAD_OFFSET}
        return Answer(answer.status, headers if self.says is None else {**headers, UPLOAD_OFFSET: self.says}, answer.body)


class LyingCalls(GatewayCalls):
    """A counter that says something else in one field of one request, and signs it as its own. `heard`: what it was told."""

    def __init__(self, transport: Transport, call: str, at: Path = (), instead: Any = None) -> None:
        super().__init__(transport)
        self._call, self._at, self._instead = call, at, instead
        self.said: bytes = b""
        self.heard: list[int] = []

    def enrol(self, request: EnrolRequest) -> Signed:
        body = self._lie("devices", msgspec.json.encode(request))
        answer = self._transport.request("POST", DEVICES, body=body, headers={"content-type": "application/json"})
        self.heard.append(answer.status)
        return self._signed(answer)

    def _request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        what = Request(method, path, body, {}).what
        packed = (headers or {}).get("content-encoding") == "zstd"
        if method == "POST":
            body = self._lie(what, zstandard.decompress(body) if packed else body)
            body = zstandard.compress(body) if packed else body
        answer = super()._request(method, path, body=body, headers=headers, seconds=seconds)
        self.heard.append(answer.status)
        return answer

    def _lie(self, what: str, body: bytes) -> bytes:
        if what != self._call:
            return body
        self.said = body
        return changed(body, None, _NOBODY, self._at, self._instead) if self._at else body


_NOBODY = SigningKey(bytes(32))
