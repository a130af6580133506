"""Lies, made from the truth: every field of a gateway's answer, one at a time, is something else than it should be."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.credentials import Acknowledgement, Credential, DeviceCertificate, Lease
from kiosk.signing import SigningKey
from sync.messages import Changes, Hello, SignedEnvelope
from sync.transport import Answer
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
